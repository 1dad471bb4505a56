"""Where the yearly renewal of a society stands."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum
from zoneinfo import ZoneInfo

from campus.base import clock
from campus.directory.models import Society, University
from campus.membership.models import Registration, RegistrationWindow
from campus.membership.windows import next_for_renewal, window_for_renewal

Decision = Registration.Decision


class State(StrEnum):
    """none: nothing is asked (yet). due: to be handed in. missed: it was not, and the window closed."""

    NONE = "none"
    DUE = "due"
    WAITING = "waiting"
    RETURNED = "returned"
    APPROVED = "approved"
    MISSED = "missed"


@dataclass(frozen=True)
class Renewal:
    """The renewal of one society by the window that counts on a day; `coming` is the next one, for its own page.

    `registration` is the one the state is about: what waits, was returned or approved.
    """

    society: Society
    state: State
    window: RegistrationWindow | None = None
    registration: Registration | None = None
    coming: RegistrationWindow | None = None
    is_closed: bool = False

    @property
    def may_be_handed_in(self) -> bool:
        """While the window is open, and after it for what the university returned."""
        return self.state in (State.DUE, State.RETURNED)

    @property
    def is_not_renewed(self) -> bool:
        """The window closed, and what was handed in by then, if anything, is not approved and does not wait."""
        return self.is_closed and self.state in (State.MISSED, State.RETURNED)


def renewal_of(society: Society, at: datetime) -> Renewal:
    """Where the renewal of one society stands at the instant `at`."""
    university = society.university
    today = clock.today(university.zone, at)
    window = window_for_renewal(university, today)
    coming = next_for_renewal(university, today)
    registrations = list(society.registrations.select_related("window", "submitted_by").order_by("pk"))
    return _renewal(society, registrations, window, at, coming)


def renewals_of(university: University, at: datetime) -> list[Renewal]:
    """Where the renewals of all approved societies of a university stand, by name; empty where none is asked."""
    window = window_for_renewal(university, clock.today(university.zone, at))
    if window is None:
        return []
    societies = university.societies.filter(status=Society.Status.APPROVED).select_related("university")
    made: dict[int, list[Registration]] = {}
    for row in university.registrations.select_related("window", "submitted_by").order_by("pk"):
        made.setdefault(row.society_id, []).append(row)
    return [_renewal(society, made.get(society.pk, []), window, at) for society in societies]


def opens_at(window: RegistrationWindow) -> datetime:
    """The instant at which renewing begins: local midnight."""
    return datetime.combine(window.renew_from, time.min, ZoneInfo(window.university.zone))


def _renewal(
    society: Society,
    registrations: Iterable[Registration],
    window: RegistrationWindow | None,
    at: datetime,
    coming: RegistrationWindow | None = None,
) -> Renewal:
    if window is None or society.approved_at is None:
        return Renewal(society, State.NONE, coming=coming)
    is_closed = window.renew_to < clock.today(society.university.zone, at)
    last = None
    for row in registrations:
        if row.window_id == window.pk or row.decision == Decision.WAITING:
            last = row
    state = _state(society, window, last, is_closed)
    return Renewal(society, state, window, last, coming, is_closed)


def _state(society: Society, window: RegistrationWindow, last: Registration | None, is_closed: bool) -> State:
    if last is not None:
        return {
            Decision.WAITING: State.WAITING,
            Decision.RETURNED: State.RETURNED,
            Decision.APPROVED: State.APPROVED,
        }[Decision(last.decision)]
    if society.approved_at is None or society.approved_at >= opens_at(window):
        return State.NONE  # it was registered for the first time in this very window or after it
    return State.MISSED if is_closed else State.DUE

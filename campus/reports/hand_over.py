"""What changes hands when one committee follows another, on one page and as the paper that the next one keeps."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext, gettext_lazy

from campus.activities.models import Code, Occurrence, Series
from campus.activities.queries import codes_in_force, coming
from campus.base import clock
from campus.base.errors import Sentence, not_here
from campus.base.paper import pdf
from campus.directory.continuity import Worry
from campus.directory.models import Handover, HandoverTask, Office, Society
from campus.directory.queries import offices_of_society, open_handover, worries_about
from campus.directory.rules import Right, in_force, is_open_invitation, may
from campus.directory.words import date_in_words
from campus.membership.renewals import Renewal, State, renewal_of
from campus.people.models import Person
from campus.reports.figures.last_term import LastTerm, last_term

ROLES = (Office.Role.PRESIDENT, Office.Role.SECRETARY, Office.Role.EVENTS, Office.Role.TREASURER)
RENEWALS = {
    State.DUE: gettext_lazy("The renewal for %(window)s is to be handed in until %(day)s."),
    State.WAITING: gettext_lazy("The renewal for %(window)s waits for the university."),
    State.RETURNED: gettext_lazy("The renewal for %(window)s came back and is to be handed in again."),
    State.MISSED: gettext_lazy("The renewal for %(window)s was not handed in; the last day was %(day)s."),
}


@dataclass(frozen=True)
class Seat:
    """One office: who holds it today, who is going to, and the invitations that wait."""

    role: Office.Role
    now: list[Office]
    next: list[Office]
    invited: list[Office]

    @property
    def name(self) -> Sentence:
        return self.role.label


@dataclass(frozen=True)
class Meeting:
    """A series that goes on, its next date, and its poster’s code."""

    series: Series
    next: Occurrence | None
    code: Code | None


@dataclass(frozen=True)
class ChangingHands:
    """All that the next committee takes over, as of `at`. `figures` is None for who may not read them."""

    society: Society
    at: datetime
    handover: Handover | None
    seats: list[Seat]
    meetings: list[Meeting]
    codes: list[Code]
    renewal: str
    tasks: list[HandoverTask]
    worries: list[Worry]
    figures: LastTerm | None

    @property
    def offices(self) -> list[Office]:
        """Who has access now and from when on, office by office: held and to come, without invitations."""
        return [office for seat in self.seats for office in (*seat.now, *seat.next)]

    @property
    def invitations(self) -> list[Office]:
        return [office for seat in self.seats for office in seat.invited]

    @property
    def open_tasks(self) -> list[HandoverTask]:
        return [task for task in self.tasks if task.done_at is None]


def changing_hands(person: Person | None, society: Society, at: datetime) -> ChangingHands:
    """What changes hands, for who may take the society’s papers. Raises NotFound for others."""
    if not may(person, Right.TAKE_PAPERS, society, at):
        raise not_here()
    handover = open_handover(society)
    codes = list(codes_in_force(society))
    return ChangingHands(
        society=society,
        at=at,
        handover=handover,
        seats=_seats(society, at),
        meetings=_meetings(society, codes, at),
        codes=codes,
        renewal=_in_words(renewal_of(society, at)),
        tasks=list(handover.tasks.select_related("done_by")) if handover else [],
        worries=worries_about([society], at).get(society.pk, []),
        figures=last_term(person, society, at),
    )


def pack_pdf(page: ChangingHands) -> bytes:
    """The hand-over pack on A4, in the active language: no name but those of officers, no address at all.

    Raises Unavailable where PDFs cannot be made.
    """
    today = clock.today(page.society.university.zone, page.at)
    context = {"page": page, "society": page.society, "university": page.society.university, "today": today}
    return pdf("handover.html", context)


def _seats(society: Society, at: datetime) -> list[Seat]:
    today = clock.today(society.university.zone, at)
    offices = list(offices_of_society(society).order_by("starts_on", "pk"))
    return [_seat(role, [office for office in offices if office.role == role], today, at) for role in ROLES]


def _seat(role: Office.Role, offices: Iterable[Office], today: date, at: datetime) -> Seat:
    seat = Seat(role, [], [], [])
    for office in offices:
        if is_open_invitation(office, at):
            seat.invited.append(office)
        elif in_force(office, today):
            seat.now.append(office)
        elif office.accepted_at is not None and office.starts_on > today:
            seat.next.append(office)
    return seat


def _meetings(society: Society, codes: Iterable[Code], at: datetime) -> list[Meeting]:
    following: dict[int, Occurrence] = {}
    for occurrence in coming(at=at, society=society).filter(cancelled_at__isnull=True):
        following.setdefault(occurrence.series_id, occurrence)
    by_series = {code.series_id: code for code in codes if code.series_id}
    series = society.series.filter(ended_at__isnull=True).order_by("pk")
    meetings = [Meeting(each, following.get(each.pk), by_series.get(each.pk)) for each in series]
    return sorted(meetings, key=lambda each: (each.next is None, each.next.starts_at if each.next else at))


def _in_words(renewal: Renewal) -> str:
    """Where the renewal stands; "" when nothing is to be done about it."""
    sentence = RENEWALS.get(renewal.state)
    if sentence is None or renewal.window is None:
        return ""
    return gettext(str(sentence)) % {"window": renewal.window.name, "day": date_in_words(renewal.window.renew_to)}

"""Poster codes in force, and what a typed or scanned code finds."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from django.db.models import Q, QuerySet

from campus.activities.models import Code, Occurrence, Series
from campus.activities.rules import is_open
from campus.base import codes
from campus.directory import rules
from campus.directory.models import Society

State = Literal["open", "early", "late", "cancelled", "replaced", "unknown", "nothing", "closed"]
LOOK_AHEAD = 20  # dates: those that are open come first in time, so these hold them all and the next one


@dataclass(frozen=True)
class FoundCode:
    """What a code leads to at one instant.

    open: `occurrence` takes check-ins now, and so do `others`. early: `occurrence` is the next one; its check-in
    opens at `opens_at`. late: `occurrence` was the last one. cancelled: `occurrence` is, and `others` holds the next
    one that is not, with its `opens_at`. nothing: the code is good, but there is no date. closed: its society is
    suspended, archived or hidden, or its series is hidden. replaced, unknown: no more.
    """

    code: Code | None
    state: State
    occurrence: Occurrence | None = None
    others: Sequence[Occurrence] = field(default_factory=list)
    opens_at: datetime | None = None

    @property
    def is_hidden(self) -> bool:
        """Whether what the code opens is hidden after a report: then not even its name is said."""
        return self.code is not None and _is_hidden(self.code)


def find_code(typed: str, at: datetime) -> FoundCode:
    """What a code as it was typed finds at the instant `at`; at most three queries.

    Of a series it finds, among the dates whose check-in is open, one in progress before one that has not begun before
    one that has ended, then the latest start.
    """
    code = _by_text(typed)
    if code is None:
        return FoundCode(None, "unknown")
    if code.replaced_at is not None:
        return FoundCode(code, "replaced")
    if not rules.is_open(code.society) or _is_hidden(code):
        return FoundCode(code, "closed")
    coming = list(_dates_of(code).filter(closes_at__gte=at).order_by("starts_at", "pk")[:LOOK_AHEAD])
    open_now = sorted((row for row in coming if is_open(row, at)), key=lambda row: _rank(row, at))
    if open_now:
        return FoundCode(code, "open", open_now[0], open_now[1:])
    if coming:
        return _not_open(code, coming)
    last = _dates_of(code).order_by("-starts_at", "-pk").first()
    if last is None:
        return FoundCode(code, "nothing")
    return FoundCode(code, "cancelled" if last.is_cancelled and code.occurrence_id else "late", last)


def code_in_force(target: Series | Occurrence) -> Code | None:
    """The code that opens a series, or one date of its own; None when it has none."""
    return target.codes.filter(replaced_at__isnull=True).first()


def series_of_code(code: Code) -> Series:
    """The series that a code opens, or of whose date it is."""
    target = code.target
    return target if isinstance(target, Series) else target.series


def codes_in_force(society: Society) -> "QuerySet[Code]":
    """Every code that opens a door of the society. For its officers: whoever has a code can check in with it."""
    current = Code.objects.filter(society=society, replaced_at__isnull=True)
    ended = Q(series__ended_at__isnull=False) | Q(occurrence__series__ended_at__isnull=False)
    return current.exclude(ended).select_related("series", "occurrence", "society__university").order_by("pk")


def _is_hidden(code: Code) -> bool:
    return series_of_code(code).hidden_at is not None or rules.is_hidden(code.society)


def _by_text(typed: str) -> Code | None:
    bare = codes.normalise(typed)
    if len(bare) != codes.POSTER_LENGTH:
        return None
    return Code.objects.select_related("series", "occurrence__series", "society__university").filter(code=bare).first()


def _dates_of(code: Code) -> "QuerySet[Occurrence]":
    rows = Occurrence.objects.select_related("series", "society__university", "university")
    return rows.filter(pk=code.occurrence_id) if code.occurrence_id else rows.filter(series=code.series_id)


def _rank(row: Occurrence, at: datetime) -> tuple[int, float]:
    in_progress, ended = row.starts_at <= at < row.ends_at, row.ends_at <= at
    return (0 if in_progress else 2 if ended else 1), -row.starts_at.timestamp()


def _not_open(code: Code, coming: Sequence[Occurrence]) -> FoundCode:
    """None takes check-ins: the next date with the instant its check-in opens, or that the next one is cancelled."""
    following = next((row for row in coming if not row.is_cancelled), None)
    opens_at = following.opens_at if following else None
    if coming[0].is_cancelled:
        return FoundCode(code, "cancelled", coming[0], [following] if following else [], opens_at)
    return FoundCode(code, "early", following, [], opens_at)

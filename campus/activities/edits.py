"""What an officer wants to change of dates that are planned, and what comes of it. Plain values."""

from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from datetime import date, datetime, time
from enum import StrEnum

from campus.activities.models import Occurrence
from campus.directory.models import Calendar

Day = date  # a field below is named `date`


class Scope(StrEnum):
    """What an edit is about: one date; it and those after it; all coming dates of its activity."""

    THIS = "this"
    FOLLOWING = "following"
    ALL = "all"


DECIDES_DATES = frozenset(
    {
        "start_time",
        "timing",
        "rrule",
        "first_date",
        "window",
        "calendar",
        "skips_holidays",
        "more_times",
        "extra_dates",
        "skipped_dates",
    }
)
ONE_DATE_ONLY = frozenset({"date"})
NEVER_ONE_DATE = DECIDES_DATES - {"start_time", "timing"}


@dataclass(frozen=True)
class Edit:
    """The new values; None leaves a thing as it is. Dates and times are local to the zone of the activity.

    `date` is for one date only, what decides several dates (`rrule`, `window`…) for more than one. `rrule` is RFC 5545,
    "" for once. A `capacity` or `goal` of 0 means none. `description` is of that date, or of the series for all.
    """

    name: str | None = None
    description: str | None = None
    place: str | None = None
    link: str | None = None
    date: Day | None = None
    start_time: time | None = None
    minutes: int | None = None
    timing: str | None = None
    rrule: str | None = None
    first_date: Day | None = None
    window: str | None = None
    calendar: Calendar | None = None
    skips_holidays: bool | None = None
    more_times: tuple[time, ...] | None = None
    extra_dates: tuple[datetime, ...] | None = None  # naive, local
    skipped_dates: tuple[datetime, ...] | None = None
    capacity: int | None = None
    goal: int | None = None

    @property
    def given(self) -> frozenset[str]:
        """The names of what is to change."""
        return frozenset(each.name for each in fields(self) if getattr(self, each.name) is not None)

    @property
    def decides_dates(self) -> bool:
        """Whether the dates of an activity may come out otherwise."""
        return bool(self.given & DECIDES_DATES)


class Deed(StrEnum):
    """What a batch does to each of its dates."""

    MOVE = "move"
    CANCEL = "cancel"
    RESTORE = "restore"
    RENAME = "rename"
    PLACE = "place"


@dataclass(frozen=True)
class Batch:
    """One thing done to several dates: moved by `days` and to `start_time`, cancelled with a `reason`, restored,
    renamed to `name`, or held at `place`."""

    do: str
    days: int = 0
    start_time: time | None = None
    reason: str = ""
    name: str = ""
    place: str = ""


@dataclass(frozen=True)
class DateChange:
    """What happens to one date. `before` and `after` are its local starts, naive; None: there is none.

    `occurrence` is None for a date that is yet to be made.
    """

    occurrence: Occurrence | None
    before: datetime | None
    after: datetime | None
    why: str


@dataclass(frozen=True)
class Changes:
    """What an edit, a batch, an end or a changed calendar does to dates.

    kept: takes place when it did (its name or place may change). added: new, or comes back after the calendar had
    taken it out. untouched: not changed at all, and why.
    """

    kept: Sequence[DateChange] = field(default_factory=list)
    moved: Sequence[DateChange] = field(default_factory=list)
    added: Sequence[DateChange] = field(default_factory=list)
    cancelled: Sequence[DateChange] = field(default_factory=list)
    deleted: Sequence[DateChange] = field(default_factory=list)
    untouched: Sequence[DateChange] = field(default_factory=list)
    warnings: Sequence[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        """Whether any date is changed."""
        return bool(self.moved or self.added or self.cancelled or self.deleted)

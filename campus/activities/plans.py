"""What an officer wants to plan, checked, and the dates that come of it: for the preview and the action alike."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from campus.activities import recurrence, rule_text
from campus.activities.models import Activity, Observance, Timing
from campus.activities.planning import Dates, Stretch, Timetable, latest, plan_dates
from campus.activities.public_holidays import holidays_available, holidays_known
from campus.activities.queries.timetables import timetable_for
from campus.activities.recurrence import MAX_DATES, Rule
from campus.activities.templates import TEMPLATES
from campus.base import clock
from campus.base.errors import Invalid
from campus.base.faults import Faults
from campus.directory.models import Calendar, Society
from campus.directory.words import date_in_words

DAY = 60 * 24  # minutes
LONGEST = 14 * DAY


@dataclass(frozen=True)
class ActivityPlan:
    """What an activity is to be. Date and time are local to the IANA `zone`; `rrule` is RFC 5545, "" for once."""

    name: str
    description: str
    rrule: str
    first_date: date
    start_time: time
    minutes: int
    zone: str
    window: str
    place: str = ""
    link: str = ""
    for_newcomers: bool = False
    calendar: Calendar | None = None
    timing: str = Timing.TIMED
    more_times: tuple[time, ...] = ()
    extra_dates: tuple[datetime, ...] = ()  # naive, local
    skipped_dates: tuple[datetime, ...] = ()
    skips_holidays: bool = False
    template: str = ""
    observance: Observance | None = None
    imported_uid: str = ""
    capacity: int | None = None


@dataclass(frozen=True)
class Draft:
    """A plan that was checked, and what it gives up to the date `last`."""

    plan: ActivityPlan
    timetable: Timetable
    dates: Dates
    last: date


def draft(
    plan: ActivityPlan,
    society: Society,
    at: datetime,
    *,
    since: date | None = None,
    timetable: Timetable | None = None,
) -> Draft:
    """Check a plan for a society at the instant `at`. Raises Invalid with a sentence for each input that is wrong.

    With `since` the plan is of an activity that has begun: what lies before that date is not asked, nor given. Who
    drafts many plans loads the `timetable` once.
    """
    plan, rule = _checked(plan, society, at, has_begun=since is not None)
    stretch = stretch_of(plan, rule)
    today = clock.today(plan.zone, at)
    timetable = timetable or timetable_for(society, plan.calendar)
    last = timetable.horizon(today) if rule else latest(today)
    begin = max(plan.first_date, since or plan.first_date)
    _check_extra_dates(stretch, last)
    if rule:
        recurrence.check(rule, stretch.first, plan.zone, last, begin)
    dates = plan_dates(stretch, timetable, begin, last)
    if dates.is_cut:
        raise recurrence.too_often()
    return Draft(plan, timetable, dates, last)


def stretch_of(plan: ActivityPlan, rule: Rule | None) -> Stretch:
    """When a checked plan is to be."""
    return Stretch(
        rule=rule,
        first=datetime.combine(plan.first_date, plan.start_time),
        zone=plan.zone,
        window=plan.window,
        more_times=plan.more_times,
        extra_dates=plan.extra_dates,
        skipped_dates=plan.skipped_dates,
        skips_holidays=plan.skips_holidays,
    )


def _checked(
    plan: ActivityPlan, society: Society, at: datetime, *, has_begun: bool
) -> tuple[ActivityPlan, Rule | None]:
    faults = Faults()
    name = faults.text("name", plan.name, limit=120, missing=_("Say what it is called, for example Tuesday Circle."))
    description = faults.text("description", plan.description, limit=2000)
    place = faults.text("place", plan.place, limit=160)
    link = check_link(faults, plan.link)
    check_length(faults, plan.minutes, plan.timing)
    _check_times(faults, plan)
    _check_lists(faults, plan)
    faults.zone("zone", plan.zone)
    if plan.window not in Activity.Window.values:
        faults.add("window", "unknown_window", _("Choose all year, term time or teaching weeks."))
    if plan.calendar is not None and plan.calendar.university_id != society.university_id:
        faults.add("calendar", "other_calendar", _("Choose a calendar of the society’s own university."))
    if plan.skips_holidays:
        _check_holidays(faults, society)
    if plan.capacity is not None and plan.capacity < 1:
        faults.add("capacity", "no_room", _("At least one person must have room. Leave it empty for no limit."))
    if plan.template and plan.template not in TEMPLATES:
        faults.add("template", "unknown_template", _("Choose one of the templates, or none."))
    faults.text("imported_uid", plan.imported_uid, limit=255)
    rule = _rule(faults, plan.rrule)
    faults.refuse()
    _check_first_date(faults, plan, clock.today(plan.zone, at), has_begun=has_begun)
    faults.refuse()
    is_timed = plan.timing == Timing.TIMED
    return replace(
        plan,
        name=name,
        description=description,
        place=place,
        link=link,
        rrule=plan.rrule.strip().upper().removeprefix("RRULE:"),
        start_time=_minute(plan.start_time) if is_timed else time.min,
        more_times=tuple(sorted(_minute(start) for start in plan.more_times)),
        extra_dates=_starts(plan.extra_dates, is_timed=is_timed),
        skipped_dates=_starts(plan.skipped_dates, is_timed=is_timed),
    ), rule


def _minute(start: time) -> time:
    return start.replace(second=0, microsecond=0, tzinfo=None)


def _starts(dates: Iterable[datetime], *, is_timed: bool) -> tuple[datetime, ...]:
    """Naive local starts in order, each once; without a time they are 00:00, the time by which rows are addressed."""
    return tuple(sorted({datetime.combine(day, _minute(day.time()) if is_timed else time.min) for day in dates}))


def _rule(faults: Faults, text: str) -> Rule | None:
    try:
        return rule_text.parse(text) if text.strip() else None
    except Invalid as refusal:
        faults.add("rrule", refusal.code, refusal.sentence)
        return None


def check_link(faults: Faults, value: str) -> str:
    """The address of a page, or ""."""
    link = faults.text("link", value, limit=200)
    try:
        if link:
            URLValidator(schemes=["http", "https"])(link)
    except ValidationError:
        faults.add(
            "link", "not_a_link", _("A link begins with https://, for example https://meet.karura.example/circle.")
        )
    return link


def check_length(faults: Faults, minutes: int, timing: str = Timing.TIMED) -> None:
    """How many minutes something takes; what takes all day, whole days."""
    if minutes < 1:
        faults.add("minutes", "takes_no_time", _("Say how long it takes, for example 90."))
    elif minutes > LONGEST:
        faults.add("minutes", "takes_too_long", _("It takes two weeks at most."))
    elif timing == Timing.ALL_DAY and minutes % DAY:
        faults.add("minutes", "not_whole_days", _("What takes all day takes whole days: 1440 minutes for each."))


def _check_times(faults: Faults, plan: ActivityPlan) -> None:
    if plan.timing not in Timing.values:
        faults.add("timing", "unknown_timing", _("Choose a time, all day, or time to be confirmed."))
    times = [_minute(start) for start in plan.more_times]
    if times and plan.timing != Timing.TIMED:
        faults.add(
            "more_times", "no_times", _("Without a time of its own it cannot have further ones. Leave them out.")
        )
    elif len(set(times)) < len(times) or _minute(plan.start_time) in times:
        faults.add("more_times", "same_time", _("Name each time of the day once; the first one is the start."))


def _check_lists(faults: Faults, plan: ActivityPlan) -> None:
    for field, dates in {"extra_dates": plan.extra_dates, "skipped_dates": plan.skipped_dates}.items():
        if len(dates) > MAX_DATES:
            faults.add(field, "too_many_dates", _("At most 1,000 dates can be named here."))
        for start in dates[:MAX_DATES]:
            faults.day(field, start.date())


def _check_holidays(faults: Faults, society: Society) -> None:
    country: Any = society.university.country
    if not holidays_available():
        faults.add(
            "skips_holidays",
            "holidays_missing",
            _("This installation knows no public holidays. Leave them out one by one, or ask whoever runs it."),
        )
    elif not holidays_known(str(country)):
        faults.add(
            "skips_holidays",
            "holidays_unknown",
            _("We know no public holidays of %(country)s. Leave them out one by one.") % {"country": country.name},
        )


def _check_extra_dates(stretch: Stretch, last: date) -> None:
    """Extra dates lie where dates are planned."""
    faults, first = Faults(), stretch.first.date()
    days = [start.date() for start in stretch.extra_dates]
    if days and min(days) < first:
        faults.add(
            "extra_dates",
            "extra_date_too_early",
            _("%(date)s comes before the first date, %(first)s. Let it begin then.")
            % {"date": date_in_words(min(days)), "first": date_in_words(first)},
        )
    if days and max(days) > last:
        faults.add(
            "extra_dates",
            "extra_date_too_late",
            _("%(date)s is too far away. Dates can be planned up to %(last)s.")
            % {"date": date_in_words(max(days)), "last": date_in_words(last)},
        )
    faults.refuse()


def _check_first_date(faults: Faults, plan: ActivityPlan, today: date, *, has_begun: bool) -> None:
    first = faults.day("first_date", plan.first_date)
    if first < today - timedelta(days=1) and not has_begun:
        faults.add("first_date", "date_has_passed", _passed(first, today))
    elif first > latest(today):
        faults.add(
            "first_date",
            "date_too_late",
            _("Dates can be planned up to %(last)s.") % {"last": date_in_words(latest(today))},
        )


def _passed(first: date, today: date) -> str:
    """What to say of a first date that is over; one half a year ago or more is most often a wrong year."""
    said = {"date": date_in_words(first)}
    year = today.year if (today.month, today.day) <= (first.month, first.day) else today.year + 1
    if first > today - timedelta(days=180):
        return _("%(date)s has passed. Begin today or later.") % said
    return _("%(date)s has passed. Did you mean %(year)d?") % {**said, "year": year}

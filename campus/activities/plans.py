"""What an officer wants to plan, checked, and the dates that come of it: for the preview and the action alike."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from campus.activities import recurrence, rule_text
from campus.activities.models import Activity, Observance, Timing
from campus.activities.planning import Dates, Stretch, Timetable, latest, plan_dates
from campus.activities.queries.timetables import timetable_for
from campus.activities.recurrence import Rule
from campus.base import clock
from campus.base.errors import Invalid
from campus.base.faults import Faults
from campus.directory.models import Calendar, Society
from campus.directory.words import date_in_words

LONGEST = 60 * 24 * 14  # minutes: two weeks


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


def draft(plan: ActivityPlan, society: Society, at: datetime) -> Draft:
    """Check a plan for a society at the instant `at`. Raises Invalid with a sentence for each input that is wrong."""
    plan, rule = _checked(plan, society, at)
    first = datetime.combine(plan.first_date, plan.start_time)
    today = clock.today(plan.zone, at)
    timetable = timetable_for(society, plan.calendar)
    last = timetable.horizon(today) if rule else latest(today)
    if rule:
        recurrence.check(rule, first, plan.zone, last)
    dates = plan_dates(stretch_of(plan, rule), timetable, plan.first_date, last)
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


def _checked(plan: ActivityPlan, society: Society, at: datetime) -> tuple[ActivityPlan, Rule | None]:
    faults = Faults()
    name = faults.text("name", plan.name, limit=120, missing=_("Say what it is called, for example Tuesday Circle."))
    description = faults.text("description", plan.description, limit=2000)
    place = faults.text("place", plan.place, limit=160)
    link = _link(faults, plan.link)
    _check_length(faults, plan.minutes)
    faults.zone("zone", plan.zone)
    if plan.window not in Activity.Window.values:
        faults.add("window", "unknown_window", _("Choose all year, term time or teaching weeks."))
    if plan.calendar is not None and plan.calendar.university_id != society.university_id:
        faults.add("calendar", "other_calendar", _("Choose a calendar of the society’s own university."))
    rule = _rule(faults, plan.rrule)
    faults.refuse()
    _check_first_date(faults, plan, clock.today(plan.zone, at))
    faults.refuse()
    return replace(
        plan,
        name=name,
        description=description,
        place=place,
        link=link,
        rrule=plan.rrule.strip().upper().removeprefix("RRULE:"),
        start_time=plan.start_time.replace(second=0, microsecond=0, tzinfo=None),
    ), rule


def _rule(faults: Faults, text: str) -> Rule | None:
    try:
        return rule_text.parse(text) if text.strip() else None
    except Invalid as refusal:
        faults.add("rrule", refusal.code, refusal.sentence)
        return None


def _link(faults: Faults, value: str) -> str:
    link = faults.text("link", value, limit=200)
    try:
        if link:
            URLValidator(schemes=["http", "https"])(link)
    except ValidationError:
        faults.add(
            "link", "not_a_link", _("A link begins with https://, for example https://meet.karura.example/circle.")
        )
    return link


def _check_length(faults: Faults, minutes: int) -> None:
    if minutes < 1:
        faults.add("minutes", "takes_no_time", _("Say how long it takes, for example 90."))
    elif minutes > LONGEST:
        faults.add("minutes", "takes_too_long", _("It takes two weeks at most."))


def _check_first_date(faults: Faults, plan: ActivityPlan, today: date) -> None:
    first = faults.day("first_date", plan.first_date)
    if first < today - timedelta(days=1):
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

"""Whether an edit can be, and what of it changes anything."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from campus.activities.edits import NEVER_ONE_DATE, ONE_DATE_ONLY, Edit, Scope
from campus.activities.models import Activity, Occurrence, Timing
from campus.activities.planning import latest
from campus.activities.plans import ActivityPlan, Draft, check_length, check_link, draft
from campus.base import clock
from campus.base.errors import Invalid
from campus.base.faults import Faults
from campus.directory.words import date_in_words

DAY = 24 * 60  # minutes


def checked(edit: Edit, scope: Scope, occurrence: Occurrence) -> Edit:
    """The edit with its texts cleaned, without what is so already. Raises Invalid with a sentence for each input."""
    faults = Faults()
    for name in sorted(edit.given & (NEVER_ONE_DATE if scope is Scope.THIS else ONE_DATE_ONLY)):
        faults.add(name, "other_scope", _("This can be changed for one date alone, or for several, but not for these."))
    cleaned: dict[str, Any] = _texts(faults, edit)
    edit = replace(edit, **cleaned)
    if edit.minutes is not None:
        check_length(faults, edit.minutes)
    if edit.timing is not None and edit.timing not in Timing.values:
        faults.add("timing", "unknown_timing", _("Choose a time, all day, or a time to be confirmed."))
    if edit.window is not None and edit.window not in Activity.Window.values:
        faults.add("window", "unknown_window", _("Choose all year, term time or teaching weeks."))
    for name in ("capacity", "goal"):
        number = getattr(edit, name)
        if number is not None and not 0 <= number <= 1_000_000:
            faults.add(name, "not_a_number_of_people", _("Enter how many people, or 0 for no number."))
    faults.refuse()
    return edit if scope is Scope.THIS else _without_what_is_so(edit, occurrence.activity)


def check_day(edit: Edit, occurrence: Occurrence, start: datetime, starts_at: datetime, at: datetime) -> None:
    """Whether one date can be put there. Raises Invalid."""
    field = "date" if edit.date is not None else "start_time"
    last = latest(clock.today(occurrence.zone, at))
    faults = Faults()
    faults.day("date", start.date())
    if starts_at <= at:
        faults.add(field, "date_has_passed", _("This has passed. Choose a later day or time."))
    elif start.date() > last:
        sentence = _("Dates can be planned up to %(last)s.")
        faults.add(field, "date_too_late", sentence % {"last": date_in_words(last)})
    faults.refuse()


def drafted(activity: Activity, at: datetime) -> Draft:
    """The plan of an edited activity, checked as a new one is that begins today; with its timetable and horizon."""
    today = clock.today(activity.zone, at)
    plan = ActivityPlan(
        name=activity.name,
        description="",
        rrule=activity.rrule,
        first_date=max(activity.first_date, today) if activity.rrule else activity.first_date,
        start_time=activity.start_time,
        minutes=activity.minutes,
        zone=activity.zone,
        window=activity.window,
        place=activity.place,
        link=activity.link,
        calendar=activity.calendar,
        timing=activity.timing,
        more_times=tuple(datetime.strptime(value, "%H:%M").time() for value in activity.more_times),
        extra_dates=_coming(activity.extra_dates, today),
        skipped_dates=_coming(activity.skipped_dates, today),
        skips_holidays=activity.skips_holidays,
    )
    return draft(plan, activity.society, at)


def whole_days(minutes: int) -> int:
    """So many minutes as whole days, at least one."""
    return max(1, round(minutes / DAY)) * DAY


def _texts(faults: Faults, edit: Edit) -> dict[str, str]:
    cleaned = {}
    missing = _("Say what it is called, for example Tuesday Circle.")
    if edit.name is not None:
        cleaned["name"] = faults.text("name", edit.name, limit=120, missing=missing)
    if edit.place is not None:
        cleaned["place"] = faults.text("place", edit.place, limit=160)
    if edit.description is not None:
        cleaned["description"] = faults.text("description", edit.description, limit=2000)
    if edit.link is not None:
        cleaned["link"] = check_link(faults, edit.link)
    if edit.rrule is not None:
        cleaned["rrule"] = edit.rrule.strip().upper().removeprefix("RRULE:")
    return cleaned


def _without_what_is_so(edit: Edit, activity: Activity) -> Edit:
    """A form sends every field: only those that differ say anything about the dates."""
    same = {
        name
        for name in ("start_time", "timing", "rrule", "first_date", "window", "calendar", "skips_holidays")
        if getattr(edit, name) == getattr(activity, name)
    }
    if edit.more_times is not None and [f"{start:%H:%M}" for start in edit.more_times] == activity.more_times:
        same.add("more_times")
    for name in ("extra_dates", "skipped_dates"):
        value = getattr(edit, name)
        if value is not None and sorted(value) == sorted(map(datetime.fromisoformat, getattr(activity, name))):
            same.add(name)
    return replace(edit, **dict.fromkeys(same & edit.given))


def _coming(written: list[str], today: date) -> tuple[datetime, ...]:
    found = (datetime.fromisoformat(value) for value in written)
    return tuple(start for start in found if start.date() >= today)


def refuse_nothing_left() -> Invalid:
    """What to raise when no date would be left."""
    sentence = _("No date would be left. Choose other days, or end the series instead.")
    return Invalid("no_date_left", sentence, fields={"rrule": sentence})

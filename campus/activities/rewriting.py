"""An edit of several dates as it would be done: the activity as it is to be, and what becomes of each of its dates.

Reads and computes; saves nothing. The preview shows what comes of it, the action carries it out.
"""

import copy
import re
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.db.models import Q, QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from campus.activities import recurrence, rule_text
from campus.activities.addressing import first_of_week, period_of
from campus.activities.edit_checks import drafted, refuse_nothing_left, whole_days
from campus.activities.edits import Edit, Scope
from campus.activities.models import Activity, Occurrence, Timing
from campus.activities.planning import Dates, Stretch, Timetable, instant, plan_dates
from campus.activities.queries.hanging import hung_on
from campus.activities.recurrence import Frequency, Rule
from campus.activities.reshaping import Fate, Shape, all_kept, reshape, spare
from campus.base import clock
from campus.base.errors import Conflict

ONE_DAY = timedelta(days=1)
TAKEN_OVER = ("name", "place", "link", "minutes", "rrule", "first_date", "window", "calendar", "skips_holidays")


@dataclass
class Rewrite:
    """`activity` as it is to be; where it `is_split` that is a new one, and `former` is what goes on until then."""

    activity: Activity
    former: Activity
    is_split: bool
    shape: Shape
    warnings: list[str] = field(default_factory=list)


def rewrite(
    occurrence: Occurrence, scope: Scope, edit: Edit, at: datetime, occurrences: "QuerySet[Occurrence]"
) -> Rewrite:
    """What an edit (checked) of more than one date comes to; `occurrences` is where rows are read, locked or not.

    Raises Invalid with `fields` for what cannot be planned.
    """
    if scope is Scope.FOLLOWING and occurrence.starts_at <= at:
        raise Conflict("occurrence_begun", _("This date has begun. Choose a later one to begin with."))
    former, cut = copy.copy(occurrence.activity), occurrence.original_date
    previous = _date_before(occurrences, former, cut) if scope is Scope.FOLLOWING else None
    rows = _rows(occurrences, former, cut if previous else None, at)
    activity = _edited(former, edit)
    if previous is not None:
        _split(activity, former, edit, cut, previous, at)
    made = Rewrite(activity, former, previous is not None, Shape(activity))
    if edit.decides_dates:
        made.shape = _with_dates(made, edit, rows, at)
    else:
        made.shape = all_kept(activity, rows, at, skips_begun=made.is_split)
    if made.shape.skipped:
        _skip(activity, made.shape.skipped)
    spare([made.shape], hung_on)
    return made


def written(starts: Iterable[datetime]) -> list[str]:
    """Naive local starts as an activity keeps them."""
    return [start.isoformat(timespec="minutes") for start in sorted(set(starts))]


def read(values: Iterable[str]) -> list[datetime]:
    """What `written` wrote."""
    return [datetime.fromisoformat(value) for value in values]


def _date_before(occurrences: "QuerySet[Occurrence]", activity: Activity, cut: date) -> date | None:
    """The last date of an activity before a day; None where the day is the first, so that nothing is to be split."""
    earlier = Occurrence.objects.filter(activity=activity, original_date__lt=cut).order_by("-original_date")
    return earlier.values_list("original_date", flat=True).first()


def _rows(occurrences: "QuerySet[Occurrence]", activity: Activity, cut: date | None, at: datetime) -> list[Occurrence]:
    """The dates that may be concerned: by their address or by when they take place they are still to come."""
    today = clock.today(activity.zone, at)
    found = occurrences.filter(Q(original_date__gte=today) | Q(starts_at__gt=at), activity=activity)
    if cut is not None:
        found = found.filter(original_date__gte=cut)
    rows = list(found.order_by("pk"))
    for row in rows:
        row.series, row.society = activity.series, activity.society
    return rows


def _edited(former: Activity, edit: Edit) -> Activity:
    """A copy with the values of an edit."""
    activity = copy.copy(former)
    for name in TAKEN_OVER:
        if (value := getattr(edit, name)) is not None:
            setattr(activity, name, value)
    _set_times(activity, edit)
    if edit.extra_dates is not None:
        activity.extra_dates = written(edit.extra_dates)
    else:
        activity.extra_dates = written(_follow(start, former, activity) for start in read(former.extra_dates))
    if edit.skipped_dates is not None:
        activity.skipped_dates = written(edit.skipped_dates)
    return activity


def _set_times(activity: Activity, edit: Edit) -> None:
    """When on its days it begins; who names a time says that it has one."""
    if edit.timing is not None:
        activity.timing = edit.timing
    elif edit.start_time is not None:
        activity.timing = Timing.TIMED
    if activity.timing != Timing.TIMED:
        activity.start_time, activity.more_times = time.min, []
    elif edit.start_time is not None:
        activity.start_time = edit.start_time.replace(second=0, microsecond=0, tzinfo=None)
    if activity.timing == Timing.ALL_DAY:
        activity.minutes = whole_days(activity.minutes)
    if edit.more_times is not None and activity.timing == Timing.TIMED:
        activity.more_times = [f"{start:%H:%M}" for start in edit.more_times]


def _follow(start: datetime, former: Activity, activity: Activity) -> datetime:
    """A date added by hand at the usual time stays at the usual time."""
    return datetime.combine(start.date(), activity.start_time) if start.time() == former.start_time else start


def _split(activity: Activity, former: Activity, edit: Edit, cut: date, previous: date, at: datetime) -> None:
    """Let one activity, a new one, go on from `cut`, and the former one end the day before."""
    activity.pk, activity.uid, activity.imported_uid, activity.sequence = None, uuid.uuid4(), "", 0
    activity._state.adding = True
    rule = _rule_of(former)
    earliest = _earliest(_rule_of(activity), edit, cut, previous)
    if edit.first_date is not None:
        activity.first_date = max(edit.first_date, earliest)
    elif edit.rrule is not None or rule is None:
        activity.first_date = _next_of(_rule_of(activity), activity, earliest, earliest)
    else:
        activity.first_date = _next_of(rule, former, former.first_date, cut)
        if rule.count is not None:
            activity.rrule = _with_the_rest(activity, former, rule)
    activity.extra_dates = written(start for start in read(activity.extra_dates) if start.date() >= earliest)
    activity.skipped_dates = written(start for start in read(activity.skipped_dates) if start.date() >= earliest)
    former.extra_dates = written(start for start in read(former.extra_dates) if start.date() < earliest)
    former.skipped_dates = written(start for start in read(former.skipped_dates) if start.date() < earliest)
    former.last_date = min(earliest - ONE_DAY, former.last_date or date.max)


def _earliest(rule: Rule | None, edit: Edit, cut: date, previous: date) -> date:
    """The first day on which the new stretch may begin: earlier than `cut` only within its week or month.

    So "from this Tuesday on, Mondays" moves this very date to its Monday. A rule that says no weekday or day of the
    month takes them from its first date, and begins on `cut`.
    """
    names_days = rule is not None and (rule.by_day or rule.by_month_day)
    if rule is None or edit.rrule is None or not names_days:
        return cut
    if rule.frequency is Frequency.WEEKLY:
        return max(first_of_week(cut, rule.week_start), previous + ONE_DAY)
    if rule.frequency is Frequency.MONTHLY:
        return max(cut.replace(day=1), previous + ONE_DAY)
    return cut


def _next_of(rule: Rule | None, activity: Activity, first: date, since: date) -> date:
    """The first date from `since` on of a rule that begins on `first`, so that "every second week" keeps its step."""
    if rule is None:
        return since
    begin = datetime.combine(first, activity.start_time)
    found = recurrence.first_of(rule, begin, activity.zone, since, since + timedelta(days=2 * 366))
    return found[0].date() if found else since


def _with_the_rest(activity: Activity, former: Activity, rule: Rule) -> str:
    """The rule with the COUNT that is left after what lies before; "" for once when none is."""
    first = datetime.combine(former.first_date, former.start_time)
    before = recurrence.first_of(rule, first, former.zone, former.first_date, activity.first_date - ONE_DAY)
    rest = (rule.count or 0) - len(before)
    return re.sub(r"COUNT=\d+", f"COUNT={rest}", activity.rrule) if rest > 0 else ""


def _with_dates(made: Rewrite, edit: Edit, rows: list[Occurrence], at: datetime) -> Shape:
    """What becomes of the dates when what decides them changes."""
    activity = made.activity
    draft = drafted(activity, at)
    keeps_skips = edit.skipped_dates is None
    coming_skips = [start for start in read(activity.skipped_dates) if _is_coming(start, activity, at)]
    if keeps_skips:
        activity.skipped_dates = written(set(read(activity.skipped_dates)) - set(coming_skips))
    last = max(draft.last, activity.planned_until or draft.last)
    dates = _dates(activity, draft.timetable, last, at)
    period = period_of(_rule_of(activity), _rule_of(made.former), _week_start(draft.timetable, activity))
    skips = coming_skips if keeps_skips else []
    shape = reshape(activity, rows, dates, at, period=period, skips=skips, skips_begun=made.is_split, reason=_why_out)
    activity.planned_until = last
    if not (shape.added or shape.those(Fate.KEPT, Fate.MOVED, Fate.BACK)):
        raise refuse_nothing_left()
    return shape


def _dates(activity: Activity, timetable: Timetable, last: date, at: datetime) -> Dates:
    since = max(activity.first_date, clock.today(activity.zone, at))
    return plan_dates(Stretch.of(activity), timetable, since, last)


def _skip(activity: Activity, starts: Iterable[datetime]) -> None:
    activity.skipped_dates = written([*read(activity.skipped_dates), *starts])


def _is_coming(start: datetime, activity: Activity, at: datetime) -> bool:
    return instant(start.date(), start.time(), activity.zone) > at


def _rule_of(activity: Activity) -> Rule | None:
    return rule_text.parse(activity.rrule) if activity.rrule else None


def _week_start(timetable: Timetable, activity: Activity) -> int:
    if timetable.calendar is not None:
        return timetable.calendar.week_starts_on
    rule = _rule_of(activity)
    return rule.week_start if rule else 0


def _why_out(reason: str) -> str:
    if not reason:
        return gettext("It takes place at other times now.")
    return gettext("It takes place at other times now: %(reason)s.") % {"reason": reason}

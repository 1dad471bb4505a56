"""10,000 weekly activities over a year in teaching weeks, beside bare dateutil doing the same rules in the same run.

They keep to the timetables of 30 calendars. The two take turns, a hundred activities each, and each goes first as often
as the other; what is compared is CPU time. No test asserts a time.
"""

from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from functools import partial
from random import Random
from statistics import median
from time import process_time
from typing import Any

from dateutil import rrule

from campus.activities import rule_text
from campus.activities.models import Activity
from campus.activities.planning import Stretch, Timetable, plan_dates
from campus.directory.models import Break, Calendar, Term

CALENDARS, ACTIVITIES, AT_A_TIME, ROUNDS = 30, 10_000, 100, 5
FIRST, LAST = date(2026, 9, 1), date(2027, 8, 31)
RULES = (
    "FREQ=WEEKLY",
    "FREQ=WEEKLY;BYDAY={day}",
    "FREQ=WEEKLY;BYDAY={day};UNTIL=20270630T210000Z",
    "FREQ=WEEKLY;INTERVAL=2;BYDAY={day};WKST=SU",
    "FREQ=WEEKLY;BYDAY={day},FR",
    "FREQ=WEEKLY;BYDAY={day};COUNT=40",
)
TERMS = (  # active from, teaching from and to, active to, and a week in between without teaching
    (date(2026, 9, 14), date(2026, 9, 21), date(2026, 12, 11), date(2026, 12, 18), date(2026, 10, 26)),
    (date(2027, 1, 11), date(2027, 1, 18), date(2027, 3, 26), date(2027, 4, 2), date(2027, 2, 15)),
    (date(2027, 4, 26), date(2027, 5, 3), date(2027, 6, 18), date(2027, 6, 30), date(2027, 5, 24)),
)


def measure() -> dict[str, Any]:
    """CPU seconds of both, median of the rounds, and what one is of the other."""
    activities = _activities()
    rounds = [_round(activities) for _number in range(ROUNDS)]
    ratios = [ours / bare for ours, bare, _dates in rounds]
    return {
        "activities": ACTIVITIES,
        "calendars": CALENDARS,
        "dates": rounds[0][2],
        "cpu_s": round(median(ours for ours, _bare, _dates in rounds), 3),
        "bare_dateutil_cpu_s": round(median(bare for _ours, bare, _dates in rounds), 3),
        "ratio": round(median(ratios), 3),
        "ratios": [round(ratio, 3) for ratio in ratios],
    }


def _round(activities: Sequence[Activity]) -> tuple[float, float, int]:
    """CPU seconds of ours and of bare dateutil, and how many dates are in teaching weeks."""
    timetables = [_timetable() for _number in range(CALENDARS)]  # with nothing worked out yet
    both: tuple[Callable[[Sequence[Activity]], int], ...] = (partial(_by_us, timetables), _bare)
    taken, dates = [0.0, 0.0], [0, 0]
    for begin in range(0, ACTIVITIES, AT_A_TIME):
        some = activities[begin : begin + AT_A_TIME]
        for index in (0, 1) if begin // AT_A_TIME % 2 else (1, 0):
            began = process_time()
            dates[index] += both[index](some)
            taken[index] += process_time() - began
    return taken[0], taken[1], dates[0]


def _by_us(timetables: Sequence[Timetable], activities: Sequence[Activity]) -> int:
    found = 0
    for number, activity in enumerate(activities):
        planned = plan_dates(Stretch.of(activity), timetables[number % CALENDARS], FIRST, LAST)
        found += len(planned.starts)
    return found


def _bare(activities: Sequence[Activity]) -> int:
    """The same rules, given to dateutil as it likes them best: nothing to parse, naive, and no terms."""
    found = 0
    for activity in activities:
        rule = rule_text.parse(activity.rrule)
        expansion = rrule.rrule(
            rrule.WEEKLY,
            dtstart=datetime.combine(activity.first_date, activity.start_time),
            interval=rule.interval,
            wkst=rule.week_start,
            byweekday=[day.weekday for day in rule.by_day] or None,
            count=rule.count,
            until=None if rule.count else rule.last_start(activity.zone) or datetime.combine(LAST, time.max),
        )
        found += len(list(expansion))
    return found


def _activities() -> list[Activity]:
    random = Random(20)  # noqa: S311 - a programme, no secret
    return [
        Activity(
            rrule=random.choice(RULES).format(day=random.choice(["MO", "TU", "WE", "TH"])),
            first_date=FIRST + timedelta(days=random.randrange(14)),
            start_time=time(random.randrange(8, 21), random.choice([0, 15, 30])),
            zone=random.choice(["Africa/Nairobi", "Europe/Madrid", "Australia/Lord_Howe"]),
            window=Activity.Window.TEACHING,
            minutes=90,
        )
        for _number in range(ACTIVITIES)
    ]


def _timetable() -> Timetable:
    calendar = Calendar(pk=1, name="Main calendar", week_starts_on=0)
    terms, breaks = [], {}
    for number, (active_from, teaching_from, teaching_to, active_to, pause) in enumerate(TERMS, start=1):
        term = Term(
            pk=number,
            calendar=calendar,
            name=f"Term {number}",
            active_from=active_from,
            teaching_from=teaching_from,
            teaching_to=teaching_to,
            active_to=active_to,
        )
        terms.append(term)
        days = {"starts_on": pause, "ends_on": pause + timedelta(days=4)}
        breaks[number] = [Break(term=term, kind=Break.Kind.READING_WEEK, **days)]
    return Timetable(calendar, terms, breaks)

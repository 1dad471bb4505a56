"""What makes the plan of one society look like a term: single dates, whole days, two things at once, a followed day."""

from datetime import date, datetime, time, timedelta

from campus.activities.actions import ActivityPlan, plan_activity
from campus.activities.actions.observances import follow_observance, observe_on
from campus.activities.models import Observance, Timing
from campus.activities.queries.observances import Marked, marked_between
from campus.base import clock
from campus.management.demo.home import Home
from campus.management.demo.programme import settle
from campus.management.demo.societies import Made

SOON = timedelta(weeks=6)
WHOLE_DAY = 24 * 60
FRIDAY, WEDNESDAY, THURSDAY = 4, 2, 3


def fill_plan(home: Home, made: Made) -> None:
    """Plan what comes beside the series of a society, as of now, and follow the observances of the coming weeks."""
    today = clock.today(home.university.zone, home.now)
    followed = marked_between(made.society, today + timedelta(days=7), today + SOON)[:2]
    for marked in followed:
        _follow(home, made, marked.observance)
    if followed:
        _observe_later(home, made, followed[-1])
    _plan(home, made, "Film night", _next(today, FRIDAY, 1), time(18, 30), 150, place="Room B12", capacity=30)
    _plan(home, made, "Committee meeting", _next(today, FRIDAY, 1), time(20, 0), 60, place="Common Room, Block C")
    _plan(
        home, made, "Fathers: a photo exhibition", _next(today, WEDNESDAY, 3), None, 3 * WHOLE_DAY, place="Library hall"
    )
    _plan(home, made, "Dialogue with a guest", _next(today, THURSDAY, 4), None, WHOLE_DAY, timing=Timing.TO_CONFIRM)


def _plan(
    home: Home,
    made: Made,
    name: str,
    day: date,
    start: time | None,
    minutes: int,
    *,
    place: str = "",
    timing: str = Timing.ALL_DAY,
    capacity: int | None = None,
) -> None:
    wanted = ActivityPlan(
        name=name,
        description="",
        rrule="",
        first_date=day,
        start_time=start or time(0),
        minutes=minutes,
        zone=home.university.zone,
        window="always",
        place=place,
        timing=Timing.TIMED if start else timing,
        capacity=capacity,
    )
    at: datetime = home.now - timedelta(hours=1)
    settle(plan_activity(by=made.president, society=made.society, plan=wanted, at=at), at)


def _next(today: date, weekday: int, weeks: int) -> date:
    """That weekday of the week so many weeks from this one."""
    return today - timedelta(days=today.weekday()) + timedelta(weeks=weeks, days=weekday)


def _follow(home: Home, made: Made, observance: Observance) -> None:
    follow_observance(by=made.president, society=made.society, observance=observance, at=home.now)


def _observe_later(home: Home, made: Made, marked: Marked) -> None:
    """It is marked on the Thursday of the week after, when more people are there."""
    day = _next(marked.official_on, THURSDAY, 1)
    observe_on(
        by=made.president,
        society=made.society,
        observance=marked.observance,
        official_on=marked.official_on,
        observed_on=day,
        at=home.now,
    )

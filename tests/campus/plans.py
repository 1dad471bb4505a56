"""The activity that most tests plan."""

from datetime import date, time

from campus.activities.actions import ActivityPlan

WEEKLY = ActivityPlan(
    name="Tuesday Circle",
    description="One question each week.",
    rrule="FREQ=WEEKLY;BYDAY=TU",
    first_date=date(2026, 10, 27),
    start_time=time(17, 30),
    minutes=90,
    zone="Africa/Nairobi",
    window="teaching",
    place="Room B12",
    for_newcomers=True,
)

"""Random activities with their dates, planned as the program plans them and edited as people do, in memory alone."""

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from campus.activities.models import Activity, Occurrence, Series, Timing
from campus.activities.planning import Stretch, Timetable, instants, plan_dates
from campus.base.errors import Invalid
from campus.directory.models import Society, University

CHANGED = datetime(2026, 1, 1, tzinfo=UTC)
ZONES = {  # with the year around which activities are planned there
    "Europe/Madrid": 2026,
    "Australia/Lord_Howe": 2026,
    "America/Sao_Paulo": 2017,  # it had daylight saving time until 2019
    "Africa/Nairobi": 2026,
    "Africa/Casablanca": 2026,
    "America/New_York": 2026,
    "Asia/Kolkata": 2026,
    "Pacific/Auckland": 2026,
    "UTC": 2026,
}
RULES = (
    "",
    "FREQ=DAILY",
    "FREQ=DAILY;INTERVAL={n}",
    "FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR",
    "FREQ=WEEKLY",
    "FREQ=WEEKLY;BYDAY={day}",
    "FREQ=WEEKLY;BYDAY={day},{other}",
    "FREQ=WEEKLY;INTERVAL=2;BYDAY={day},{other}",
    "FREQ=WEEKLY;INTERVAL=2;BYDAY={day},{other};WKST=SU",
    "FREQ=WEEKLY;INTERVAL={n};BYDAY={day};COUNT=12",
    "FREQ=WEEKLY;BYDAY={day};UNTIL={until}",
    "FREQ=MONTHLY",
    "FREQ=MONTHLY;BYDAY={nth}{day}",
    "FREQ=MONTHLY;BYDAY={day};BYSETPOS=-1",
    "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
    "FREQ=MONTHLY;BYMONTHDAY={mday}",
    "FREQ=MONTHLY;BYMONTHDAY=-1",
    "FREQ=MONTHLY;INTERVAL=2;BYDAY={nth}{day}",
    "FREQ=YEARLY",
    "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29",
    "FREQ=YEARLY;BYMONTH=3,9;BYDAY=1{day}",
)
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
STARTS = (time(18), time(17, 30), time(0), time(0, 30), time(2, 30), time(1, 45), time(23, 30), time(9))
NAMES = ("Circle", "Talk, with tea; and \\ more", "Día de la mujer: 8 de marzo, a las seis — ¡ven!", "讨论会" * 30)


@dataclass
class Planned:
    """An activity and the rows that the API would list."""

    activity: Activity
    rows: list[Occurrence]


def planned(random: Random, number: int) -> Planned | None:
    """A random activity with its edited rows; None for a rule that is refused or gives no date."""
    zone = random.choice(list(ZONES))
    year = ZONES[zone] + random.randrange(2)
    first = date(year, 1, 1) + timedelta(days=random.randrange(300))
    timing = random.choices(list(Timing), weights=(6, 2, 2))[0]
    activity = _activity(random, zone, first, timing, number)
    last = first + timedelta(days=random.choice((60, 200, 400)))
    try:
        starts = plan_dates(Stretch.of(activity), Timetable(), first, last).starts
    except Invalid:
        return None
    rows = [_row(activity, start, number * 1000 + index) for index, start in enumerate(starts[:150])]
    _teaching_weeks(random, rows)
    _edit(random, activity, rows)
    return Planned(activity, rows) if rows else None


def many(seed: int, count: int) -> Iterator[Planned]:
    random, number = Random(seed), 0
    while count:
        number += 1
        made = planned(random, number)
        if made is not None:
            count -= 1
            yield made


def _activity(random: Random, zone: str, first: date, timing: str, number: int) -> Activity:
    university = University(name="Karura University", slug="karura")
    society = Society(university=university, name="HeForShe Karura", slug="heforshe-karura")
    series = Series(pk=number, society=society, name="Circle", description="One question\neach week.")
    series.changed_at = CHANGED
    start = random.choice(STARTS) if timing == Timing.TIMED else time()
    more = timing == Timing.TIMED and random.random() < 0.15
    return Activity(
        pk=number,
        uid=uuid.UUID(int=random.getrandbits(128), version=4),
        series=series,
        name=random.choice(NAMES),
        rrule=_rule(random, first),
        first_date=first,
        start_time=start,
        more_times=["20:45"] if more else [],
        extra_dates=[
            datetime.combine(first + timedelta(days=random.randrange(1, 50)), start).isoformat(timespec="minutes")
            for _ in range(random.choice((0, 0, 1, 3)))
        ],
        timing=timing,
        minutes=random.choice((45, 90, 120, 26 * 60)) if timing == Timing.TIMED else random.choice((1440, 1440, 4320)),
        zone=zone,
        window="always",
        place=random.choice(("Room B12", "", "Hall; by the gate")),
        link=random.choice(("", "https://meet.example/1?a=1,2")),
        changed_at=CHANGED + timedelta(minutes=random.randrange(1000)),
        sequence=random.randrange(4),
    )


def _rule(random: Random, first: date) -> str:
    day, other = random.sample(DAYS, 2)
    rule = random.choices(RULES, weights=[4 if "WEEKLY" in rule else 1 for rule in RULES])[0]
    return rule.format(
        n=random.choice((2, 3)),
        day=day,
        other=other,
        nth=random.choice(("1", "2", "4", "-1", "+3")),
        mday=random.choice((1, 15, 28, 31)),
        until=f"{first + timedelta(days=100):%Y%m%d}",
    )


def _row(activity: Activity, start: datetime, number: int) -> Occurrence:
    row = Occurrence(
        pk=number,
        activity=activity,
        original_date=start.date(),
        original_time=start.time(),
        name=activity.name,
        place=activity.place,
        link=activity.link,
        timing=activity.timing,
        minutes=activity.minutes,
        zone=activity.zone,
        changed_at=activity.changed_at,
        sequence=0,
    )
    return _at(row, start.date(), start.time())


def _at(row: Occurrence, day: date, start: time) -> Occurrence:
    row.date, row.time = day, start
    row.starts_at, row.ends_at = instants(day, start, row.minutes, row.zone, row.timing)
    return row


def _teaching_weeks(random: Random, rows: list[Occurrence]) -> None:
    """Take away what falls outside them, as a window does."""
    if random.random() < 0.4:
        first = random.randrange(2, 15)
        rows[:] = [row for row in rows if (row.date - rows[0].date).days // 7 not in range(first, first + 5)]


def _edit(random: Random, activity: Activity, rows: list[Occurrence]) -> None:
    """Move, rename, cancel, delete, confirm a time, give another zone; now and then a new rule for what is to come."""
    for row in list(rows):
        if random.random() < 0.12:
            random.choice((_move, _rename, _cancel, _all_day, _confirm, _elsewhere, _longer))(random, row)
            row.sequence += 1
            row.changed_at = CHANGED + timedelta(days=1, minutes=random.randrange(1000))
        elif random.random() < 0.05:
            rows.remove(row)
    if random.random() < 0.25:
        _re_address(random, activity, rows)
    if random.random() < 0.1:
        activity.name = "Renamed for what is to come"
        activity.sequence += 1
    if random.random() < 0.1:
        del rows[len(rows) * 2 // 3 :]  # cut: another activity goes on
    random.shuffle(rows)


def _move(random: Random, row: Occurrence) -> None:
    day = row.date + timedelta(days=random.choice((-9, -1, 0, 0, 1, 2, 30)))
    _at(row, day, random.choice(STARTS) if row.timing == Timing.TIMED else row.time)


def _rename(random: Random, row: Occurrence) -> None:
    row.name, row.place = "Another name, once", "Another room"


def _cancel(random: Random, row: Occurrence) -> None:
    row.cancelled_at, row.cancel_reason = CHANGED, "The room is being painted."


def _all_day(random: Random, row: Occurrence) -> None:
    row.timing, row.minutes = Timing.ALL_DAY, 1440
    _at(row, row.date, time())


def _confirm(random: Random, row: Occurrence) -> None:
    if row.timing == Timing.TO_CONFIRM:
        row.timing, row.minutes = Timing.TIMED, 75
        _at(row, row.date, time(16, 15))


def _elsewhere(random: Random, row: Occurrence) -> None:
    row.zone = "Europe/Madrid"
    _at(row, row.date, row.time)


def _longer(random: Random, row: Occurrence) -> None:
    if row.timing == Timing.TIMED:
        row.minutes += 30
        _at(row, row.date, row.time)


def _re_address(random: Random, activity: Activity, rows: list[Occurrence]) -> None:
    """From the middle on every row comes a day later and at another time, under a new address."""
    if activity.timing != Timing.TIMED or not activity.rrule:
        return
    activity.start_time = random.choice(STARTS)
    activity.sequence += 1
    middle = len(rows) // 2
    taken: set[tuple[date, time]] = {(row.original_date, row.original_time) for row in rows[:middle]}
    kept = rows[:middle]
    for row in rows[middle:]:
        day = row.original_date + timedelta(days=1)
        if (day, activity.start_time) in taken:
            continue
        taken.add((day, activity.start_time))
        row.original_date, row.original_time = day, activity.start_time
        if row.timing == Timing.TIMED:
            _at(row, day, activity.start_time)
        kept.append(row)
    if "BYDAY" in activity.rrule and "WEEKLY" in activity.rrule:
        for before, after in zip(DAYS, (*DAYS[1:], DAYS[0]), strict=True):
            if f"BYDAY={before}" in activity.rrule and "," not in activity.rrule:
                activity.rrule = activity.rrule.replace(f"BYDAY={before}", f"BYDAY={after}")
                break
    rows[:] = kept


def listed(rows: Sequence[Occurrence]) -> list[tuple[str, str, str, str, bool]]:
    """What the API lists of rows: start, end, name, place, cancelled. Whole days as dates, times in UTC."""
    return sorted(_listed(row) for row in rows)


def _listed(row: Occurrence) -> tuple[str, str, str, str, bool]:
    place = row.place or row.link
    if row.timing == Timing.TIMED:
        return (_utc(row.starts_at), _utc(row.ends_at), row.name, place, row.is_cancelled)
    after = row.date + timedelta(days=max(1, round(row.minutes / 1440)))
    return (row.date.isoformat(), after.isoformat(), row.name, place, row.is_cancelled)


def _utc(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"

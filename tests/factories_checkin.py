"""Plain makers of what is planned and who was there, for tests of check-in and figures."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from campus.activities.models import Activity, Code, Occurrence, Series
from campus.checkin.actions import Browser, check_in_anonymous, check_in_signed_in, check_in_typed, undo_check_in
from campus.checkin.models import Attendance, Credit
from campus.checkin.recounting import add_visit
from campus.directory.models import Society
from campus.people.models import Person
from tests.factories import NOW, count

TODAY = date(2026, 10, 20)
EVENING = time(18, 0)  # half an hour after factories.NOW, when the doors open


def series(host: Society, name: str = "Tuesday Circle") -> Series:
    made = Series.objects.create(university=host.university, society=host, name=name)
    Activity.objects.create(
        university=host.university,
        society=host,
        series=made,
        name=name,
        rrule="FREQ=WEEKLY",
        first_date=TODAY,
        start_time=EVENING,
        minutes=90,
        zone=host.university.zone,
    )
    return made


def occurrence(of: Series, day: date = TODAY, at: time = EVENING, minutes: int = 90, **fields: Any) -> Occurrence:
    """A date of a series at a local time; check-in is open from 30 minutes before to 30 minutes after it."""
    activity = of.activities.get()
    starts_at = datetime.combine(day, at, tzinfo=ZoneInfo(activity.zone)).astimezone(UTC)
    ends_at = starts_at + timedelta(minutes=minutes)
    return Occurrence.objects.create(
        **{
            "university": of.university,
            "society": of.society,
            "series": of,
            "activity": activity,
            "original_date": day,
            "original_time": at,
            "name": of.name,
            "date": day,
            "time": at,
            "minutes": minutes,
            "zone": activity.zone,
            "starts_at": starts_at,
            "ends_at": ends_at,
            "opens_at": starts_at - timedelta(minutes=30),
            "closes_at": ends_at + timedelta(minutes=30),
            **fields,
        }
    )


def code(of: Series, **fields: Any) -> Code:
    return Code.objects.create(university=of.university, society=of.society, series=of, **fields)


def browser(name: str = "a phone") -> Browser:
    return Browser(secret=f"secret of {name}", receipt=f"receipt of {name}")


def attendance(where: Occurrence, person: Person | None = None, **fields: Any) -> Attendance:
    """A standing attendance at the start of an occurrence with its credit and, for a person, their sum of the term."""
    identity = Attendance.Identity.SIGNED_IN if person else Attendance.Identity.ANONYMOUS
    made = Attendance.objects.create(
        **{
            "university": where.university,
            "society": where.society,
            "occurrence": where,
            "person": person,
            "anonymous_key": "" if person else f"key {next(count)}",
            "channel": Attendance.Channel.POSTER,
            "identity": identity,
            "at": where.starts_at,
            **fields,
        }
    )
    Credit.objects.create(attendance=made, university=where.university, society=where.society, date=where.date)
    if person and made.voided_at is None:
        add_visit(person=person, society=where.society, day=where.date)
    return made


@dataclass
class Door:
    """An occurrence whose doors opened at factories.NOW, and its poster's code."""

    series: Series
    occurrence: Occurrence
    code: Code

    def signed_in(self, person, at=NOW, phone="a phone"):
        return check_in_signed_in(by=person, occurrence=self.occurrence, code=self.code, at=at, browser=browser(phone))

    def typed(self, address, name="Brian Ochieng", at=NOW, phone="a phone", network="10.0.0.1"):
        return check_in_typed(
            occurrence=self.occurrence,
            code=self.code,
            name=name,
            address=address,
            at=at,
            browser=browser(phone),
            network=network,
        )

    def anonymous(self, phone="a phone", at=NOW):
        return check_in_anonymous(occurrence=self.occurrence, code=self.code, at=at, browser=browser(phone))

    def undo(self, phone="a phone", at=NOW):
        undo_check_in(occurrence=self.occurrence, receipt=browser(phone).receipt, at=at)


def open_door(host: Society) -> Door:
    held = series(host)
    return Door(held, occurrence(held), code(held))


__all__ = ["NOW", "TODAY", "Door", "attendance", "browser", "code", "occurrence", "open_door", "series"]

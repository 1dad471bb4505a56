"""A plan with everything that the API takes about its dates: seen, planned and read back."""

from datetime import date
from typing import Any

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rest_framework.exceptions import ValidationError

from backend.fields import LocalStartField
from campus.activities.models import Activity
from tests.conftest import Cast

V1 = "/api/v1"
TALKS = {
    "name": "Talks",
    "rrule": "FREQ=WEEKLY;BYDAY=TH,SA;COUNT=5",
    "first_date": "2026-12-10",
    "start_time": "10:00",
    "minutes": 60,
    "window": "always",
    "more_times": ["15:30"],
    "extra_dates": ["2026-12-31T19:00"],
    "skipped_dates": ["2026-12-17T15:30"],
    "skips_holidays": True,
}
STARTS_OF_TALKS = [
    ("2026-12-10", "10:00"),
    ("2026-12-10", "15:30"),
    ("2026-12-17", "10:00"),
    ("2026-12-19", "10:00"),
    ("2026-12-19", "15:30"),
    ("2026-12-24", "10:00"),
    ("2026-12-24", "15:30"),
    ("2026-12-31", "19:00"),
]  # of the rule’s five days one is 12 December, Jamhuri Day

pytestmark = pytest.mark.usefixtures("the_moment")


def whole(cast: Cast, **changes: Any) -> dict[str, Any]:
    return {**TALKS, "society": cast.society.pk, **changes}


def planned(client: Any, plan: dict[str, Any]) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The activity as it is read back, and its dates in the preview and in the list, which are the same."""
    seen = client.post(f"{V1}/activity-previews/", plan, format="json")
    assert seen.status_code == 200, seen.content
    made = client.post(f"{V1}/activities/", plan, format="json")
    assert made.status_code == 201, made.content
    read = client.get(f"{V1}/activities/{made.json()['id']}/").json()
    assert read == made.json()
    dates = client.get(f"{V1}/societies/{plan['society']}/occurrences/?series={read['series']}").json()["results"]
    dates.sort(key=lambda row: row["starts_at"])
    names = ("date", "time", "timing", "starts_at", "ends_at")
    previewed = [{name: row[name] for name in names} for row in seen.json()["dates"]]
    assert previewed == [{name: row[name] for name in names} for row in dates]
    assert seen.json()["in_words"] == read["in_words"]
    return read, dates


def test_the_holiday_of_this_test_is_one() -> None:
    assert date(2026, 12, 12) in holidays.country_holidays("KE", years=2026)


def test_a_plan_with_more_times_and_single_dates_comes_back_as_it_was_sent(cast: Cast, ask_as: Any) -> None:
    sent = whole(cast)
    read, dates = planned(ask_as(cast.kofi), sent)
    assert {name: read[name] for name in sent} == sent
    assert [(row["date"], row["time"]) for row in dates] == STARTS_OF_TALKS


@pytest.mark.parametrize(
    ("timing", "minutes", "ends_at"),
    [("all_day", 1440, "2026-12-10T21:00:00Z"), ("to_confirm", 1440, "2026-12-10T21:00:00Z")],
)
def test_a_plan_of_whole_days_has_no_time(timing: str, minutes: int, ends_at: str, cast: Cast, ask_as: Any) -> None:
    sent = whole(
        cast,
        rrule="",
        timing=timing,
        start_time="00:00",
        minutes=minutes,
        more_times=[],
        skipped_dates=[],
        extra_dates=["2026-12-31T00:00"],
    )
    read, dates = planned(ask_as(cast.kofi), sent)
    assert {name: read[name] for name in sent} == sent
    assert [(row["date"], row["time"], row["timing"]) for row in dates] == [
        ("2026-12-10", "00:00", timing),
        ("2026-12-31", "00:00", timing),
    ]
    assert (dates[0]["starts_at"], dates[0]["ends_at"]) == ("2026-12-09T21:00:00Z", ends_at)


@pytest.mark.parametrize("field", ["extra_dates", "skipped_dates"])
@pytest.mark.parametrize(
    "start", ["2026-02-29T18:00", "2026-04-31T18:00", "2026-12-01", "2026-12-01T24:00", "0000-01-01T00:00", 7, None]
)
def test_a_start_that_no_day_has_is_named(field: str, start: Any, cast: Cast, ask_as: Any) -> None:
    answer = ask_as(cast.kofi).post(f"{V1}/activities/", whole(cast, **{field: [start]}), format="json")
    assert (answer.status_code, list(answer.json()["fields"])) == (400, [f"{field}.0"])
    assert not Activity.objects.exists()


@pytest.mark.pure
@given(st.datetimes())
def test_every_minute_that_there_is_is_read(moment: Any) -> None:
    minute = moment.replace(second=0, microsecond=0)
    assert LocalStartField().to_internal_value(minute.isoformat(timespec="minutes")) == minute


@pytest.mark.pure
@given(st.integers(1, 9999), st.integers(1, 12), st.integers(28, 31))
def test_the_last_days_of_months_are_read_where_there_are_such(year: int, month: int, day: int) -> None:
    text = f"{year:04}-{month:02}-{day:02}"
    try:
        there_is = date.fromisoformat(text)
    except ValueError:
        with pytest.raises(ValidationError):
            LocalStartField().to_internal_value(f"{text}T18:00")
    else:
        assert LocalStartField().to_internal_value(f"{text}T18:00").date() == there_is

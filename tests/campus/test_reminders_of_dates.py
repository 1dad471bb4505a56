"""The day before, those who said yes or maybe hear of it, once, at a sensible hour where it takes place."""

from datetime import UTC, datetime, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campus.activities.actions import cancel_occurrence, remind_of_tomorrow
from campus.activities.models import Activity, Occurrence
from campus.custody.actions import erase
from campus.directory.models import Society
from campus.outbox.models import Notice
from campus.outbox.sender import send_next
from tests import factories_checkin as make
from tests.campus.answers import NEXT_TUESDAY, coming, say, say_yes, students
from tests.conftest import Cast
from tests.factories import NOW

NINE = datetime(2026, 10, 26, 6, tzinfo=UTC)  # on Monday, in Nairobi


def told() -> list[str]:
    rows = Notice.objects.filter(kind="date_tomorrow").order_by("person__name")
    return list(rows.values_list("person__name", flat=True))


def test_yes_and_maybe_are_reminded_no_and_waiting_are_not(cast: Cast):
    occurrence = coming(cast.society, capacity=1)
    say_yes(students(2), occurrence)
    say(cast.amina, occurrence, "maybe")
    say(cast.zola, occurrence, "no")
    remind_of_tomorrow(NINE)
    assert told() == ["Amina Otieno", "Student1"]


def test_not_before_nine_not_on_another_day_and_once_however_often_it_is_looked(cast: Cast):
    say(cast.amina, coming(cast.society))
    for at in (NINE - timedelta(hours=1), NINE - timedelta(days=1), NINE + timedelta(hours=15)):
        remind_of_tomorrow(at)
        assert told() == []
    for hours in (0, 1, 14):
        remind_of_tomorrow(NINE + timedelta(hours=hours))
    assert told() == ["Amina Otieno"]


def test_the_hour_is_that_of_the_place(cast: Cast):
    series = make.series(cast.society)
    Activity.objects.update(zone="Pacific/Auckland")
    say(cast.amina, make.occurrence(series, NEXT_TUESDAY, time(20)))
    remind_of_tomorrow(datetime(2026, 10, 25, 19, tzinfo=UTC))  # 8:00 on Monday there
    assert told() == []
    remind_of_tomorrow(datetime(2026, 10, 25, 20, tzinfo=UTC))
    assert told() == ["Amina Otieno"]


def test_a_full_hall_takes_as_many_statements_as_one_person(cast: Cast):
    occurrence = coming(cast.society)

    def statements(at: datetime) -> int:
        with CaptureQueriesContext(connection) as queries:
            remind_of_tomorrow(at)
        return len(queries)

    say(cast.amina, occurrence)
    one = statements(NINE)
    say_yes(students(20), occurrence)
    assert statements(NINE + timedelta(hours=1)) == one
    assert len(told()) == 21
    assert {row.context["answer"] for row in Notice.objects.filter(kind="date_tomorrow")} == {"yes"}


def test_who_answered_today_knows_it(cast: Cast):
    say(cast.amina, coming(cast.society), at=NINE)
    remind_of_tomorrow(NINE + timedelta(hours=3))
    assert told() == []


def test_a_date_that_moved_is_reminded_of_again(cast: Cast):
    occurrence = coming(cast.society)
    say(cast.amina, occurrence)
    remind_of_tomorrow(NINE)
    day = timedelta(days=1)
    Occurrence.objects.update(
        date=occurrence.date + day, starts_at=occurrence.starts_at + day, ends_at=occurrence.ends_at + day
    )
    remind_of_tomorrow(NINE + day)
    assert told() == ["Amina Otieno", "Amina Otieno"]


@pytest.mark.parametrize("what", ["cancelled", "hidden", "suspended"])
def test_nobody_is_reminded_of_what_does_not_take_place_or_is_not_shown(cast: Cast, what: str):
    occurrence = coming(cast.society)
    say(cast.amina, occurrence)
    match what:
        case "cancelled":
            cancel_occurrence(by=cast.kofi, occurrence=occurrence, reason="Flooded.", at=NOW)
        case "hidden":
            occurrence.series.hidden_at = NOW
            occurrence.series.save()
        case "suspended":
            Society.objects.filter(pk=cast.society.pk).update(status=Society.Status.SUSPENDED)
    remind_of_tomorrow(NINE)
    assert told() == []


def test_who_is_erased_is_not_reminded(cast: Cast):
    say(cast.amina, coming(cast.society))
    erase(by=cast.amina, at=NOW)
    remind_of_tomorrow(NINE)
    assert told() == []


@pytest.mark.parametrize(("answer", "words"), [("yes", "that you come to"), ("maybe", "that you may come to")])
def test_the_mail_says_what_was_answered_and_can_be_stopped(cast: Cast, mailoutbox: list, answer: str, words: str):
    occurrence = coming(cast.society, place="Room B12")
    say(cast.amina, occurrence, answer)
    remind_of_tomorrow(NINE)
    assert send_next(NINE)
    (mail,) = mailoutbox
    assert mail.subject == "Tomorrow: Tuesday Circle"
    assert words in mail.body
    assert "Tuesday 27 October 2026, 18:00 (Nairobi time) · Room B12" in mail.body
    assert f"/occurrences/{occurrence.pk}/" in mail.body
    assert "/mail/stop/" in mail.extra_headers["List-Unsubscribe"]

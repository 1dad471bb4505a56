"""Importing a calendar on the desk of a society: look at it first, choose, and lose nothing on the way."""

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from campus.activities.models import Activity
from campus.directory.models import Society
from tests.campus.test_ics_import import FILES, calendar, event
from tests.conftest import Cast
from tests.factories import NOW

CIRCLE = "3v1lq0h4k5m6n7o8p9@google.com"


@pytest.fixture(autouse=True)
def _story(db: None) -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def sent(cast: Cast, **data: Any) -> Any:
    client = Client()
    client.force_login(cast.kofi)
    address = reverse("import_activities", args=(cast.karura.slug, cast.society.slug))
    return client.post(address, {"window": "always", "do": "preview", **data})


def file(name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, FILES[name], content_type="text/calendar")


def test_a_file_is_shown_first_and_its_text_stays_for_the_next_step(cast: Cast) -> None:
    answer = sent(cast, file=file("google.ics"))
    said = answer.content.decode()
    assert (answer.status_code, Activity.objects.count()) == (200, 0)
    assert ("4 activities can be planned" in said, "Every Tuesday at 17:30" in said) == (True, True)
    assert "1 event is over and left out" in said
    assert answer.context["form"]["text"].value() == FILES["google.ics"].decode()
    assert said.count('name="chosen"') == said.count("checked>") - said.count('type="radio"') // 3 == 4


def test_what_is_chosen_is_planned(cast: Cast) -> None:
    answer = sent(cast, text=FILES["google.ics"].decode(), do="import", chosen=[CIRCLE])
    assert answer.status_code == 302
    assert list(Activity.objects.values_list("imported_uid", flat=True)) == [CIRCLE]


def test_what_cannot_be_read_is_named_with_its_line(cast: Cast) -> None:
    said = sent(cast, file=file("outlook.ics")).content.decode()
    assert "Line 54: It is marked as private." in said
    assert "Line 70: We do not know the time zone" in said


@pytest.mark.parametrize("text", ["Dear all, we meet on Tuesday.", "BEGIN:VCALENDAR\nBEGIN:VEVENT"])
def test_what_is_no_calendar_is_refused_and_stays_in_the_form(text: str, cast: Cast) -> None:
    answer = sent(cast, text=text)
    assert (answer.status_code, list(answer.context["form"].errors)) == (400, ["text"])
    assert answer.context["form"]["text"].value() == text


def test_a_file_that_is_no_text_and_none_at_all_are_refused(cast: Cast) -> None:
    for data in ({"file": SimpleUploadedFile("x.ics", b"\xff\xfa\x00")}, {"text": "  "}):
        answer = sent(cast, **data)
        assert (answer.status_code, list(answer.context["form"].errors)) == (400, ["file"])


def test_nothing_chosen_is_said_and_the_choice_stays_empty(cast: Cast) -> None:
    answer = sent(cast, text=calendar(event("DTSTART:20261103T180000")), do="import")
    assert (answer.status_code, answer.context["chosen"]) == (400, [])
    assert "Choose at least one activity." in answer.content.decode()


def test_the_same_calendar_again_has_nothing_to_choose(cast: Cast) -> None:
    text = calendar(event("DTSTART:20261103T180000", "DURATION:PT1H"))
    sent(cast, text=text, do="import", chosen=["one"])
    said = sent(cast, text=text).content.decode()
    assert ("Imported already, nothing to do" in said, 'name="chosen"' in said) == (True, False)


def test_a_suspended_society_imports_nothing(cast: Cast) -> None:
    Society.objects.filter(pk=cast.society.pk).update(status=Society.Status.SUSPENDED)
    answer = sent(cast, text=calendar(event("DTSTART:20261103T180000")))
    assert (answer.status_code, Activity.objects.count()) == (409, 0)

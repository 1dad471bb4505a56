"""Officers and the university see it coming when nobody would lead a society any more."""

from datetime import date, timedelta

import pytest

from campus.directory.actions import end_office, warn_of_endings
from campus.directory.continuity import Cause, worries
from campus.directory.models import Office
from campus.directory.queries import is_led, worries_about
from campus.outbox.models import Notice
from tests import factories
from tests.conftest import Cast
from tests.factories import NOW

TODAY = date(2026, 10, 20)
DAY = timedelta(days=1)


def held(role: str, person: int, ends_on: date | None = None, starts_on: date = date(2026, 1, 1)) -> Office:
    """An accepted office that stands nowhere."""
    return Office(role=role, person_id=person, accepted_at=NOW, starts_on=starts_on, ends_on=ends_on)


def causes(*offices: Office) -> list[Cause]:
    return [worry.cause for worry in worries(offices, TODAY)]


PRESIDENT, SECRETARY = held("president", 1), held("secretary", 2)
JUNE = date(2027, 6, 30)


@pytest.mark.pure
@pytest.mark.parametrize(
    ("offices", "found"),
    [
        ((PRESIDENT, SECRETARY), []),
        ((), [Cause.NOBODY]),
        ((held("president", 1, TODAY - DAY),), [Cause.NOBODY]),
        ((held("president", 1, starts_on=TODAY + DAY),), [Cause.NOBODY]),
        ((SECRETARY, held("events", 3)), [Cause.NO_PRESIDENT]),
        ((PRESIDENT,), [Cause.ONE_PERSON]),
        ((PRESIDENT, held("treasurer", 1)), [Cause.ONE_PERSON]),
        ((PRESIDENT, held("secretary", 2, starts_on=TODAY + DAY)), []),
        ((held("president", 1, JUNE), held("secretary", 2, JUNE - 9 * DAY)), [Cause.ENDS_TOGETHER]),
        ((held("president", 1, JUNE), held("secretary", 2, date(2027, 5, 31))), []),
        ((held("president", 1, JUNE), held("secretary", 2, JUNE), held("president", 3, starts_on=JUNE + DAY)), []),
        ((held("president", 1, TODAY + 30 * DAY), held("secretary", 2, TODAY)), [Cause.ENDS_SOON]),
        ((held("president", 1, TODAY + 31 * DAY), held("secretary", 2, TODAY)), []),
        ((held("secretary", 1, TODAY),), [Cause.NO_PRESIDENT, Cause.ENDS_SOON, Cause.ONE_PERSON]),
    ],
)
def test_what_there_is_to_worry_about(offices: tuple[Office, ...], found: list[Cause]) -> None:
    assert causes(*offices) == found


@pytest.mark.pure
def test_a_worry_says_when_in_words() -> None:
    (worry,) = worries([held("president", 1, JUNE), held("secretary", 2, JUNE)], TODAY)
    assert worry.sentence == "All offices end in June 2027, and nobody follows yet."


def test_several_societies_are_asked_in_one_query(cast: Cast, django_assert_num_queries: object) -> None:
    empty = factories.society(cast.karura, "Film Circle")
    closed = factories.society(cast.karura, "Chess Club", status="suspended")
    with django_assert_num_queries(1):  # type: ignore[operator]
        found = worries_about([cast.society, empty, closed], NOW)
    assert {society: [worry.cause for worry in said] for society, said in found.items()} == {
        cast.society.pk: [],
        empty.pk: [Cause.NOBODY],
    }


def told(kind: str) -> set[str]:
    return {notice.person.name for notice in Notice.objects.filter(kind=kind) if notice.person}


OFFICERS = {"Kofi Mensah", "Wanjiru Kamau", "Dennis Mutua", "Grace Njeri"}


def test_officers_and_the_university_are_told_once_thirty_days_before(cast: Cast) -> None:
    cast.society.offices.update(ends_on=TODAY + 30 * DAY)
    warn_of_endings(NOW - DAY)
    assert told("offices_end_soon") == set()
    for days in (0, 1, 2):
        warn_of_endings(NOW + days * DAY)
    assert told("offices_end_soon") == {*OFFICERS, "Ruth Wekesa"}
    assert Notice.objects.count() == 5


def test_nobody_is_told_while_somebody_follows_or_stays(cast: Cast) -> None:
    cast.society.offices.update(ends_on=TODAY + 30 * DAY)
    later = factories.office(factories.person("Next One"), "events", society=cast.society, ends_on=JUNE)
    Office.objects.filter(pk=later.pk).update(starts_on=TODAY + 31 * DAY)
    warn_of_endings(NOW)
    assert not Notice.objects.exists()


def test_when_the_last_office_has_ended_the_last_holders_and_the_university_are_told(cast: Cast) -> None:
    cast.society.offices.exclude(role="president").update(ends_on=TODAY - 9 * DAY)
    end_office(by=cast.kofi, office=cast.kofi.offices.get(), at=NOW)
    for days in (0, 1):
        warn_of_endings(NOW + days * DAY)
    assert told("offices_ended") == {"Kofi Mensah", "Ruth Wekesa"}
    assert not is_led(cast.society, NOW)
    dean = Notice.objects.get(person=cast.dean)
    assert (dean.context["ends_on"], dean.context["link"]) == (
        "2026-10-20",
        f"http://testserver/review/karura/societies/{cast.society.pk}/",
    )


def test_what_ended_long_ago_is_no_news(cast: Cast) -> None:
    cast.society.offices.update(ends_on=TODAY - 31 * DAY)
    warn_of_endings(NOW)
    assert not Notice.objects.exists()


def test_where_a_university_has_no_staff_its_coordinator_is_told(cast: Cast) -> None:
    cast.dean.offices.update(ended_at=NOW)
    cast.society.offices.update(ends_on=TODAY)
    warn_of_endings(NOW)
    assert told("offices_end_soon") == {*OFFICERS, "Lucía Ortega"}

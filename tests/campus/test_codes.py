"""Poster codes: what they find, when, and how they are made and replaced."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from campus.activities import actions
from campus.activities.models import Activity, Code, Occurrence
from campus.activities.queries import FoundCode, code_in_force, codes_in_force, find_code
from campus.base import codes
from campus.base.errors import Conflict
from campus.directory.models import Society
from campus.people.models import AuditEvent
from tests.campus.plans import WEEKLY
from tests.campus.threads import at_once
from tests.conftest import Cast
from tests.factories import NOW

MINUTE = timedelta(minutes=1)


@pytest.fixture
def activity(cast: Cast) -> Activity:
    return actions.plan_activity(by=cast.kofi, society=cast.society, plan=WEEKLY, at=NOW)


@pytest.fixture
def code(activity: Activity) -> Code:
    return activity.series.codes.get()


def first(activity: Activity) -> Occurrence:
    return activity.occurrences.earliest("starts_at")


def second(activity: Activity) -> Occurrence:
    return activity.occurrences.all()[1]


def beside(cast: Cast, activity: Activity, **changes: Any) -> Occurrence:
    """A single date of the same series."""
    plan = replace(WEEKLY, rrule="", **changes)
    made = actions.plan_activity(by=cast.kofi, society=cast.society, plan=plan, at=NOW, series=activity.series)
    return made.occurrences.get()


def found(code: Code, at: datetime) -> tuple[str, Occurrence | None, list[Occurrence], datetime | None]:
    result = find_code(code.code, at)
    return result.state, result.occurrence, list(result.others), result.opens_at


@pytest.mark.parametrize("spoilt", [str.lower, codes.printed, lambda code: f" {code[:4]} {code[4:]} "])
def test_case_hyphens_and_spaces_do_not_matter(code: Code, spoilt: Any) -> None:
    assert find_code(spoilt(code.code), NOW).code == code


def test_letters_that_look_like_digits_are_read_as_digits(activity: Activity) -> None:
    Code.objects.update(code="10000001")
    assert find_code("IOoOO0Ol", NOW).code == activity.series.codes.get()


@pytest.mark.parametrize("typed", ["", "K7M2-PX4D", "K7M2", "K7M2-PX4D-9", "U7M2-PX4D", "🙂" * 8, "%00"])
def test_an_unknown_code_finds_nothing(code: Code, typed: str) -> None:
    assert find_code(typed, NOW) == FoundCode(None, "unknown")


def test_before_its_window_a_series_names_the_next_date_and_when_doors_open(activity: Activity, code: Code) -> None:
    row = first(activity)
    assert found(code, row.opens_at - MINUTE) == ("early", row, [], row.opens_at)


@pytest.mark.parametrize("edge", ["opens_at", "starts_at", "ends_at", "closes_at"])
def test_within_its_window_a_date_is_open_at_both_ends(activity: Activity, code: Code, edge: str) -> None:
    row = first(activity)
    assert found(code, getattr(row, edge)) == ("open", row, [], None)


def test_after_its_window_the_next_date_is_named(activity: Activity, code: Code) -> None:
    assert found(code, first(activity).closes_at + MINUTE) == ("early", second(activity), [], second(activity).opens_at)


def test_after_the_last_date_it_is_late(activity: Activity, code: Code) -> None:
    last = activity.occurrences.latest("starts_at")
    assert found(code, last.closes_at + MINUTE) == ("late", last, [], None)


def test_one_in_progress_comes_before_one_that_has_ended(cast: Cast, activity: Activity, code: Code) -> None:
    row = first(activity)
    later = beside(cast, activity, first_date=row.date, start_time=time(19, 10))
    assert found(code, later.starts_at) == ("open", later, [row], None)


def test_one_in_progress_comes_before_one_that_has_not_begun(cast: Cast, activity: Activity, code: Code) -> None:
    row = first(activity)
    later = beside(cast, activity, first_date=row.date, start_time=time(18, 30))
    assert found(code, later.starts_at - MINUTE) == ("open", row, [later], None)


def test_one_that_has_not_begun_comes_before_one_that_has_ended(cast: Cast, activity: Activity, code: Code) -> None:
    row = first(activity)
    later = beside(cast, activity, first_date=row.date, start_time=time(19, 20))
    assert found(code, row.ends_at + MINUTE) == ("open", later, [row], None)


def test_of_two_in_progress_the_latest_start_comes_first(cast: Cast, activity: Activity, code: Code) -> None:
    row = first(activity)
    later = beside(cast, activity, first_date=row.date, start_time=time(18))
    assert found(code, later.starts_at + MINUTE) == ("open", later, [row], None)


def test_a_cancelled_next_date_is_said_and_the_following_one_offered(
    cast: Cast, activity: Activity, code: Code
) -> None:
    row, following = first(activity), second(activity)
    actions.cancel_occurrence(by=cast.kofi, occurrence=row, reason="Rain.", at=NOW)
    assert found(code, row.starts_at) == ("cancelled", row, [following], following.opens_at)


def test_a_cancelled_date_does_not_hide_one_that_is_open(cast: Cast, activity: Activity, code: Code) -> None:
    row = first(activity)
    open_too = beside(cast, activity, first_date=row.date, start_time=time(18))
    actions.cancel_occurrence(by=cast.kofi, occurrence=row, reason="Rain.", at=NOW)
    assert found(code, row.starts_at) == ("open", open_too, [], None)


def test_a_series_without_a_date_finds_nothing(activity: Activity, code: Code) -> None:
    Occurrence.objects.all().delete()
    assert found(code, NOW) == ("nothing", None, [], None)


@pytest.mark.parametrize("status", [Society.Status.SUSPENDED, Society.Status.ARCHIVED])
def test_a_closed_society_opens_no_door_and_says_so(cast: Cast, activity: Activity, code: Code, status: str) -> None:
    Society.objects.filter(pk=cast.society.pk).update(status=status)
    assert found(code, first(activity).starts_at) == ("closed", None, [], None)


def test_a_code_of_one_date_opens_that_date_only(cast: Cast, activity: Activity) -> None:
    row = first(activity)
    own = actions.code_for_occurrence(by=cast.kofi, occurrence=row, at=NOW)
    assert found(own, row.opens_at - MINUTE) == ("early", row, [], row.opens_at)
    assert found(own, row.starts_at) == ("open", row, [], None)
    assert found(own, row.closes_at + MINUTE) == ("late", row, [], None)


def test_a_code_of_a_cancelled_date_says_so_even_later(cast: Cast, activity: Activity) -> None:
    row = first(activity)
    own = actions.code_for_occurrence(by=cast.kofi, occurrence=row, at=NOW)
    actions.cancel_occurrence(by=cast.kofi, occurrence=row, reason="Rain.", at=NOW)
    for at in (NOW, row.starts_at, row.closes_at + MINUTE):
        assert find_code(own.code, at).state == "cancelled"


def test_a_replaced_code_says_so_and_the_new_one_works(cast: Cast, activity: Activity, code: Code) -> None:
    new = actions.replace_code(by=cast.kofi, code=code, at=NOW)
    assert find_code(code.code, first(activity).starts_at).state == "replaced"
    assert found(new, first(activity).starts_at) == ("open", first(activity), [], None)


def test_replacing_a_replaced_code_gives_the_one_in_force(cast: Cast, code: Code) -> None:
    new = actions.replace_code(by=cast.kofi, code=code, at=NOW)
    assert actions.replace_code(by=cast.dennis, code=code, at=NOW) == new
    assert list(AuditEvent.objects.filter(verb="code_replaced").values_list("actor", flat=True)) == [cast.kofi.pk]


def test_a_date_gets_one_code_of_its_own(cast: Cast, activity: Activity) -> None:
    asked = [
        actions.code_for_occurrence(by=who, occurrence=first(activity), at=NOW) for who in (cast.kofi, cast.dennis)
    ]
    assert asked[0] == asked[1] == code_in_force(first(activity))


def test_a_suspended_society_gets_no_new_code(cast: Cast, activity: Activity) -> None:
    Society.objects.filter(pk=cast.society.pk).update(status=Society.Status.SUSPENDED)
    with pytest.raises(Conflict) as refusal:
        actions.code_for_occurrence(by=cast.kofi, occurrence=first(activity), at=NOW)
    assert refusal.value.code == "society_not_approved"


def test_a_code_that_is_taken_is_drawn_again(
    cast: Cast, activity: Activity, code: Code, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = iter([code.code, code.code, "K7M2PX4D"])
    monkeypatch.setattr(Code._meta.get_field("code"), "_get_default", lambda: next(drawn))
    assert actions.code_for_occurrence(by=cast.kofi, occurrence=first(activity), at=NOW).code == "K7M2PX4D"


def test_codes_in_force_are_those_of_series_that_go_on(cast: Cast, activity: Activity, code: Code) -> None:
    own = actions.code_for_occurrence(by=cast.kofi, occurrence=first(activity), at=NOW)
    new = actions.replace_code(by=cast.kofi, code=code, at=NOW)
    assert list(codes_in_force(cast.society)) == [own, new]
    actions.end_series(by=cast.kofi, series=activity.series, at=NOW)
    assert list(codes_in_force(cast.society)) == []
    assert list(codes_in_force(cast.other_society)) == []


def test_finding_takes_two_queries_however_many_dates_there_are(
    cast: Cast, activity: Activity, code: Code, django_assert_num_queries: Any
) -> None:
    every_day = replace(WEEKLY, rrule="FREQ=DAILY", window="always", first_date=date(2026, 10, 21))
    actions.plan_activity(by=cast.kofi, society=cast.society, plan=every_day, at=NOW, series=activity.series)
    at = first(activity).starts_at
    with django_assert_num_queries(2):
        result = find_code(code.code, at)
        assert [row.society.university.name for row in (result.occurrence, *result.others) if row] == [
            "Karura University"
        ] * 2


@pytest.mark.django_db(transaction=True)
def test_ten_codes_asked_for_at_once_are_one(cast: Cast, activity: Activity) -> None:
    row = first(activity)
    asked = at_once(lambda: actions.code_for_occurrence(by=cast.kofi, occurrence=row, at=NOW), 10)
    assert asked == [row.codes.get()] * 10


@pytest.mark.django_db(transaction=True)
def test_ten_replacements_at_once_make_one_new_code(cast: Cast, activity: Activity, code: Code) -> None:
    asked = at_once(lambda: actions.replace_code(by=cast.kofi, code=code, at=NOW), 10)
    assert asked == [activity.series.codes.get(replaced_at__isnull=True)] * 10
    assert Code.objects.count() == 2

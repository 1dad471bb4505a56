"""Observances: on which dates they fall, and what a society makes of them."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.management import call_command

from campus.activities import observance_words
from campus.activities.actions.observances import (
    clear_observance_choice,
    follow_observance,
    hide_observance,
    load_observances,
    observe_officially,
    observe_on,
)
from campus.activities.models import Observance, ObservanceChoice, ObservedOn
from campus.activities.observances import first_days, next_first_day, rows
from campus.activities.queries.observances import Marked, choosable, marked_between, public_observances
from campus.base.errors import Invalid
from campus.directory.models import Society
from campus.people.models import AuditEvent, Person
from tests.campus.rights import EVENTS, PRESIDENT_AND_SECRETARY, Line, cells
from tests.conftest import Cast
from tests.factories import NOW

TODAY = NOW.date()  # 20 October 2026

# Where each begins from the academic year 2026/27 on, and on which weekday: from the facts, not from the program.
NEXT = {
    "heforshe-anniversary": ("2026-09-20", "Sun"),
    "iwd": ("2027-03-08", "Mon"),
    "intl-mens-day": ("2026-11-19", "Thu"),
    "evaw-day": ("2026-11-25", "Wed"),
    "16-days": ("2026-11-25", "Wed"),
    "human-rights-day": ("2026-12-10", "Thu"),
    "girl-child": ("2026-10-11", "Sun"),
    "women-girls-science": ("2027-02-11", "Thu"),
    "fgm": ("2027-02-06", "Sat"),
    "equal-pay": ("2026-09-18", "Fri"),
    "youth-day": ("2026-08-12", "Wed"),
    "education-day": ("2027-01-24", "Sun"),
    "rural-women": ("2026-10-15", "Thu"),
    "women-judges": ("2027-03-10", "Wed"),
    "girls-ict": ("2027-04-22", "Thu"),
    "fistula": ("2027-05-23", "Sun"),
    "sv-conflict": ("2027-06-19", "Sat"),
    "widows": ("2027-06-23", "Wed"),
    "women-diplomacy": ("2027-06-24", "Thu"),
    "women-african-descent": ("2027-07-25", "Sun"),
    "indigenous-women": ("2026-09-05", "Sat"),
    "child-marriage": ("2026-11-27", "Fri"),
    "peace-day": ("2026-09-21", "Mon"),
    "care-support": ("2026-10-29", "Thu"),
    "hate-speech": ("2027-06-18", "Fri"),
    "families": ("2027-05-15", "Sat"),
    "parents": ("2027-06-01", "Tue"),
    "zero-discrimination": ("2027-03-01", "Mon"),
    "aids-day": ("2026-12-01", "Tue"),
    "disability-day": ("2026-12-03", "Thu"),
    "volunteer-day": ("2026-12-05", "Sat"),
    "mental-health": ("2026-10-10", "Sat"),
    "child-sexual-abuse": ("2026-11-18", "Wed"),
    "world-children": ("2026-11-20", "Fri"),
    "whrd-day": ("2026-11-29", "Sun"),
    "montreal-massacre": ("2026-12-06", "Sun"),
    "za-womens-day": ("2026-08-09", "Sun"),
    "idahobit": ("2027-05-17", "Mon"),
    "orange-day": ("2026-08-25", "Tue"),
    "arts-week": ("2027-03-08", "Mon"),
    "sv-awareness-week-uk": ("2027-02-01", "Mon"),
}
ORANGE = "2026-09-25 2026-10-25 2026-11-25 2026-12-25 2027-01-25 2027-02-25 2027-03-25 2027-04-25 2027-05-25 2027-06-25"
BY_SLUG = {row["slug"]: row for row in rows()}


@pytest.fixture(autouse=True)
def _loaded(request: pytest.FixtureRequest) -> None:
    """The observances are there, also after a test that emptied the tables."""
    if "pure" not in request.keywords:
        request.getfixturevalue("db")
        load_observances()


def slugs(marked: list[Marked]) -> list[str]:
    return [each.observance.slug for each in marked]


def of(slug: str) -> Observance:
    return Observance.objects.get(slug=slug)


@pytest.mark.pure
def test_there_are_41_and_each_has_a_date_to_be_compared_with() -> None:
    assert (len(rows()), set(BY_SLUG)) == (41, set(NEXT))


@pytest.mark.pure
@pytest.mark.parametrize(("slug", "day", "weekday"), [(slug, *said) for slug, said in NEXT.items()], ids=list(NEXT))
def test_its_rule_gives_the_date_and_the_weekday_that_are_known(slug: str, day: str, weekday: str) -> None:
    first = first_days(BY_SLUG[slug]["rrule"], date(2026, 8, 1), date(2027, 7, 31))[0]
    assert (first.isoformat(), f"{first:%a}") == (day, weekday)


@pytest.mark.pure
def test_the_monthly_one_comes_every_month() -> None:
    found = first_days(BY_SLUG["orange-day"]["rrule"], date(2026, 9, 1), date(2027, 6, 30))
    assert [day.isoformat() for day in found] == ORANGE.split()


@pytest.mark.pure
def test_the_floating_one_is_the_fourth_thursday_of_april() -> None:
    found = first_days(BY_SLUG["girls-ict"]["rrule"], date(2025, 1, 1), date(2027, 12, 31))
    assert [day.isoformat() for day in found] == ["2025-04-24", "2026-04-23", "2027-04-22"]


@pytest.mark.pure
@pytest.mark.parametrize(
    ("slug", "first", "last"),
    [
        ("16-days", "2026-11-25", "2026-12-10"),
        ("arts-week", "2027-03-08", "2027-03-15"),
        ("sv-awareness-week-uk", "2018-02-05", "2018-02-09"),
    ],
)
def test_a_span_ends_when_it_is_known_to(slug: str, first: str, last: str) -> None:
    row, begins = BY_SLUG[slug], date.fromisoformat(first)
    assert first_days(row["rrule"], begins, begins) == [begins]
    assert begins + timedelta(days=row["days"] - 1) == date.fromisoformat(last)


@pytest.mark.pure
def test_on_its_last_day_a_span_is_still_the_next_one() -> None:
    row = BY_SLUG["16-days"]
    assert [next_first_day(row["rrule"], row["days"], date(2026, 12, day)) for day in (10, 11)] == [
        date(2026, 11, 25),
        date(2027, 11, 25),
    ]


@pytest.mark.pure
def test_everything_it_says_stands_in_the_list_for_translators() -> None:
    assert [row["name"] for row in rows()] == list(observance_words.NAMES)
    assert {row["theme"] for row in rows()} == set(observance_words.THEMES)
    assert {row["note"] for row in rows()} - {""} == set(observance_words.NOTES)


def test_loading_again_sets_a_row_back_and_leaves_what_was_added() -> None:
    Observance.objects.filter(slug="iwd").update(name="Some day")
    Observance.objects.create(slug="ours", name="Ours", kind="day", rrule="FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=2")
    call_command("load_observances", stdout=None)
    assert (of("iwd").name, Observance.objects.count()) == ("International Women's Day", 42)


def test_a_society_sees_what_shows_by_default_spans_that_began_before_too(cast: Cast) -> None:
    found = marked_between(cast.society, date(2026, 11, 26), date(2026, 12, 10))
    assert [(each.observance.slug, each.starts_on, each.ends_on) for each in found] == [
        ("16-days", date(2026, 11, 25), date(2026, 12, 10)),
        ("human-rights-day", date(2026, 12, 10), date(2026, 12, 10)),
    ]


def test_following_brings_one_in_hiding_takes_one_out_and_neither_puts_both_back(cast: Cast) -> None:
    november = (cast.society, date(2026, 11, 19), date(2026, 11, 29))
    before = slugs(marked_between(*november))
    follow_observance(by=cast.kofi, society=cast.society, observance=of("whrd-day"), at=NOW)
    hide_observance(by=cast.kofi, society=cast.society, observance=of("intl-mens-day"), at=NOW)
    assert slugs(marked_between(*november)) == ["16-days", "evaw-day", "orange-day", "whrd-day"]
    for slug in ("whrd-day", "intl-mens-day"):
        clear_observance_choice(by=cast.kofi, society=cast.society, observance=of(slug), at=NOW)
    assert slugs(marked_between(*november)) == before == ["intl-mens-day", "16-days", "evaw-day", "orange-day"]


def test_the_dangerous_one_shows_to_who_follows_it_and_to_nobody_else(cast: Cast) -> None:
    may = (date(2027, 5, 17), date(2027, 5, 17))
    Observance.objects.filter(slug="idahobit").update(shows_by_default=True)  # even then
    assert (marked_between(cast.society, *may), marked_between(None, *may)) == ([], [])
    follow_observance(by=cast.kofi, society=cast.society, observance=of("idahobit"), at=NOW)
    assert [(each.observance.slug, each.is_followed) for each in marked_between(cast.society, *may)] == [
        ("idahobit", True)
    ]
    assert marked_between(cast.other_society, *may) == []


def test_one_that_a_country_keeps_shows_there_only(cast: Cast) -> None:
    Observance.objects.filter(slug="za-womens-day").update(shows_by_default=True)
    august = (date(2027, 8, 9), date(2027, 8, 9))
    assert slugs(marked_between(cast.other_society, *august)) == ["za-womens-day"]
    assert (marked_between(cast.society, *august), marked_between(None, *august)) == ([], [])


def test_in_public_a_country_adds_its_own_and_the_dangerous_one_is_asked_for_by_name() -> None:
    everywhere = {row.slug for row in public_observances()}
    assert {row.slug for row in public_observances("za")} - everywhere == {"za-womens-day"}
    assert {row.slug for row in public_observances(asked_for=["idahobit"])} - everywhere == {"idahobit"}


def test_it_is_marked_on_another_day_that_once_and_back_again(cast: Cast) -> None:
    official, chosen = date(2027, 2, 11), date(2027, 2, 18)
    move: dict[str, Any] = {
        "by": cast.kofi,
        "society": cast.society,
        "observance": of("women-girls-science"),
        "at": NOW,
    }
    observe_on(official_on=official, observed_on=chosen, **move)
    february = (cast.society, date(2027, 2, 10), date(2027, 2, 20))
    assert [(each.starts_on, each.official_on, each.is_moved) for each in marked_between(*february)] == [
        (chosen, official, True)
    ]
    assert slugs(marked_between(cast.society, date(2028, 2, 11), date(2028, 2, 11))) == ["women-girls-science"]
    observe_officially(official_on=official, **move)
    assert [each.starts_on for each in marked_between(*february)] == [official]


def test_one_moved_into_the_time_asked_for_from_outside_is_found(cast: Cast) -> None:
    anniversary = of("heforshe-anniversary")
    moved: dict[str, Any] = {"official_on": date(2027, 9, 20), "observed_on": date(2027, 11, 19)}
    observe_on(by=cast.kofi, society=cast.society, observance=anniversary, at=NOW, **moved)
    found = marked_between(cast.society, date(2027, 11, 19), date(2027, 11, 19))
    assert slugs(found) == ["heforshe-anniversary", "intl-mens-day"]


@pytest.mark.parametrize(
    ("official", "chosen", "code"),
    [
        (date(2027, 2, 12), date(2027, 2, 18), "not_its_day"),
        (date(2030, 2, 11), date(2030, 2, 18), "not_its_day"),
        (date(2027, 2, 11), date(2027, 4, 13), "too_far_away"),
        (date(2027, 2, 11), date(2026, 12, 12), "too_far_away"),
    ],
)
def test_a_day_that_cannot_be_is_refused(official: date, chosen: date, code: str, cast: Cast) -> None:
    move: dict[str, Any] = {
        "by": cast.kofi,
        "society": cast.society,
        "observance": of("women-girls-science"),
        "at": NOW,
    }
    with pytest.raises(Invalid) as refused:
        observe_on(official_on=official, observed_on=chosen, **move)
    assert (refused.value.code, ObservedOn.objects.count()) == (code, 0)


def test_a_day_that_has_passed_is_refused(cast: Cast) -> None:
    move: dict[str, Any] = {"by": cast.kofi, "society": cast.society, "observance": of("mental-health"), "at": NOW}
    with pytest.raises(Invalid) as refused:
        observe_on(official_on=date(2026, 10, 10), observed_on=TODAY - timedelta(days=1), **move)
    assert refused.value.code == "date_has_passed"
    assert observe_on(official_on=date(2026, 10, 10), observed_on=TODAY, **move) is not None


def test_what_is_said_twice_is_written_and_recorded_once(cast: Cast) -> None:
    own: dict[str, Any] = {"by": cast.kofi, "society": cast.society, "observance": of("iwd"), "at": NOW}
    for _again in range(2):
        follow_observance(**own)
        observe_on(official_on=date(2027, 3, 8), observed_on=date(2027, 3, 9), **own)
    for _again in range(2):
        observe_officially(official_on=date(2027, 3, 8), **own)
        clear_observance_choice(**own)
    assert list(AuditEvent.objects.order_by("pk").values_list("verb", flat=True)) == [
        "observance_followed",
        "observance_moved",
        "observance_moved_back",
        "observance_choice_cleared",
    ]


def test_the_list_names_the_teaching_day_next_to_a_date_outside_teaching(cast: Cast) -> None:
    found = {each.observance.slug: each for each in choosable(cast.society, TODAY)}
    assert [each.marked.starts_on for each in found.values()] == sorted(
        each.marked.starts_on for each in found.values()
    )
    inside, outside = found["education-day"], found["girls-ict"]
    assert (inside.marked.starts_on, inside.teaching_day) == (date(2027, 1, 24), None)
    assert (outside.marked.starts_on, outside.teaching_day) == (date(2027, 4, 22), date(2027, 4, 16))
    assert found["heforshe-anniversary"].teaching_day is None  # no term is known that far ahead


def test_the_teaching_day_may_come_after_the_date(cast: Cast) -> None:
    found = {each.observance.slug: each for each in choosable(cast.society, date(2026, 8, 20))}
    assert found["indigenous-women"].marked.starts_on == date(2026, 9, 5)  # the Saturday before teaching begins
    assert found["indigenous-women"].teaching_day == date(2026, 9, 7)


def test_it_takes_as_many_queries_with_one_choice_as_with_many(
    cast: Cast, django_assert_num_queries: pytest.FixtureRequest
) -> None:
    cast.society = Society.objects.select_related("university").get(pk=cast.society.pk)
    for observance in Observance.objects.all()[:20]:
        follow_observance(by=cast.kofi, society=cast.society, observance=observance, at=NOW)
    with django_assert_num_queries(3):  # type: ignore[operator]
        assert len(marked_between(cast.society, date(2026, 8, 1), date(2027, 7, 31))) > 20


def _follow(cast: Cast, who: Person) -> object:
    follow_observance(by=who, society=cast.society, observance=of("iwd"), at=NOW)
    return ObservanceChoice.objects.get()


def _move(cast: Cast, who: Person) -> object:
    days: dict[str, Any] = {"official_on": date(2027, 3, 8), "observed_on": date(2027, 3, 9)}
    return observe_on(by=who, society=cast.society, observance=of("iwd"), at=NOW, **days)


LINES = (
    Line("follow an observance", _follow, PRESIDENT_AND_SECRETARY | EVENTS),
    Line("mark an observance on another day", _move, PRESIDENT_AND_SECRETARY | EVENTS),
)


@cells(*LINES)
def test_only_those_who_run_activities_choose(line: Line, who: str, cast: Cast) -> None:
    line.check(cast, who)

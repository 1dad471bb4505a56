"""Two societies become one: history, codes and people go on in the other, and figures equal a recount from rows."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db.models import ForeignKey

from campus.activities.models import Occurrence
from campus.activities.queries import find_code
from campus.base.errors import Conflict, Invalid
from campus.checkin.models import Attendance, Credit, TermParticipation
from campus.checkin.recounting import held_terms, recount_in
from campus.custody.joining import FATE, join_societies, preview_join
from campus.directory.actions import reopen_society, suspend_society
from campus.directory.models import Office, Society
from campus.directory.queries import society_by_slugs
from campus.directory.rules import Right, may
from campus.membership.models import Block, Membership
from campus.outbox.models import Notice
from campus.people.models import AuditEvent, Person
from tests import factories
from tests import factories_checkin as make
from tests.campus.rights import STAFF, Line, cells
from tests.conftest import Cast
from tests.factories import NOW

TOMORROW = NOW + timedelta(days=1)


def circle(cast: Cast) -> Society:
    """Another society of the university, led by Amina."""
    made = Society.objects.filter(name="Film Circle").first() or factories.society(cast.karura, "Film Circle")
    if not made.offices.exists():
        factories.office(cast.amina, "president", society=made)
    return made


def join(cast: Cast, by: Person | None = None, **changes: Any) -> Society:
    values = {"society": circle(cast), "into": cast.society, "typed_name": "film circle", "reason": "Same people."}
    return join_societies(by=by or cast.dean, at=NOW, **{**values, **changes})


def member(society: Society, person: Person, day: date) -> Membership:
    return Membership.objects.create(
        university=society.university, society=society, person=person, joined_on=day, joined_at=NOW
    )


def keys_to_a_society() -> Iterator[str]:
    for model in apps.get_app_config("campus").get_models():
        for field in model._meta.fields:
            points = isinstance(field, ForeignKey) and field.related_model is Society
            if points or field.name == "society_id":
                yield f"{model.__name__}.{field.name}"


def test_it_is_said_of_every_row_that_points_at_a_society_what_becomes_of_it() -> None:
    assert set(keys_to_a_society()) == set(FATE)


@cells(Line("join", join, STAFF))
def test_the_universitys_staff_let_two_societies_become_one(cast: Cast, line: Line, who: str) -> None:
    line.check(cast, who)


def test_dates_and_everybody_who_came_go_on_in_the_other(cast: Cast) -> None:
    held = make.occurrence(make.series(circle(cast)))
    make.attendance(held, cast.grace)
    make.attendance(held)
    join(cast)
    assert Occurrence.objects.get(pk=held.pk).society == cast.society
    for model in (Attendance, Credit):
        assert set(model.objects.values_list("society", flat=True)) == {cast.society.pk}


def test_who_was_in_both_counts_once_and_the_sums_equal_a_recount(cast: Cast) -> None:
    here, there = make.series(cast.society), make.series(circle(cast))
    for number, series in enumerate((here, there, there)):
        held = make.occurrence(series, make.TODAY - timedelta(days=7 * number))
        for person in (cast.grace, cast.kofi)[: 1 + number]:
            make.attendance(held, person)
    join(cast)
    sums = list(TermParticipation.objects.order_by("pk").values_list("society", "term", "person", "visits", "first_on"))
    assert {(society, person): visits for society, _term, person, visits, _first in sums} == {
        (cast.society.pk, cast.grace.pk): 3,
        (cast.society.pk, cast.kofi.pk): 2,
    }
    TermParticipation.objects.all().delete()
    recount_in(cast.society, held_terms(cast.karura), [cast.grace.pk, cast.kofi.pk])
    again = TermParticipation.objects.values_list("society", "term", "person", "visits", "first_on")
    assert sorted(again) == sorted(sums)


def test_a_visit_that_was_credited_to_both_counts_once(cast: Cast) -> None:
    held = make.occurrence(make.series(circle(cast)))
    visit = make.attendance(held, cast.grace)
    Credit.objects.create(attendance=visit, university=cast.karura, society=cast.society, date=held.date)
    join(cast)
    assert [(row.attendance, row.society) for row in Credit.objects.all()] == [(visit, cast.society)]


def test_old_posters_open_the_door_of_the_other(cast: Cast) -> None:
    series = make.series(circle(cast))
    held, poster = make.occurrence(series), make.code(series)
    join(cast)
    found = find_code(poster.code, NOW)
    assert (found.state, found.occurrence, found.occurrence and found.occurrence.society) == (
        "open",
        held,
        cast.society,
    )


def test_a_check_in_that_began_before_counts_for_the_other(cast: Cast) -> None:
    door = make.open_door(circle(cast))
    assert door.occurrence.society == circle(cast)
    join(cast)
    assert door.signed_in(cast.grace).attendance.society == cast.society
    assert Credit.objects.get().society == cast.society


def test_who_is_a_member_of_both_is_one_since_the_earlier_day(cast: Cast) -> None:
    member(cast.society, cast.grace, date(2026, 9, 1))
    member(circle(cast), cast.grace, date(2025, 9, 1))
    member(circle(cast), cast.kofi, date(2026, 2, 1))
    join(cast)
    kept = Membership.objects.order_by("joined_on").values_list("society", "person", "joined_on")
    assert list(kept) == [
        (cast.society.pk, cast.grace.pk, date(2025, 9, 1)),
        (cast.society.pk, cast.kofi.pk, date(2026, 2, 1)),
    ]


def test_a_block_goes_on_and_stands_once(cast: Cast) -> None:
    for society in (cast.society, circle(cast)):
        Block.objects.create(university=cast.karura, society=society, person=cast.grace, at=NOW)
    join(cast)
    assert [row.society for row in Block.objects.filter(lifted_at__isnull=True)] == [cast.society]


def test_its_offices_end_and_give_no_right_in_the_other(cast: Cast) -> None:
    society = circle(cast)
    join(cast)
    assert Office.objects.get(society=society).ended_at == NOW
    assert not may(cast.amina, Right.TAKE_PAPERS, cast.society, NOW)
    assert may(cast.kofi, Right.KEEP_SOCIETY, cast.society, NOW)


def test_its_address_leads_to_the_other(cast: Cast) -> None:
    society = circle(cast)
    join(cast)
    assert society_by_slugs(None, "karura", society.slug) == cast.society


def test_a_society_that_became_part_of_it_before_comes_along(cast: Cast) -> None:
    third = factories.society(cast.karura, "Cinema", slug="cinema")
    join(cast, society=third, into=circle(cast), typed_name="Cinema")
    join(cast)
    assert society_by_slugs(None, "karura", "cinema") == cast.society


def test_all_officers_of_both_hear_why(cast: Cast) -> None:
    join(cast)
    told = Notice.objects.filter(kind="societies_joined").values_list("person", flat=True)
    assert set(told) == {each.pk for each in (cast.amina, cast.kofi, cast.wanjiru, cast.dennis, cast.grace)}


def test_it_is_on_the_record_of_both(cast: Cast) -> None:
    join(cast)
    last = AuditEvent.objects.order_by("-pk").values_list("verb", "society_id", "reason")[:2]
    assert list(last) == [
        ("society_took_in", cast.society.pk, "Same people."),
        ("society_joined_into", circle(cast).pk, "Same people."),
    ]


def test_its_name_is_typed_and_a_reason_given(cast: Cast) -> None:
    with pytest.raises(Invalid) as refusal:
        join(cast, typed_name="Film", reason=" ")
    assert sorted(refusal.value.fields) == ["reason", "typed_name"]
    assert Society.objects.get(pk=circle(cast).pk).status == "approved"


def test_it_is_not_undone_by_opening_it_again(cast: Cast) -> None:
    join(cast)
    with pytest.raises(Conflict):
        reopen_society(by=cast.dean, society=circle(cast), at=TOMORROW)
    with pytest.raises(Conflict):
        join(cast)


def test_a_society_does_not_become_part_of_itself_or_of_a_closed_one(cast: Cast) -> None:
    with pytest.raises(Conflict):
        join(cast, into=circle(cast))
    suspend_society(by=cast.dean, society=cast.society, reason="Silence.", at=NOW)
    with pytest.raises(Conflict):
        join(cast)


def test_the_preview_counts_what_moves(cast: Cast) -> None:
    series = make.series(circle(cast))
    make.attendance(make.occurrence(series), cast.grace)
    make.attendance(make.occurrence(series, make.TODAY + timedelta(days=7)))
    make.code(series)
    member(circle(cast), cast.grace, make.TODAY)
    preview = preview_join(circle(cast), NOW)
    counted = (preview.series, preview.dates, preview.codes, preview.members, preview.participants, preview.visits)
    assert counted == (1, 2, 1, 1, 1, 2)
    assert [office.person for office in preview.officers] == [cast.amina]

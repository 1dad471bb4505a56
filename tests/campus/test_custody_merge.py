"""Two persons turn out to be one: who may say so, what it does, and how it is taken back."""

from datetime import timedelta

import pytest

from campus.base.errors import Conflict, NotAllowed, NotFound
from campus.checkin.actions import not_me
from campus.checkin.models import Attendance, TermParticipation
from campus.checkin.queries import claimed_by
from campus.checkin.tokens import not_me_token
from campus.custody.actions import (
    address_proven,
    erase,
    merge,
    settle_merges,
    take_address,
    unmerge,
)
from campus.custody.queries import everything_about, merges_in, merges_of
from campus.membership.actions import join, person_for_address
from campus.membership.models import Membership
from campus.outbox.mail import address_of
from campus.outbox.models import Notice
from campus.people.models import AuditEvent, Merge, Person
from campus.people.queries import proven_addresses
from tests import factories_checkin as make
from tests.conftest import Cast
from tests.factories import NOW

BRIAN, OCHIENG = "brian@karura.example", "ochieng@home.example"


@pytest.fixture
def door(cast: Cast) -> make.Door:
    return make.open_door(cast.society)


def typed(door: make.Door, address: str, phone: str) -> Person:
    """Who is counted by typing this address; another one for each."""
    before = set(Attendance.objects.values_list("pk", flat=True))
    door.typed(address, phone=phone)
    person = Attendance.objects.exclude(pk__in=before).get().person
    assert person is not None
    return person


@pytest.fixture
def pair(door: make.Door) -> tuple[Person, Person]:
    """Brian, who typed two addresses at one door."""
    return typed(door, BRIAN, "a phone"), typed(door, OCHIENG, "another phone")


def together(cast: Cast, pair: tuple[Person, Person]) -> Merge:
    return merge(by=cast.kofi, survivor=pair[0], other=pair[1], society=cast.society, at=NOW)


class TestOfficers:
    def test_two_unproven_persons_of_the_society_become_one(self, cast: Cast, pair: tuple[Person, Person]) -> None:
        made = together(cast, pair)
        first, second = Attendance.objects.order_by("pk")
        assert (first.person, first.voided_at) == (pair[0], None)
        assert (second.person, second.void_reason, second.voided_at) == (pair[0], "merged", NOW)
        assert TermParticipation.objects.get().visits == 1
        assert (made.by, made.society_id, Person.objects.get(pk=pair[1].pk).merged_into) == (
            cast.kofi,
            cast.society.pk,
            pair[0],
        )

    def test_it_is_written_down_without_names(self, cast: Cast, pair: tuple[Person, Person]) -> None:
        made = together(cast, pair)
        event = AuditEvent.objects.get(verb="persons_merged")
        assert (event.actor, event.object, event.society_id) == (cast.kofi, f"merge:{made.pk}", cast.society.pk)

    def test_what_is_kept_of_it_are_numbers(self, cast: Cast, pair: tuple[Person, Person]) -> None:
        moved = together(cast, pair).moved
        assert {type(number) for area in moved.values() for rows in area.values() for number in rows} == {int}

    @pytest.mark.parametrize("who", ["grace", "dean", "amina", "zola"])
    def test_nobody_else_may(self, who: str, cast: Cast, pair: tuple[Person, Person]) -> None:
        with pytest.raises(NotFound):
            merge(by=getattr(cast, who), survivor=pair[0], other=pair[1], society=cast.society, at=NOW)

    def test_somebody_who_was_elsewhere_too_is_not_theirs_to_merge(
        self, cast: Cast, pair: tuple[Person, Person]
    ) -> None:
        elsewhere = make.open_door(cast.other_society)
        make.attendance(elsewhere.occurrence, pair[1], voided_at=NOW, void_reason="left")
        with pytest.raises(NotAllowed):
            together(cast, pair)

    def test_a_proven_person_is_not_theirs_to_merge(self, cast: Cast, door: make.Door) -> None:
        door.signed_in(cast.amina)
        brian = typed(door, BRIAN, "another phone")
        with pytest.raises(NotAllowed):
            merge(by=cast.kofi, survivor=cast.amina, other=brian, society=cast.society, at=NOW)

    def test_nobody_becomes_one_with_themself_or_twice(self, cast: Cast, pair: tuple[Person, Person]) -> None:
        together(cast, pair)
        for survivor, other in ((pair[0], pair[0]), pair, (pair[1], pair[0])):
            with pytest.raises(Conflict):
                merge(by=cast.kofi, survivor=survivor, other=other, society=cast.society, at=NOW)

    def test_who_was_merged_away_stands_for_who_they_are_now(
        self, cast: Cast, door: make.Door, pair: tuple[Person, Person]
    ) -> None:
        third = typed(door, "third@karura.example", "third phone")
        together(cast, pair)
        made = merge(by=cast.kofi, survivor=pair[1], other=third, society=cast.society, at=NOW)
        assert made.survivor == pair[0]
        assert not Person.objects.filter(merged_into__merged_into__isnull=False).exists()

    def test_either_address_counts_the_one_person_from_then_on(
        self, cast: Cast, door: make.Door, pair: tuple[Person, Person]
    ) -> None:
        together(cast, pair)
        assert person_for_address(university=cast.karura, address=OCHIENG, name="", at=NOW) == pair[0]
        door.typed(OCHIENG, phone="third phone")
        assert Attendance.objects.filter(voided_at=None).count() == 1

    def test_a_link_in_an_old_mail_still_says_not_me(
        self, cast: Cast, door: make.Door, pair: tuple[Person, Person]
    ) -> None:
        token = not_me_token(person=pair[1], university=cast.karura, day=make.TODAY)
        together(cast, pair)
        assert claimed_by(token).address == OCHIENG
        not_me(token=token, at=NOW)
        assert not Attendance.objects.filter(voided_at=None).exists()


class TestTakingApart:
    def test_everything_is_as_it_was(self, cast: Cast, pair: tuple[Person, Person]) -> None:
        unmerge(by=cast.wanjiru, merge=together(cast, pair), at=NOW + timedelta(days=29))
        rows = Attendance.objects.order_by("pk")
        assert [(row.person, row.voided_at, row.void_reason) for row in rows] == [(who, None, "") for who in pair]
        assert sorted(TermParticipation.objects.values_list("person", "visits")) == [(who.pk, 1) for who in pair]
        assert Person.objects.get(pk=pair[1].pk).is_active

    def test_what_came_after_stays_with_the_survivor(
        self, cast: Cast, door: make.Door, pair: tuple[Person, Person]
    ) -> None:
        made = together(cast, pair)
        later = make.attendance(make.occurrence(door.series, make.TODAY + timedelta(days=7)), pair[0])
        unmerge(by=cast.kofi, merge=made, at=NOW)
        assert [row.person for row in Attendance.objects.order_by("pk")] == [*pair, pair[0]]
        assert Attendance.objects.get(pk=later.pk).voided_at is None

    def test_a_visit_taken_back_meanwhile_stays_taken_back(self, cast: Cast, pair: tuple[Person, Person]) -> None:
        made = together(cast, pair)
        Attendance.objects.filter(voided_at=None).update(voided_at=NOW, void_reason="left")
        unmerge(by=cast.kofi, merge=made, at=NOW)
        assert list(Attendance.objects.order_by("pk").values_list("void_reason", flat=True)) == ["left", ""]

    def test_it_can_be_done_for_30_days(self, cast: Cast, pair: tuple[Person, Person]) -> None:
        made = together(cast, pair)
        late = NOW + timedelta(days=30)
        assert not merges_in(cast.society, cast.kofi, late).exists()
        with pytest.raises(Conflict, match="30 days"):
            unmerge(by=cast.kofi, merge=made, at=late)

    def test_a_later_merge_is_undone_first(self, cast: Cast, door: make.Door, pair: tuple[Person, Person]) -> None:
        third = typed(door, "third@karura.example", "third phone")
        first = together(cast, pair)
        second = merge(by=cast.kofi, survivor=third, other=pair[0], society=cast.society, at=NOW)
        assert list(merges_in(cast.society, cast.kofi, NOW)) == [second]
        with pytest.raises(Conflict):
            unmerge(by=cast.kofi, merge=first, at=NOW)
        unmerge(by=cast.kofi, merge=second, at=NOW)
        assert Person.objects.get(pk=pair[1].pk).merged_into == pair[0]

    def test_again_changes_nothing(self, cast: Cast, pair: tuple[Person, Person]) -> None:
        made = together(cast, pair)
        unmerge(by=cast.kofi, merge=made, at=NOW)
        again = unmerge(by=cast.wanjiru, merge=made, at=NOW + timedelta(days=1))
        assert (again.undone_by, again.undone_at) == (cast.kofi, NOW)
        assert AuditEvent.objects.filter(verb="merge_undone").count() == 1

    @pytest.mark.parametrize("who", ["grace", "dean", "zola"])
    def test_others_find_nothing_to_undo(self, who: str, cast: Cast, pair: tuple[Person, Person]) -> None:
        made = together(cast, pair)
        assert not merges_in(cast.society, getattr(cast, who), NOW).exists()
        with pytest.raises(NotFound):
            unmerge(by=getattr(cast, who), merge=made, at=NOW)

    def test_after_30_days_only_the_merge_itself_is_left(self, cast: Cast, pair: tuple[Person, Person]) -> None:
        together(cast, pair)
        settle_merges(NOW + timedelta(days=29))
        assert Merge.objects.get().settled_at is None
        settle_merges(NOW + timedelta(days=30))
        made = Merge.objects.get()
        assert (made.moved, made.settled_at, made.other.name) == ({}, NOW + timedelta(days=30), "")


class TestAccounts:
    def test_both_addresses_lead_to_one_account_with_everything(self, cast: Cast) -> None:
        join(by=cast.grace, society=cast.society, at=NOW)
        take_address(by=cast.amina, address="grace@karura.example", at=NOW)
        assert address_proven(person=None, address="grace@karura.example", at=NOW) == cast.amina
        assert Membership.objects.get().person == cast.amina
        assert {office.role for office in cast.amina.offices.all()} == {"treasurer"}
        assert proven_addresses(cast.amina) == ["amina@karura.example", "grace@karura.example"]

    def test_an_address_without_an_account_becomes_another_one_of_theirs(self, cast: Cast) -> None:
        take_address(by=cast.amina, address="Amina@Home.example", at=NOW)
        assert address_proven(person=None, address="amina@home.example", at=NOW) == cast.amina

    def test_two_memberships_become_one_since_the_earlier_date_and_two_again(self, cast: Cast) -> None:
        join(by=cast.amina, society=cast.society, at=NOW)
        join(by=cast.grace, society=cast.society, at=NOW - timedelta(days=9))
        before = list(Membership.objects.order_by("person").values_list("person", "joined_on", "joined_at"))
        made = take_address(by=cast.amina, address="grace@karura.example", at=NOW)
        assert str(Membership.objects.get().joined_on) == "2026-10-11"
        unmerge(by=cast.amina, merge=made, at=NOW)
        assert list(Membership.objects.order_by("person").values_list("person", "joined_on", "joined_at")) == before

    def test_an_account_with_a_second_step_is_not_taken_by_a_code(self, cast: Cast) -> None:
        with pytest.raises(Conflict, match="second step"):
            take_address(by=cast.amina, address="dean@karura.example", at=NOW)
        assert not Merge.objects.exists()

    def test_ones_own_address_is_not_taken(self, cast: Cast) -> None:
        with pytest.raises(Conflict, match="yours already"):
            take_address(by=cast.amina, address="amina@karura.example", at=NOW)

    def test_only_its_owner_undoes_it(self, cast: Cast) -> None:
        made = take_address(by=cast.amina, address="grace@karura.example", at=NOW)
        assert list(merges_of(cast.amina, NOW)) == [made]
        with pytest.raises(NotFound):
            unmerge(by=cast.kofi, merge=made, at=NOW)
        unmerge(by=cast.amina, merge=made, at=NOW)
        assert address_proven(person=None, address="grace@karura.example", at=NOW) == cast.grace

    def test_mail_to_who_was_merged_away_goes_to_who_they_are_now(self, cast: Cast) -> None:
        take_address(by=cast.amina, address="grace@karura.example", at=NOW)
        notice = Notice(kind="society_approved", person=Person.objects.get(pk=cast.grace.pk))
        assert address_of(notice) == "amina@karura.example"

    def test_an_erasure_takes_all_rows_that_mean_the_person(self, cast: Cast) -> None:
        made = take_address(by=cast.amina, address="grace@karura.example", at=NOW)
        erase(by=cast.amina, at=NOW)
        gone = Person.objects.get(pk=cast.grace.pk)
        assert (gone.email, gone.name, gone.erased_at) == (None, "", NOW)
        with pytest.raises((NotFound, Conflict)):
            unmerge(by=Person.objects.get(pk=cast.amina.pk), merge=made, at=NOW)
        assert address_proven(person=None, address="grace@karura.example", at=NOW).pk not in (
            cast.amina.pk,
            cast.grace.pk,
        )

    def test_a_copy_holds_what_still_hangs_on_the_other_row(self, cast: Cast) -> None:
        for person in (cast.amina, cast.grace):
            make.open_door(cast.society).signed_in(person, phone=person.name)
        take_address(by=cast.amina, address="grace@karura.example", at=NOW)
        kept = everything_about(cast.amina)
        assert [row["kind"] for row in kept["people"]["consents"]] == ["check_in", "check_in"]
        assert len(kept["people"]["merges"]) == 1

    def test_a_request_that_still_believes_in_the_other_counts_who_they_are_now(
        self, cast: Cast, door: make.Door
    ) -> None:
        take_address(by=cast.amina, address="grace@karura.example", at=NOW)
        assert door.signed_in(cast.grace).attendance.person == cast.amina
        assert join(by=cast.grace, society=cast.society, at=NOW).person == cast.amina

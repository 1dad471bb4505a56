"""Visits that were typed before an address was proven: their owner decides. And what officers think, one is asked."""

from datetime import timedelta

import pytest

from campus.base.errors import Invalid, NotAllowed, NotFound
from campus.checkin.models import Attendance, TermParticipation
from campus.checkin.queries import attendance_by_receipt
from campus.custody.actions import (
    address_proven,
    answer_merge_offer,
    decide_visits,
    merge,
    offer_merge,
    unmerge,
)
from campus.custody.queries import merges_of, offered_visits, offers_for, offers_of, undecided_visits
from campus.membership.models import Claim, MergeOffer
from campus.outbox.models import Notice
from campus.people.models import Person
from tests import factories_checkin as make
from tests.conftest import Cast
from tests.factories import NOW

BRIAN = "brian@karura.example"


@pytest.fixture
def doors(cast: Cast) -> list[make.Door]:
    """Two doors at which Brian's address was typed."""
    doors = [make.open_door(cast.society) for _number in range(2)]
    for door in doors:
        door.typed(BRIAN)
    return doors


def brian() -> Person:
    return address_proven(person=None, address=BRIAN, at=NOW)


def numbers(person: Person) -> list[int]:
    return [visit.pk for visit in undecided_visits(person)]


class TestProof:
    def test_what_was_typed_before_waits_for_its_owner_and_changes_by_nothing(self, doors: list[make.Door]) -> None:
        owner = brian()
        assert {visit.occurrence for visit in undecided_visits(owner)} == {door.occurrence for door in doors}
        assert not Attendance.objects.filter(person=owner).exists()
        assert not Attendance.objects.exclude(voided_at=None).exists()

    def test_receipts_that_browsers_hold_for_it_end(self, doors: list[make.Door]) -> None:
        assert attendance_by_receipt(doors[0].occurrence, make.browser().receipt) is not None
        brian()
        assert attendance_by_receipt(doors[0].occurrence, make.browser().receipt) is None

    def test_nobody_is_counted_as_the_unproven_person_any_more(self, cast: Cast, doors: list[make.Door]) -> None:
        owner = brian()
        third = make.open_door(cast.society)
        third.typed(BRIAN)
        assert third.occurrence.attendances.get().person == owner

    def test_nobody_else_sees_it(self, cast: Cast, doors: list[make.Door]) -> None:
        brian()
        assert not undecided_visits(cast.amina).exists()

    def test_who_is_known_by_another_address_too_may_be_somebody_else(self, cast: Cast, doors: list[make.Door]) -> None:
        typed = Attendance.objects.first().person  # type: ignore[union-attr]
        make.open_door(cast.society).typed("other@karura.example", phone="another phone")
        other = Claim.objects.get(address="other@karura.example").person
        merge(by=cast.kofi, survivor=typed, other=other, society=cast.society, at=NOW)  # type: ignore[arg-type]
        assert not undecided_visits(brian()).exists()
        assert attendance_by_receipt(doors[0].occurrence, make.browser().receipt) is not None


class TestDeciding:
    def test_mine_is_mine_and_still_typed(self, doors: list[make.Door]) -> None:
        owner = brian()
        assert decide_visits(by=owner, mine=numbers(owner), not_mine=[], at=NOW) == 0
        rows = Attendance.objects.all()
        assert {(row.person, row.identity, row.voided_at) for row in rows} == {(owner, "typed", None)}
        assert TermParticipation.objects.get().visits == 2

    def test_not_me_is_voided_and_stops_nobody_from_typing_the_address(self, doors: list[make.Door]) -> None:
        owner = brian()
        decide_visits(by=owner, mine=[], not_mine=numbers(owner), at=NOW)
        assert set(Attendance.objects.values_list("void_reason", "voided_by")) == {("not_me", owner.pk)}
        assert Claim.objects.get().refused_until is None

    def test_what_is_left_for_later_stays_listed(self, doors: list[make.Door]) -> None:
        owner = brian()
        first, second = numbers(owner)
        assert decide_visits(by=owner, mine=[first], not_mine=[], at=NOW) == 1
        assert numbers(owner) == [second]
        assert not merges_of(owner, NOW).exists()

    def test_who_has_nothing_left_to_decide_is_merged_into_the_owner(self, doors: list[make.Door]) -> None:
        owner = brian()
        typed = Attendance.objects.first().person  # type: ignore[union-attr]
        first, second = numbers(owner)
        decide_visits(by=owner, mine=[first], not_mine=[second], at=NOW)
        assert Person.objects.get(pk=typed.pk).merged_into == owner  # type: ignore[union-attr]
        assert [made.other for made in merges_of(owner, NOW)] == [typed]

    def test_where_both_were_counted_the_earlier_one_counts(self, cast: Cast, doors: list[make.Door]) -> None:
        owner = brian()
        own = make.attendance(doors[0].occurrence, owner, at=NOW + timedelta(minutes=9))
        decide_visits(by=owner, mine=numbers(owner), not_mine=[], at=NOW)
        own.refresh_from_db()
        assert own.void_reason == "merged"
        assert Attendance.objects.filter(person=owner, voided_at=None).count() == 2

    def test_again_changes_nothing(self, doors: list[make.Door]) -> None:
        owner = brian()
        mine = numbers(owner)
        for _time in range(2):
            decide_visits(by=owner, mine=mine, not_mine=[], at=NOW)
        assert Attendance.objects.filter(person=owner, voided_at=None).count() == 2

    def test_a_visit_of_somebody_else_is_not_found(self, cast: Cast, doors: list[make.Door]) -> None:
        others = doors[0].signed_in(cast.amina, phone="another phone").attendance
        owner = brian()
        for said in ({"mine": [others.pk], "not_mine": []}, {"mine": [], "not_mine": [others.pk]}):
            with pytest.raises(NotFound):
                decide_visits(by=owner, at=NOW, **said)

    def test_a_visit_of_ones_own_is_not_voided_by_saying_not_me(self, cast: Cast, doors: list[make.Door]) -> None:
        owner = brian()
        own = make.attendance(make.open_door(cast.society).occurrence, owner)
        decide_visits(by=owner, mine=[], not_mine=[own.pk], at=NOW)
        own.refresh_from_db()
        assert own.voided_at is None

    def test_it_cannot_be_both(self, doors: list[make.Door]) -> None:
        owner = brian()
        with pytest.raises(Invalid):
            decide_visits(by=owner, mine=numbers(owner), not_mine=numbers(owner), at=NOW)


class TestOffers:
    @pytest.fixture
    def offer(self, cast: Cast, doors: list[make.Door]) -> MergeOffer:
        doors[0].signed_in(cast.amina, phone="another phone")
        typed = Claim.objects.get(address=BRIAN).person
        return offer_merge(by=cast.kofi, society=cast.society, unproven=typed, proven=cast.amina, at=NOW)

    def test_who_proved_an_address_is_asked_by_mail_and_sees_the_dates(self, cast: Cast, offer: MergeOffer) -> None:
        notice = Notice.objects.get(kind="merge_offered")
        assert (notice.person, set(notice.context)) == (cast.amina, {"society", "link"})
        ((asked, visits),) = offered_visits(cast.amina)
        assert (asked, len(visits)) == (offer, 2)
        assert list(offers_of(cast.society, cast.kofi, NOW)) == [offer]

    def test_asking_again_asks_once(self, cast: Cast, offer: MergeOffer) -> None:
        offer_merge(by=cast.wanjiru, society=cast.society, unproven=offer.unproven, proven=cast.amina, at=NOW)
        assert (MergeOffer.objects.count(), Notice.objects.filter(kind="merge_offered").count()) == (1, 1)

    def test_yes_makes_them_one_and_can_be_undone(self, cast: Cast, offer: MergeOffer) -> None:
        made = answer_merge_offer(by=cast.amina, offer=offer, is_me=True, at=NOW)
        assert TermParticipation.objects.get().visits == 2
        assert made is not None
        unmerge(by=cast.amina, merge=made, at=NOW)
        assert sorted(TermParticipation.objects.values_list("visits", flat=True)) == [1, 2]

    def test_after_a_yes_no_other_browsers_receipt_can_take_a_visit_back(self, cast: Cast, offer: MergeOffer) -> None:
        typed = Attendance.objects.filter(person=offer.unproven)
        numbers = list(typed.exclude(receipt_hash="").values_list("pk", flat=True))
        assert numbers
        answer_merge_offer(by=cast.amina, offer=offer, is_me=True, at=NOW)
        assert set(Attendance.objects.filter(pk__in=numbers).values_list("receipt_hash", flat=True)) == {""}

    def test_no_changes_nothing_and_is_not_asked_again(self, cast: Cast, offer: MergeOffer) -> None:
        assert answer_merge_offer(by=cast.amina, offer=offer, is_me=False, at=NOW) is None
        assert not offers_for(cast.amina).exists()
        offer_merge(by=cast.kofi, society=cast.society, unproven=offer.unproven, proven=cast.amina, at=NOW)
        assert not offers_for(cast.amina).exists()
        assert Person.objects.get(pk=offer.unproven_id).is_active

    def test_nobody_else_answers(self, cast: Cast, offer: MergeOffer) -> None:
        for person in (cast.kofi, cast.grace):
            with pytest.raises(NotFound):
                answer_merge_offer(by=person, offer=offer, is_me=True, at=NOW)

    def test_a_yes_moves_nothing_of_another_society(self, cast: Cast, offer: MergeOffer) -> None:
        elsewhere = make.open_door(cast.other_society)
        make.attendance(elsewhere.occurrence, offer.unproven)
        with pytest.raises(NotAllowed):
            answer_merge_offer(by=cast.amina, offer=offer, is_me=True, at=NOW)

    def test_who_was_never_there_is_not_asked(self, cast: Cast, doors: list[make.Door]) -> None:
        typed = Claim.objects.get(address=BRIAN).person
        with pytest.raises(NotFound):
            offer_merge(by=cast.kofi, society=cast.society, unproven=typed, proven=cast.zola, at=NOW)
        with pytest.raises(NotFound):
            offer_merge(by=cast.grace, society=cast.society, unproven=typed, proven=cast.amina, at=NOW)

    def test_merging_without_a_yes_is_refused(self, cast: Cast, offer: MergeOffer) -> None:
        with pytest.raises(NotFound):
            merge(by=cast.amina, survivor=cast.amina, other=offer.unproven, at=NOW)

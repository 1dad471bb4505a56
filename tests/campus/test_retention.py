"""What is kept long enough goes by night: names first, and no figure changes."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from campus.checkin.actions.rebuilding import rebuild_participation
from campus.checkin.models import Attendance, TermParticipation
from campus.custody.actions import retain
from campus.custody.retention import due_in
from campus.directory.models import Flag, University
from campus.directory.queries import reporting_terms
from campus.membership.actions import join, leave, refuse_claim
from campus.membership.models import Block, Claim, Membership
from campus.outbox.models import Delivery, MailStop, Notice, Webhook
from campus.people.models import AuditEvent, Consent, IdempotencyKey, Person
from campus.reports.figures.cells import TermCounts
from campus.reports.figures.societies import society_figures
from tests import factories
from tests import factories_checkin as make
from tests.conftest import Cast
from tests.factories import NOW
from tests.traces import traces_of

LATER = NOW + timedelta(days=760)  # a little more than 24 months
BRIAN = "brian.ochieng@private.example"


def night(at: datetime = LATER) -> dict[tuple[str, str], int]:
    """Let a night pass; what went, by university and rule, without what did not."""
    gone = retain(at=at, progress=lambda done, total: None)
    return {(due.university.slug if due.university else "", due.rule.name): due.count for due in gone if due.count}


@pytest.fixture
def door(cast: Cast) -> make.Door:
    """Amina, who signed in, and Brian, who typed, came once."""
    door = make.open_door(cast.society)
    door.signed_in(cast.amina, phone="hers")
    door.typed(BRIAN, phone="his")
    return door


def came(door: make.Door, person: Person, day: date) -> None:
    held = door.series.occurrences.filter(date=day).first() or make.occurrence(door.series, day)
    make.attendance(held, person)


class TestWhoGoes:
    def test_visits_lose_their_name_after_24_months_and_not_before(self, cast: Cast, door: make.Door) -> None:
        assert night(NOW + timedelta(days=700)) == {}
        assert night()[("karura", "persons")] == 2
        assert not Attendance.objects.filter(person=cast.amina).exists()

    def test_a_university_may_keep_them_longer(self, cast: Cast, door: make.Door) -> None:
        University.objects.filter(pk=cast.karura.pk).update(keep_attendance_months=36)
        assert ("karura", "persons") not in night()

    def test_whoever_came_since_then_keeps_all(self, cast: Cast, door: make.Door) -> None:
        came(door, cast.amina, LATER.date() - timedelta(days=300))
        night()
        assert Attendance.objects.filter(person=cast.amina).count() == 2

    def test_a_member_keeps_all_until_24_months_after_leaving(self, cast: Cast, door: make.Door) -> None:
        join(by=cast.amina, society=cast.society, at=NOW)
        night()
        assert Attendance.objects.filter(person=cast.amina).exists()
        leave(by=cast.amina, society=cast.society, at=LATER)
        night(LATER + timedelta(days=700))
        assert Attendance.objects.filter(person=cast.amina).exists()
        night(LATER + timedelta(days=760))
        assert not Attendance.objects.filter(person=cast.amina).exists()
        assert Membership.objects.get().person.erased_at == LATER + timedelta(days=760)

    def test_an_officer_keeps_all(self, cast: Cast, door: make.Door) -> None:
        came(door, cast.kofi, NOW.date() - timedelta(days=7))
        night()
        assert Attendance.objects.filter(person=cast.kofi).exists()

    def test_each_university_asks_for_itself(self, cast: Cast, door: make.Door) -> None:
        elsewhere = make.open_door(cast.other_society)
        came(elsewhere, cast.amina, LATER.date() - timedelta(days=30))
        night()
        assert [row.university for row in Attendance.objects.filter(person=cast.amina)] == [cast.other]


class TestWhatIsLeft:
    def test_a_proven_person_keeps_their_account(self, cast: Cast, door: make.Door) -> None:
        night()
        amina = Person.objects.get(pk=cast.amina.pk)
        assert (amina.name, amina.email, amina.erased_at) == ("Amina Otieno", "amina@karura.example", None)

    def test_a_tombstone_holds_nothing_personal(self, cast: Cast, door: make.Door) -> None:
        night()
        tombstone = Attendance.objects.earliest("pk").person
        assert tombstone is not None
        assert (tombstone.email, tombstone.name, tombstone.language, tombstone.theme) == (None, "", "", "")
        assert (tombstone.is_active, tombstone.erased_at) == (False, LATER)
        assert set(Attendance.objects.values_list("receipt_hash", flat=True)) == {""}

    def test_of_a_typed_address_and_its_name_nothing_is_found(self, cast: Cast, door: make.Door) -> None:
        Notice.objects.update(sent_at=NOW, context={})
        MailStop.objects.create(address=BRIAN, topic="you_were_counted", at=NOW)
        assert traces_of(BRIAN) | traces_of("Brian Ochieng") != set()
        night()
        assert traces_of(BRIAN) | traces_of("Brian Ochieng") == set()

    def test_an_unproven_person_known_elsewhere_stays_one(self, cast: Cast, door: make.Door) -> None:
        brian = Claim.objects.get().person
        Claim.objects.create(university=cast.other, person=brian, address=BRIAN, created_at=LATER)
        night()
        brian.refresh_from_db()
        assert (brian.name, brian.erased_at, Claim.objects.get().university) == ("Brian Ochieng", None, cast.other)

    def test_what_was_agreed_to_at_doors_goes_along_as_taken_back(self, cast: Cast, door: make.Door) -> None:
        night()
        assert {(row.person.erased_at, row.withdrawn_at) for row in Consent.objects.all()} == {(LATER, LATER)}

    def test_whoever_comes_again_is_somebody_new(self, cast: Cast, door: make.Door) -> None:
        night()
        door.occurrence = make.occurrence(door.series, LATER.date())
        at = door.occurrence.starts_at
        door.typed(BRIAN, at=at)
        assert door.signed_in(cast.amina, at=at, phone="hers").first_time is True
        assert Claim.objects.get().person.name == "Brian Ochieng"

    def test_a_running_not_me_and_a_block_keep_what_they_need(self, cast: Cast, door: make.Door) -> None:
        door.typed("fatuma@private.example", phone="another")
        refuse_claim(university=cast.karura, address=BRIAN, at=LATER - timedelta(days=9))
        fatuma = Claim.objects.get(address="fatuma@private.example").person
        Block.objects.create(university=cast.karura, society=cast.society, person=fatuma, at=NOW, by=None)
        night()
        assert not Attendance.objects.filter(person__erased_at=None).exists()
        assert Claim.objects.count() == 2

    def test_a_second_night_finds_nothing(self, cast: Cast, door: make.Door) -> None:
        night()
        assert night() == {}
        assert AuditEvent.objects.filter(verb="retention_applied").count() == 1

    def test_the_dry_run_counts_what_goes(self, cast: Cast, door: make.Door) -> None:
        counted = {("karura", due.rule.name): due.count for due in due_in(cast.karura, LATER) if due.count}
        gone = night()
        assert counted == {key: count for key, count in gone.items() if key[0] == "karura"}
        assert counted[("karura", "persons")] == 2


class TestFigures:
    """Three universities, each with its own months; people who came to one, to two, still come, or joined."""

    @pytest.fixture
    def campus(self, cast: Cast) -> list[make.Door]:
        third = factories.university("Tana College", slug="tana", keep_attendance_months=6)
        societies = (cast.society, cast.other_society, factories.society(third, "HeForShe Tana"))
        doors = [make.open_door(society) for society in societies]
        people = [factories.person(f"Person {number}") for number in range(6)]
        for number, person in enumerate(people):
            for place, door in enumerate(doors):
                if (number + place) % 3:
                    for week in range(number + 1):
                        came(door, person, date(2025, 10, 7) + timedelta(weeks=7 * week + place))
        came(doors[0], people[1], date(2027, 3, 2))
        join(by=people[2], society=cast.other_society, at=NOW)
        for door in doors:
            unproven = factories.person("Typed", proven=False)
            Claim.objects.create(
                university=door.occurrence.university, person=unproven, address="t@x.example", created_at=NOW
            )
            came(door, unproven, date(2026, 2, 3))
        return doors

    def figures(self, doors: list[make.Door]) -> list[Any]:
        found: list[Any] = []
        for door in doors:
            for term in reporting_terms(door.occurrence.university):
                counts = TermCounts(door.occurrence.university, term)
                found += [
                    society_figures(door.occurrence.society, term, LATER).figures,
                    counts.of(door.occurrence.society.pk),
                    counts.total(),
                ]
        return found

    @pytest.mark.parametrize("months", [1, 9, 26, 40, 60])
    def test_no_figure_changes_in_any_night(self, campus: list[make.Door], months: int) -> None:
        before, at = self.figures(campus), NOW + timedelta(days=30 * months)
        persons = {row.person_id for row in Attendance.objects.all()}
        night(at)
        assert self.figures(campus) == before
        for university in University.objects.all():
            rebuild_participation(university=university, progress=lambda done, total: None)
        assert self.figures(campus) == before
        left = Attendance.objects.filter(person__erased_at=at)
        assert left.exists()
        assert persons.isdisjoint(left.values_list("person", flat=True))
        assert set(TermParticipation.objects.values_list("person", flat=True)) == set(
            Attendance.objects.values_list("person", flat=True)
        )


class TestOtherRules:
    def test_the_record_of_a_university_is_kept_as_long_as_it_says(self, cast: Cast) -> None:
        University.objects.filter(pk=cast.other.pk).update(keep_audit_months=30)
        for number in (cast.karura.pk, cast.other.pk, None):
            AuditEvent.objects.create(at=NOW, verb="term_added", object="term:1", university_id=number)
        gone = night()
        assert gone == {("karura", "audit_events"): 1, ("", "audit_events"): 1}
        assert set(AuditEvent.objects.values_list("verb", "university_id")) == {
            ("term_added", cast.other.pk),
            ("retention_applied", cast.karura.pk),
        }

    def test_a_not_me_that_is_over_is_forgotten(self, cast: Cast) -> None:
        refuse_claim(university=cast.karura, address="amina@karura.example", at=NOW)
        assert night(NOW + timedelta(days=364)) == {}
        assert night(NOW + timedelta(days=366)) == {("karura", "refusals"): 1}
        assert Claim.objects.get().refused_until is None

    def test_the_words_of_a_report_go_a_year_after_it_was_decided(self, cast: Cast) -> None:
        flag = Flag.objects.create(subject="society:1", university=cast.karura, reason="spam", text="Look!", at=NOW)
        assert night(NOW + timedelta(days=700)) == {}
        Flag.objects.update(decision="kept", decided_at=NOW, note="It is none.")
        assert night(NOW + timedelta(days=370)) == {("karura", "flag_texts"): 1}
        flag.refresh_from_db()
        assert (flag.text, flag.note, flag.decision) == ("", "", "kept")

    def test_answers_to_programs_go_after_a_day_and_messages_to_them_after_thirty(self, cast: Cast) -> None:
        IdempotencyKey.objects.create(person=cast.amina, principal="person:1", key_hash="a", created_at=NOW)
        hook = Webhook.objects.create(university_id=1, url="https://x.example", events=["activity"], created_at=NOW)
        Delivery.objects.create(webhook=hook, kind="activity.planned", created_at=NOW, send_after=NOW)
        assert night(NOW + timedelta(hours=23)) == {}
        assert night(NOW + timedelta(hours=25)) == {("", "idempotency_keys"): 1}
        assert night(NOW + timedelta(days=31)) == {("", "deliveries"): 1}

"""A person has themself erased: nothing of them is left anywhere, and no figure changes."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine

from campus.base.errors import NotFound
from campus.checkin.actions.rebuilding import rebuild_participation
from campus.checkin.models import Attendance, TermParticipation
from campus.checkin.queries import attendance_by_receipt, claimed_by
from campus.checkin.tokens import not_me_token
from campus.custody.actions import address_proven, erase
from campus.directory.actions import draft_society, invite_to_office
from campus.directory.models import Office, Society, University
from campus.directory.queries import held_alone, reporting_term_on
from campus.membership.actions import join, submit_registration
from campus.membership.models import Claim, Membership, Registration
from campus.outbox.models import MailStop, Notice
from campus.people.models import AuditEvent, Consent, Person
from campus.reports.figures import newcomers
from campus.reports.figures.cells import TermCounts
from campus.reports.figures.societies import society_figures
from tests import factories_checkin as make
from tests.conftest import Cast
from tests.factories import NOW
from tests.stage import Stage, set_stage


@pytest.fixture
def stage(cast: Cast) -> Stage:
    with time_machine.travel(NOW, tick=False):
        return set_stage(cast)


class TestFigures:
    """Every figure of the society and of the university is what it was, and stays so when all is counted anew."""

    def figures(self, cast: Cast) -> tuple[Any, ...]:
        term = reporting_term_on(cast.karura, NOW.date())
        assert term is not None
        counts = TermCounts(cast.karura, term)
        of_society = society_figures(cast.society, term, NOW)
        return (
            of_society.figures,
            of_society.new_members,
            of_society.new_in_both,
            counts.of(cast.society.pk),
            counts.total(),
            counts.new_people_by_day(),
        )

    def rows(self) -> list[tuple[Any, ...]]:
        return list(TermParticipation.objects.order_by("person", "term").values_list("person", "term", "visits"))

    def test_no_figure_changes(self, stage: Stage) -> None:
        before = self.figures(stage.cast)
        erase(by=stage.cast.amina, at=NOW)
        assert self.figures(stage.cast) == before
        assert before[0].participants == 5

    def test_a_recount_from_rows_finds_the_same(self, stage: Stage) -> None:
        erase(by=stage.cast.amina, at=NOW)
        figures, rows = self.figures(stage.cast), self.rows()
        rebuild_participation(university=stage.cast.karura, progress=lambda done, total: None)
        assert (self.figures(stage.cast), self.rows()) == (figures, rows)

    def test_somebody_erased_and_somebody_new_with_the_same_address_are_two(self, stage: Stage) -> None:
        cast = stage.cast
        erase(by=cast.amina, at=NOW)
        new = address_proven(person=None, address="amina@karura.example", at=NOW)
        assert (new.pk != cast.amina.pk, new.name, new.is_active) == (True, "", True)
        assert not Attendance.objects.filter(person=new).exists()

    def test_nobody_is_asked_to_greet_somebody_erased(self, stage: Stage) -> None:
        erase(by=stage.cast.amina, at=NOW)
        term = reporting_term_on(stage.cast.karura, NOW.date())
        assert term is not None
        page = newcomers(stage.cast.kofi, stage.cast.society, term, NOW)
        assert "Somebody without a name" not in [str(row.person) for row in page.to_greet or []]
        assert len(page.to_greet or []) == 4


class TestTheTombstone:
    def test_it_has_a_new_key_and_nothing_personal(self, stage: Stage) -> None:
        amina = Person.objects.get(pk=stage.cast.amina.pk)
        erased = erase(by=amina, at=NOW)
        assert erased.key != amina.key
        assert (erased.email, erased.name, erased.language, erased.theme) == (None, "", "", "")
        assert (erased.is_active, erased.proven_at, erased.last_login, erased.erased_at) == (False, None, None, NOW)

    def test_the_visits_and_consents_stay_with_it(self, stage: Stage) -> None:
        erased = erase(by=stage.cast.amina, at=NOW)
        row = Attendance.objects.get(person=erased)
        assert (row.voided_at, row.receipt_hash) == (None, "")
        assert [consent.withdrawn_at for consent in Consent.objects.filter(person=erased)] == [NOW]

    def test_a_receipt_in_a_browser_undoes_nothing_any_more(self, cast: Cast) -> None:
        door = make.open_door(cast.society)
        door.signed_in(cast.amina)
        erase(by=cast.amina, at=NOW)
        door.undo()
        assert attendance_by_receipt(door.occurrence, make.browser().receipt) is None
        assert Attendance.objects.get().voided_at is None

    def test_a_link_in_an_old_mail_leads_nowhere(self, stage: Stage) -> None:
        token = not_me_token(person=stage.cast.amina, university=stage.cast.karura, day=NOW.date())
        assert claimed_by(token).person == stage.cast.amina
        erase(by=Person.objects.get(pk=stage.cast.amina.pk), at=NOW)
        with pytest.raises(NotFound):
            claimed_by(token)

    def test_who_was_erased_is_written_down_once(self, stage: Stage) -> None:
        erase(by=stage.cast.amina, at=NOW)
        erase(by=stage.cast.amina, at=NOW + timedelta(days=1))
        event = AuditEvent.objects.get(verb="person_erased")
        assert (event.actor, event.object, event.at) == (stage.cast.amina, f"person:{stage.cast.amina.pk}", NOW)

    def test_somebody_else_loses_nothing(self, stage: Stage) -> None:
        erase(by=stage.cast.amina, at=NOW)
        kofi = Person.objects.get(pk=stage.cast.kofi.pk)
        assert (kofi.name, kofi.erased_at) == ("Kofi Mensah", None)
        assert Office.objects.get(person=kofi, role="president", society=stage.cast.society).ended_at is None
        assert Membership.objects.get(person=kofi).left_on is None


class TestOfficesAndMemberships:
    def test_offices_end_and_say_who_ended_them(self, cast: Cast) -> None:
        erase(by=cast.kofi, at=NOW)
        office = Office.objects.get(person=cast.kofi)
        assert (office.ended_at, office.ended_by) == (NOW, cast.kofi)
        assert AuditEvent.objects.get(verb="office_ended").society_id == cast.society.pk

    def test_an_office_that_was_over_keeps_its_own_end(self, cast: Cast) -> None:
        Office.objects.filter(person=cast.kofi).update(ends_on=NOW.date() - timedelta(days=30))
        erase(by=cast.kofi, at=NOW)
        assert Office.objects.get(person=cast.kofi).ended_at is None

    def test_an_invitation_to_their_address_is_withdrawn(self, cast: Cast) -> None:
        asked: dict[str, Any] = {"role": "events", "address": "amina@karura.example", "starts_on": NOW.date()}
        office = invite_to_office(by=cast.kofi, society=cast.society, at=NOW, **asked)
        erase(by=cast.amina, at=NOW)
        office.refresh_from_db()
        assert (office.ended_at, office.invited_address) == (NOW, "")

    def test_an_invitation_they_sent_stands_and_names_them_no_more(self, cast: Cast) -> None:
        asked: dict[str, Any] = {"role": "events", "address": "new@karura.example", "starts_on": NOW.date()}
        office = invite_to_office(by=cast.kofi, society=cast.society, at=NOW, **asked)
        erase(by=cast.kofi, at=NOW)
        office.refresh_from_db()
        notice = Notice.objects.get(kind="office_invitation")
        assert (office.ended_at, notice.dropped_at, notice.context["inviter"]) == (None, None, "")

    def test_memberships_end_today_where_the_university_is(self, cast: Cast) -> None:
        join(by=cast.amina, society=cast.society, at=NOW - timedelta(days=3))
        erase(by=cast.amina, at=NOW.replace(hour=22))
        assert str(Membership.objects.get(person=cast.amina).left_on) == "2026-10-21"

    def test_alone_is_who_has_nobody_beside_them_in_the_scope(self, cast: Cast) -> None:
        assert held_alone(cast.kofi, NOW) == []
        assert [office.university for office in held_alone(cast.dean, NOW)] == [cast.karura]
        assert [office.society for office in held_alone(cast.zola, NOW)] == [cast.other_society]
        assert [office.role for office in held_alone(cast.olga, NOW)] == ["operator"]

    def test_the_last_officer_may_go(self, cast: Cast) -> None:
        erase(by=cast.zola, at=NOW)
        assert not Office.objects.filter(society=cast.other_society, ended_at=None).exists()
        assert Society.objects.get(pk=cast.other_society.pk).status == "approved"


class TestWhatTheyBegan:
    def test_a_society_that_was_never_approved_goes_with_its_application(self, cast: Cast) -> None:
        society = draft_society(by=cast.amina, university=cast.karura, name="Men Who Listen", purpose="We.", at=NOW)
        submit_registration(by=cast.amina, society=society, message="We are eleven.", at=NOW)
        erase(by=cast.amina, at=NOW)
        assert not Society.objects.filter(name="Men Who Listen").exists()
        assert not Registration.objects.exists()
        assert AuditEvent.objects.get(verb="draft_removed").object == f"society:{society.pk}"

    def test_an_approved_one_stays_without_what_they_wrote_to_the_university(self, stage: Stage) -> None:
        approved = Registration.objects.get(decision="approved")
        erase(by=stage.cast.grace, at=NOW)
        approved.refresh_from_db()
        assert approved.answers == {
            "name": "Girls in ICT Mentors",
            "purpose": "To meet.",
            "first_time": "",
            "message": "",
            "questions": [],
        }
        assert Society.objects.get(pk=approved.society_id).created_by is None

    def test_a_proposed_university_waits_on(self, stage: Stage) -> None:
        erase(by=stage.cast.amina, at=NOW)
        proposal = University.objects.get(pk=stage.proposal.pk)
        assert (proposal.status, proposal.proposed_by) == ("proposed", None)


class TestAddresses:
    def test_who_was_counted_by_the_address_before_it_was_proven_goes_too(self, stage: Stage) -> None:
        typed = Claim.objects.get(address="brian@karura.example").person
        brian = address_proven(person=None, address="brian@karura.example", at=NOW)
        erase(by=brian, at=NOW)
        typed.refresh_from_db()
        assert (typed.name, typed.erased_at) == ("", NOW)
        assert Attendance.objects.get(person=typed).voided_at is None

    def test_a_typed_address_that_somebody_else_proved_stays_theirs(self, cast: Cast) -> None:
        Claim.objects.create(university=cast.karura, person=cast.amina, address="kofi@karura.example", created_at=NOW)
        Notice.objects.create(kind="sign_in_code", address="kofi@karura.example", subject_key="1", send_after=NOW)
        erase(by=cast.amina, at=NOW)
        assert Person.objects.get(pk=cast.kofi.pk).email == "kofi@karura.example"
        assert Notice.objects.filter(address="kofi@karura.example").exists()
        assert not Claim.objects.exists()

    def test_the_address_counts_a_new_person_from_then_on(self, cast: Cast) -> None:
        door = make.open_door(cast.society)
        door.typed("amina@karura.example")
        erase(by=cast.amina, at=NOW)
        door.typed("amina@karura.example", name="Amina again", phone="another phone")
        assert Claim.objects.get().person.name == "Amina again"
        assert Attendance.objects.count() == 2

    def test_stopped_mail_stays_stopped_where_no_address_is_needed_to_know_it(self, cast: Cast) -> None:
        MailStop.objects.create(person=cast.amina, topic="office_reminder", at=NOW)
        MailStop.objects.create(address="amina@karura.example", topic="you_were_counted", at=NOW)
        erase(by=cast.amina, at=NOW)
        assert [(stop.person, stop.topic) for stop in MailStop.objects.all()] == [(cast.amina, "office_reminder")]

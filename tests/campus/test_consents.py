"""What somebody agreed to, in its very words, and what happens when they take it back."""

from datetime import timedelta

import pytest

from campus.base.errors import NotFound
from campus.checkin.models import Attendance, TermParticipation
from campus.custody.actions import withdraw
from campus.custody.consents import consents_of
from campus.directory.checklist import SOCIETY, WORDINGS
from campus.directory.models import Office
from campus.directory.queries import reporting_term_on
from campus.membership.actions import join
from campus.membership.models import Membership
from campus.people.actions import give_consent
from campus.people.models import AuditEvent, Consent
from campus.people.texts import TEXTS
from campus.reports.figures.societies import society_figures
from tests import factories_checkin as make
from tests.conftest import Cast
from tests.factories import NOW


@pytest.fixture
def door(cast: Cast) -> make.Door:
    """Amina came last week and today; Kofi came today."""
    door = make.open_door(cast.society)
    make.attendance(make.occurrence(door.series, make.TODAY - timedelta(days=7)), cast.amina)
    for person in (cast.amina, cast.kofi):
        door.signed_in(person, phone=person.name)
    return door


def consent(cast: Cast) -> Consent:
    return Consent.objects.get(person=cast.amina, kind="check_in")


def test_a_consent_is_read_in_the_words_of_its_version(cast: Cast, door: make.Door) -> None:
    agreed = consents_of(cast.amina)[0]
    assert (agreed.about, agreed.stands, agreed.consent.where) == ("HeForShe Karura", True, "check-in:signed_in")
    assert str(agreed.words[0]).startswith("The officers of HeForShe Karura see your name; nobody else does.")


def test_every_version_has_its_words_for_ever() -> None:
    assert {kind: list(versions) for kind, versions in TEXTS.items()} == {
        "check_in": ["2026-11", "2026-11-number", "2026-11-with", "2026-11-with-number"],
        "news": ["2026-11"],
    }


def test_who_takes_back_the_sentence_at_check_in_has_no_visits_there_any_more(cast: Cast, door: make.Door) -> None:
    withdraw(by=cast.amina, consent=consent(cast), at=NOW)
    nobody = Attendance.objects.exclude(person=cast.kofi).values_list("person", flat=True).distinct().get()
    assert not Attendance.objects.filter(person=cast.amina).exists()
    assert list(Attendance.objects.filter(person=nobody).values_list("voided_at", "receipt_hash")) == [(None, "")] * 2
    assert TermParticipation.objects.get(person=nobody).visits == 2


def test_the_figures_of_the_society_stay(cast: Cast, door: make.Door) -> None:
    term = reporting_term_on(cast.karura, NOW.date())
    assert term is not None
    before = society_figures(cast.society, term, NOW).figures
    withdraw(by=cast.amina, consent=consent(cast), at=NOW)
    assert society_figures(cast.society, term, NOW).figures == before
    assert before.participants == 2


def test_it_ends_nothing_else(cast: Cast, door: make.Door) -> None:
    elsewhere = make.open_door(cast.other_society)
    elsewhere.signed_in(cast.amina, at=NOW + timedelta(hours=1))
    join(by=cast.amina, society=cast.society, at=NOW)
    withdraw(by=cast.amina, consent=Consent.objects.get(person=cast.amina, society_id=cast.society.pk), at=NOW)
    assert [row.society for row in Attendance.objects.filter(person=cast.amina)] == [cast.other_society]
    assert Membership.objects.get(person=cast.amina).left_on is None


def test_every_standing_version_is_taken_back_and_written_down_once(cast: Cast, door: make.Door) -> None:
    subject = f"society:{cast.society.pk}"
    older = give_consent(person=cast.amina, kind="check_in", version="0", subject=subject, where="", at=NOW)
    withdraw(by=cast.amina, consent=older, at=NOW)
    withdraw(by=cast.amina, consent=older, at=NOW + timedelta(days=1))
    assert [row.withdrawn_at for row in Consent.objects.filter(person=cast.amina)] == [NOW, NOW]
    assert AuditEvent.objects.filter(verb="consent_withdrawn").count() == 2


def test_whoever_comes_again_is_counted_and_asked_again(cast: Cast, door: make.Door) -> None:
    withdraw(by=cast.amina, consent=consent(cast), at=NOW)
    door.occurrence = make.occurrence(door.series, make.TODAY + timedelta(days=7))
    assert door.signed_in(cast.amina, at=NOW + timedelta(days=7)).first_time is True
    assert Consent.objects.filter(person=cast.amina, withdrawn_at=None).count() == 1


def test_without_what_holds_for_officers_the_office_ends(cast: Cast) -> None:
    office = Office.objects.get(person=cast.kofi)
    given = give_consent(
        person=cast.kofi, kind="office", version=SOCIETY, subject=f"office:{office.pk}", where="invitation", at=NOW
    )
    assert consents_of(cast.kofi)[0].words == list(WORDINGS[SOCIETY].values())
    withdraw(by=cast.kofi, consent=given, at=NOW)
    office.refresh_from_db()
    assert (office.ended_at, office.ended_by) == (NOW, cast.kofi)


def test_news_end_and_visits_stay(cast: Cast, door: make.Door) -> None:
    subject = f"society:{cast.society.pk}"
    news = give_consent(person=cast.amina, kind="news", version="2026-11", subject=subject, where="", at=NOW)
    assert withdraw(by=cast.amina, consent=news, at=NOW).withdrawn_at == NOW
    assert Attendance.objects.filter(person=cast.amina).count() == 2


def test_nobody_takes_back_what_somebody_else_agreed_to(cast: Cast, door: make.Door) -> None:
    with pytest.raises(NotFound):
        withdraw(by=cast.zola, consent=consent(cast), at=NOW)
    assert consent(cast).withdrawn_at is None

"""The rows of the demo campus agree with each other, whatever the day: around New Year, and on a leap day."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time

import pytest
from django.apps import apps
from django.db.models import Count, F, ForeignKey, Model

from campus.activities.models import CoHost, Occurrence, Rsvp
from campus.checkin.actions import rebuild_participation
from campus.checkin.models import Attendance, Credit, Letter, TermParticipation
from campus.directory.calendar_content import content_of, from_json
from campus.directory.models import Calendar, Society, Term, University
from campus.membership.models import Claim, Membership
from campus.people.models import AuditEvent, Consent, Person
from tests.demo import loaded

DAYS = (date(2026, 12, 31), date(2028, 2, 29))

pytestmark = pytest.mark.xdist_group("demo")


@pytest.fixture(scope="module", params=DAYS, ids=str)
def day(request, django_db_setup, django_db_blocker):
    with loaded(django_db_blocker, request.param):
        yield request.param


@pytest.fixture
def demo(day: date, db: None) -> date:
    return day


def keys_within_a_university() -> Iterator[tuple[type[Model], str]]:
    """Each foreign key between two tables that both carry a university."""
    for model in apps.get_app_config("campus").get_models():
        for field in model._meta.fields:
            if isinstance(field, ForeignKey) and has_university(model) and has_university(field.related_model):
                yield model, field.name


def has_university(model: type[Model]) -> bool:
    return "university" in {field.name for field in model._meta.fields}


def test_every_row_carries_the_university_of_what_it_hangs_on(demo):
    checked = 0
    for model, key in keys_within_a_university():
        rows = model.objects.filter(**{f"{key}__isnull": False})
        checked += rows.count()
        assert not rows.exclude(**{f"{key}__university": F("university")}).exists(), f"{model.__name__}.{key}"
    assert checked > 20_000


@pytest.mark.parametrize("model", [Consent, AuditEvent])
def test_what_names_its_society_by_number_names_the_university_of_it(demo, model):
    homes = set(Society.objects.values_list("pk", "university"))
    named = set(model.objects.filter(society_id__isnull=False).values_list("society_id", "university_id"))
    assert named == {home for home in homes if home[0] in {society for society, _ in named}} != set()


def kept() -> dict[tuple[int, int, int], tuple[int, date, date]]:
    rows = TermParticipation.objects.values_list("society", "term", "person", "visits", "first_on", "last_on")
    return {row[:3]: row[3:] for row in rows}


def recounted() -> dict[tuple[int, int, int], tuple[int, date, date]]:
    """The sums per society, reporting term and person, counted here from the attendances alone."""
    days: dict[tuple[int, int, int], list[date]] = {}
    terms = list(Term.objects.filter(calendar__is_reporting=True).order_by("active_from"))
    standing = Attendance.objects.filter(voided_at__isnull=True, person__isnull=False)
    for university, society, person, day in standing.values_list("university", "society", "person", "occurrence__date"):
        begun = [term.pk for term in terms if term.university_id == university and term.active_from <= day]
        days.setdefault((society, begun[-1], person), []).append(day)
    return {key: (len(found), min(found), max(found)) for key, found in days.items()}


def test_participation_is_what_a_recount_finds(demo):
    assert kept() == recounted()


def test_rebuilding_participation_changes_nothing(demo):
    before = kept()
    for university in University.objects.filter(status="approved"):
        rebuild_participation(university=university, progress=lambda done, total: None)
    assert kept() == before


def test_each_attendance_has_its_credit_for_its_day(demo):
    agreeing = Credit.objects.filter(
        society=F("attendance__society"), date=F("attendance__occurrence__date"), university=F("attendance__university")
    )
    assert agreeing.count() == Credit.objects.count() == Attendance.objects.count()


def test_nobody_is_counted_out_of_hours_at_a_cancelled_meeting_or_before_they_were_known(demo):
    attendances = Attendance.objects.all()
    assert attendances.filter(at__lt=F("occurrence__opens_at")).count() == 0
    assert attendances.filter(at__gt=F("occurrence__closes_at")).count() == 0
    assert attendances.filter(at__gt=datetime.combine(demo, time(9), UTC)).count() == 0
    assert attendances.filter(occurrence__cancelled_at__isnull=False).count() == 0
    assert attendances.filter(at__lt=F("person__created_at")).count() == 0


def test_occurrences_are_pinned_exactly_where_somebody_came(demo):
    visited = Occurrence.objects.annotate(rows=Count("attendances")).filter(rows__gt=0)
    assert set(visited) == set(Occurrence.objects.filter(pinned_at__isnull=False))


def test_who_is_not_proven_has_a_claim_and_who_gave_a_name_agreed_to_the_sentence(demo):
    unproven = Person.objects.filter(email__isnull=True)
    assert set(Claim.objects.values_list("person", flat=True)) == set(unproven.values_list("pk", flat=True))
    gave = Attendance.objects.filter(person__isnull=False).exclude(identity="typed", person__email__isnull=False)
    agreed = Consent.objects.filter(kind=Consent.Kind.CHECK_IN)
    assert set(gave.values_list("person", "society")) == set(agreed.values_list("person", "society_id"))


def test_members_are_proven_and_amina_is_one(demo):
    assert Membership.objects.filter(person__email__isnull=True).count() == 0
    joined = Membership.objects.filter(person__email="amina@karura.example").values_list("society__name", flat=True)
    assert list(joined) == ["HeForShe Karura"]


def test_nobody_waits_while_there_is_room_and_what_is_said_to_be_full_is(demo):
    film = Occurrence.objects.get(series__name="Film night", society__slug="heforshe-karura")
    coming = film.rsvps.filter(answer="yes", is_waiting=False)
    assert coming.count() == film.series.capacity
    assert film.rsvps.filter(is_waiting=True).exists()
    assert not Rsvp.objects.exclude(occurrence=film).filter(is_waiting=True).exists()


def test_a_letter_went_to_everybody_who_asked_for_news(demo):
    letter = Letter.objects.get()
    asked = Consent.objects.filter(kind=Consent.Kind.NEWS, society_id=letter.society_id)
    assert letter.recipients == asked.count() > 20


def test_one_date_is_held_together_and_others_are_asked_about(demo):
    held = CoHost.objects.filter(accepted_at__isnull=False).values_list("society__name", "guest__name")
    assert list(held) == [("HeForShe Karura", "Film Circle")]
    assert CoHost.objects.filter(accepted_at__isnull=True, ended_at__isnull=True).count() == 2


def test_each_calendar_says_where_its_dates_stand_and_how_they_are(demo):
    for calendar in Calendar.objects.filter(university__status="approved"):
        last = calendar.revisions.latest("number")
        assert (from_json(last.content), bool(last.source)) == (content_of(calendar), True)

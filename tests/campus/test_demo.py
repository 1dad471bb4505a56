"""The demo campus as a visitor finds it."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db.models import Count, Min

from campus.activities.actions import end_series
from campus.activities.models import Occurrence, Series
from campus.activities.queries import find_code
from campus.checkin.models import Attendance, TermParticipation
from campus.directory.actions import change_society
from campus.directory.calendar import weeks
from campus.directory.models import Office, Society, Term, University
from campus.directory.queries import reporting_term_on
from campus.directory.rules import Right, is_operator, may, may_approve, may_keep
from campus.management.demo import specs
from campus.management.demo.life import in_peak
from campus.membership.answers import differences
from campus.membership.models import Registration
from campus.membership.renewals import renewals_of
from campus.people.models import Person
from tests.demo import load, loaded

TODAY = date(2026, 11, 21)
NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)

pytestmark = pytest.mark.xdist_group("demo")


def row_counts() -> dict[str, int]:
    return {model.__name__: model._default_manager.count() for model in apps.get_app_config("campus").get_models()}


@pytest.fixture(scope="module")
def said(django_db_setup, django_db_blocker):
    """What the command said when it loaded the demo, which stays for all tests of this file."""
    with loaded(django_db_blocker, TODAY) as said:
        yield said


@pytest.fixture
def demo(said: str, db: None) -> str:
    return said


def test_it_refuses_where_no_demo_is_meant(db):
    with pytest.raises(CommandError, match="DEMO=1"):
        call_command("load_demo")


def test_it_names_a_code_and_a_link_that_check_in_now(demo):
    found = find_code("QN2B-MZMM", NOW)
    assert "QN2B-MZMM" in demo
    assert "http://testserver/c/QN2BMZMM" in demo
    assert (found.state, found.occurrence.name, found.occurrence.society.slug) == (
        "open",
        "Open Circle",
        "heforshe-karura",
    )


def test_a_second_call_changes_nothing_and_says_so(demo):
    before = row_counts()
    assert "Nothing was changed" in load(TODAY)
    assert row_counts() == before


def test_a_later_call_opens_the_door_again_under_the_same_code(demo):
    tomorrow = TODAY + timedelta(days=1)
    assert "QN2B-MZMM" in load(tomorrow)
    assert find_code("QN2B-MZMM", NOW + timedelta(days=1)).state == "open"
    assert Occurrence.objects.filter(name="Open Circle").count() == 2


def test_a_door_opens_even_after_a_visitor_renamed_the_society_and_ended_its_series(demo):
    kofi, society = Person.objects.get(email="kofi@karura.example"), Society.objects.get(slug="heforshe-karura")
    change_society(by=kofi, society=society, at=NOW, name="Allies of Karura")
    end_series(by=kofi, series=Series.objects.get(name="Open Circle"), at=NOW)
    said = load(TODAY)
    code = Series.objects.get(name="Open Circle", ended_at__isnull=True).codes.get().code
    assert f"http://testserver/c/{code}" in said
    assert find_code(code, NOW).state == "open"


def test_every_university_is_in_the_sixth_week_of_its_third_term(demo):
    found = []
    for university in University.objects.filter(status="approved"):
        term = reporting_term_on(university, TODAY).term
        counted = weeks(term.calendar, term, list(term.breaks.all()))
        found.append(next(week.number for week in counted if week.starts_on <= TODAY <= week.ends_on))
        assert Term.objects.filter(calendar=term.calendar, active_to__lt=term.active_from).count() == 2
    assert found == [6] * 5


def test_there_are_a_few_thousand_attendances_of_about_900_people(demo):
    assert 4000 < Attendance.objects.count() < 8000
    assert 800 < Person.objects.count() < 1000
    identities = Counter(Attendance.objects.values_list("identity", flat=True))
    assert identities.keys() == {"signed_in", "typed", "anonymous"}
    assert 20 < Attendance.objects.filter(voided_at__isnull=False).count() < 200


def test_societies_stand_in_every_state_that_a_university_sees(demo):
    states = Counter(Society.objects.filter(university__slug="karura").values_list("status", flat=True))
    assert states == {"approved": 9, "submitted": 1, "returned": 1, "draft": 1, "suspended": 1}
    asked = Registration.objects.filter(university__slug="karura", kind="new")
    decisions = Counter(asked.values_list("decision", flat=True))
    assert decisions == {"approved": 10, "returned": 1, "": 1}


def test_one_renewal_waits_with_changed_words_and_others_are_due(demo):
    states = Counter(renewal.state for renewal in renewals_of(University.objects.get(slug="karura"), NOW))
    assert states == {"waiting": 1, "approved": 1, "returned": 1, "due": 6}
    waiting = Registration.objects.get(kind="renewal", decision="")
    assert [row.field for row in differences(waiting) if row.is_changed] == ["purpose", "question_q1"]


def test_the_cast_can_sign_in_and_do_what_they_are_for(demo):
    people = {
        person.email: person for person in Person.objects.filter(email__in=[each["address"] for each in specs.cast()])
    }
    karura, mzizi = University.objects.get(slug="karura"), University.objects.get(slug="mzizi")
    society = Society.objects.get(slug="heforshe-karura")
    names = [
        nick
        for nick in ("amina", "kofi", "wanjiru", "dennis", "grace")
        if may(people[f"{nick}@karura.example"], Right.SEE_NAMES, society, NOW)
    ]
    assert names == ["kofi", "wanjiru", "dennis"]
    assert may(people["grace@karura.example"], Right.TAKE_PAPERS, society, NOW)
    assert may_keep(people["dean@karura.example"], karura, NOW)
    assert may_keep(people["dean@mzizi.example"], mzizi, NOW)
    assert may_approve(people["lucia@movement.example"], University.objects.get(slug="marula"), NOW)
    assert is_operator(people["olga@movement.example"], NOW)
    assert may(people["zola@mzizi.example"], Right.KEEP_SOCIETY, Society.objects.get(slug="heforshe-mzizi"), NOW)


def test_every_approved_society_has_one_president_in_office(demo):
    presidents = Office.objects.filter(role="president", starts_on__lte=TODAY).exclude(ends_on__lt=TODAY)
    societies = Society.objects.filter(status="approved").values_list("pk", flat=True)
    assert sorted(presidents.exclude(society__status="suspended").values_list("society", flat=True)) == sorted(
        societies
    )


def test_a_school_counts_without_names(demo):
    identities = Attendance.objects.filter(university__slug="kilimani").values_list("identity", flat=True)
    assert set(identities) == {"anonymous"}


def test_newcomers_come_early_in_the_running_term(demo):
    term = reporting_term_on(University.objects.get(slug="karura"), TODAY).term
    rows = TermParticipation.objects.filter(university=term.university).values("society", "person")
    firsts = [row["first"] for row in rows.annotate(first=Min("first_on"))]
    by_week = Counter((first - term.teaching_from).days // 7 for first in firsts if first >= term.teaching_from)
    assert by_week[0] + by_week[1] > by_week[3] + by_week[4]


def test_more_come_to_a_meeting_during_the_sixteen_days_than_before(demo):
    held = Occurrence.objects.filter(university__slug="karura", date__range=("2025-11-04", "2025-12-10"))
    crowds = {True: [], False: []}
    for occurrence in held.annotate(rows=Count("attendances")).filter(rows__gt=0):
        crowds[in_peak(occurrence.date)].append(occurrence.rows)
    average = {peak: sum(rows) / len(rows) for peak, rows in crowds.items()}
    assert average[True] > 1.4 * average[False]


def test_past_meetings_keep_their_local_time_across_a_clock_change(demo):
    sundays = Occurrence.objects.filter(series__name="Sunday conversation", starts_at__lt=NOW)
    local = {occurrence.starts_at.astimezone(ZoneInfo("Europe/London")).time() for occurrence in sundays}
    in_utc = {occurrence.starts_at.time() for occurrence in sundays}
    assert {at.hour for at in local} == {16}
    assert {at.hour for at in in_utc} == {15, 16}

"""Who reads the record of what was done, and what stands in it for whom."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine

from campus.base.errors import NotFound
from campus.checkin.actions import void_attendance
from campus.directory.actions import invite_to_office, suspend_society
from campus.directory.models import Office
from campus.directory.queries.audit import (
    Asked,
    Line,
    Record,
    installation_record,
    society_record,
    university_record,
)
from campus.membership.actions import join
from campus.people import audit
from campus.people.actions import change_person
from tests.conftest import Cast
from tests.factories import NOW
from tests.stage import Stage, set_stage


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def stage(cast: Cast) -> Stage:
    return set_stage(cast)


def lines(record: Record, **asked: Any) -> list[Line]:
    return record.lines(record.matching(Asked(**asked)))


def verbs(record: Record) -> set[str]:
    return {line.verb for line in lines(record)}


def test_an_officer_reads_who_did_what_and_why(stage: Stage):
    (line,) = lines(society_record(stage.cast.wanjiru, stage.cast.society), verb="occurrence_cancelled")
    assert (line.who, line.what, line.reason) == ("Kofi Mensah", "Cancelled a date", "The room is being painted.")
    assert (line.at, line.object) == (NOW, f"occurrence:{stage.cancelled.pk}")


def test_newest_first(stage: Stage):
    times = [line.at for line in lines(society_record(stage.cast.kofi, stage.cast.society))]
    assert times == sorted(times, reverse=True) != []


@pytest.mark.parametrize("who", ["dennis", "grace", "dean", "lucia", "olga", "amina", "zola", "zolas_dean"])
def test_only_who_keeps_a_society_reads_its_record(who: str, stage: Stage):
    with pytest.raises(NotFound):
        society_record(getattr(stage.cast, who), stage.cast.society)


@pytest.mark.parametrize("who", ["kofi", "lucia", "olga", "amina", "zola", "zolas_dean"])
def test_only_who_keeps_a_university_reads_its_record(who: str, stage: Stage):
    with pytest.raises(NotFound):
        university_record(getattr(stage.cast, who), stage.cast.karura)


@pytest.mark.parametrize("who", ["kofi", "dean", "lucia", "amina", "zola"])
def test_only_an_operator_reads_everything(who: str, stage: Stage):
    with pytest.raises(NotFound):
        installation_record(getattr(stage.cast, who))


def test_zola_and_her_dean_find_nothing_of_karura(stage: Stage):
    cast = stage.cast
    assert lines(society_record(cast.zola, cast.other_society)) == []
    assert lines(university_record(cast.zolas_dean, cast.other)) == []


def test_joining_carries_no_name_for_an_officer_or_an_operator(stage: Stage):
    cast = stage.cast
    for record in (society_record(cast.kofi, cast.society), installation_record(cast.olga)):
        joined = lines(record, verb="society_joined")
        assert {(line.who, line.object) for line in joined} == {("A member", "")}
        assert len(joined) == 3


def test_no_filter_by_name_finds_what_stands_there_without_one(stage: Stage):
    cast = stage.cast
    record = society_record(cast.kofi, cast.society)
    assert lines(record, name="Amina", verb="society_joined") == []
    assert {line.who for line in lines(record, name="mensah")} == {"Kofi Mensah"}


def test_a_name_is_found_without_its_accents_and_in_any_case(cast: Cast):
    number = cast.society.pk
    audit.record(verb="society_suspended", object=f"society:{number}", society=number, by=cast.lucia, at=NOW)
    assert [line.who for line in lines(installation_record(cast.olga), name="LUCIA")] == ["Lucía Ortega"]


def test_a_university_cannot_count_people_by_its_record(stage: Stage):
    cast = stage.cast
    void_attendance(by=cast.kofi, attendance=stage.attendance, reason="mistake", at=NOW)
    individual = {"society_joined", "attendance_voided"}
    assert verbs(society_record(cast.kofi, cast.society)) & individual == individual
    assert verbs(university_record(cast.dean, cast.karura)) & individual == set()


def test_a_draft_is_not_in_the_universitys_record(stage: Stage):
    cast = stage.cast
    drafted = {line.about for line in lines(university_record(cast.dean, cast.karura), verb="society_drafted")}
    assert drafted == {"Debate Union", "Girls in ICT Mentors", "Rugby for Respect"}
    everything = {line.about for line in lines(installation_record(cast.olga), verb="society_drafted")}
    assert everything - drafted - {f"{name} · Karura University" for name in drafted} == {
        "Film Circle · Karura University"
    }


def test_an_office_is_named_with_its_holder_once_it_was_accepted(stage: Stage):
    cast = stage.cast
    record = university_record(cast.dean, cast.karura)
    assert [line.about for line in lines(record, verb="office_given")] == [
        "President, Grace Njeri · Girls in ICT Mentors"
    ]
    assert [line.about for line in lines(record, verb="office_invited")] == ["Treasurer · HeForShe Karura"]


def test_what_the_program_does_and_what_nobody_signed_for(cast: Cast):
    society: dict[str, Any] = {"university": cast.karura.pk, "society": cast.society.pk}
    audit.record(verb="activities_replanned", object=f"society:{cast.society.pk}", by=None, at=NOW, **society)
    audit.record(verb="check_in_undone", object="attendance:1", by=None, at=NOW - timedelta(1), **society)
    assert [line.who for line in lines(society_record(cast.kofi, cast.society))] == ["The program itself", "Somebody"]


def test_an_operator_reads_of_peoples_settings_without_names_and_numbers(cast: Cast):
    change_person(by=cast.amina, at=NOW, theme="dark")
    (line,) = lines(installation_record(cast.olga))
    assert (line.who, line.what, line.object) == ("Somebody", "Changed their own settings", "")


def test_a_verb_that_a_later_version_no_longer_knows_is_read_as_it_is(cast: Cast):
    audit.record(verb="door_painted", object="door:1", by=cast.kofi, at=NOW, society=cast.society.pk)
    assert [line.what for line in lines(society_record(cast.kofi, cast.society))] == ["door painted"]


def test_days_are_those_of_the_university(cast: Cast):
    late = NOW.replace(hour=21, minute=30)  # half past midnight in Nairobi, the day after
    suspend_society(by=cast.dean, society=cast.society, reason="No officers.", at=late)
    record, day = university_record(cast.dean, cast.karura), late.date()
    assert lines(record, since=day, until=day) == []
    assert len(lines(record, since=day + timedelta(1), until=day + timedelta(1))) == 1


def test_the_record_takes_as_many_queries_for_three_events_as_for_one(cast: Cast, django_assert_num_queries):
    def invite(number: int) -> None:
        office: dict[str, Any] = {"role": Office.Role.EVENTS, "society": cast.society, "starts_on": NOW.date()}
        invite_to_office(by=cast.kofi, address=f"events{number}@karura.example", at=NOW, **office)
        join(by=(cast.amina, cast.kofi, cast.grace)[number], society=cast.society, at=NOW)

    record = installation_record(cast.olga)
    for number, rows in ((0, 2), (1, 4), (2, 6)):
        invite(number)
        with django_assert_num_queries(4):
            assert len(lines(record)) == rows

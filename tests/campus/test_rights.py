"""Who may what: a test per cell of the table in docs/map.md, of universities, calendars, societies, offices, names."""

from dataclasses import replace
from datetime import date, timedelta
from functools import partial

from campus.base.errors import NotFound
from campus.directory import actions
from campus.directory.calendar_content import content_of
from campus.directory.models import Calendar, Office, Society, Term, University
from campus.membership.actions import approve_registration, return_registration
from campus.membership.models import Registration
from campus.membership.queries import members_of, registrations_waiting
from campus.people.models import Person
from tests import factories
from tests.campus.rights import (
    COORDINATOR,
    EVENTS,
    OPERATOR,
    PRESIDENT_AND_SECRETARY,
    STAFF,
    Line,
    cells,
    yes_cells,
)
from tests.conftest import Cast
from tests.factories import NOW


def proposed(cast: Cast, country: str) -> University:
    return factories.university(
        "Tana University", country=country, status=University.Status.PROPOSED, proposed_by=cast.amina
    )


def waiting(cast: Cast) -> Registration:
    society = factories.society(
        cast.karura, "Men Who Listen", status=Society.Status.SUBMITTED, approved_at=None, created_by=cast.amina
    )
    return Registration.objects.create(
        university=cast.karura, society=society, submitted_by=cast.amina, submitted_at=NOW
    )


def calendar(cast: Cast) -> Calendar:
    return cast.karura.calendars.get()


def running_term(cast: Cast) -> Term:
    return Term.objects.get(calendar=calendar(cast), name="Semester 1, 2026/27")


def approve_a_university(cast: Cast, by: Person, country: str = "KE") -> object:
    return actions.approve_university(by=by, university=proposed(cast, country), at=NOW)


def decline_a_university(cast: Cast, by: Person, country: str = "KE") -> object:
    return actions.decline_university(by=by, university=proposed(cast, country), reason="No link.", at=NOW)


def approve_a_society(cast: Cast, by: Person) -> object:
    return approve_registration(by=by, registration=waiting(cast), at=NOW)


def return_a_society(cast: Cast, by: Person) -> object:
    return return_registration(by=by, registration=waiting(cast), reason="Name a treasurer.", at=NOW)


def see_what_waits(cast: Cast, by: Person) -> object:
    registration = waiting(cast)
    if not registrations_waiting(cast.karura, by).filter(pk=registration.pk).exists():
        raise NotFound("not_found", "")
    return registration


def suspend(cast: Cast, by: Person) -> object:
    return actions.suspend_society(by=by, society=cast.society, reason="Silence.", at=NOW)


def archive(cast: Cast, by: Person) -> object:
    return actions.archive_society(by=by, society=cast.society, reason="Dissolved.", at=NOW)


def reopen(cast: Cast, by: Person) -> object:
    Society.objects.filter(pk=cast.society.pk).update(status=Society.Status.SUSPENDED)
    return actions.reopen_society(by=by, society=cast.society, at=NOW)


def change_the_university(cast: Cast, by: Person) -> object:
    return actions.change_university(by=by, university=cast.karura, city="Nairobi", at=NOW)


def add_a_calendar(cast: Cast, by: Person) -> object:
    return actions.add_calendar(by=by, university=cast.karura, name="Evening classes", at=NOW)


def change_a_calendar(cast: Cast, by: Person) -> object:
    return actions.change_calendar(by=by, calendar=calendar(cast), first_week=0, at=NOW)


def add_a_term(cast: Cast, by: Person) -> object:
    first, last = date(2027, 6, 7), date(2027, 7, 16)
    return actions.add_term(
        by=by,
        calendar=calendar(cast),
        name="Summer school",
        teaching_from=first,
        teaching_to=last,
        active_from=first,
        active_to=last,
        at=NOW,
    )


def change_a_term(cast: Cast, by: Person) -> object:
    return actions.change_term(by=by, term=running_term(cast), name="Autumn", at=NOW)


def remove_a_term(cast: Cast, by: Person) -> object:
    actions.remove_term(by=by, term=running_term(cast), at=NOW)
    return None


def keep_a_version(cast: Cast, by: Person) -> object:
    """Proposed and accepted, and another one discarded."""
    for name, decide in (("Autumn", actions.accept_revision), ("Herbst", actions.discard_revision)):
        content = content_of(calendar(cast))
        content = replace(content, terms=(replace(content.terms[0], name=name), *content.terms[1:]))
        made = actions.propose_revision(by=by, calendar=calendar(cast), content=content, at=NOW)
        decide(by=by, revision=made, at=NOW)
    return None


def keep_an_enrolment(cast: Cast, by: Person) -> object:
    made = actions.add_enrolment(
        by=by, university=cast.karura, counted_on=date(2026, 9, 30), students=8412, source="Yearbook", at=NOW
    )
    return actions.change_enrolment(by=by, enrolment=made, students=8400, at=NOW)


def keep_a_break(cast: Cast, by: Person) -> object:
    day = date(2026, 10, 20)
    brk = actions.add_break(by=by, term=running_term(cast), kind="holiday", name="", starts_on=day, ends_on=day, at=NOW)
    actions.change_break(by=by, brk=brk, name="Mashujaa Day", at=NOW)
    actions.remove_break(by=by, brk=brk, at=NOW)
    return None


def invite_an_officer(cast: Cast, by: Person) -> Office:
    return actions.invite_to_office(
        by=by,
        role="events",
        address="new@karura.example",
        society=cast.society,
        starts_on=NOW.date(),
        at=NOW,
    )


def end_an_office(cast: Cast, by: Person) -> object:
    new = factories.office(factories.person("New Officer"), "events", society=cast.society)
    return actions.end_office(by=by, office=new, at=NOW)


def withdraw_an_invitation(cast: Cast, by: Person) -> object:
    return actions.end_office(by=by, office=invite_an_officer(cast, cast.kofi), at=NOW)


def change_the_society(cast: Cast, by: Person) -> object:
    return actions.change_society(by=by, society=cast.society, purpose="To listen first.", at=NOW)


def invite(cast: Cast, by: Person, role: str, country: str = "") -> object:
    university = cast.karura if role == "staff" else None
    return actions.invite_to_office(
        by=by,
        role=role,
        address="new@karura.example",
        country=country,
        university=university,
        starts_on=NOW.date(),
        at=NOW,
    )


def see_names_of_members(cast: Cast, by: Person) -> object:
    cast.society.memberships.create(university=cast.karura, person=cast.amina, joined_on=NOW.date(), joined_at=NOW)
    names = [member.person.name for member in members_of(cast.society, by)]
    if not names:
        raise NotFound("not_found", "")
    assert names == ["Amina Otieno"]
    return names


APPROVING = (
    Line("approve a university", approve_a_university, OPERATOR | COORDINATOR),
    Line("decline a university", decline_a_university, OPERATOR | COORDINATOR),
    Line("approve a university of another country", partial(approve_a_university, country="UG"), OPERATOR),
    Line("decline a university of another country", partial(decline_a_university, country="UG"), OPERATOR),
)
KEEPING = (
    ("approve a society", approve_a_society),
    ("return a society", return_a_society),
    ("see what waits", see_what_waits),
    ("suspend a society", suspend),
    ("archive a society", archive),
    ("reopen a society", reopen),
    ("change the university", change_the_university),
    ("add a calendar", add_a_calendar),
    ("change a calendar", change_a_calendar),
    ("add a term", add_a_term),
    ("change a term", change_a_term),
    ("remove a term", remove_a_term),
    ("keep a break", keep_a_break),
    ("keep a version of a calendar", keep_a_version),
    ("keep a count of students", keep_an_enrolment),
)
SOCIETY = (
    Line("invite an officer", invite_an_officer, PRESIDENT_AND_SECRETARY | STAFF),
    Line("end an office", end_an_office, PRESIDENT_AND_SECRETARY | STAFF),
    Line("withdraw an invitation", withdraw_an_invitation, PRESIDENT_AND_SECRETARY | STAFF),
    Line("change the society", change_the_society, PRESIDENT_AND_SECRETARY),
    Line("see names of members", see_names_of_members, PRESIDENT_AND_SECRETARY | EVENTS),
)
APPOINTING = (
    Line("invite staff", partial(invite, role="staff"), STAFF | OPERATOR),
    Line("invite a coordinator", partial(invite, role="coordinator", country="KE"), OPERATOR),
    Line("invite an operator", partial(invite, role="operator"), OPERATOR),
)


LINES = (*APPROVING, *SOCIETY, *APPOINTING, *(Line(name, act, STAFF) for name, act in KEEPING))
UNCLAIMED = (
    *(Line(name, act, COORDINATOR) for name, act in KEEPING),
    Line("invite staff", partial(invite, role="staff"), COORDINATOR | OPERATOR),
)
# Withdrawing needs somebody else in office who invited.
WITHOUT_OTHERS = tuple(line for line in LINES if line.act is not withdraw_an_invitation)


@cells(*LINES)
def test_may(cast: Cast, line: Line, who: str) -> None:
    line.check(cast, who)


@cells(*UNCLAIMED)
def test_may_where_the_university_is_unclaimed(cast: Cast, line: Line, who: str) -> None:
    Office.objects.filter(role="staff", university=cast.karura).update(ended_at=NOW)
    line.check(cast, who)


@yes_cells(*WITHOUT_OTHERS)
def test_may_not_the_day_after_the_office_ended(cast: Cast, line: Line, who: str) -> None:
    Office.objects.update(ends_on=NOW.date() - timedelta(days=1))
    line.refuse(cast, who)


@yes_cells(*WITHOUT_OTHERS)
def test_may_not_before_the_office_is_accepted(cast: Cast, line: Line, who: str) -> None:
    Office.objects.update(accepted_at=None)
    line.refuse(cast, who)


@yes_cells(*WITHOUT_OTHERS)
def test_may_not_before_the_first_day_in_office(cast: Cast, line: Line, who: str) -> None:
    Office.objects.update(starts_on=date(2099, 1, 1))
    line.refuse(cast, who)

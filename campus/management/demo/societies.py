"""Societies with what makes them official: registration, the university's answer, officers."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from campus.base.text import name_key
from campus.directory.models import Office, Society
from campus.management.demo.home import Home
from campus.management.demo.people import Somebody, save
from campus.management.demo.rows import insert
from campus.management.demo.specs import SocietySpec
from campus.membership.models import Registration
from campus.people.models import Person

Status = Society.Status
HANDED_IN, DECIDED = timedelta(days=24), timedelta(days=10)  # before a society begins
RETURNED = timedelta(days=5)
STANDING = frozenset({Status.APPROVED, Status.SUSPENDED})


@dataclass
class Made:
    """A society of the demo with the people who run it; `begins` is the local date from which it is there."""

    society: Society
    spec: SocietySpec
    begins: date
    founder: Person
    officers: dict[str, Somebody] = field(default_factory=dict)
    core: list[Somebody] = field(default_factory=list)

    @property
    def president(self) -> Person:
        return self.officers["president"].person


def make_society(home: Home, spec: SocietySpec, volunteers: Iterator[Somebody]) -> Made:
    """A society in the state that its spec asks for. `volunteers` are people with a proven address, each once."""
    waits = spec.status not in STANDING
    begins = home.today if waits else home.terms[spec.since].active_from
    founder = next(volunteers)
    save([founder], home.opened)
    society = _row(home, spec, founder.person, begins)
    made = Made(society, spec, begins, founder.person)
    if spec.status != Status.DRAFT:
        _register(home, made)
    if not waits:
        _fill_offices(home, made, founder, volunteers)
    if spec.status == Status.SUSPENDED:
        _suspend(home, made)
    return made


def _row(home: Home, spec: SocietySpec, founder: Person, begins: date) -> Society:
    approved = spec.status in STANDING
    written = home.noon(begins - HANDED_IN)
    decided = home.noon(begins - DECIDED)
    calendar = next((each for each in home.calendars if each.name == spec.calendar), None)
    society = Society(
        university=home.university,
        calendar=calendar,
        name=spec.name,
        name_key=name_key(spec.name),
        slug="-".join(name_key(spec.name).split()),
        purpose=spec.purpose,
        first_time=spec.first_time,
        status=spec.status,
        status_at=decided if approved else written,
        status_by=home.staff if approved else founder,
        approved_at=decided if approved else None,
        created_at=written,
        created_by=founder,
    )
    insert([society])
    home.record("society_drafted", f"society:{society.pk}", founder, written, society.pk)
    return society


def _register(home: Home, made: Made) -> None:
    """Its application, with the university's answer where there is one."""
    spec, at = made.spec, home.noon(made.begins - HANDED_IN)
    registration = Registration.objects.create(
        university=home.university,
        society=made.society,
        answers={"name": spec.name, "purpose": spec.purpose, "message": spec.message},
        submitted_at=at,
        submitted_by=made.founder,
    )
    _record(home, made, "submitted", registration, made.founder, at)
    if spec.status == Status.RETURNED:
        registration.reason = spec.reason
        _decide(home, made, registration, Registration.Decision.RETURNED, at + RETURNED)
        _move(made, Status.RETURNED, home.staff, at + RETURNED)
    elif spec.status in STANDING:
        _decide(home, made, registration, Registration.Decision.APPROVED, home.noon(made.begins - DECIDED))


def _decide(home: Home, made: Made, registration: Registration, decision: str, at: datetime) -> None:
    registration.decision, registration.decided_by, registration.decided_at = decision, home.staff, at
    registration.save()
    _record(home, made, decision, registration, home.staff, at)


def _record(home: Home, made: Made, step: str, registration: Registration, by: Person, at: datetime) -> None:
    """Each step of a registration is one of its society too."""
    home.record(f"registration_{step}", f"registration:{registration.pk}", by, at, made.society.pk)
    home.record(f"society_{step}", f"society:{made.society.pk}", by, at, made.society.pk)


def _move(made: Made, status: str, by: Person, at: datetime) -> None:
    society = made.society
    society.status, society.status_at, society.status_by, society.status_reason = status, at, by, made.spec.reason
    society.save()


def _fill_offices(home: Home, made: Made, founder: Somebody, volunteers: Iterator[Somebody]) -> None:
    """Today's officers; the founder was president for the first term of a society that is older than that."""
    handover = home.terms[1].active_from
    if made.begins < handover:
        _appoint(home, made, "president", founder, made.begins, until=handover - timedelta(days=1))
        made.core.append(founder)
    for role, nickname in made.spec.officers:
        if nickname:
            holder = home.cast_member(nickname)
        elif role == "president" and made.begins >= handover:
            holder = founder
        else:
            holder = next(volunteers)
        made.officers[role] = holder
        made.core.append(holder)
        _appoint(home, made, role, holder, max(made.begins, handover))
    made.core += [home.cast_member(nickname) for nickname in made.spec.members]


def _appoint(home: Home, made: Made, role: str, holder: Somebody, since: date, until: date | None = None) -> None:
    at = home.noon(since)
    save([holder], home.opened)
    Office.objects.create(
        role=role,
        university=home.university,
        society=made.society,
        person=holder.person,
        invited_at=at,
        accepted_at=at,
        starts_on=since,
        ends_on=until,
        is_public=role == Office.Role.PRESIDENT,
    )


def _suspend(home: Home, made: Made) -> None:
    at = home.noon(home.terms[2].active_from)
    _move(made, Status.SUSPENDED, home.staff, at)
    home.record("society_suspended", f"society:{made.society.pk}", home.staff, at, made.society.pk)

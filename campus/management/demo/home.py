"""One university of the demo while it is being made: what every later step needs to know of it."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random

from campus.activities.planning import instant
from campus.base import clock
from campus.base.text import name_key
from campus.directory.models import Calendar, Office, Term, University, UniversityDomain
from campus.directory.queries import reporting_terms
from campus.management.demo import specs
from campus.management.demo.calendars import make_calendars
from campus.management.demo.people import Somebody, invent, save
from campus.management.demo.specs import UniversitySpec
from campus.people.models import AuditEvent, Person

SEED = "heforshe-campus"
NOON = time(12)
LEAD = timedelta(days=60)  # a university is there so long before its oldest term


@dataclass
class Home:
    """A university, its calendars (the first reports), its four reporting terms from the oldest, and its people.

    `now` is the instant of loading; `audit` gathers what happened, to be written at once.
    """

    spec: UniversitySpec
    university: University
    calendars: list[Calendar]
    terms: list[Term]
    people: list[Somebody]
    cast: dict[str, Somebody]
    rng: Random
    now: datetime
    staff: Person = field(init=False)
    audit: list[AuditEvent] = field(default_factory=list)

    @property
    def today(self) -> date:
        return clock.today(self.university.zone, self.now)

    @property
    def opened(self) -> datetime:
        """When the university was approved; officers are known since."""
        return self.noon(self.terms[0].active_from - LEAD)

    def noon(self, day: date) -> datetime:
        """The instant of local noon, or now if that is still to come."""
        return min(instant(day, NOON, self.university.zone), self.now)

    def cast_member(self, nickname: str) -> Somebody:
        """Somebody of the cast with an address here, by the part before the @."""
        return self.cast[f"{nickname}@{self.spec.domain}"]

    def record(self, verb: str, thing: str, by: Person | None, at: datetime, society: int | None = None) -> None:
        """Remember an AuditEvent of this university, as the action of that name writes it."""
        event = AuditEvent(
            verb=verb, object=thing, actor=by, at=at, university_id=self.university.pk, society_id=society
        )
        self.audit.append(event)


def make_home(
    spec: UniversitySpec, *, cast: dict[str, Somebody], taken: set[str], operator: Person, now: datetime
) -> Home:
    """An approved university with domain, calendars, staff and (unsaved) people."""
    university = _university(spec, operator, now)
    source = specs.calendar_source(spec.shape)
    calendars = make_calendars(university, source, spec.year, clock.today(spec.zone, now))
    rng = Random(f"{SEED}:{spec.slug}")  # noqa: S311 - a story, not a secret
    home = Home(
        spec=spec,
        university=university,
        calendars=calendars,
        terms=[tile.term for tile in reporting_terms(university)],
        people=invent(spec, rng, taken),
        cast=cast,
        rng=rng,
        now=now,
    )
    University.objects.filter(pk=university.pk).update(status_at=home.opened)
    home.record("university_approved", f"university:{university.pk}", operator, home.opened)
    _appoint_staff(home, operator)
    return home


def _university(spec: UniversitySpec, operator: Person, at: datetime) -> University:
    university = University.objects.create(
        name=spec.name,
        name_key=name_key(spec.name),
        slug=spec.slug,
        country=spec.country,
        city=spec.city,
        zone=spec.zone,
        kind=spec.kind,
        evidence_url=f"https://{spec.domain}/about",
        asks_under_18=spec.asks_under_18,
        status=University.Status.APPROVED,
        status_at=at,
        status_by=operator,
    )
    UniversityDomain.objects.create(university=university, domain=spec.domain)
    return university


def _appoint_staff(home: Home, operator: Person) -> None:
    """The person of the university's office: of the cast, or somebody of their own."""
    name, address = home.spec.staff["name"], home.spec.staff["address"]
    somebody = home.cast.get(address) or Somebody(name, address, is_proven=True)
    save([somebody], home.opened)
    home.staff = somebody.person
    Office.objects.create(
        role=Office.Role.STAFF,
        university=home.university,
        person=home.staff,
        invited_by=operator,
        invited_at=home.opened,
        accepted_at=home.opened,
        starts_on=clock.today(home.university.zone, home.opened),
    )

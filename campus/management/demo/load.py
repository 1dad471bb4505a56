"""The whole demo campus, in one transaction."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from django.db import transaction

from campus.base import clock
from campus.base.text import name_key
from campus.directory.models import Office, University, UniversityDomain
from campus.directory.rules import SECOND_FACTOR_ROLES
from campus.management.demo import specs
from campus.management.demo.attendance import Visit, come
from campus.management.demo.company import fill_company
from campus.management.demo.handover import prepare_handover
from campus.management.demo.home import Home, make_home
from campus.management.demo.people import Somebody, save
from campus.management.demo.planner import fill_plan
from campus.management.demo.programme import plan_programme
from campus.management.demo.records import write
from campus.management.demo.renewals import make_renewals
from campus.management.demo.societies import Made, make_society
from campus.management.demo.specs import SocietySpec, UniversitySpec
from campus.management.demo.yearbook import keep_yearbook
from campus.people.models import AuditEvent, Person

Progress = Callable[[int], object]
HANDS_OVER = "heforshe-karura"
KNOWN_SINCE = timedelta(days=800)  # the cast is older than the oldest term
PROPOSED = timedelta(days=3)


def is_loaded() -> bool:
    return University.objects.filter(slug=specs.universities()[0].slug).exists()


def steps() -> int:
    """How often `load` reports progress: twice a society."""
    return 2 * sum(len(specs.societies(spec.slug)) for spec in specs.universities())


@transaction.atomic
def load(*, now: datetime, progress: Progress) -> None:
    """Make the demo campus as of the instant `now`; all of it or nothing."""
    cast = _make_cast(now)
    taken = {somebody.address for somebody in cast.values()}
    for spec in specs.universities():
        _load_university(spec, cast, taken, now, progress)
    _propose_university(now)
    _give_second_factors(now - KNOWN_SINCE)


def _give_second_factors(since: datetime) -> None:
    """The demo lets everybody in without a code, so whoever would need a second factor has no device either."""
    holders = Person.objects.filter(offices__role__in=SECOND_FACTOR_ROLES, offices__accepted_at__isnull=False)
    Person.objects.filter(pk__in=holders.values("pk")).update(second_factor_at=since)


def _make_cast(now: datetime) -> dict[str, Somebody]:
    """The people whom everybody knows, by address; the coordinator and the operator have their offices."""
    cast = {each["address"]: Somebody(each["name"], each["address"], is_proven=True) for each in specs.cast()}
    since = now - KNOWN_SINCE
    save(list(cast.values()), since)
    for address, role, country in (
        ("lucia@movement.example", Office.Role.COORDINATOR, "KE"),
        ("olga@movement.example", Office.Role.OPERATOR, ""),
    ):
        Office.objects.create(
            role=role,
            country=country,
            person=cast[address].person,
            invited_at=since,
            accepted_at=since,
            starts_on=clock.today("UTC", since),
        )
    return cast


def _load_university(
    spec: UniversitySpec, cast: dict[str, Somebody], taken: set[str], now: datetime, progress: Progress
) -> None:
    home = make_home(spec, cast=cast, taken=taken, operator=cast["olga@movement.example"].person, now=now)
    societies = _societies(home)
    make_renewals(home, societies)
    lives = [_live(home, made, progress) for made in societies]
    save([somebody for somebody in home.people if somebody.seen_at], now)
    for made, visits in lives:
        write(home, made, visits)
        if made.society.slug == HANDS_OVER:
            prepare_handover(home, made)
            fill_plan(home, made)
        progress(1)
    keep_yearbook(home)
    if societies[0].society.slug == HANDS_OVER:
        fill_company(home, societies)
    AuditEvent.objects.bulk_create(sorted(home.audit, key=lambda event: event.at))


def _societies(home: Home) -> list[Made]:
    volunteers = iter([somebody for somebody in home.people if somebody.is_proven])
    return [make_society(home, spec, volunteers) for spec in specs.societies(home.spec.slug)]


def _live(home: Home, made: Made, progress: Progress) -> tuple[Made, list[Visit]]:
    """The programme of a society and who came to it."""
    visits = come(home, made, plan_programme(home, made), _crowd(home, made.spec))
    progress(1)
    return made, visits


def _crowd(home: Home, spec: SocietySpec) -> Sequence[Somebody]:
    """Those who ever come, out of everybody; at a school pupils of whom nobody keeps a name."""
    if home.spec.is_school:
        return [Somebody("", "", is_proven=False) for _ in range(spec.crowd)]
    return home.rng.sample(home.people, spec.crowd)


def _propose_university(now: datetime) -> None:
    """One more university, which waits for the coordinator."""
    spec = dict(specs.proposed())
    proposer = Somebody(spec["proposer"]["name"], spec["proposer"]["address"], is_proven=True)
    at = now - PROPOSED
    save([proposer], at)
    university = University.objects.create(
        **{field: spec[field] for field in ("name", "slug", "country", "city", "zone", "kind", "evidence_url")},
        name_key=name_key(spec["name"]),
        status=University.Status.PROPOSED,
        status_at=at,
        status_by=proposer.person,
        proposed_by=proposer.person,
    )
    UniversityDomain.objects.create(university=university, domain=f"{spec['slug']}.example")
    AuditEvent.objects.create(
        verb="university_proposed",
        object=f"university:{university.pk}",
        actor=proposer.person,
        at=at,
        university_id=university.pk,
    )

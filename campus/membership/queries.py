"""Who belongs to what, and which applications wait; always says whose."""

from collections.abc import Collection

from django.db.models import Exists, OuterRef, Q, QuerySet

from campus.base.errors import not_here
from campus.directory import rules
from campus.directory.calendar import ReportingTerm
from campus.directory.models import Society, University
from campus.directory.rules import Right
from campus.membership.models import Affiliation, Block, Claim, Membership, OfficeRequest, Registration
from campus.people.models import Person
from campus.people.queries import proven_addresses


def memberships_of(person: Person | None) -> QuerySet[Membership]:
    """The person's own standing memberships, newest first."""
    if person is None or not person.is_authenticated:
        return Membership.objects.none()
    standing = Membership.objects.filter(person=person, left_on__isnull=True)
    return standing.select_related("society__university")


def affiliations_of(person: Person) -> QuerySet[Affiliation]:
    """What the person is to universities today, for them alone; once each, however many ways we know it."""
    standing = person.affiliations.filter(until__isnull=True)
    again = standing.filter(university=OuterRef("university"), kind=OuterRef("kind"), pk__lt=OuterRef("pk"))
    return standing.filter(~Exists(again)).select_related("university").order_by("university__name_key", "kind")


def joined_societies(person: Person | None) -> QuerySet[Society]:
    """Where the person is a member now, hidden societies too: one may always leave."""
    return Society.objects.filter(memberships__in=memberships_of(person).values("pk")).select_related("university")


def is_member(person: Person | None, society: Society) -> bool:
    """Whether the person is a member now."""
    return memberships_of(person).filter(society=society).exists()


def members_of(society: Society, person: Person | None) -> QuerySet[Membership]:
    """Today's members with their names, newest first, for officers who see names; nothing for anybody else."""
    if not rules.may(person, Right.SEE_NAMES, society):
        return Membership.objects.none()
    return society.memberships.filter(left_on__isnull=True).select_related("person")


def blocks_of(society: Society, person: Person | None) -> QuerySet[Block]:
    """Who is blocked there now, newest first, for officers who see names; nothing for anybody else."""
    if not rules.may(person, Right.SEE_NAMES, society):
        return Block.objects.none()
    return society.blocks.filter(lifted_at__isnull=True).select_related("person", "by", "society__university")


def blocked_persons(society: Society) -> QuerySet[Person]:
    """Whom `campus.membership.rules.is_blocked` keeps out of the society: for actions, not for anybody's eyes."""
    standing = Block.objects.filter(society=society, lifted_at__isnull=True).values("person")
    typed = Claim.objects.filter(university=society.university_id, person__in=standing).exclude(address="")
    return Person.objects.filter(Q(pk__in=standing) | Q(email__in=typed.values("address")))


def new_members(society: Society, term: ReportingTerm) -> QuerySet[Membership]:
    """Who joined on a date of the reporting term, once each: the first joining in it. For counting."""
    dates = _dates(term, "joined_on")
    before = society.memberships.filter(dates, person=OuterRef("person"), pk__lt=OuterRef("pk"))
    return society.memberships.filter(~Exists(before), dates)


def addresses_of(person: Person) -> set[str]:
    """Every address that stands for the person: those they proved, and typed ones that nobody else has proven."""
    others = Person.objects.filter(email=OuterRef("address")).exclude(Q(pk=person.pk) | Q(merged_into=person))
    typed = Claim.objects.filter(~Exists(others), person=person).exclude(address="")
    return {*typed.values_list("address", flat=True), *proven_addresses(person)}


def known_only_by(addresses: Collection[str]) -> QuerySet[Person]:
    """The unproven persons for whom nothing but these typed addresses stands, nor for anybody merged into them."""
    claims = Claim.objects.filter(Q(person=OuterRef("pk")) | Q(person__merged_into=OuterRef("pk")))
    inside, outside = claims.filter(address__in=addresses), claims.exclude(address__in=addresses)
    unproven = Person.objects.filter(email__isnull=True, merged_into__isnull=True)
    return unproven.filter(Exists(inside), ~Exists(outside)).order_by("pk")


def registrations_of(society: Society) -> QuerySet[Registration]:
    """The applications of a society, oldest first: for its people and its university."""
    return society.registrations.select_related("submitted_by", "decided_by", "window")


def registrations_waiting(university: University, person: Person | None) -> QuerySet[Registration]:
    """What waits for a decision, longest first, for who keeps the university; nothing for anybody else."""
    return _registrations(university, person).filter(decision=Registration.Decision.WAITING)


def registrations_decided(university: University, person: Person | None) -> QuerySet[Registration]:
    """What was decided, latest first, for who keeps the university; nothing for anybody else."""
    decided = _registrations(university, person).exclude(decision=Registration.Decision.WAITING)
    return decided.order_by("-decided_at", "-pk")


def registration_by_number(person: Person | None, number: int) -> Registration:
    """One application, for the society's people and for who keeps its university. Raises NotFound."""
    found = (
        Registration.objects.select_related("society__university", "university", "window", "submitted_by", "decided_by")
        .filter(pk=number)
        .first()
    )
    if found is None or not _may_read(person, found):
        raise not_here()
    return found


def office_requests_of(university: University, person: Person | None) -> QuerySet[OfficeRequest]:
    """Who asks to lead a society, the latest first, for who keeps the university; nothing for anybody else."""
    if not rules.may_keep(person, university):
        return OfficeRequest.objects.none()
    asked = OfficeRequest.objects.filter(university=university).order_by("-at", "-pk")
    return asked.select_related("society__university", "university", "person", "decided_by")


def office_request_by_number(person: Person | None, number: int) -> OfficeRequest:
    """One request, for whoever asked and for who keeps the university. Raises NotFound."""
    rows = OfficeRequest.objects.select_related("society__university", "university", "person", "decided_by")
    found = rows.filter(pk=number).first()
    if found is None or not (found.person == person or rules.may_keep(person, found.university)):
        raise not_here()
    return found


def waiting_request(person: Person | None, society: Society) -> OfficeRequest | None:
    """The person’s own request to lead the society that is not decided yet."""
    return society.office_requests.filter(person=person, decision="").first() if person else None


def _registrations(university: University, person: Person | None) -> QuerySet[Registration]:
    if not rules.may_keep(person, university):
        return Registration.objects.none()
    return university.registrations.select_related("society__university", "window", "submitted_by", "decided_by")


def _may_read(person: Person | None, registration: Registration) -> bool:
    return rules.may_edit(person, registration.society) or rules.may_keep(person, registration.university)


def _dates(term: ReportingTerm, field: str) -> Q:
    """The condition that a date lies in a reporting term, whose ends may be open."""
    condition = Q()
    if term.starts_on is not None:
        condition &= Q(**{f"{field}__gte": term.starts_on})
    if term.ends_on is not None:
        condition &= Q(**{f"{field}__lte": term.ends_on})
    return condition

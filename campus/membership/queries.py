"""Who belongs to what, and which applications wait; always says whose."""

from collections.abc import Collection

from django.db.models import Exists, OuterRef, Q, QuerySet

from campus.base.errors import not_here
from campus.directory import rules
from campus.directory.calendar import ReportingTerm
from campus.directory.models import Society, University
from campus.directory.rules import Right
from campus.membership.models import Claim, Membership, Registration
from campus.people.models import Person


def memberships_of(person: Person | None) -> QuerySet[Membership]:
    """The person's own standing memberships, newest first."""
    if person is None or not person.is_authenticated:
        return Membership.objects.none()
    standing = Membership.objects.filter(person=person, left_on__isnull=True)
    return standing.select_related("society__university")


def is_member(person: Person | None, society: Society) -> bool:
    """Whether the person is a member now."""
    return memberships_of(person).filter(society=society).exists()


def members_of(society: Society, person: Person | None) -> QuerySet[Membership]:
    """Today's members with their names, newest first, for officers who see names; nothing for anybody else."""
    if not rules.may(person, Right.SEE_NAMES, society):
        return Membership.objects.none()
    return society.memberships.filter(left_on__isnull=True).select_related("person")


def new_members(society: Society, term: ReportingTerm) -> QuerySet[Membership]:
    """Who joined on a date of the reporting term, once each: the first joining in it. For counting."""
    dates = _dates(term, "joined_on")
    before = society.memberships.filter(dates, person=OuterRef("person"), pk__lt=OuterRef("pk"))
    return society.memberships.filter(~Exists(before), dates)


def addresses_of(person: Person) -> set[str]:
    """Every address that stands for the person: the one they proved, and typed ones that nobody else has proven."""
    others = Person.objects.filter(email=OuterRef("address")).exclude(pk=person.pk)
    typed = Claim.objects.filter(~Exists(others), person=person).values_list("address", flat=True)
    return {*typed, person.email} if person.email else set(typed)


def known_only_by(addresses: Collection[str]) -> QuerySet[Person]:
    """The unproven persons for whom nothing but these typed addresses stands."""
    claims = Claim.objects.filter(person=OuterRef("pk"))
    inside, outside = claims.filter(address__in=addresses), claims.exclude(address__in=addresses)
    return Person.objects.filter(Exists(inside), ~Exists(outside), email__isnull=True).order_by("pk")


def registrations_of(society: Society) -> QuerySet[Registration]:
    """The applications of a society, oldest first: for its people and its university."""
    return society.registrations.select_related("submitted_by", "decided_by")


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
        Registration.objects.select_related("society__university", "university", "submitted_by", "decided_by")
        .filter(pk=number)
        .first()
    )
    if found is None or not _may_read(person, found):
        raise not_here()
    return found


def _registrations(university: University, person: Person | None) -> QuerySet[Registration]:
    if not rules.may_keep(person, university):
        return Registration.objects.none()
    return university.registrations.select_related("society__university", "submitted_by", "decided_by")


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

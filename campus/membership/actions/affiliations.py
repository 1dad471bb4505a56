"""What a person is to a university: by an address at its domain, or by what its own account says."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from campus.base import clock
from campus.base.text import address_domain
from campus.directory.models import University, UniversityDomain
from campus.membership.models import Affiliation
from campus.people.models import Person
from campus.people.queries import proven_addresses

Source = Affiliation.Source


@transaction.atomic
def affiliate(*, person: Person, university: University, kind: str, source: str, at: datetime) -> Affiliation:
    """The standing affiliation of this kind, made from today on when there is none; again changes nothing.

    The row itself is the record of what, since when and how we know, so no AuditEvent repeats it.
    """
    affiliation, _made = Affiliation.objects.get_or_create(
        university=university,
        person=person,
        kind=kind,
        source=source,
        until__isnull=True,
        defaults={"since": clock.today(university.zone, at)},
    )
    return affiliation


@transaction.atomic
def keep_affiliations(
    *, person: Person, university: University, kinds: Collection[str], source: str, at: datetime
) -> None:
    """Let exactly these kinds stand from this source: what it says no more ends today."""
    ended = Affiliation.objects.filter(person=person, university=university, source=source, until__isnull=True)
    for affiliation in ended.exclude(kind__in=kinds):
        end_affiliation(affiliation, at)
    for kind in sorted(kinds):
        affiliate(person=person, university=university, kind=kind, source=source, at=at)


@transaction.atomic
def affiliate_by_domain(*, person: Person, at: datetime) -> None:
    """Let stand what the domains of the person's proven addresses say, at every university that says something."""
    domains = {address_domain(address) for address in proven_addresses(person)}
    said: dict[University, set[str]] = {}
    for row in UniversityDomain.objects.filter(domain__in=domains).select_related("university"):
        said.setdefault(row.university, set()).update({row.affiliation} - {""})
    standing = Affiliation.objects.filter(person=person, source=Source.DOMAIN, until__isnull=True)
    for affiliation in standing.select_related("university"):
        said.setdefault(affiliation.university, set())
    for university, kinds in said.items():
        keep_affiliations(person=person, university=university, kinds=kinds, source=Source.DOMAIN, at=at)


def end_affiliation(affiliation: Affiliation, at: datetime) -> None:
    """Today, local to the university, is its last day."""
    affiliation.until = max(affiliation.since, clock.today(affiliation.university.zone, at))
    affiliation.save(update_fields=["until"])

"""Offices and invitations."""

from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from campus.base import clock
from campus.base.errors import NotFound
from campus.directory import rules
from campus.directory.links import token_hashes
from campus.directory.models import Office, Society, University
from campus.people.models import Person

_UNKNOWN = _("We do not know this invitation. A newer mail may have replaced it; if there is none, ask who sent it.")


def offices_of(person: Person | None) -> QuerySet[Office]:
    """The person's own offices, in force or to come."""
    if person is None or not person.is_authenticated:
        return Office.objects.none()
    accepted = Office.objects.filter(person=person, accepted_at__isnull=False, ended_at__isnull=True)
    accepted = accepted.select_related("university", "society__university")
    return accepted.filter(pk__in=[office.pk for office in accepted if not _is_over(office)])


def held_alone(person: Person, at: datetime | None = None) -> list[Office]:
    """The offices in force of a person beside whom nobody holds one in the same society, university or country."""
    return [office for office in rules.offices_in_force(person, at) if not _is_shared(office, at)]


def officers_of(society: Society, at: datetime | None = None) -> QuerySet[Office]:
    """Who holds an office in a society at the instant `at` (now by default)."""
    today = clock.today(society.university.zone, at)
    accepted = society.offices.filter(accepted_at__isnull=False, ended_at__isnull=True, starts_on__lte=today)
    return accepted.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=today)).select_related("person")


def officers_shown(person: Person | None, society: Society, at: datetime | None = None) -> QuerySet[Office]:
    """The officers whom this person may see by name: all of them, or those who chose to be seen by everybody."""
    officers = officers_of(society, at)
    return officers if rules.may_see_officers(person, society, at) else officers.filter(is_public=True)


def offices_of_society(society: Society) -> QuerySet[Office]:
    """Offices and invitations that were not ended, past ones too: for the officers of the society."""
    return society.offices.filter(ended_at__isnull=True).select_related(
        "person", "invited_by", "university", "society__university"
    )


def offices_of_university(university: University) -> QuerySet[Office]:
    """Its staff and the invitations to its staff that were not ended: for who keeps the university."""
    staff = university.offices.filter(role=Office.Role.STAFF, ended_at__isnull=True)
    return staff.select_related("person", "invited_by", "university")


def keepers_of(university: University, at: datetime) -> list[Person]:
    """Who is told what waits at a university: its staff, or while it has none the coordinators of its country."""
    held = Office.objects.filter(accepted_at__isnull=False, ended_at__isnull=True, person__email__isnull=False)
    held = held.select_related("person", "university").order_by("pk")
    staff = _in_force(held.filter(role=Office.Role.STAFF, university=university), at)
    return staff or _in_force(held.filter(role=Office.Role.COORDINATOR, country=university.country), at)


def offices_appointed(person: Person | None) -> QuerySet[Office]:
    """Operators and coordinators, and the invitations to be one, that were not ended: for operators."""
    if not rules.is_operator(person):
        return Office.objects.none()
    wide = Office.objects.filter(role__in=(Office.Role.OPERATOR, Office.Role.COORDINATOR), ended_at__isnull=True)
    return wide.select_related("person", "invited_by").order_by("role", "starts_on", "pk")


def invitation_by_token(token: str) -> Office:
    """What an invitation's link is about, answered or not, for whoever holds it. Raises NotFound."""
    office = (
        Office.objects.select_related("university", "society__university", "invited_by", "person")
        .filter(invitation_hash__in=token_hashes(token))
        .first()
    )
    if office is None:
        raise NotFound("invitation_unknown", _UNKNOWN)
    return office


def _is_shared(office: Office, at: datetime | None) -> bool:
    """Whether somebody else holds any office in force in the same scope."""
    others = Office.objects.filter(
        country=office.country, university=office.university_id, society=office.society_id
    ).exclude(person=office.person_id)
    on = clock.today(rules.office_zone(office), at)
    return any(rules.in_force(other, on) for other in others)


def _in_force(offices: QuerySet[Office], at: datetime) -> list[Person]:
    """The holders of those of these offices that are in force, each once."""
    now = [office for office in offices if rules.in_force(office, clock.today(rules.office_zone(office), at))]
    return list(dict.fromkeys(office.person for office in now if office.person is not None))


def _is_over(office: Office) -> bool:
    return office.ends_on is not None and office.ends_on < clock.today(rules.office_zone(office))

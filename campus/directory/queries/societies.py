"""Societies, for whoever may see them."""

from django.db.models import Q, QuerySet

from campus.base.errors import not_here
from campus.directory import rules
from campus.directory.models import Society, University
from campus.people.models import Person

Status = Society.Status


def public_societies(university: University | None = None) -> QuerySet[Society]:
    """The approved ones of one university or of all, but for what is hidden; for everybody."""
    public = Society.objects.filter(status=Status.APPROVED, university__status=University.Status.APPROVED)
    public = public.filter(hidden_at__isnull=True, university__hidden_at__isnull=True)
    if university is not None:
        public = public.filter(university=university)
    return public.select_related("university")


def societies_for(person: Person | None) -> QuerySet[Society]:
    """Where this person holds an office or looks on until it begins, and what they drafted, until it is approved."""
    if person is None or not person.is_authenticated:
        return Society.objects.none()
    offices = (*rules.offices_in_force(person), *rules.offices_shadowed(person))
    held = {office.society_id for office in offices if office.society_id is not None}
    drafted = Q(created_by=person, status__in=rules.UNAPPROVED)
    return Society.objects.filter(Q(pk__in=held) | drafted).select_related("university")


def society_by_slugs(person: Person | None, university_slug: str, society_slug: str) -> Society:
    """The society of an address, if this person may see it. Raises NotFound.

    A former address finds it too, and that of a society which became one with it: then its slug is another one, and
    the caller redirects there.
    """
    of_university = Society.objects.select_related("university", "calendar", "joined_into__university")
    of_university = of_university.filter(university__slug=university_slug)
    society = (
        of_university.filter(slug=society_slug).first()
        or of_university.filter(former_addresses__slug=society_slug).first()
    )
    society = society and (society.joined_into or society)
    if society is None or not rules.may_see(person, society):
        raise not_here()
    return society


def societies_kept(person: Person | None, university: University) -> QuerySet[Society]:
    """Every society of a university that was ever submitted, for who keeps the university; nothing for others."""
    if not rules.may_keep(person, university):
        return Society.objects.none()
    return university.societies.exclude(status=Status.DRAFT).select_related("university", "status_by")

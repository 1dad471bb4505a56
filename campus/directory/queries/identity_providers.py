"""Where people sign in with accounts of their university."""

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from campus.base.errors import not_here
from campus.base.text import name_key
from campus.directory import rules
from campus.directory.models import IdentityProvider, University, UniversityDomain
from campus.directory.queries.universities import listed_universities
from campus.people.models import Person


def providers_of(university: University, person: Person | None) -> QuerySet[IdentityProvider]:
    """All that were set up, on and off, for who sets them up; nothing for anybody else."""
    if not rules.may_keep_sign_in(person, university):
        return IdentityProvider.objects.none()
    return university.identity_providers.select_related("university")


def domains_to_confirm(person: Person | None) -> QuerySet[UniversityDomain]:
    """The domains of approved universities that no operator confirmed, for operators; nothing for anybody else.

    Each says in `is_awaited` whether a sign-in was set up there, which waits for it; those come first.
    """
    if not rules.is_operator(person):
        return UniversityDomain.objects.none()
    set_up = IdentityProvider.objects.filter(university=OuterRef("university"))
    waiting = UniversityDomain.objects.filter(confirmed_at=None, university__status=University.Status.APPROVED)
    waiting = waiting.annotate(is_awaited=Exists(set_up)).select_related("university")
    return waiting.order_by("-is_awaited", "university__name_key", "domain")


def active_providers() -> QuerySet[IdentityProvider]:
    """Those that let people in, of listed universities; for everybody."""
    return (
        IdentityProvider.objects.filter(is_active=True, university__in=listed_universities())
        .select_related("university")
        .prefetch_related("university__domains")
    )


def active_provider(slug: str) -> IdentityProvider:
    """One that lets people in. Raises NotFound."""
    found = active_providers().filter(slug=slug).first()
    if found is None:
        raise not_here()
    return found


def universities_with_accounts(word: str = "") -> QuerySet[University]:
    """The universities whose own accounts let people in, by name; `word` stands in the name or city.

    Each has its active providers in `ways`.
    """
    ways = Prefetch("identity_providers", IdentityProvider.objects.filter(is_active=True), to_attr="ways")
    found = listed_universities().annotate(way_count=Count("identity_providers", Q(identity_providers__is_active=True)))
    if key := name_key(word):
        found = found.filter(Q(name_key__contains=key) | Q(city__icontains=word.strip()))
    return found.filter(way_count__gt=0).prefetch_related(ways).order_by("name_key")

"""Universities, for whoever may see them."""

from django.db.models import Prefetch, Q, QuerySet

from campus.base import clock
from campus.base.errors import not_here
from campus.directory import rules
from campus.directory.models import Office, University
from campus.people.models import Person

Status = University.Status
Role = Office.Role


def listed_universities() -> QuerySet[University]:
    """The approved ones, but for what is hidden; for everybody."""
    return University.objects.filter(status=Status.APPROVED, hidden_at__isnull=True)


def university_by_slug(person: Person | None, slug: str) -> University:
    """For everybody once it is approved; before, for its proposer and who may approve it. Raises NotFound."""
    university = University.objects.prefetch_related("domains").filter(slug=slug).first()
    if university is None or not rules.may_see_university(person, university):
        raise not_here()
    return university


def universities_to_review(person: Person | None) -> QuerySet[University]:
    """The proposals that wait for this person: an operator's are all, a coordinator's those of the country."""
    offices = rules.offices_in_force(person)
    countries = [str(office.country) for office in offices if office.role == Role.COORDINATOR]
    mine = Q() if any(office.role == Role.OPERATOR for office in offices) else Q(country__in=countries)
    waiting = University.objects.filter(mine, status=Status.PROPOSED)
    return waiting.select_related("proposed_by").prefetch_related("domains").order_by("status_at", "pk")


def universities_for(person: Person | None) -> list[University]:
    """Those that this person keeps, hidden or not: as staff, or as coordinator of the country while unclaimed."""
    offices = rules.offices_in_force(person)
    staffed = {office.university_id for office in offices if office.role == Role.STAFF}
    countries = [str(office.country) for office in offices if office.role == Role.COORDINATOR]
    staff = Prefetch("offices", Office.objects.filter(role=Role.STAFF), to_attr="staff")
    approved = University.objects.filter(status=Status.APPROVED)
    near = approved.filter(Q(pk__in=staffed) | Q(country__in=countries)).prefetch_related(staff)
    return [university for university in near if university.pk in staffed or not _is_claimed(university)]


def _is_claimed(university: University) -> bool:
    """As rules.is_claimed, from the staff fetched with the university."""
    today = clock.today(university.zone)
    return any(rules.in_force(office, today) for office in university.staff)  # type: ignore[attr-defined]

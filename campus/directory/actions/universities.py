"""Change what a university says of itself and asks of others."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from campus.base.faults import Faults
from campus.directory.actions.entries import checked_domains, replace_domains, save_university
from campus.directory.actions.permits import kept_university
from campus.directory.models import University
from campus.directory.names import checked_name
from campus.people.audit import record
from campus.people.models import Person

LARGEST_SMALL_NUMBER = 100


@transaction.atomic
def change_university(
    *,
    by: Person,
    university: University,
    at: datetime,
    name: str | None = None,
    city: str | None = None,
    zone: str | None = None,
    domains: Sequence[str] | None = None,
    requires_domain: bool | None = None,
    asks_under_18: bool | None = None,
    small_number: int | None = None,
) -> University:
    """Change what its keepers may; None leaves a thing as it is. The address stays; small_number only rises.

    A changed zone is that of activities planned from now on; what is planned keeps its own.
    """
    university = kept_university(university, by=by, at=at)
    faults = Faults()
    if name is not None:
        university.name = checked_name(faults, "name", name, limit=160)
    if city is not None:
        university.city = faults.text("city", city, limit=80)
    if zone is not None:
        university.zone = faults.zone("zone", zone)
    if asks_under_18 is not None:
        university.asks_under_18 = asks_under_18
    if small_number is not None:
        university.small_number = _raised(faults, university.small_number, small_number)
    if requires_domain is not None:
        university.requires_domain = requires_domain
    kept = checked_domains(faults, domains) if domains is not None else None
    has_domain = bool(kept) if kept is not None else university.domains.exists()
    if university.requires_domain and not has_domain:
        faults.add("domains", "domain_needed", _("Addresses at its domains are required: name at least one domain."))
    faults.refuse()
    save_university(university)
    if kept is not None:
        replace_domains(university, kept)
    record(verb="university_changed", object=f"university:{university.pk}", by=by, at=at, university=university.pk)
    return university


def _raised(faults: Faults, current: int, wanted: int) -> int:
    if not current <= wanted <= LARGEST_SMALL_NUMBER:
        faults.add(
            "small_number",
            "only_raised",
            _("Choose a number from %(current)s to %(largest)s: it can be raised, never lowered.")
            % {"current": current, "largest": LARGEST_SMALL_NUMBER},
        )
    return wanted

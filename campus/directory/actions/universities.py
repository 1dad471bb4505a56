"""Change what a university says of itself and asks of others."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from campus.base.faults import Faults
from campus.directory.actions.entries import (
    checked_affiliations,
    checked_domains,
    replace_affiliations,
    replace_domains,
    save_university,
)
from campus.directory.actions.permits import kept_university
from campus.directory.models import University
from campus.directory.names import checked_name
from campus.outbox.actions import enqueue_job
from campus.people.audit import record
from campus.people.models import Person

LARGEST_SMALL_NUMBER = 100
LEAST_MONTHS = {"keep_attendance_months": 1, "keep_audit_months": 6}
MOST_MONTHS = 120


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
    affiliations: Mapping[str, str] | None = None,
    requires_domain: bool | None = None,
    asks_under_18: bool | None = None,
    small_number: int | None = None,
    takes_student_numbers: bool | None = None,
    keep_attendance_months: int | None = None,
    keep_audit_months: int | None = None,
    holiday_region: str | None = None,
) -> University:
    """Change what its keepers may; None leaves a thing as it is. The address stays; small_number only rises.

    A changed zone is that of activities planned from now on; what is planned keeps its own. `affiliations` says by
    domain what an address there makes of its owner, from their next sign-in on: an AffiliationKind, or "" for nothing.
    `holiday_region` is the part of its country whose public holidays it keeps: dates that leave these out follow.
    """
    university = kept_university(university, by=by, at=at)
    faults = Faults()
    if name is not None:
        university.name = checked_name(faults, "name", name, limit=160)
    if city is not None:
        university.city = faults.text("city", city, limit=80)
    if zone is not None:
        university.zone = faults.zone("zone", zone)
    region = university.holiday_region
    if small_number is not None:
        university.small_number = _raised(faults, university.small_number, small_number)
    if takes_student_numbers:
        _refuse_at_schools(faults, university)
    decided = {
        "requires_domain": requires_domain,
        "asks_under_18": asks_under_18,
        "takes_student_numbers": takes_student_numbers,
        "keep_attendance_months": _months(faults, "keep_attendance_months", keep_attendance_months),
        "keep_audit_months": _months(faults, "keep_audit_months", keep_audit_months),
        "holiday_region": _region(faults, holiday_region),
    }
    for field, value in decided.items():
        setattr(university, field, getattr(university, field) if value is None else value)
    kept = checked_domains(faults, domains) if domains is not None else None
    domains_then = kept if kept is not None else [row.domain for row in university.domains.all()]
    said = checked_affiliations(faults, affiliations or {}, domains_then)
    if university.requires_domain and not domains_then:
        faults.add("domains", "domain_needed", _("Addresses at its domains are required: name at least one domain."))
    faults.refuse()
    save_university(university)
    if kept is not None:
        replace_domains(university, kept)
    replace_affiliations(university, said)
    if university.holiday_region != region:
        enqueue_job(kind="replan", arguments={"university": university.pk}, key=f"university:{university.pk}", at=at)
    record(verb="university_changed", object=f"university:{university.pk}", by=by, at=at, university=university.pk)
    return university


def _region(faults: Faults, wanted: str | None) -> str | None:
    """The part of an ISO 3166-2 code after the country, in capitals: MD of ES-MD."""
    if wanted is None:
        return None
    region = faults.text("holiday_region", wanted.upper().rpartition("-")[2], limit=8)
    if region and not (region.isascii() and region.isalnum()):
        faults.add("holiday_region", "no_region", _("Write one to three letters or digits, like MD of ES-MD."))
    return region


def _raised(faults: Faults, current: int, wanted: int) -> int:
    if not current <= wanted <= LARGEST_SMALL_NUMBER:
        faults.add(
            "small_number",
            "only_raised",
            _("Choose a number from %(current)s to %(largest)s: it can be raised, never lowered.")
            % {"current": current, "largest": LARGEST_SMALL_NUMBER},
        )
    return wanted


def _refuse_at_schools(faults: Faults, university: University) -> None:
    if university.kind == University.Kind.SCHOOL:
        sentence = _("Schools count without names here, and so without student numbers.")
        faults.add("takes_student_numbers", "school", sentence)


def _months(faults: Faults, field: str, wanted: int | None) -> int | None:
    if wanted is not None and not LEAST_MONTHS[field] <= wanted <= MOST_MONTHS:
        sentence = _("Choose a number of months from %(least)s to %(most)s.")
        faults.add(field, "out_of_range", sentence % {"least": LEAST_MONTHS[field], "most": MOST_MONTHS})
    return wanted

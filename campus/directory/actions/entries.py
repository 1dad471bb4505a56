"""What proposing and changing a university share: checks of what is entered, and saving it."""

import re
from collections.abc import Collection, Mapping, Sequence

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _
from django_countries import countries

from campus.base.errors import Invalid
from campus.base.faults import Faults
from campus.base.text import address_key, name_key
from campus.directory.models import AffiliationKind, University, UniversityDomain

_LABEL = r"[^\W_]([\w-]{0,61}[^\W_])?"
_DOMAIN = re.compile(rf"({_LABEL}\.)+{_LABEL}")
_is_web_address = URLValidator(schemes=["http", "https"])
MOST_DOMAINS = 20


def checked_country(faults: Faults, value: str) -> str:
    code = value.strip().upper()
    if code not in dict(countries):
        faults.add("country", "unknown_country", _("We do not know this country. Choose one from the list."))
    return code


def checked_kind(faults: Faults, value: str) -> str:
    if value not in University.Kind.values:
        faults.add("kind", "unknown_kind", _("Choose university or school."))
    return value


def checked_evidence(faults: Faults, value: str) -> str:
    """A page that shows the university exists and uses its domains."""
    address = faults.text("evidence_url", value, limit=200, missing=_("Give the address of a page about it."))
    try:
        _is_web_address(address)
    except ValidationError:
        faults.add(
            "evidence_url", "not_a_web_address", _("This is not a complete web address, like https://karura.example.")
        )
    return address


def checked_domains(faults: Faults, values: Sequence[str]) -> list[str]:
    """E-mail domains in one form, each once: "@Karura.example " and "karura.example" are the same."""
    domains = sorted({address_key(value).lstrip("@") for value in values} - {""})
    for domain in domains:
        if len(domain) > 120 or not _DOMAIN.fullmatch(domain):
            faults.add(
                "domains",
                "not_a_domain",
                _("“%(domain)s” is not an e-mail domain. It is the part after the @, like karura.example.")
                % {"domain": domain[:60]},
            )
    if len(domains) > MOST_DOMAINS:
        faults.add(
            "domains",
            "too_many_domains",
            _("A university has at most %(count)s domains here.") % {"count": MOST_DOMAINS},
        )
    return domains


def name_taken(name: str) -> Invalid:
    sentence = _("There is already a university called %(name)s. If yours is another one, add its city.") % {
        "name": name
    }
    return Invalid("name_taken", sentence, fields={"name": sentence})


def save_university(university: University) -> None:
    """Save under the key of its name; a name that somebody took a moment before is refused like any taken one."""
    university.name_key = name_key(university.name)
    try:
        with transaction.atomic():
            university.save()
    except IntegrityError:
        raise name_taken(university.name) from None


def replace_domains(university: University, domains: Sequence[str]) -> None:
    university.domains.exclude(domain__in=domains).delete()
    known = set(university.domains.values_list("domain", flat=True))
    UniversityDomain.objects.bulk_create(
        UniversityDomain(university=university, domain=domain) for domain in domains if domain not in known
    )


def checked_affiliations(faults: Faults, values: Mapping[str, str], domains: Collection[str]) -> dict[str, str]:
    """What an address says of its owner, an AffiliationKind or "", by domain; each is one of `domains`."""
    said = {address_key(domain).lstrip("@"): kind for domain, kind in values.items()}
    if not said.keys() <= set(domains):
        faults.add("affiliations", "unknown_domain", _("Say this of domains of the university only."))
    if not set(said.values()) <= {"", *AffiliationKind.values}:
        faults.add("affiliations", "unknown_kind", _("Choose student, staff, alumni, guest, or nothing."))
    return said


def replace_affiliations(university: University, affiliations: Mapping[str, str]) -> None:
    """Say it of the domains that are named; the others stay as they are."""
    for row in university.domains.filter(domain__in=affiliations):
        row.affiliation = affiliations[row.domain]
        row.save(update_fields=["affiliation"])

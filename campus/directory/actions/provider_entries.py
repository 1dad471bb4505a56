"""Checks of what is entered about a university's sign-in."""

from collections.abc import Mapping

from cryptography.x509 import load_pem_x509_certificates
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from campus.base.faults import Faults
from campus.base.outbound import is_outside

ATTRIBUTES = ("email", "name", "affiliation", "student_number", "subject")
_is_web_address = URLValidator(schemes=["http", "https"])


def checked_web_address(faults: Faults, field: str, value: str) -> str:
    """A complete address on https and the public internet, without query and fragment."""
    address = faults.text(field, value, limit=300, missing=_("Enter the web address that the provider names."))
    if address and not is_outside(address):
        faults.add(
            field,
            "not_https",
            _(
                "This has to begin with https:// and lead to a host on the public internet, like https://sso.example.org."
            ),
        )
        return address
    try:
        if not settings.ALLOW_PRIVATE_NETWORK:
            _is_web_address(address)
    except ValidationError:
        faults.add(field, "not_a_web_address", _("This is not a complete web address, like https://sso.example.org."))
    return address


def checked_certificate(faults: Faults, field: str, value: str) -> str:
    """One certificate as PEM, or several, one of which signs: while the provider changes from one to the next."""
    missing = _("Paste the certificate with which the provider signs.")
    pem = faults.text(field, value, limit=20_000, missing=missing)
    if not pem:
        return pem
    try:
        load_pem_x509_certificates(pem.encode())
    except ValueError:
        faults.add(
            field,
            "not_pem",
            _("This is not a certificate as PEM: it begins with -----BEGIN CERTIFICATE----- and has an end like it."),
        )
    return pem


def checked_attributes(faults: Faults, values: Mapping[str, str]) -> dict[str, str]:
    """Names of attributes by what they state; those left empty stand where the protocol usually has them."""
    cleaned = {name: faults.text(name, values.get(name, ""), limit=200) for name in ATTRIBUTES}
    return {name: value for name, value in cleaned.items() if value}

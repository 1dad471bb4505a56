"""Where people of a university sign in with its own account: set up by its staff or an operator, in data."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from campus.base.errors import Conflict, not_here
from campus.base.faults import Faults
from campus.base.rows import locked
from campus.base.sealing import seal
from campus.directory import rules
from campus.directory.actions.domains import sign_in_university
from campus.directory.actions.provider_entries import checked_attributes, checked_certificate, checked_web_address
from campus.directory.models import IdentityProvider, University
from campus.directory.names import checked_name, slug_of
from campus.people.audit import record
from campus.people.models import Person

Protocol = IdentityProvider.Protocol


@transaction.atomic
def add_identity_provider(
    *,
    by: Person,
    university: University,
    protocol: str,
    label: str,
    at: datetime,
    issuer: str = "",
    client_id: str = "",
    client_secret: str = "",
    entity_id: str = "",
    sso_url: str = "",
    certificate: str = "",
    attributes: Mapping[str, str] | None = None,
) -> IdentityProvider:
    """Set up one way to sign in, off at first. OpenID Connect takes `issuer` and the client's two, SAML the rest.

    `attributes` says under which name the provider states email, name, affiliation, student_number, subject; what is
    missing stands where the protocol usually has it. Raises Invalid with the inputs at fault.
    """
    university = sign_in_university(university, by=by, at=at)
    provider = IdentityProvider(university=university, protocol=protocol, created_at=at)
    faults = Faults()
    if protocol not in Protocol.values:
        faults.add("protocol", "unknown_protocol", _("Choose OpenID Connect or SAML 2.0."))
    entered = {"issuer": issuer, "client_id": client_id, "client_secret": client_secret, "entity_id": entity_id}
    entered |= {"sso_url": sso_url, "certificate": certificate}
    _write(faults, provider, label=label, attributes=attributes or {}, **entered)
    faults.refuse()
    provider.slug = slug_of(university.slug, taken=_is_taken, fallback="university")
    provider.save()
    _record("identity_provider_added", provider, by=by, at=at)
    return provider


@transaction.atomic
def change_identity_provider(
    *,
    by: Person,
    provider: IdentityProvider,
    at: datetime,
    label: str | None = None,
    issuer: str | None = None,
    client_id: str | None = None,
    client_secret: str | None = None,
    entity_id: str | None = None,
    sso_url: str | None = None,
    certificate: str | None = None,
    attributes: Mapping[str, str] | None = None,
) -> IdentityProvider:
    """Change it; None leaves a thing as it is, and so does an empty secret. Its addresses here and protocol stay."""
    provider = _kept_provider(provider, by=by, at=at)
    faults = Faults()
    entered = {"issuer": issuer, "client_id": client_id, "client_secret": client_secret, "entity_id": entity_id}
    entered |= {"sso_url": sso_url, "certificate": certificate}
    _write(faults, provider, label=label, attributes=attributes, **entered)
    faults.refuse()
    provider.save()
    _record("identity_provider_changed", provider, by=by, at=at)
    return provider


@transaction.atomic
def activate_identity_provider(*, by: Person, provider: IdentityProvider, at: datetime) -> IdentityProvider:
    """Let people sign in with it. Raises Conflict while no domain of the university is confirmed."""
    provider = _kept_provider(provider, by=by, at=at)
    if not provider.university.domains.filter(confirmed_at__isnull=False).exists():
        raise Conflict(
            "no_confirmed_domain",
            _("Nobody could come in yet: first an operator of this site confirms a domain of the university."),
        )
    return _switch(provider, "identity_provider_activated", is_active=True, by=by, at=at)


@transaction.atomic
def deactivate_identity_provider(*, by: Person, provider: IdentityProvider, at: datetime) -> IdentityProvider:
    """Let nobody sign in with it any more; who is signed in stays so."""
    provider = _kept_provider(provider, by=by, at=at)
    return _switch(provider, "identity_provider_deactivated", is_active=False, by=by, at=at)


def _kept_provider(provider: IdentityProvider, *, by: Person, at: datetime) -> IdentityProvider:
    university = locked(provider.university)
    if not rules.may_keep_sign_in(by, university, at):
        raise not_here()
    return locked(provider)


def _write(
    faults: Faults,
    provider: IdentityProvider,
    *,
    label: str | None,
    attributes: Mapping[str, str] | None,
    client_secret: str | None,
    **entered: str | None,
) -> None:
    """Write what was entered onto the row, as far as its protocol asks for it."""
    if label is not None:
        provider.label = checked_name(faults, "label", label, limit=80)
    if attributes is not None:
        provider.attributes = checked_attributes(faults, attributes)
    own = {name: value for name, value in entered.items() if value is not None}
    if provider.protocol == Protocol.OIDC:
        _write_oidc(faults, provider, client_secret, **own)
    elif provider.protocol == Protocol.SAML:
        _write_saml(faults, provider, **own)


def _write_oidc(faults: Faults, provider: IdentityProvider, client_secret: str | None, **entered: str) -> None:
    former = provider.issuer
    if "issuer" in entered:
        provider.issuer = checked_web_address(faults, "issuer", entered["issuer"]).rstrip("/")
    if "client_id" in entered:
        missing = _("Enter the client ID that the provider gave you.")
        provider.client_id = faults.text("client_id", entered["client_id"], limit=200, missing=missing)
    if client_secret:
        provider.sealed_secret = seal(faults.text("client_secret", client_secret, limit=500))
    elif not provider.sealed_secret or provider.issuer != former:  # a kept secret is not sent to another host
        faults.add("client_secret", "missing", _("Enter the client secret that the provider gave you."))


def _write_saml(faults: Faults, provider: IdentityProvider, **entered: str) -> None:
    if "entity_id" in entered:
        missing = _("Enter the entity ID of the provider, as its metadata has it.")
        provider.entity_id = faults.text("entity_id", entered["entity_id"], limit=300, missing=missing)
    if "sso_url" in entered:
        provider.sso_url = checked_web_address(faults, "sso_url", entered["sso_url"])
    if "certificate" in entered:
        provider.certificate = checked_certificate(faults, "certificate", entered["certificate"])


def _switch(provider: IdentityProvider, verb: str, *, is_active: bool, by: Person, at: datetime) -> IdentityProvider:
    if provider.is_active != is_active:
        provider.is_active = is_active
        provider.save(update_fields=["is_active"])
        _record(verb, provider, by=by, at=at)
    return provider


def _is_taken(slug: str) -> bool:
    return IdentityProvider.objects.filter(slug=slug).exists()


def _record(verb: str, provider: IdentityProvider, *, by: Person, at: datetime) -> None:
    """What was entered stays out of the record: secrets and addresses of others."""
    record(verb=verb, object=f"identity_provider:{provider.pk}", by=by, at=at, university=provider.university_id)

"""What changes a person: what they choose, what they agree to, which address is proven to be theirs."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from campus.base.errors import Conflict, not_here
from campus.base.faults import Faults
from campus.people import audit
from campus.people.models import ApiToken, Consent, Person
from campus.people.tokens import HINT_LENGTH, hash_of, new_secret, tokens_of

NAME_LENGTH = 120
MOST_TOKENS = 20
LONGEST_TOKEN = 366  # days


@transaction.atomic
def change_person(
    *, by: Person, at: datetime, name: str | None = None, language: str | None = None, theme: str | None = None
) -> Person:
    """Change what `by` says of themself; None leaves a value as it is, "" takes it back.

    `language` is a code of settings.LANGUAGES, `theme` a Person.Theme. Raises Invalid with the input at fault.
    """
    faults = Faults()
    if name is not None:
        name = faults.text("name", " ".join(name.split()), limit=NAME_LENGTH)
    if language and language not in dict(settings.LANGUAGES):
        faults.add("language", "unknown_language", _("We do not speak this language yet. Choose one from the list."))
    if theme is not None and theme not in Person.Theme.values:
        faults.add("theme", "unknown_theme", _("Choose light, dark, or as the device."))
    faults.refuse()
    person = Person.objects.select_for_update().get(pk=by.pk)
    wanted = {"name": name, "language": language, "theme": theme}
    changed = {field: value for field, value in wanted.items() if value not in (None, getattr(person, field))}
    if changed:
        for field, value in changed.items():
            setattr(person, field, value)
        person.save(update_fields=list(changed))
        audit.record(verb="person_changed", object=f"person:{person.pk}", by=by, at=at)
    return person


@transaction.atomic
def keep_second_factor(*, person: Person, is_on: bool, at: datetime) -> Person:
    """Write down that signing in takes the person a second factor from now on, or no longer; again changes nothing.

    For whoever keeps the factors themselves: the domain only knows whether there is one.
    """
    person = Person.objects.select_for_update().get(pk=person.pk)
    if is_on != (person.second_factor_at is not None):
        person.second_factor_at = at if is_on else None
        person.save(update_fields=["second_factor_at"])
        audit.record(
            verb="second_factor_added" if is_on else "second_factor_removed",
            object=f"person:{person.pk}",
            by=person,
            at=at,
        )
    return person


def give_consent(
    *,
    person: Person,
    kind: str,
    version: str,
    subject: str,
    where: str,
    at: datetime,
    university: int | None = None,
    society: int | None = None,
) -> Consent:
    """The standing consent of `person` to wording `version` about `subject` ("society:12"), made when there is none.

    `where` says on which page or at which door; `university` and `society` are numbers. The row itself is the
    record of who, what and when, so no AuditEvent repeats it.
    """
    consent, _created = Consent.objects.get_or_create(
        person=person,
        kind=kind,
        version=version,
        subject=subject,
        withdrawn_at__isnull=True,
        defaults={"where": where, "given_at": at, "university_id": university, "society_id": society},
    )
    return consent


@transaction.atomic
def withdraw_consent(*, by: Person, consent: Consent, at: datetime) -> Consent:
    """Take one's own consent back; again changes nothing. Raises NotFound for somebody else's."""
    own = Consent.objects.select_for_update().filter(pk=consent.pk, person=by).first()
    if own is None:
        raise not_here()
    if own.withdrawn_at is None:
        own.withdrawn_at = at
        own.save(update_fields=["withdrawn_at"])
        audit.record(
            verb="consent_withdrawn",
            object=f"consent:{own.pk}",
            by=by,
            at=at,
            university=own.university_id,
            society=own.society_id,
        )
    return own


@transaction.atomic
def prove_address(*, person: Person, address: str, at: datetime) -> Person:
    """Make `address` the person's own: they showed that mail to it reaches them.

    It replaces an earlier one. Raises Invalid for what is no address, Conflict when another person proved it.
    """
    faults = Faults()
    key = faults.address("address", address)
    faults.refuse()
    person = Person.objects.select_for_update().get(pk=person.pk)
    if person.email == key:
        return person
    person.email = key
    person.proven_at = at
    try:
        with transaction.atomic():
            person.save(update_fields=["email", "proven_at"])
    except IntegrityError as error:
        raise Conflict(
            "address_taken", _("This address belongs to somebody else here. Sign in with it, or use another one.")
        ) from error
    audit.record(verb="address_proven", object=f"person:{person.pk}", by=person, at=at)
    return person


@transaction.atomic
def create_token(
    *, by: Person, name: str, scopes: Collection[str], at: datetime, days: int | None = None
) -> tuple[ApiToken, str]:
    """A token with which a machine acts in the name of `by`, and its secret, which is told this once.

    `scopes` are ApiToken.Scope values; after `days` it is over, without them it lasts until it is revoked. Raises
    Invalid with the input at fault, Conflict when there are MOST_TOKENS already.
    """
    faults = Faults()
    name = faults.text("name", name, limit=60, missing=_("Say what it is for, so that you know it again."))
    if not scopes or not set(scopes) <= set(ApiToken.Scope.values):
        faults.add("scopes", "unknown_scope", _("Choose at least one thing that it may do."))
    if days is not None and not 1 <= days <= LONGEST_TOKEN:
        sentence = _("A token lasts 1 to %(most)d days, or until you revoke it.") % {"most": LONGEST_TOKEN}
        faults.add("days", "unknown_end", sentence)
    faults.refuse()
    holder = Person.objects.select_for_update().get(pk=by.pk)
    if tokens_of(holder, at).count() >= MOST_TOKENS:
        sentence = _("You have %(most)d tokens. Revoke one that nothing uses any more.") % {"most": MOST_TOKENS}
        raise Conflict("too_many_tokens", sentence)
    secret = new_secret()
    token = ApiToken.objects.create(
        person=holder,
        name=name,
        token_hash=hash_of(secret),
        hint=secret[-HINT_LENGTH:],
        scopes=[scope for scope in ApiToken.Scope.values if scope in scopes],
        created_at=at,
        expires_at=at + timedelta(days=days) if days else None,
    )
    audit.record(verb="token_created", object=f"token:{token.pk}", by=by, at=at)
    return token, secret


@transaction.atomic
def revoke_token(*, by: Person, token: ApiToken, at: datetime) -> ApiToken:
    """Let a token of one's own work no more; again changes nothing. Raises NotFound for somebody else's."""
    own = ApiToken.objects.select_for_update().filter(pk=token.pk, person=by).first()
    if own is None:
        raise not_here()
    if own.revoked_at is None:
        own.revoked_at = at
        own.save(update_fields=["revoked_at"])
        audit.record(verb="token_revoked", object=f"token:{own.pk}", by=by, at=at)
    return own

"""What changes a person: what they choose, what they agree to, which address is proven to be theirs."""

from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from campus.base.errors import Conflict, not_here
from campus.base.faults import Faults
from campus.people import audit
from campus.people.models import Consent, Person

NAME_LENGTH = 120


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

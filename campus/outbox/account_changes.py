"""What changes how somebody signs in, or who acts in their name, is told in a mail: nobody does it unnoticed."""

from datetime import UTC, datetime

from django.conf import settings
from django.db.models import TextChoices
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campus.base.links import absolute
from campus.outbox.actions.notices import notify
from campus.people.models import Person


class Change(TextChoices):
    """What was changed, in words; `name` says of what."""

    PASSKEY_ADDED = "passkey_added", gettext_lazy("A passkey was added: %(name)s.")
    PASSKEY_REMOVED = "passkey_removed", gettext_lazy("A passkey was removed: %(name)s.")
    APP_ADDED = "app_added", gettext_lazy("An authenticator app was set up.")
    APP_REMOVED = "app_removed", gettext_lazy("The authenticator app was removed.")
    CODES_RENEWED = "codes_renewed", gettext_lazy("New recovery codes were made; the former ones count no more.")
    SECOND_STEP_REMOVED = (
        "second_step_removed",
        gettext_lazy("An operator removed your passkeys, app and recovery codes, and signed you out everywhere."),
    )
    ACCOUNT_LINKED = (
        "account_linked",
        gettext_lazy("An account at %(name)s was used to sign you in for the first time."),
    )
    ACCOUNT_UNLINKED = "account_unlinked", gettext_lazy("Your account at %(name)s is no longer linked to yours here.")
    TOKEN_CREATED = "token_created", gettext_lazy("A token was made with which a program acts in your name: %(name)s.")
    ADDRESS_TAKEN_IN = (
        "address_taken_in",
        gettext_lazy("The address %(name)s, and all that was kept here under it, became part of your account."),
    )
    ADDRESS_MOVED = (
        "address_moved",
        gettext_lazy("The address %(name)s, and all that was kept here under it, became part of another account."),
    )


def tell_owner(*, person: Person, change: Change, about: str, at: datetime, name: str = "", address: str = "") -> None:
    """Leave the mail about a change to the account of `person`, in the caller's transaction.

    `about` names the row ("token:12"); with `at` it keeps two changes apart. It goes to where the person's mail goes,
    or to `address`, when that is another one of theirs. Whoever has proven no address gets none.
    """
    if not person.is_proven:
        return
    language = person.language or settings.LANGUAGE_CODE
    with translation.override(language):
        words, when = str(change.label) % {"name": name}, _in_words(at)
    notify(
        kind="account_changed",
        subject_key=f"{change.value}:{about}:{at.timestamp()}",
        person=None if address else person,
        address=address,
        language=language if address else "",
        context={"change": words, "when": when, "link": absolute("/me/security/")},
        at=at,
    )


def _in_words(at: datetime) -> str:
    utc = at.astimezone(UTC)
    return _("%(day)s, %(time)s UTC") % {"day": date_format(utc, "j F Y"), "time": date_format(utc, "H:i")}

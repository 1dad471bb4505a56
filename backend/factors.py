"""Second factors: passkeys, an authenticator app, recovery codes. allauth keeps them, we say when they count.

Recovery codes alone are none: they come with the first of the others and go with the last.
"""

import json
import struct
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from allauth.account.models import Login
from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa import app_settings
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.internal.flows import check_rate_limit, post_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth as webauthn
from allauth.mfa.webauthn.internal.flows import perform_passwordless_login
from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from campus.base import limits
from campus.base.errors import Invalid, TooMany
from campus.base.sealing import seal, unseal
from campus.base.signing import keyed_hash
from campus.people.models import Person

Type = Authenticator.Type
LONGEST_CREDENTIAL = 16_000  # characters of JSON; a passkey's own is about a thousand


@dataclass(frozen=True)
class Factors:
    """What protects somebody's sign-in besides the mail."""

    passkeys: list[Authenticator]
    app: Authenticator | None
    codes_left: int

    @property
    def count(self) -> int:
        return len(self.passkeys) + (self.app is not None)

    @property
    def has_codes_to_type(self) -> bool:
        return self.app is not None or self.codes_left > 0


class CodeCheck(AuthenticateForm):
    """A code of the app, or a recovery code: each good once. allauth counts the wrong ones.

    A code of the app is good for a minute and a half; allauth remembers a used one for half a minute only.
    """

    def clean_code(self) -> str:
        typed = normalize_user_code(self.cleaned_data["code"])
        used = f"second_factor_used:{keyed_hash('second_factor_used', str(self.user.pk), typed)}"
        if cache.get(used):
            check_rate_limit(self.user)
            raise FactorAdapter().validation_error("incorrect_code")
        code = super().clean_code()
        cache.set(used, True, timeout=app_settings.TOTP_PERIOD * (2 * app_settings.TOTP_TOLERANCE + 1))
        return code


class FactorAdapter(DefaultMFAAdapter):
    """The seam between allauth's factors and the pages, which reach it by `allauth.mfa.adapter.get_adapter`."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("This code does not count. Type the newest one of your app, or an unused recovery code."),
    }

    def encrypt(self, text: str) -> str:
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        return unseal(encrypted_text)

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Who a passkey is for: this site, by SITE_URL and never by the Host header."""
        return {"id": urlsplit(settings.SITE_URL).hostname or "", "name": settings.MFA_TOTP_ISSUER}

    def get_public_key_credential_user_entity(self, user: Person) -> dict[str, Any]:
        return {**super().get_public_key_credential_user_entity(user), "display_name": user.name or user.email}

    def factors_of(self, person: Person) -> Factors:
        """All that somebody set up, passkeys in the order they were added."""
        rows = list(Authenticator.objects.filter(user=person).order_by("pk"))
        codes = next((row for row in rows if row.type == Type.RECOVERY_CODES), None)
        return Factors(
            passkeys=[row for row in rows if row.type == Type.WEBAUTHN],
            app=next((row for row in rows if row.type == Type.TOTP), None),
            codes_left=len(codes.wrap().get_unused_codes()) if codes else 0,
        )

    def check_code(self, person: Person, code: str) -> Authenticator:
        """Whose code it is: the app or the recovery codes of `person`. Raises Invalid, and TooMany after wrong ones."""
        form = CodeCheck({"code": code}, user=person)
        if not form.is_valid():
            [fault, *_others] = form.errors.as_data()["code"]
            if fault.code == "too_many_login_attempts":
                raise TooMany("too_many", fault.message, retry_after=timedelta(minutes=5))
            raise Invalid("wrong_second_factor", fault.message, fields={"code": fault.message})
        return form.authenticator

    def passkey_request(self, request: HttpRequest, person: Person | None = None) -> dict[str, Any]:
        """What a browser is to ask a passkey for, as JSON: one of `person`, or of whoever signs in by it alone."""
        if person is None:
            limits.spend("sign_in_passkey_from", request.META["REMOTE_ADDR"])
        return plain(webauthn.begin_authentication(person))

    def check_passkey(self, person: Person, credential: str) -> Authenticator:
        """The passkey of `person` that gave the JSON text `credential`. Raises Invalid."""
        with understood():
            return webauthn.complete_authentication(person, credential_from(credential))

    def sign_in_by_passkey(self, request: HttpRequest, credential: str, goal: str) -> HttpResponse:
        """Sign in whoever holds the passkey, without a mail: it asks for finger or PIN. Raises Invalid, TooMany."""
        limits.spend("sign_in_passkey_from", request.META["REMOTE_ADDR"])
        with understood():
            answer = credential_from(credential)
            passkey = webauthn.complete_authentication(webauthn.extract_user_from_response(answer), answer)
        return perform_passwordless_login(request, passkey, Login(user=passkey.user, redirect_url=goal))

    def prove(self, request: HttpRequest, factor: Authenticator) -> None:
        """Whoever is signed in showed a factor once more: from now on it is a recent proof."""
        post_authentication(request, factor, reauthenticated=True)


def has_factor(person: Person) -> bool:
    """Whether signing in takes `person` more than the mail."""
    return Authenticator.objects.filter(user=person).exclude(type=Type.RECOVERY_CODES).exists()


def plain(value: Any) -> Any:
    """fido2's options as JSON values: it hands out mappings of its own."""
    if isinstance(value, Mapping):
        return {key: plain(inner) for key, inner in value.items()}
    return [plain(inner) for inner in value] if isinstance(value, list | tuple) else value


def credential_from(text: str) -> dict[str, Any]:
    """A passkey's answer from its JSON text. Raises what `understood` takes."""
    if len(text) > LONGEST_CREDENTIAL:
        raise ValueError("too long")
    answer = json.loads(text)
    if not isinstance(answer, dict):
        raise TypeError("no object")
    return answer


@contextmanager
def understood() -> Iterator[None]:
    """Refuse what a browser sends of a passkey when it cannot be read, whatever is the matter, like a wrong one."""
    unreadable = (ValueError, TypeError, LookupError, AttributeError, RecursionError, NotImplementedError, struct.error)
    try:
        yield
    except (ValidationError, *unreadable) as error:
        sentence = _("This passkey was not accepted. Try once more, or take another way.")
        raise Invalid("passkey_refused", sentence, fields={"credential": sentence}) from error

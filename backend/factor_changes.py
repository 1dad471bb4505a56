"""Adding and removing second factors. With the first one every other session ends, and the domain learns of it."""

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret, validate_totp_code
from allauth.mfa.webauthn.internal import auth as webauthn
from django.conf import settings
from django.core import signing
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from backend.devices import device_of, end_other_sessions, who
from backend.factors import FactorAdapter, Type, credential_from, has_factor, plain, understood
from campus.base import clock
from campus.base.errors import Conflict, Invalid, not_here
from campus.base.faults import Faults
from campus.outbox.account_changes import Change, tell_owner
from campus.people.actions import keep_second_factor
from campus.people.models import Person

SETUP = "campus.authenticator-app"
SETUP_AGE = 60 * 60  # seconds in which a secret that was shown can be confirmed
FRESH = "fresh_recovery_codes"  # in the session: which codes may be shown, and since when
MOST_PASSKEYS = 20
NAME_LENGTH = 60
ADDED = {Type.TOTP: Change.APP_ADDED, Type.WEBAUTHN: Change.PASSKEY_ADDED}
REMOVED = {Type.TOTP: Change.APP_REMOVED, Type.WEBAUTHN: Change.PASSKEY_REMOVED}


@dataclass(frozen=True)
class AppSetup:
    """A secret on its way into somebody's app: `url` for the QR, `token` brings it back with the form."""

    secret: str
    url: str
    token: str

    @property
    def in_fours(self) -> str:
        """As people type it over."""
        return " ".join(self.secret[start : start + 4] for start in range(0, len(self.secret), 4))


class FactorKeeper(FactorAdapter):
    """FactorAdapter, and what changes the factors of whoever is signed in. The pages ask for a recent proof before."""

    def new_app(self, person: Person) -> AppSetup:
        """A new secret for an app. Nothing is kept before a code of it comes back."""
        return self._setup(person, generate_totp_secret())

    def app_setup(self, person: Person, token: str) -> AppSetup:
        """The secret that the form brings back. Raises Invalid when this person was not given it in the last hour."""
        try:
            held = signing.loads(token, salt=SETUP, max_age=SETUP_AGE)
        except signing.BadSignature:
            held = {}
        if held.get("person") != person.pk:
            raise Invalid("setup_over", _("That took too long. Here is a new picture: scan this one."))
        return self._setup(person, held["secret"])

    def add_app(self, request: HttpRequest, setup: AppSetup, code: str) -> None:
        """Keep an app that shows the right code. Raises Invalid for a wrong one, Conflict when there is one."""
        if not validate_totp_code(setup.secret, code):
            sentence = _("This is not what the app shows for this picture. Is the clock of the phone right?")
            raise Invalid("wrong_code", sentence, fields={"code": sentence})
        with _changing(request) as person:
            if Authenticator.objects.filter(user=person, type=Type.TOTP).exists():
                raise Conflict("app_there", _("There is an app already. Remove it before you set up another one."))
            _added(request, person, TOTP.activate(person, setup.secret).instance)

    def passkey_offer(self, person: Person) -> dict[str, Any]:
        """What a browser is to make a passkey of, as JSON: one that can sign in alone, so it asks for finger or PIN."""
        return plain(webauthn.begin_registration(person, passwordless=True))

    def name_for(self, request: HttpRequest) -> str:
        """What to call a passkey of this device until its owner says otherwise: Chrome, Android."""
        return device_of(request.headers.get("User-Agent", ""), is_app=False).strip("; ").replace("; ", ", ")

    def add_passkey(self, request: HttpRequest, name: str, credential: str) -> None:
        """Keep a passkey that a browser just made. Raises Invalid, Conflict when there are too many."""
        faults = Faults()
        name = faults.text("name", name, limit=NAME_LENGTH) or self.name_for(request) or str(_("Passkey"))
        faults.refuse()
        with understood():
            made = credential_from(credential)
            webauthn.parse_registration_response(made)
            webauthn.complete_registration(made)
            kept = _what_is_kept(made)
        with _changing(request) as person:
            if Authenticator.objects.filter(user=person, type=Type.WEBAUTHN).count() >= MOST_PASSKEYS:
                raise Conflict("too_many_passkeys", _("These are many passkeys. Remove one that you no longer use."))
            _added(request, person, webauthn.WebAuthn.add(person, name, kept).instance)

    def removable(self, person: Person, pk: int) -> Authenticator:
        """The passkey or app `pk` of `person`. Raises NotFound."""
        found = Authenticator.objects.filter(user=person, pk=pk).exclude(type=Type.RECOVERY_CODES).first()
        if found is None:
            raise not_here()
        return found

    def remove(self, request: HttpRequest, pk: int) -> None:
        """Remove a passkey or the app; with the last one the recovery codes go too. Raises NotFound."""
        with _changing(request) as person:
            factor = self.removable(person, pk)
            _tell(person, REMOVED, factor)
            factor.delete()

    def renew_codes(self, request: HttpRequest) -> None:
        """New recovery codes in place of the former. Raises Conflict while there is nothing they could stand in for."""
        with _changing(request) as person:
            if not has_factor(person):
                raise Conflict("no_second_factor", _("Add a passkey or an app first: the codes stand in for it."))
            Authenticator.objects.filter(user=person, type=Type.RECOVERY_CODES).delete()
            tell_owner(person=person, change=Change.CODES_RENEWED, about=f"person:{person.pk}", at=clock.now())

    def fresh_codes(self, request: HttpRequest) -> list[str]:
        """Recovery codes made in this session in the last quarter of an hour and not put away yet; else none."""
        held = request.session.get(FRESH) or {"pk": 0, "at": 0}
        is_over = time.time() - held["at"] > settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
        row = Authenticator.objects.filter(user=who(request), type=Type.RECOVERY_CODES, pk=held["pk"]).first()
        return [] if row is None or is_over else RecoveryCodes(row).get_unused_codes()

    def put_codes_away(self, request: HttpRequest) -> None:
        """From now on nobody sees them here again."""
        request.session.pop(FRESH, None)

    def _setup(self, person: Person, secret: str) -> AppSetup:
        token = signing.dumps({"person": person.pk, "secret": secret}, salt=SETUP)
        return AppSetup(secret=secret, url=self.build_totp_url(person, secret), token=token)


@contextmanager
def _changing(request: HttpRequest) -> Iterator[Person]:
    """Whoever is signed in, locked, while their factors change; then what hangs on there being one is put right."""
    with transaction.atomic():
        person = Person.objects.select_for_update().get(pk=who(request).pk)
        had = has_factor(person)
        yield person
        has = has_factor(person)
        codes = Authenticator.objects.filter(user=person, type=Type.RECOVERY_CODES)
        if not has:
            codes.delete()
        elif not codes.exists():
            request.session[FRESH] = {"pk": RecoveryCodes.activate(person).instance.pk, "at": time.time()}
        keep_second_factor(person=person, is_on=has, at=clock.now())
        if has and not had:
            end_other_sessions(request)


def _added(request: HttpRequest, person: Person, factor: Authenticator) -> None:
    """The owner reads in a mail that there is one more. To set a factor up is to show it: a recent proof."""
    _tell(person, ADDED, factor)
    record_authentication(request, person, "mfa", id=factor.pk, type=factor.type, reauthenticated=True)


def _tell(person: Person, changes: Mapping[Any, Change], factor: Authenticator) -> None:
    name, about = factor.data.get("name", ""), f"factor:{factor.pk}"
    tell_owner(person=person, change=changes[factor.type], about=about, name=name, at=clock.now())


def _what_is_kept(made: dict[str, Any]) -> dict[str, Any]:
    """Of what a browser sends only what signing in needs."""
    kept: dict[str, Any] = {name: made[name] for name in ("id", "rawId", "type") if name in made}
    response = {name: made["response"][name] for name in ("clientDataJSON", "attestationObject")}
    return {**kept, "response": response, "clientExtensionResults": {}}

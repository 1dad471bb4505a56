"""Second factors in tests: an app whose codes are computed here, and sessions that lately showed who they are."""

import base64
import hashlib
import hmac
import struct
import time
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.test import Client

from campus.base.sealing import seal
from campus.people.models import Person
from tests import factories

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def code_of(secret: str = SECRET, steps: int = 0) -> str:
    """What an authenticator app shows, by RFC 6238: `steps` half minutes from now."""
    counter = struct.pack(">Q", int(time.time()) // 30 + steps)
    digest = hmac.new(base64.b32decode(secret), counter, hashlib.sha1).digest()
    start = digest[-1] & 15
    return f"{(int.from_bytes(digest[start : start + 4]) & 0x7FFFFFFF) % 10**6:06}"


def wrong_code(secret: str = SECRET) -> str:
    """Six digits that the app shows at no moment near this one."""
    near = {code_of(secret, steps) for steps in range(-3, 4)}
    return next(code for number in range(9) if (code := f"{number:06}") not in near)


def app(person: Person) -> Authenticator:
    """An app with SECRET; signing in takes the person a second factor from now on."""
    factories.second_factor(person)
    return Authenticator.objects.get_or_create(user=person, type="totp", defaults={"data": {"secret": seal(SECRET)}})[0]


def recovery_codes(person: Person) -> list[str]:
    return RecoveryCodes.activate(person).get_unused_codes()


def just_signed_in(client: Client, person: Person) -> Client:
    """Signed in a moment ago, with all that it takes."""
    client.force_login(person)
    session = client.session
    session["account_authentication_methods"] = [{"method": "mfa", "at": time.time()}]
    session["account_authentication_methods_user"] = str(person.pk)
    session.save()
    return client


def setup_of(page: Any) -> tuple[str, str]:
    """The secret that a page shows and what its form brings back."""
    return page.context["setup"].secret, page.context["form"]["setup"].value()

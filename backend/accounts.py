"""Sign-in by a code sent by mail: allauth's flow, behind the page and the API alike.

Changed in one thing: nobody is looked up before the code is right. So the way is the same for a known and an unknown
address, and a new person comes into being, with an address that is proven, only when the code comes back.
"""

import uuid
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter, get_adapter
from allauth.account.internal.constants import LoginStageKey
from allauth.account.internal.flows.login_by_code import LoginCodeVerificationProcess
from allauth.account.models import EmailAddress, Login
from allauth.account.stages import LoginByCodeStage, LoginStage, LoginStageController
from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language

from backend.sessions import end_sessions
from campus.base import clock, limits
from campus.base.faults import Faults
from campus.custody.actions import address_proven, erase
from campus.membership.queries import addresses_of
from campus.outbox.actions import notify
from campus.outbox.sender import send_now
from campus.people.models import Person

CODE_MAIL = "account/email/login_code"  # allauth's name of the one mail that this flow sends


class SignIn(LoginCodeVerificationProcess):
    """One sign-in under way: an address, the code that was sent there, and the tries left, kept in the session."""

    @classmethod
    def begin(cls, request: HttpRequest, address: str) -> "SignIn":
        """Send a code to `address`, whosever it is. Raises Invalid for what is no address, TooMany."""
        faults = Faults()
        address = faults.address("email", address)
        faults.refuse()
        limits.spend("sign_in_mail_from", request.META["REMOTE_ADDR"])
        limits.spend("sign_in_mail_to_address", address)
        login = Login(email=address)
        login.state["stages"] = {"current": LoginStageKey.LOGIN_BY_CODE.value}
        stage = LoginByCodeStage(LoginStageController(request, login), request, login)
        stage.state.update(cls.initial_state(user=None, email=address), initiated_by_user=True)
        process = cls(stage=stage)
        process.send()
        process.persist()
        return process

    @classmethod
    def resume(cls, stage: LoginStage) -> "SignIn | None":
        """The sign-in that waits for its code in this session, or None when its time is over."""
        return cls(stage=stage).abort_if_invalid()

    @property
    def address(self) -> str:
        return self.state["email"]

    def send_by_email(self, email: str, skip_enumeration_mails: bool = False) -> None:
        get_adapter().send_mail(CODE_MAIL, email, {"code": self.generate_code()})

    def finish(self, redirect_url: str | None) -> HttpResponse:
        """The code was right: the person whose address it is, new or not, is signed in and led on."""
        self._user = address_proven(person=None, address=self.address, at=clock.now())
        return super().finish(redirect_url)


class AccountAdapter(DefaultAccountAdapter):
    """The seam between allauth, the domain and the pages, which reach it by `get_adapter`."""

    def begin_sign_in(self, request: HttpRequest, address: str) -> None:
        """Send a code to an address and wait for it in this session. Raises TooMany."""
        SignIn.begin(request, address)

    def pending_sign_in(self, request: HttpRequest) -> SignIn | None:
        """The sign-in that waits for its code in this session."""
        stage = LoginStageController.enter(request, LoginStageKey.LOGIN_BY_CODE.value)
        return SignIn.resume(stage) if stage else None

    @transaction.atomic
    def erase(self, person: Person) -> None:
        """Erase somebody who asks for it themself, and with them what sign-in keeps: addresses, and every session."""
        addresses = addresses_of(person)
        erase(by=person, at=clock.now())
        EmailAddress.objects.filter(Q(user=person) | Q(email__in=addresses)).delete()
        end_sessions(person=person, addresses=addresses)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Every mail goes through the outbox; the code is tried at once, for somebody waits for it."""
        if template_prefix != CODE_MAIL:
            raise ValueError(f"There is no mail {template_prefix!r}.")
        subject_key, at = str(uuid.uuid4()), clock.now()
        minutes = settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT // 60
        notify(
            kind="sign_in_code",
            subject_key=subject_key,
            address=email,
            context={"code": context["code"], "minutes": minutes},
            language=get_language() or "",
            at=at,
        )
        transaction.on_commit(lambda: send_now(kind="sign_in_code", subject_key=subject_key, at=at))

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """The pages say it themselves."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """There is one door: the code. Whoever opens it first becomes somebody."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """The address that the middleware found behind the trusted proxies."""
        return request.META["REMOTE_ADDR"]

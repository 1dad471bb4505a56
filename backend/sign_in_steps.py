"""Sign-in by a code sent by mail: allauth's flow, behind the page and the API alike.

Changed in one thing: nobody is looked up before the code is right. So the way is the same for a known and an unknown
address, and a new person comes into being, with an address that is proven, only when the code comes back. Whoever has
a second factor is signed in when that was shown too; until then the session knows them by no right.
"""

from allauth.account.adapter import get_adapter
from allauth.account.internal.constants import LoginStageKey
from allauth.account.internal.flows.login import record_authentication
from allauth.account.internal.flows.login_by_code import LoginCodeVerificationProcess
from allauth.account.internal.stagekit import pop_login
from allauth.account.models import Login
from allauth.account.stages import LoginByCodeStage, LoginStage, LoginStageController
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.stages import AuthenticateStage
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from campus.base import clock, limits
from campus.base.errors import not_here
from campus.base.faults import Faults
from campus.custody.actions import address_proven

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
        waiting = cls(stage=stage).abort_if_invalid()
        if waiting is not None and limits.is_reached("wrong_mail_code", waiting._this_code):
            waiting.abort()
            return None
        return waiting

    @property
    def address(self) -> str:
        return self.state["email"]

    @property
    def _this_code(self) -> str:
        return f"{self.address} {self.code}"

    def record_invalid_attempt(self) -> bool:
        """One try less. Counted outside the session, too: of two requests in it the later one keeps its own count."""
        limits.spend("wrong_mail_code", self._this_code)
        return super().record_invalid_attempt()

    def send_by_email(self, email: str, skip_enumeration_mails: bool = False) -> None:
        get_adapter().send_mail(CODE_MAIL, email, {"code": self.generate_code()})

    def finish(self, redirect_url: str | None) -> HttpResponse:
        """The code was right: the person whose address it is, new or not, is signed in and led on."""
        self._user = address_proven(person=None, address=self.address, at=clock.now())
        return super().finish(redirect_url)

    def prove(self) -> None:
        """The code was right, and whose address it is is signed in here: a recent proof that it is them."""
        if self.address != self.request.user.email:
            raise not_here()
        pop_login(self.request)
        record_authentication(self.request, self.request.user, "code", email=self.address, reauthenticated=True)


class SecondFactorStage(AuthenticateStage):
    """The step after the mail, for whoever has a passkey or an app. Who signed in by a passkey took it already."""

    urlname = "second_factor"

    def handle(self) -> tuple[HttpResponse | None, bool]:
        return (redirect(self.urlname) if self._should_handle(self.request) else None), True

    def finish(self, factor: Authenticator) -> HttpResponse:
        """A factor was shown: they are signed in and led on."""
        post_authentication(self.request, factor)
        return self.exit()

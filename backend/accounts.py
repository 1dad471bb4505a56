"""The one adapter of allauth's accounts: what sign-in does beyond the code, and what pages and API ask of it."""

import time
import uuid
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.constants import LoginStageKey
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.stagekit import clear_login
from allauth.account.models import EmailAddress
from allauth.account.stages import LoginStage, LoginStageController
from allauth.core.internal.httpkit import is_headless_request
from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from backend import account_merge, devices
from backend.factors import has_factor
from backend.sessions import end_sessions
from backend.sign_in_records import forget_sign_in, sign_in_records
from backend.sign_in_steps import CODE_MAIL, SecondFactorStage, SignIn
from campus.base import clock
from campus.base.errors import NotAllowed
from campus.custody.actions import erase
from campus.membership.queries import addresses_of
from campus.outbox.actions import notify
from campus.outbox.sender import send_now
from campus.people.models import Merge, Person
from campus.people.queries import merged_with


class AccountAdapter(DefaultAccountAdapter):
    """The seam between allauth, the domain and the pages, which reach it by `get_adapter`."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "too_many_login_attempts": _("Too many codes that do not count. Wait five minutes, then try again."),
    }

    def begin_sign_in(self, request: HttpRequest, address: str) -> None:
        """Send a code to an address and wait for it in this session. Raises TooMany."""
        SignIn.begin(request, address)

    def pending_sign_in(self, request: HttpRequest) -> SignIn | None:
        """The sign-in that waits for its code in this session."""
        stage = LoginStageController.enter(request, LoginStageKey.LOGIN_BY_CODE.value)
        return SignIn.resume(stage) if stage else None

    def pending_second_factor(self, request: HttpRequest) -> LoginStage | None:
        """The step that waits for a second factor in this session."""
        return LoginStageController.enter(request, SecondFactorStage.key)

    def has_recent_proof(self, request: HttpRequest) -> bool:
        """Whether whoever is signed in lately showed that it is them: by a second factor, when they have one."""
        person, since = devices.who(request), time.time() - settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
        lately = [one["method"] for one in get_authentication_records(request, person) if one["at"] > since]
        return bool(lately) and ("mfa" in lately or not has_factor(person))

    def get_login_stages(self) -> list[str]:
        return ["allauth.account.stages.LoginByCodeStage", "backend.sign_in_steps.SecondFactorStage"]

    def post_login(self, request: HttpRequest, user: Person, **kwargs: Any) -> HttpResponse:
        with transaction.atomic():  # allauth writes the network address down; nobody ever reads it
            answer = super().post_login(request, user, **kwargs)
            devices.began(request, user, is_app=is_headless_request(request) == "app")
        return answer

    def logout(self, request: HttpRequest) -> None:
        key = request.session.session_key
        super().logout(request)
        devices.forget_session(key)

    def respond_user_inactive(self, request: HttpRequest, user: Person) -> HttpResponse:
        clear_login(request)
        raise NotAllowed("closed", _("This address cannot be used to sign in any more."))

    def sign_in_records(self, person: Person) -> dict[str, Any]:
        """What signing in keeps about `person`, for their copy of it."""
        return sign_in_records(person)

    def begin_merge(self, request: HttpRequest, person: Person, address: str) -> None:
        """Send a code to each of two addresses and wait for both in this session. Raises Conflict, TooMany."""
        account_merge.begin_merge(request, person, address)

    def pending_merge(self, request: HttpRequest, person: Person) -> account_merge.TwoCodes | None:
        """The merge that waits for its codes in this session."""
        return account_merge.pending_merge(request, person)

    def record_wrong_codes(self, request: HttpRequest, waiting: account_merge.TwoCodes) -> bool:
        return account_merge.record_wrong_codes(request, waiting)

    def finish_merge(self, request: HttpRequest, person: Person, waiting: account_merge.TwoCodes) -> Merge:
        return account_merge.finish_merge(request, person, waiting)

    @transaction.atomic
    def erase(self, person: Person) -> None:
        """Erase somebody who asks for it themself, and with them what sign-in keeps: factors, sessions."""
        addresses, rows = addresses_of(person), [person, *merged_with(person)]
        erase(by=person, at=clock.now())
        EmailAddress.objects.filter(Q(user__in=rows) | Q(email__in=addresses)).delete()
        for row in rows:
            forget_sign_in(row)
            end_sessions(person=row, addresses=addresses)

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

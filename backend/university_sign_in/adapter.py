"""The seam between allauth's sign-in with other accounts, the domain and the pages, which reach it by `get_adapter`."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, NoReturn

from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount, SocialApp
from allauth.socialaccount.providers.base.constants import AuthError, AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from requests import RequestException

from backend.university_sign_in.arrivals import Arrival
from backend.university_sign_in.oidc import OidcProvider
from backend.university_sign_in.saml import SamlProvider
from campus.base import clock
from campus.base.errors import NotAllowed, Unavailable, not_here
from campus.base.outbound import OutsideSession
from campus.base.sealing import unseal
from campus.custody.actions import account_proven, account_unlinked
from campus.directory.models import IdentityProvider
from campus.directory.queries import active_provider, active_providers
from campus.people.models import Person
from campus.people.queries import merged_with

CLASSES = {IdentityProvider.Protocol.OIDC.value: OidcProvider, IdentityProvider.Protocol.SAML.value: SamlProvider}

GOAL = "university_sign_in_goal"  # in the session: where somebody wanted to go who is on their way through a provider


@dataclass(frozen=True)
class LinkedAccount:
    """The account that somebody has at a university and signs in with here."""

    pk: int
    university: str
    linked_at: datetime


class UniversityAdapter(DefaultSocialAccountAdapter):
    """Providers are rows of the domain, which also decides who somebody is. allauth keeps the link and nothing else."""

    def begin(self, request: HttpRequest, slug: str, goal: str) -> HttpResponse:
        """Send the browser to the provider; `goal` is the page to lead to afterwards. Raises NotFound, Unavailable."""
        provider = self.get_provider(request, slug)
        request.session[GOAL] = goal
        try:
            return provider.redirect(request, AuthProcess.LOGIN, next_url=with_next("welcome", goal))
        except (OAuth2Error, RequestException) as error:
            raise Unavailable(
                "provider_unreachable",
                _("The sign-in of the university does not answer now. Sign in with a code by mail instead."),
            ) from error

    def get_provider(self, request: HttpRequest, provider: str, client_id: str | None = None) -> Any:
        """allauth's provider for an active row, by its slug. Raises NotFound."""
        row = active_provider(client_id or provider)
        return CLASSES[row.protocol](request, app=app_of(row))

    def list_apps(
        self, request: HttpRequest, provider: str | None = None, client_id: str | None = None
    ) -> list[SocialApp]:
        """allauth's view of the rows; `provider` is a slug or a protocol of allauth's."""
        apps = [app_of(row) for row in active_providers()]
        return [app for app in apps if provider in (None, app.provider, app.provider_id)]

    def get_requests_session(self) -> OutsideSession:
        """The issuer's addresses are entered by people: nothing but the public internet is asked."""
        return OutsideSession()

    @transaction.atomic
    def pre_social_login(self, request: HttpRequest, sociallogin: Arrival) -> None:
        """Find or make the person, and keep whose account it is. `sociallogin.user` is who used it before, if anybody.

        The account stays with the person it was first used by: after a merge it leads to who they are now.
        """
        provider = sociallogin.provider.app.row
        person = account_proven(
            provider=provider, person=sociallogin.user, statement=sociallogin.statement, at=clock.now()
        )
        account = sociallogin.account
        if account.pk is None:
            account, _made = SocialAccount.objects.get_or_create(
                provider=account.provider, uid=account.uid, defaults={"user": person}
            )
        sociallogin.account, sociallogin.user = account, person
        request.session.pop(GOAL, None)

    def accounts_of(self, person: Person) -> list[LinkedAccount]:
        """With which accounts `person` signs in, the first linked first."""
        rows = SocialAccount.objects.filter(user__in=[person, *merged_with(person)]).order_by("pk")
        providers = IdentityProvider.objects.select_related("university")
        names = {row.slug: row.university.name for row in providers.filter(slug__in=[row.provider for row in rows])}
        return [LinkedAccount(row.pk, names.get(row.provider, row.provider), row.date_joined) for row in rows]

    def account_of(self, person: Person, pk: int) -> LinkedAccount:
        """One of them. Raises NotFound."""
        found = next((account for account in self.accounts_of(person) if account.pk == pk), None)
        if found is None:
            raise not_here()
        return found

    @transaction.atomic
    def unlink(self, person: Person, pk: int) -> None:
        """Forget one of them, until somebody signs in with it again. Raises NotFound, Conflict."""
        account = self.account_of(person, pk)
        removed, _by_model = SocialAccount.objects.filter(pk=account.pk).delete()
        if removed:
            account_unlinked(by=person, university=account.university, at=clock.now())

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Any,
        error: str | None = None,
        exception: Exception | None = None,
        extra_context: Any = None,
    ) -> NoReturn:
        """Say it as a refusal of ours, not with allauth's page."""
        if error == AuthError.CANCELLED:
            raise NotAllowed("sign_in_cancelled", _("You turned back at the university. Nothing was changed."))
        raise not_taken()

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Arrival) -> bool:
        """Whoever arrives is somebody already."""
        return False


def app_of(row: IdentityProvider) -> SocialApp:
    """The row as allauth knows it: never saved."""
    app = SocialApp(
        provider="openid_connect" if row.protocol == IdentityProvider.Protocol.OIDC else "saml",
        provider_id=row.slug,
        name=row.label,
        client_id=row.client_id,
        secret=unseal(row.sealed_secret) if row.sealed_secret else "",
        settings={"server_url": row.issuer},
    )
    app.row = row
    return app


def with_next(page: str, goal: str) -> str:
    """The address of the page named so, from where the way leads on to `goal`."""
    return f"{reverse(page)}?{urlencode({'next': goal})}"


def not_taken() -> NotAllowed:
    """The one sentence for an answer that is not good, whatever is the matter with it."""
    return NotAllowed(
        "sign_in_failed",
        _("What the university answered could not be used. Try again from here, or sign in with a code by mail."),
    )

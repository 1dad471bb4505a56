"""OpenID Connect: allauth's code flow, with the checks of OpenID Connect Core 1.0, 3.1.3.7, that it leaves out.

The ID token's signature, issuer, audience, times and nonce are checked, and that the userinfo is of the same subject.
"""

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property
from typing import Any

import jwt
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialToken
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.utils import generate_code_challenge
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.core.cache import cache
from django.http import HttpRequest

from backend.university_sign_in.arrivals import Arrival, OfRow, arrival, our_address, stated
from campus.base.signing import same
from campus.directory.models import IdentityProvider

USUAL: Mapping[str, tuple[str, ...]] = {
    "email": ("email",),
    "name": ("name",),
    "affiliation": ("eduperson_affiliation", "eduperson_scoped_affiliation"),
    "student_number": (),
}
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
NEEDED = ("issuer", "authorization_endpoint", "token_endpoint", "jwks_uri")
SKEW = 60  # seconds by which clocks may differ
DISCOVERY_KEPT = 300  # seconds


class OidcAdapter(OpenIDConnectOAuth2Adapter):
    """One sign-in with one provider."""

    nonce = ""

    @property
    def row(self) -> IdentityProvider:
        return self.get_provider().app.row

    @cached_property
    def openid_config(self) -> dict[str, Any]:
        """What the issuer says of itself, kept for a few minutes. Raises OAuth2Error for what cannot be used."""
        key = f"oidc:{self.row.issuer}"
        config = cache.get(key)
        if config is None:
            config = _fetched(f"{self.row.issuer}/.well-known/openid-configuration")
            cache.set(key, config, DISCOVERY_KEPT)
        if any(not isinstance(config.get(name), str) for name in NEEDED):
            raise OAuth2Error("The configuration is not complete.")
        if config["issuer"].rstrip("/") != self.row.issuer:
            raise OAuth2Error("The configuration is of another issuer.")
        return config

    def get_callback_url(self, request: HttpRequest, app: Any) -> str:
        return our_address("openid_connect_callback", self.row)

    def get_access_token_data(
        self, request: HttpRequest, app: Any, client: Any, pkce_code_verifier: str | None = None
    ) -> Any:
        self.nonce = nonce_of(pkce_code_verifier or "")
        return super().get_access_token_data(request, app, client, pkce_code_verifier=pkce_code_verifier)

    def parse_token(self, data: Mapping[str, Any]) -> SocialToken:
        """Used for the userinfo, and kept nowhere."""
        return SocialToken(token=data["access_token"])

    def complete_login(self, request: HttpRequest, app: Any, token: SocialToken, **kwargs: Any) -> Arrival:
        """Who signed in. Raises OAuth2Error for an ID token that is missing, false, of somebody else or too old."""
        id_token = kwargs["response"].get("id_token")
        if not isinstance(id_token, str):
            raise OAuth2Error("There is no ID token.")
        claims = self._checked(id_token)
        claims |= self._userinfo(token.token, claims["sub"])
        statement = stated(lambda name: _texts(claims.get(name)), self.row, USUAL)
        if str(claims.get("email_verified", True)).lower() == "false":
            statement = replace(statement, address="")
        return arrival(self.get_provider(), claims["sub"], statement)

    def _checked(self, id_token: str) -> dict[str, Any]:
        try:
            claims = jwt.decode(
                id_token,
                self._key(jwt.get_unverified_header(id_token).get("kid")),
                algorithms=ALGORITHMS,
                audience=self.row.client_id,
                issuer=self.openid_config["issuer"],
                leeway=SKEW,
                options={"require": ["iss", "sub", "aud", "exp", "iat"]},
            )
        except jwt.PyJWTError as error:
            raise OAuth2Error("The ID token is not good.") from error
        if claims.get("azp", self.row.client_id) != self.row.client_id:
            raise OAuth2Error("The ID token was made for another client.")
        if not same(str(claims.get("nonce")), self.nonce):
            raise OAuth2Error("The ID token belongs to another sign-in.")
        return claims

    def _key(self, number: str | None) -> jwt.PyJWK:
        """The issuer's key of that number; of a single one the number may be left out."""
        keys = jwt.PyJWKSet.from_dict(_fetched(self.openid_config["jwks_uri"])).keys
        fitting = [key for key in keys if key.key_id == number] or (keys if number is None else [])
        if len(fitting) != 1:
            raise OAuth2Error("The ID token is signed with an unknown key.")
        return fitting[0]

    def _userinfo(self, access_token: str, subject: str) -> dict[str, Any]:
        address = self.openid_config.get("userinfo_endpoint")
        if not address:
            return {}
        said = _fetched(address, {"Authorization": f"Bearer {access_token}"})
        if said.get("sub") != subject:
            raise OAuth2Error("The userinfo is of somebody else.")
        return said


class OidcProvider(OfRow, OpenIDConnectProvider):
    """allauth's provider, with PKCE always, and a nonce that follows from its secret."""

    oauth2_adapter_class = OidcAdapter

    def get_pkce_params(self) -> dict[str, Any]:
        challenge = generate_code_challenge()
        return {**challenge, "nonce": nonce_of(challenge["code_verifier"])}


def nonce_of(code_verifier: str) -> str:
    """What the ID token has to repeat: only the browser's session, which keeps the verifier, can tell it."""
    digest = hashlib.sha256(f"nonce:{code_verifier}".encode()).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def _fetched(address: str, headers: dict[str, str] | None = None) -> dict[str, Any]:
    """The JSON object at an address. Raises RequestException, OAuth2Error for anything else."""
    with get_adapter().get_requests_session() as session:
        answer = session.get(address, headers=headers)
    answer.raise_for_status()
    said = answer.json()
    if answer.is_redirect or not isinstance(said, dict):
        raise OAuth2Error("The answer is not what it should be.")
    return said


def _texts(value: Any) -> list[str]:
    """The texts in a claim that holds one or several."""
    values = value if isinstance(value, list) else [value]
    return [text for text in values if isinstance(text, str)]

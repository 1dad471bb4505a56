"""SAML 2.0: python3-saml, with the checks of the Web Browser SSO profile (SAML Profiles 4.1.4) that it leaves to us.

Audience, recipient, request and end must stand in the assertion; that they agree where they do is not enough. And an
assertion is taken once.
"""

import hashlib
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from allauth.socialaccount.providers.saml.provider import SAMLProvider
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import load_pem_x509_certificates
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from lxml.etree import XMLSyntaxError
from onelogin.saml2.auth import OneLogin_Saml2_Auth
from onelogin.saml2.constants import OneLogin_Saml2_Constants as Constants
from onelogin.saml2.errors import OneLogin_Saml2_Error, OneLogin_Saml2_ValidationError
from onelogin.saml2.response import OneLogin_Saml2_Response
from onelogin.saml2.settings import OneLogin_Saml2_Settings
from onelogin.saml2.utils import OneLogin_Saml2_Utils

from backend.university_sign_in.arrivals import OfRow, our_address, stated
from campus.custody.actions import Statement
from campus.directory.models import IdentityProvider

CLAIMS = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims"
USUAL: Mapping[str, tuple[str, ...]] = {
    "email": ("urn:oid:0.9.2342.19200300.100.1.3", "mail", "email", f"{CLAIMS}/emailaddress"),
    "name": (
        "urn:oid:2.16.840.1.113730.3.1.241",
        "displayName",
        "http://schemas.microsoft.com/identity/claims/displayname",
    ),
    "affiliation": (
        "urn:oid:1.3.6.1.4.1.5923.1.1.1.1",
        "urn:oid:1.3.6.1.4.1.5923.1.1.1.9",
        "eduPersonAffiliation",
        "eduPersonScopedAffiliation",
    ),
    "student_number": (),
}
# Who somebody is for ever, best first; else the NameID, unless it is another one each time.
SUBJECT = (
    "urn:oasis:names:tc:SAML:attribute:subject-id",
    "urn:oasis:names:tc:SAML:attribute:pairwise-id",
    "urn:oid:1.3.6.1.4.1.5923.1.1.1.13",
)
REMEMBERED = 3600  # seconds beyond the end of an assertion, for clocks that differ
SECURITY = {
    "requestedAuthnContext": False,
    "rejectDeprecatedAlgorithm": True,
    "allowRepeatAttributeName": True,
    "allowSingleLabelDomains": True,
    "wantNameId": False,
    "wantAttributeStatement": False,
    "metadataValidUntil": "",
    "metadataCacheDuration": "",
}


class NotTakenError(Exception):
    """A response that is not good; says why, for the log."""


@dataclass(frozen=True)
class Said:
    """What a good response says: who it is there, the statement, and which request of ours it answers."""

    subject: str
    statement: Statement
    request: str


class SamlProvider(OfRow, SAMLProvider):
    """allauth's provider, asking and reading as above. Signing in begins here and never at the university."""

    def redirect(
        self, request: HttpRequest, process: str, next_url: str | None = None, data: Any = None, **kwargs: Any
    ) -> HttpResponse:
        auth = _auth(self.app.row)
        address = auth.login(return_to="")
        self.stash_redirect_state(request, process, next_url, data, state_id=auth.get_last_request_id(), **kwargs)
        return HttpResponseRedirect(address)

    def read(self, response: str) -> Said:
        """What the response says, base64 as it came. Raises NotTakenError; the second time, too."""
        row: IdentityProvider = self.app.row
        auth = _auth(row, response)
        try:
            auth.process_response()
        except (OneLogin_Saml2_Error, OneLogin_Saml2_ValidationError, XMLSyntaxError, ValueError) as error:
            raise NotTakenError(str(error)) from error
        if auth.get_errors() or not auth.is_authenticated():
            raise NotTakenError(auth.get_last_error_reason() or "")
        _take_once(row, auth)
        said = Said(_subject(row, auth), _statement(row, auth), auth.get_last_response_in_response_to())
        if not said.subject:
            raise NotTakenError("Nothing in it says lastingly who it is.")
        return said


class Response(OneLogin_Saml2_Response):
    """A response whose assertion says all that it has to say."""

    def is_valid(self, request_data: Any, request_id: str | None = None, raise_exceptions: bool = False) -> bool:
        if not super().is_valid(request_data, request_id, raise_exceptions):
            return False
        ours = self._settings.get_sp_data()
        if ours["entityId"] not in self.get_audiences():
            self._error = "The assertion names no audience."
        elif not any(self._confirms(data, ours["assertionConsumerService"]["url"]) for data in self._confirmations()):
            self._error = "The assertion does not say for whom, in answer to what and until when it is good."
        return self._error is None

    def _confirmations(self) -> list[Any]:
        bearer = f"/saml:Subject/saml:SubjectConfirmation[@Method='{Constants.CM_BEARER}']"
        return self._query_assertion(f"{bearer}/saml:SubjectConfirmationData")

    def _confirms(self, data: Any, recipient: str) -> bool:
        until, answered = data.get("NotOnOrAfter"), data.get("InResponseTo")
        return (
            data.get("Recipient") == recipient
            and bool(answered)
            and answered == self.get_in_response_to()
            and bool(until)
            and OneLogin_Saml2_Utils.parse_SAML_to_time(until) > time.time()
        )


class Auth(OneLogin_Saml2_Auth):
    response_class = Response


def metadata(row: IdentityProvider) -> bytes:
    """Our own metadata, for the university to read in: XML without an end."""
    text = OneLogin_Saml2_Settings(_config(row), sp_validation_only=True).get_sp_metadata()
    return text if isinstance(text, bytes) else text.encode()


def _auth(row: IdentityProvider, response: str = "") -> Auth:
    """python3-saml for one request; where we are follows from SITE_URL, never from the request."""
    here = urlsplit(our_address("saml_acs", row))
    asked = {
        "https": "on" if here.scheme == "https" else "off",
        "http_host": here.netloc,
        "script_name": "",
        "path_info": here.path,
        "get_data": {},
        "post_data": {"SAMLResponse": response},
    }
    return Auth(asked, _config(row))


def _config(row: IdentityProvider) -> dict[str, Any]:
    certificates = [
        one.public_bytes(Encoding.PEM).decode() for one in load_pem_x509_certificates(row.certificate.encode())
    ]
    return {
        "strict": True,
        "security": SECURITY,
        "sp": {
            "entityId": our_address("saml_metadata", row),
            "assertionConsumerService": {"url": our_address("saml_acs", row), "binding": Constants.BINDING_HTTP_POST},
        },
        "idp": {
            "entityId": row.entity_id,
            "singleSignOnService": {"url": row.sso_url, "binding": Constants.BINDING_HTTP_REDIRECT},
            "x509certMulti": {"signing": certificates},
        },
    }


def _take_once(row: IdentityProvider, auth: Auth) -> None:
    """Remember the assertion until it is no good any more."""
    digest = hashlib.sha256(f"{row.pk}:{auth.get_last_assertion_id()}".encode()).hexdigest()
    until = auth.get_last_assertion_not_on_or_after() or 0
    seconds = max(until - time.time(), 0) + REMEMBERED
    if not cache.add(f"saml:{digest}", True, timeout=seconds):
        raise NotTakenError("The assertion was used before.")


def _values(auth: Auth, name: str) -> list[str]:
    """What an attribute of that name says; else one of that friendly name."""
    found = auth.get_attributes().get(name) or auth.get_friendlyname_attributes().get(name) or []
    return [value for value in found if isinstance(value, str)]


def _statement(row: IdentityProvider, auth: Auth) -> Statement:
    return stated(lambda name: _values(auth, name), row, USUAL)


def _subject(row: IdentityProvider, auth: Auth) -> str:
    names = (row.attributes["subject"],) if row.attributes.get("subject") else SUBJECT
    for name in names:
        for value in _values(auth, name):
            return f"{name} {value}"
    if auth.get_nameid_format() == Constants.NAMEID_TRANSIENT or not auth.get_nameid():
        return ""
    return f"NameID {auth.get_nameid()}"

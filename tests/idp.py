"""Providers of a university: an OpenID provider that nobody here wrote, on this machine, and one that answers SAML."""

import base64
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import requests
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from django.test import Client
from onelogin.saml2.constants import OneLogin_Saml2_Constants as Constants
from onelogin.saml2.utils import OneLogin_Saml2_Utils as Utils

from campus.base.sealing import seal
from campus.directory.models import IdentityProvider, University, UniversityDomain
from tests.factories import NOW

# What the library and those below it say of their own future.
OF_THE_PROVIDER = (
    "ignore::authlib.deprecate.AuthlibDeprecationWarning",
    "ignore:get_jwt_config.* is deprecated:DeprecationWarning",
)
ENTITY = "https://idp.karura.example/saml"


def confirm(university: University) -> None:
    """Operators confirmed all its domains."""
    UniversityDomain.objects.filter(university=university).update(confirmed_at=NOW)


def oidc_row(university: University, issuer: str, **fields: Any) -> IdentityProvider:
    return IdentityProvider.objects.create(
        university=university,
        protocol="oidc",
        slug=university.slug,
        label="Karura account",
        is_active=True,
        issuer=issuer,
        client_id="campus",
        sealed_secret=seal("a secret"),
        created_at=NOW,
        **fields,
    )


def saml_row(university: University, certificate: str = "") -> IdentityProvider:
    return IdentityProvider.objects.create(
        university=university,
        protocol="saml",
        slug=university.slug,
        label="Karura account",
        is_active=True,
        entity_id=ENTITY,
        sso_url=f"{ENTITY}/sso",
        certificate=certificate or key_and_certificate()[1],
        created_at=NOW,
    )


@dataclass
class OpenIdProvider:
    """The library oidc-provider-mock, listening; whoever is told to it may sign in."""

    issuer: str

    def tell(self, subject: str, **claims: Any) -> None:
        """Whom it knows as `subject`, and what it says of them; `aud`, `exp` and the like stand in the ID token."""
        requests.put(f"{self.issuer}/users/{subject}", json=claims, timeout=5).raise_for_status()

    def answer(self, client: Client, subject: str, slug: str = "karura", **asked: Any) -> str:
        """Begin in the browser, sign in there as `subject`; the address that leads back here."""
        there = client.post(f"/sign-in/university/{slug}/", asked)["Location"]
        back = requests.post(there, data={"sub": subject}, allow_redirects=False, timeout=5).headers["Location"]
        return back.removeprefix("http://testserver")

    def sign_in(self, client: Client, subject: str, **asked: Any) -> Any:
        return welcomed(client, client.get(self.answer(client, subject, **asked)))


def welcomed(client: Client, answer: Any) -> Any:
    """Through our page that welcomes, when the way leads there; else the answer."""
    return client.get(answer["Location"]) if answer["Location"].startswith("/sign-in/welcome/") else answer


@contextmanager
def listening() -> Iterator[OpenIdProvider]:
    """On a free port of this machine. Imported here: the library warns of its own future, which a test has to allow."""
    import oidc_provider_mock

    with oidc_provider_mock.run_server_in_thread() as server:
        yield OpenIdProvider(f"http://localhost:{server.server_port}")


def key_and_certificate() -> tuple[str, str]:
    """A new key with its own certificate, as PEM."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "idp.karura.example")])
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    begin = datetime(2026, 1, 1, tzinfo=UTC)
    dated = builder.serial_number(7).not_valid_before(begin).not_valid_after(begin + timedelta(days=3650))
    certificate = dated.sign(key, hashes.SHA256())
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return private.decode(), certificate.public_bytes(Encoding.PEM).decode()


@dataclass
class SamlProvider:
    """Answers what python3-saml asks; each part of the answer can be put wrong."""

    university: University
    key: str
    certificate: str
    row: IdentityProvider = field(init=False)

    def __post_init__(self) -> None:
        self.row = saml_row(self.university, self.certificate)

    @property
    def acs(self) -> str:
        return f"http://testserver/sign-in/university/{self.row.slug}/acs/"

    def asked(self, client: Client) -> str:
        """Begin in the browser; the number of the request that the university gets."""
        there = client.post(f"/sign-in/university/{self.row.slug}/")["Location"]
        request = Utils.decode_base64_and_inflate(parse_qs(urlsplit(there).query)["SAMLRequest"][0]).decode()
        return request.partition('ID="')[2].partition('"')[0]

    def response(self, request: str, *, email: str = "amina@karura.example", **wrong: Any) -> str:
        """A response to the request, as it is posted."""
        assertion = _assertion(request, email, self.acs, **{k: v for k, v in wrong.items() if k not in SIGNING})
        if wrong.get("signed", "assertion") == "assertion":
            assertion = self._sign(assertion, wrong)
        text = (
            f'<samlp:Response xmlns:samlp="{Constants.NS_SAMLP}" xmlns:saml="{Constants.NS_SAML}" ID="_r-{request}" '
            f'Version="2.0" IssueInstant="{_moment(0)}" Destination="{self.acs}" InResponseTo="{request}">'
            f"<saml:Issuer>{ENTITY}</saml:Issuer><samlp:Status><samlp:StatusCode Value="
            f'"{Constants.STATUS_SUCCESS}"/></samlp:Status>{assertion}</samlp:Response>'
        )
        if wrong.get("signed") == "response":
            text = self._sign(text, wrong)
        return base64.b64encode(text.encode()).decode()

    def _sign(self, text: str, wrong: dict[str, Any]) -> str:
        key, certificate = wrong.get("by", (self.key, self.certificate))
        algorithm, digest = Constants.RSA_SHA256, Constants.SHA256
        return Utils.add_sign(text, key, certificate, sign_algorithm=algorithm, digest_algorithm=digest).decode()

    def post(self, client: Client, response: str) -> Any:
        """Bring the response back in this browser, up to where it leads in the end."""
        answer = client.post(self.acs.removeprefix("http://testserver"), {"SAMLResponse": response})
        if "/finish/" in answer["Location"] or "/refused/" in answer["Location"]:
            answer = client.get(answer["Location"])
        return welcomed(client, answer)

    def sign_in(self, client: Client, **said: Any) -> Any:
        return self.post(client, self.response(self.asked(client), **said))


SIGNING = ("signed", "by")


def _assertion(
    request: str,
    email: str,
    recipient: str,
    *,
    audience: str = "http://testserver/sign-in/university/karura/metadata/",
    minutes: int = 5,
    answers: str | None = None,
    subject: str = "amina-1",
    affiliation: tuple[str, ...] = ("student", "member"),
    number: str = "",
) -> str:
    answered = request if answers is None else answers
    for_request = f'InResponseTo="{answered}" ' if answered else ""
    for_whom = f"<saml:AudienceRestriction><saml:Audience>{audience}</saml:Audience></saml:AudienceRestriction>"
    said = {
        "urn:oasis:names:tc:SAML:attribute:subject-id": (f"{subject}@karura.example",),
        "urn:oid:0.9.2342.19200300.100.1.3": (email,) if email else (),
        "urn:oid:1.3.6.1.4.1.5923.1.1.1.1": affiliation,
        "studentNumber": (number,) if number else (),
    }
    attributes = "".join(
        f'<saml:Attribute Name="{name}">'
        + "".join(f"<saml:AttributeValue>{value}</saml:AttributeValue>" for value in values)
        + "</saml:Attribute>"
        for name, values in said.items()
        if values
    )
    return (
        f'<saml:Assertion xmlns:saml="{Constants.NS_SAML}" ID="_a-{request}" Version="2.0" '
        f'IssueInstant="{_moment(0)}"><saml:Issuer>{ENTITY}</saml:Issuer><saml:Subject>'
        f'<saml:NameID Format="{Constants.NAMEID_TRANSIENT}">_once</saml:NameID>'
        f'<saml:SubjectConfirmation Method="{Constants.CM_BEARER}"><saml:SubjectConfirmationData {for_request}'
        f'Recipient="{recipient}" NotOnOrAfter="{_moment(minutes)}"/></saml:SubjectConfirmation></saml:Subject>'
        f'<saml:Conditions NotBefore="{_moment(-10)}" NotOnOrAfter="{_moment(minutes)}">'
        f"{for_whom if audience else ''}</saml:Conditions>"
        f'<saml:AuthnStatement AuthnInstant="{_moment(0)}"><saml:AuthnContext><saml:AuthnContextClassRef>'
        f"{Constants.AC_UNSPECIFIED}</saml:AuthnContextClassRef></saml:AuthnContext></saml:AuthnStatement>"
        f"<saml:AttributeStatement>{attributes}</saml:AttributeStatement></saml:Assertion>"
    )


def _moment(minutes: int) -> str:
    return (datetime.now(UTC) + timedelta(minutes=minutes)).strftime("%Y-%m-%dT%H:%M:%SZ")

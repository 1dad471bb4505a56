"""What a visitor's own browser keeps, so that it is counted once and can see its receipts again.

Two cookies, both HttpOnly: a random secret, from which the keys at each occurrence are derived, and what this browser
itself entered. Neither says anything that this browser did not enter.
"""

from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from secrets import token_urlsafe

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from campus.activities.models import Occurrence
from campus.base.signing import keyed_hash
from campus.checkin.actions import Browser

SECRET_COOKIE = "campus_browser"  # noqa: S105 - the cookie's name, not a secret
RECEIPTS_COOKIE = "campus_receipts"
RECEIPTS_KEPT = 6
KEPT_FOR = timedelta(days=180)


@dataclass(frozen=True)
class Receipt:
    """What this browser did at one occurrence; `at` is an ISO instant in UTC, `again` says it was counted before."""

    occurrence: int
    how: str
    name: str
    at: str
    again: bool

    @classmethod
    def of(cls, occurrence: Occurrence, *, how: str, name: str, since: datetime, again: bool) -> "Receipt":
        at = since.astimezone(UTC).isoformat(timespec="seconds")
        return cls(occurrence=occurrence.pk, how=how, name=name, at=at, again=again)

    @property
    def instant(self) -> datetime:
        return datetime.fromisoformat(self.at)

    @property
    def called(self) -> str:
        """The first word of the name that was entered here."""
        return self.name.split()[0] if self.name.split() else ""


def secret_of(request: HttpRequest) -> str:
    """The browser's secret; a new one when it has none yet."""
    return request.COOKIES.get(SECRET_COOKIE) or token_urlsafe(24)


def browser_at(secret: str, occurrence: int) -> Browser:
    """What the domain needs to know of a browser at one occurrence."""
    return Browser(secret=secret, receipt=keyed_hash("receipt", secret, str(occurrence)))


def receipts_of(request: HttpRequest) -> list[Receipt]:
    """The receipts this browser holds, newest first."""
    raw = request.COOKIES.get(RECEIPTS_COOKIE, "")
    try:
        return [Receipt(**row) for row in signing.loads(raw, salt=RECEIPTS_COOKIE, max_age=KEPT_FOR)]
    except (signing.BadSignature, TypeError):
        return []


def receipt_for(request: HttpRequest, occurrence: int) -> Receipt | None:
    """This browser's receipt at one occurrence."""
    return next((receipt for receipt in receipts_of(request) if receipt.occurrence == occurrence), None)


def remember(request: HttpRequest, response: HttpResponse, receipt: Receipt) -> None:
    """Keep a receipt in the browser, in place of an older one for the same occurrence."""
    others = [kept for kept in receipts_of(request) if kept.occurrence != receipt.occurrence]
    _keep(response, [receipt, *others])


def forget(request: HttpRequest, response: HttpResponse, occurrence: int) -> None:
    """Take the receipt of one occurrence out of the browser."""
    _keep(response, [kept for kept in receipts_of(request) if kept.occurrence != occurrence])


def keep_secret(request: HttpRequest, response: HttpResponse, secret: str) -> None:
    """Give the browser its secret, unless it holds it already."""
    if request.COOKIES.get(SECRET_COOKIE) != secret:
        _set(response, SECRET_COOKIE, secret)


def _keep(response: HttpResponse, receipts: list[Receipt]) -> None:
    rows = [asdict(receipt) for receipt in receipts[:RECEIPTS_KEPT]]
    _set(response, RECEIPTS_COOKIE, signing.dumps(rows, salt=RECEIPTS_COOKIE))


def _set(response: HttpResponse, name: str, value: str) -> None:
    response.set_cookie(
        name, value, max_age=KEPT_FOR, httponly=True, secure=settings.SECURE, samesite="Lax"
    )

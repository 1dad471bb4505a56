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
from campus.base.text import address_key
from campus.checkin.actions import Browser

SECRET_COOKIE = "campus_browser"  # noqa: S105 - the cookie's name, not a secret
RECEIPTS_COOKIE = "campus_receipts"
RECEIPTS_KEPT = 6
LARGEST_COOKIE = 3500  # bytes; browsers drop what is larger than 4096 with its name and attributes
LONGEST_CALL = 40  # characters of a name
KEPT_FOR = timedelta(days=180)


@dataclass(frozen=True)
class Receipt:
    """What this browser did at one occurrence.

    `how` is signed_in, typed or anonymous. `called` is the first word of the name, `address` a keyed hash of the
    address or student number that was typed, `at` an ISO instant in UTC. `again` says that it was counted before,
    `is_first` that a signed-in person had never been in the society.
    """

    occurrence: int
    how: str
    at: str
    called: str = ""
    address: str = ""
    again: bool = False
    is_first: bool = False

    @property
    def instant(self) -> datetime:
        return datetime.fromisoformat(self.at)


def receipt_of(
    occurrence: Occurrence,
    *,
    how: str,
    since: datetime,
    name: str = "",
    address: str = "",
    again: bool = False,
    is_first: bool = False,
) -> Receipt:
    """The receipt of a check-in; of the name it keeps what one is called by, of the address a hash."""
    return Receipt(
        occurrence=occurrence.pk,
        how=how,
        at=since.astimezone(UTC).isoformat(timespec="seconds"),
        called=(name.split() or [""])[0][:LONGEST_CALL],
        address=keyed_hash("receipt address", address_key(address))[:16] if address else "",
        again=again,
        is_first=is_first,
    )


def secret_of(request: HttpRequest) -> str:
    """The browser's secret; a new one when it has none yet."""
    return request.COOKIES.get(SECRET_COOKIE) or token_urlsafe(24)


def browser_at(secret: str, occurrence: int) -> Browser:
    """What the domain needs to know of a browser at one occurrence."""
    return Browser(secret=secret, receipt=keyed_hash("receipt", secret, str(occurrence)))


def receipts_of(request: HttpRequest) -> list[Receipt]:
    """The receipts this browser holds, newest first; none when it holds something that we did not sign."""
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
    """Keep as many of the newest as fit: a name in emoji takes twelve bytes a sign."""
    kept = receipts[:RECEIPTS_KEPT]
    while len(value := signing.dumps([asdict(receipt) for receipt in kept], salt=RECEIPTS_COOKIE)) > LARGEST_COOKIE:
        kept.pop()
    _set(response, RECEIPTS_COOKIE, value)


def _set(response: HttpResponse, name: str, value: str) -> None:
    response.set_cookie(name, value, max_age=KEPT_FOR, httponly=True, secure=settings.SECURE, samesite="Lax")

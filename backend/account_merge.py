"""Two accounts of one owner become one: a code by mail to each address, both typed in the browser that asked.

Until both codes are right nothing is looked up: the way is the same for an address that is known and one that is not.
"""

import time
import uuid
from dataclasses import asdict, dataclass

from allauth.core.internal.cryptokit import compare_user_code, generate_user_code
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import get_language

from campus.base import clock, limits
from campus.base.faults import Faults
from campus.custody.actions import refuse_own_address, take_address
from campus.outbox.actions import notify
from campus.outbox.sender import send_now
from campus.people.models import Merge, Person

KEY = "account_merge"
TRIES = 3


@dataclass
class TwoCodes:
    """What waits in a session: for whom, the other address, the two codes, until when, and how many tries are left."""

    person: int
    address: str
    own_code: str
    other_code: str
    until: float
    tries: int = TRIES

    @property
    def counted_as(self) -> str:
        """Under what wrong tries are counted outside the session, in which two requests may race."""
        return f"{self.address} {self.own_code} {self.other_code}"

    def are(self, own: str, other: str) -> bool:
        """Whether both codes are those that were sent; both are compared, whatever the first one is."""
        rights = (
            compare_user_code(actual=own, expected=self.own_code),
            compare_user_code(actual=other, expected=self.other_code),
        )
        return all(rights)


def begin_merge(request: HttpRequest, person: Person, address: str) -> None:
    """Send a code to the person and one to `address`, whosever it is.

    Raises Invalid for what is no address, Conflict for one that is theirs already, TooMany.
    """
    faults = Faults()
    address = faults.address("email", address)
    faults.refuse()
    refuse_own_address(by=person, address=address)
    limits.spend("sign_in_mail_from", request.META["REMOTE_ADDR"])
    for recipient in (str(person.email), address):
        limits.spend("sign_in_mail_to_address", recipient)
    until = time.time() + settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT
    waiting = TwoCodes(person.pk, address, generate_user_code(), generate_user_code(), until)
    _send(waiting.own_code, person=person)
    _send(waiting.other_code, address=address)
    request.session[KEY] = asdict(waiting)


def pending_merge(request: HttpRequest, person: Person) -> TwoCodes | None:
    """What waits for its codes in this session, for this person; None when its time is over."""
    kept = request.session.get(KEY)
    waiting = TwoCodes(**kept) if kept else None
    is_over = waiting is None or waiting.person != person.pk or waiting.until < time.time()
    if waiting is None or is_over or limits.is_reached("wrong_mail_code", waiting.counted_as):
        request.session.pop(KEY, None)
        return None
    return waiting


def record_wrong_codes(request: HttpRequest, waiting: TwoCodes) -> bool:
    """One try less; False when it was the last and nothing waits any more."""
    limits.spend("wrong_mail_code", waiting.counted_as)
    waiting.tries -= 1
    if waiting.tries <= 0:
        request.session.pop(KEY, None)
        return False
    request.session[KEY] = asdict(waiting)
    return True


def finish_merge(request: HttpRequest, person: Person, waiting: TwoCodes) -> Merge:
    """Both codes were right. Raises Conflict for an account that asks for a second step."""
    request.session.pop(KEY, None)
    return take_address(by=person, address=waiting.address, at=clock.now())


def _send(code: str, *, person: Person | None = None, address: str = "") -> None:
    subject_key, at = str(uuid.uuid4()), clock.now()
    notify(
        kind="merge_code",
        subject_key=subject_key,
        person=person,
        address=address,
        context={"code": code, "minutes": settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT // 60},
        language=get_language() or "",
        at=at,
    )
    transaction.on_commit(lambda: send_now(kind="merge_code", subject_key=subject_key, at=at))

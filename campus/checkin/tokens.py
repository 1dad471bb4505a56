"""The link "not me" in the mail to the owner of a typed address: signed, about one person and one local day."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.core import signing

from campus.base.errors import not_here
from campus.directory.models import University
from campus.people.models import Person

GOOD_FOR = timedelta(days=60)
_SALT = "campus.not_me"


@dataclass(frozen=True)
class CountedDay:
    """Somebody was counted at a university on a local date by an address they may not have typed."""

    person: UUID
    university: int
    day: date


def not_me_token(*, person: Person, university: University, day: date) -> str:
    """The token of a link; it names no address, for links end up in logs."""
    return signing.dumps([str(person.key), university.pk, day.isoformat()], salt=_SALT)


def read_not_me_token(token: str) -> CountedDay:
    """What a token is about. Raises NotFound for one that is not ours, or older than 60 days."""
    try:
        person, university, day = signing.loads(token, salt=_SALT, max_age=GOOD_FOR)
    except signing.BadSignature as error:
        raise not_here() from error
    return CountedDay(person=UUID(person), university=university, day=date.fromisoformat(day))

"""Follow a society, a series or an observance, and stop it.

The row is itself the record; when it goes, nothing says any more what somebody once followed.
"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from campus.activities.models import Follow, Observance, Series
from campus.activities.rules import may_see_series
from campus.base.errors import NotAllowed, not_here
from campus.directory.models import Society
from campus.directory.rules import may_see
from campus.membership.rules import refuse_blocked
from campus.people.locking import lock_standing
from campus.people.models import Person

Followed = Society | Series | Observance


@transaction.atomic
def follow(*, by: Person, thing: Followed, at: datetime) -> Follow:
    """Hear of it, and have it in one's own calendar, from now on. Twice is once.

    Raises NotFound for what one may not see, Conflict in a society that blocked the person.
    """
    by = lock_standing(by)
    if not by.is_proven:
        raise NotAllowed("sign_in_first", _("Sign in first, then follow."))
    _refuse_unseen(by, thing, at)
    found = Follow.objects.filter(person=by, **_target(thing)).first()
    if found is not None:
        return found
    society = _society_of(thing)
    if society is not None:
        refuse_blocked(by, society)
    university = society.university_id if society else None
    return Follow.objects.create(person=by, university_id=university, since=at, **_target(thing))


@transaction.atomic
def unfollow(*, by: Person, thing: Followed, at: datetime) -> None:
    """Hear of it no more; also of what is hidden by now. Who does not follow it goes on not following."""
    Follow.objects.filter(person=lock_standing(by), **_target(thing)).delete()


def _target(thing: Followed) -> dict[str, Followed]:
    return {type(thing).__name__.casefold(): thing}


def _society_of(thing: Followed) -> Society | None:
    if isinstance(thing, Series):
        return thing.society
    return thing if isinstance(thing, Society) else None


def _refuse_unseen(by: Person, thing: Followed, at: datetime) -> None:
    if isinstance(thing, Series) and not may_see_series(by, thing, at):
        raise not_here()
    if isinstance(thing, Society) and not may_see(by, thing, at):
        raise not_here()

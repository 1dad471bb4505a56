"""Join a society and leave it."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from campus.base import clock
from campus.base.errors import Conflict, NotAllowed, not_here
from campus.base.rows import locked
from campus.directory import rules
from campus.directory.models import Society
from campus.membership.actions.news import want_news, want_no_news
from campus.membership.models import Membership
from campus.membership.rules import refuse_blocked
from campus.people.audit import record
from campus.people.locking import lock_standing
from campus.people.models import Person


@transaction.atomic
def join(*, by: Person, society: Society, at: datetime, news: bool = False) -> Membership:
    """Become a member from today on, local to the university. Joining twice is joining once.

    With `news` the society may write to them: asked beside the button, and off unless they choose it.
    """
    by = lock_standing(by)  # perhaps merged into another, or erased, in this very moment
    if not by.is_proven:
        raise NotAllowed("sign_in_first", _("Sign in first, then join."))
    society = locked(society)
    if not rules.may_see(by, society, at):
        raise not_here()
    standing = society.memberships.filter(person=by, left_on__isnull=True).first()
    if standing is not None:
        if news:
            want_news(by=by, society=society, where="join", at=at)
        return standing
    refuse_blocked(by, society)
    if not rules.is_open(society):
        raise Conflict("society_not_open", _("%(society)s takes no members now.") % {"society": society.name})
    membership = Membership.objects.create(
        university=society.university,
        society=society,
        person=by,
        joined_on=clock.today(society.university.zone, at),
        joined_at=at,
    )
    _record("society_joined", membership, at)
    if news:
        want_news(by=by, society=society, where="join", at=at)
    return membership


@transaction.atomic
def leave(*, by: Person, society: Society, at: datetime) -> Membership | None:
    """Stop being a member: today is no member's day any more. Whoever is none stays none, and gets None.

    Who leaves gets no news any more.
    """
    by = lock_standing(by)
    society = locked(society)
    standing = society.memberships.filter(person=by, left_on__isnull=True).first()
    if standing is None:
        if not rules.may_see(by, society, at):
            raise not_here()
        return None
    standing.left_on = max(standing.joined_on, clock.today(society.university.zone, at))
    standing.save()
    _record("society_left", standing, at)
    want_no_news(by=by, society=society, at=at)
    return standing


def _record(verb: str, membership: Membership, at: datetime) -> None:
    record(
        verb=verb,
        object=f"membership:{membership.pk}",
        by=membership.person,
        at=at,
        university=membership.university_id,
        society=membership.society_id,
    )

"""News of a society: wanted, and wanted no more."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from campus.base.errors import Conflict, not_here
from campus.directory import rules
from campus.directory.models import Society
from campus.membership.news import VERSION, news_subject, news_topic
from campus.membership.rules import refuse_blocked
from campus.outbox.actions import take_mail_again
from campus.people.actions import give_consent, withdraw_consent
from campus.people.locking import lock_standing
from campus.people.models import Consent, Person
from campus.people.queries import merged_with


@transaction.atomic
def want_news(*, by: Person, society: Society, where: str, at: datetime) -> Consent:
    """Let a society write to `by`; `where` says on which page they were asked. Twice is once.

    For somebody whose address is not proven it sleeps until it is. Mail of it that they stopped comes again.
    """
    by = lock_standing(by)
    if not rules.may_see(by, society, at):
        raise not_here()
    refuse_blocked(by, society)
    if not rules.is_open(society):
        raise Conflict("society_not_open", _("%(society)s is closed at the moment.") % {"society": society.name})
    take_mail_again(person=by, topic=news_topic(society))
    return give_consent(
        person=by,
        kind=Consent.Kind.NEWS,
        version=VERSION,
        subject=news_subject(society),
        where=where,
        at=at,
        university=society.university_id,
        society=society.pk,
    )


@transaction.atomic
def want_no_news(*, by: Person, society: Society, at: datetime) -> None:
    """Take that back; whoever agreed to nothing does nothing."""
    by = lock_standing(by)
    standing = Consent.objects.filter(
        kind=Consent.Kind.NEWS, subject=news_subject(society), withdrawn_at__isnull=True
    ).order_by("pk")
    for consent in standing.filter(person=by):
        withdraw_consent(by=by, consent=consent, at=at)
    # What a row merged into theirs says too would stand again on the day when the merge is undone.
    standing.filter(person__in=merged_with(by)).update(withdrawn_at=at)

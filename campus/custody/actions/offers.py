"""Officers think that visits of an unproven person are those of a proven one, who says yes or no."""

from datetime import datetime

from django.db import transaction

from campus.base import limits
from campus.base.errors import not_here
from campus.base.links import absolute
from campus.checkin.actions.receipts import end_receipts
from campus.custody import rules
from campus.custody.actions.merging import refuse_known_elsewhere
from campus.custody.merging import locked_pair, merge_rows
from campus.custody.queries import offers_for
from campus.directory.models import Society
from campus.membership.models import MergeOffer
from campus.outbox.actions import notify
from campus.people import audit
from campus.people.models import Merge, Person


@transaction.atomic
def offer_merge(*, by: Person, society: Society, unproven: Person, proven: Person, at: datetime) -> MergeOffer:
    """Ask `proven`, by mail and on their page, whether the visits of `unproven` are theirs. Asking again asks once.

    For officers who see names. Raises NotFound for strangers and for somebody who was never there, NotAllowed for an
    unproven person who was elsewhere too, TooMany.
    """
    if not rules.may_merge_in(by, society, at) or not rules.known_in(society).filter(pk=proven.pk).exists():
        raise not_here()
    refuse_known_elsewhere(society, unproven)
    offer, is_new = MergeOffer.objects.get_or_create(
        society=society,
        unproven=unproven,
        proven=proven,
        defaults={"university": society.university, "at": at, "by": by},
    )
    if is_new:
        limits.spend("merge_offer", str(society.pk))
        context = {"society": society.name, "link": absolute("/me/")}
        notify(kind="merge_offered", person=proven, subject_key=f"offer:{offer.pk}", context=context, at=at)
        _record("merge_offered", offer, by=by, at=at)
    return offer


@transaction.atomic
def answer_merge_offer(*, by: Person, offer: MergeOffer, is_me: bool, at: datetime) -> Merge | None:
    """Say whether the visits are one's own: yes takes them over, no leaves everything as it is.

    After a yes no browser that got a receipt for them can take one back any more. Raises NotFound for somebody else's
    offer and for one that was answered, NotAllowed when the unproven person was elsewhere too since.
    """
    offer = offers_for(by).filter(pk=offer.pk).first() or _not_here()
    if not is_me:
        answered = MergeOffer.objects.filter(pk=offer.pk, accepted_at__isnull=True, declined_at__isnull=True)
        if answered.update(declined_at=at):
            _record("merge_declined", offer, by=by, at=at)
        return None
    kept, gone = locked_pair(by, offer.unproven)
    if offer.by_id is not None:  # else nobody thinks so: their university says the student number is theirs
        refuse_known_elsewhere(offer.society, gone)
    MergeOffer.objects.filter(pk=offer.pk).update(accepted_at=at, declined_at=None)
    end_receipts([gone])
    return merge_rows(kept, gone, by=by, at=at, verb="accounts_merged")


def _not_here() -> MergeOffer:
    raise not_here()


def _record(verb: str, offer: MergeOffer, *, by: Person, at: datetime) -> None:
    audit.record(
        verb=verb,
        object=f"merge_offer:{offer.pk}",
        by=by,
        at=at,
        university=offer.university_id,
        society=offer.society_id,
    )

"""Two persons turn out to be one; and, for 30 days, that they are two after all."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from campus.base.errors import Conflict, NotAllowed, not_here
from campus.custody import rules
from campus.custody.areas import AREAS
from campus.custody.merging import locked_pair, merge_rows, record_merge
from campus.custody.queries import UNDO_FOR, undecided_persons
from campus.directory.models import Society
from campus.membership.models import MergeOffer
from campus.people.locking import lock_named
from campus.people.models import Merge, Person


@transaction.atomic
def merge(*, by: Person, survivor: Person, other: Person, at: datetime, society: Society | None = None) -> Merge:
    """Make `other` and `survivor` one person.

    Officers of a `society` may do so with two unproven persons of whom everything lies in their society. Without one
    `by` is the survivor, and `other` an unproven person known by addresses of theirs only, or one about whom they said
    yes to an officer's offer. Somebody else's account goes another way: `take_address`. Raises NotFound for strangers,
    Conflict when the two cannot become one.
    """
    if society is not None and not rules.may_merge_in(by, society, at):
        raise not_here()
    kept, gone = locked_pair(survivor, other)
    if society is not None:
        refuse_known_elsewhere(society, kept, gone)
    elif kept.pk != by.pk or not _is_theirs(gone, kept):
        raise not_here()
    return merge_rows(
        kept, gone, by=by, at=at, verb="persons_merged" if society else "accounts_merged", society=society
    )


@transaction.atomic
def unmerge(*, by: Person, merge: Merge, at: datetime) -> Merge:
    """Make two of one again: what the merge moved goes back by number, whatever came after it stays.

    Again changes nothing. Raises NotFound for whoever may not, Conflict after 30 days, after an erasure, and while a
    later merge of the same person stands: what that one moved hangs on this one.
    """
    society = Society.objects.filter(pk=merge.society_id).first() if merge.society_id else None
    if not rules.may_undo(by, merge, society, at):
        raise not_here()
    persons = {person.pk: person for person in lock_named(lambda: _concerned(merge))}
    merge = Merge.objects.select_for_update().get(pk=merge.pk)
    if merge.undone_at is not None:
        return merge
    _refuse_late(merge, at)
    kept, gone = persons[merge.survivor_id], persons[merge.other_id]
    for area in AREAS:
        area.unmerge(kept, gone, merge.moved.get(area.name, {}), at)
    merge.undone_at, merge.undone_by, merge.moved = at, by, {}
    merge.save(update_fields=["undone_at", "undone_by", "moved"])
    record_merge(merge, "merge_undone" if society else "accounts_parted", by=by, at=at, society=society)
    return merge


def refuse_known_elsewhere(society: Society, *persons: Person) -> None:
    """Raise NotAllowed unless all of these are unproven and everything of them lies in the society."""
    here = rules.only_known_in(society).filter(pk__in=[person.pk for person in persons])
    if here.count() != len(persons):
        sentence = _("Officers can put two people together only where neither has signed in nor been elsewhere.")
        raise NotAllowed("not_only_here", sentence)


def _is_theirs(other: Person, survivor: Person) -> bool:
    said_yes = MergeOffer.objects.filter(unproven=other, proven=survivor, accepted_at__isnull=False)
    return not other.is_proven and (undecided_persons(survivor).filter(pk=other.pk).exists() or said_yes.exists())


def _concerned(merge: Merge) -> list[int]:
    """Both persons, and whoever had been merged into the other before and is the survivor's now."""
    now = Merge.objects.get(pk=merge.pk)
    earlier = now.moved.get("people", {}).get("Person.merged_into", [])
    return [now.survivor_id, now.other_id, *earlier]


def _refuse_late(merge: Merge, at: datetime) -> None:
    if merge.settled_at is not None or at - merge.at >= UNDO_FOR:
        raise Conflict("merge_settled", _("This can be undone for 30 days, and they are over."))
    later = Merge.objects.filter(Q(survivor=merge.survivor_id) | Q(other=merge.survivor_id), pk__gt=merge.pk)
    if later.filter(undone_at__isnull=True).exists():
        raise Conflict("merged_since", _("The same person was put together with another one since. Undo that first."))

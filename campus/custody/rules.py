"""Who may say that two persons are one, and who may take it back."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from campus.checkin.models import Attendance, Credit
from campus.checkin.rules import may_see_names
from campus.directory.models import Society
from campus.membership.models import Membership
from campus.people.models import Merge, Person
from campus.people.queries import survivor_of


def only_known_in(society: Society) -> QuerySet[Person]:
    """The unproven persons whose every attendance is one of this society: its officers see all there is of them."""
    attendances = Attendance.objects.filter(person=OuterRef("pk"))
    counted = Credit.objects.filter(attendance__person=OuterRef("pk"))
    unproven = Person.objects.filter(email__isnull=True, is_active=True)
    return unproven.filter(
        Exists(attendances.filter(society=society)),
        ~Exists(attendances.exclude(society=society)),
        ~Exists(counted.exclude(society=society)),
    ).order_by("pk")


def known_in(society: Society) -> QuerySet[Person]:
    """The proven persons who came to what the society itself holds, or joined it."""
    came = Attendance.objects.filter(society=society, person=OuterRef("pk"), voided_at__isnull=True)
    joined = Membership.objects.filter(society=society, person=OuterRef("pk"), left_on__isnull=True)
    proven = Person.objects.filter(email__isnull=False, is_active=True)
    return proven.filter(Q(Exists(came)) | Q(Exists(joined))).order_by("pk")


def may_merge_in(person: Person | None, society: Society, at: datetime) -> bool:
    """Officers who see names."""
    return may_see_names(person, society, at)


def may_undo(person: Person, merge: Merge, society: Society | None, at: datetime) -> bool:
    """What officers merged, they part; else whoever did it, and the person who came of it."""
    if society is not None:
        return may_merge_in(person, society, at)
    theirs = {merge.survivor_id, survivor_of(merge.by).pk if merge.by else None}
    return person.pk in theirs

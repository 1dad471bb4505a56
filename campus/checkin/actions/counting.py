"""The one way a visitor is counted; every kind of check-in goes through `count`."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from campus.activities.models import Occurrence
from campus.base.alike import insert_if
from campus.base.rows import held, locked
from campus.checkin import privacy
from campus.checkin.actions.crediting import credit, credited_hosts
from campus.checkin.keys import anonymous_key, receipt_hash
from campus.checkin.models import Attendance, Credit
from campus.checkin.recounting import add_visit
from campus.directory.models import Society
from campus.people.locking import lock_standing
from campus.people.models import Consent, Person

Identity = Attendance.Identity


@dataclass(frozen=True)
class Browser:
    """What a visitor's own browser keeps: a `secret` for all its check-ins, and a `receipt`, also random, for this one.

    Neither is stored here; only keyed hashes that differ from occurrence to occurrence are, so that no two
    attendances of one browser can be joined by them.
    """

    secret: str
    receipt: str


@dataclass(frozen=True)
class CheckedIn:
    """An attendance, made by this check-in (`created`) or by an earlier one of the same person or browser.

    `first_time` says whether it is the person's first ever in the society; always False for nameless ones.
    """

    attendance: Attendance
    created: bool
    first_time: bool


def at_the_door(occurrence: Occurrence) -> Occurrence:
    """The occurrence as it is now, which nobody cancels, moves or removes before this check-in ends.

    Taken first of all. Whoever may be the first to hang something on it locks it, for they pin it; all others only
    hold it, so that three hundred can check in at once.
    """
    now = held(occurrence) if occurrence.pinned_at else locked(occurrence)
    now.university, now.series = occurrence.university, occurrence.series
    if now.society_id == occurrence.society_id:  # else its society became one with another at this moment
        now.society = occurrence.society
    return now


@transaction.atomic
def count_person(
    *, person: Person, occurrence: Occurrence, channel: str, identity: str, browser: Browser, at: datetime
) -> tuple[Attendance, bool]:
    """Count an identified visitor; returns the standing attendance and whether it was made now.

    `occurrence` is `at_the_door`. The attendance row is itself the record of who did what and when: no AuditEvent
    repeats it. Somebody merged away in this moment is counted as who they are now.
    """
    person = lock_standing(person)
    coming = _Coming(occurrence, credited_hosts(occurrence, person), channel, identity, browser, at)
    attendance, created = _count_once(coming, {"person": person})
    if created:
        for host, counts in coming.hosts:
            add_visit(person=person, society=host, day=occurrence.date, when=counts)
        _pin(occurrence, at)
    return attendance, created


def take_over(attendance: Attendance, *, browser: Browser) -> bool:
    """Make a row that came of a typed address that of the person, who signed in now; says whether it was one.

    It is as good as made by themself, "not me" leaves it, and the receipt that another browser got for it dies: else
    a stranger who typed the address first could still take the visit back.
    """
    if attendance.identity != Identity.TYPED:
        return False
    attendance.identity = Identity.SIGNED_IN
    attendance.receipt_hash = receipt_hash(browser.receipt, attendance.occurrence_id)
    attendance.save(update_fields=["identity", "receipt_hash"])
    return True


@transaction.atomic
def count_nameless(*, occurrence: Occurrence, channel: str, browser: Browser, at: datetime) -> tuple[Attendance, bool]:
    """Count a browser without a name; returns the standing attendance and whether it was made now.

    `occurrence` is `at_the_door`.
    """
    coming = _Coming(occurrence, credited_hosts(occurrence, None), channel, Identity.ANONYMOUS, browser, at)
    attendance, created = _count_once(coming, {"anonymous_key": anonymous_key(browser.secret, occurrence.pk)})
    if created:
        _pin(occurrence, at)
    return attendance, created


def count_claimed(*, person: Person, occurrence: Occurrence, browser: Browser, at: datetime, when: bool) -> bool:
    """Count whom something typed stands for (locked by the caller), unless they are counted already; says whether.

    `occurrence` is `at_the_door`. With `when` false nobody is counted. Whatever comes of it, the statements are the
    same: nobody may tell from them who was there already, or was never here.
    """
    identity = Identity.TYPED
    hosts = credited_hosts(occurrence, person)
    coming = _Coming(occurrence, hosts, Attendance.Channel.POSTER, identity, browser, at)
    row = Attendance(occurrence=occurrence, person=person, **coming.values)
    counted = insert_if(when, row)
    for host, counts in hosts:
        insert_if(counted and counts, credit(row, host))
    _leave_earlier_receipts(occurrence, browser, but=Q(person=person))
    for host, counts in hosts:
        add_visit(person=person, society=host, day=occurrence.date, when=counted and counts)
    _pin(occurrence, at)
    # A stranger cannot agree to anything in the name of somebody proven.
    keep_consent(row, person=person, at=at, when=counted and not person.is_proven)
    return counted


def keep_consent(attendance: Attendance, *, person: Person, at: datetime, when: bool = True) -> None:
    """Keep that `person` was shown the privacy sentence when they gave their name; not again while it stands."""
    consent = Consent(
        person=person,
        kind=Consent.Kind.CHECK_IN,
        version=attendance.privacy_version,
        subject=f"society:{attendance.society_id}",
        where=f"check-in:{attendance.identity}",
        given_at=at,
        university_id=attendance.university_id,
        society_id=attendance.society_id,
    )
    insert_if(when, consent)


@dataclass(frozen=True)
class _Coming:
    """Where, how and when somebody is counted, and for which hosts that counts."""

    occurrence: Occurrence
    hosts: list[tuple[Society, bool]]
    channel: str
    identity: str
    browser: Browser
    at: datetime

    @property
    def values(self) -> dict[str, Any]:
        """Of the row, all but who it is."""
        return {
            "university_id": self.occurrence.university_id,
            "society_id": self.occurrence.society_id,
            "channel": self.channel,
            "identity": self.identity,
            "at": self.at,
            "privacy_version": privacy.version(self.occurrence.university, [host for host, _counts in self.hosts]),
            "receipt_hash": receipt_hash(self.browser.receipt, self.occurrence.pk),
        }


def _count_once(coming: _Coming, who: dict[str, Person | str]) -> tuple[Attendance, bool]:
    """The standing attendance of `who`, made with its credits for the hosts when there is none.

    Of any number at the same moment exactly one is made: get_or_create inserts in a savepoint, and where the unique
    constraint says that another one was quicker, reads that one's row.
    """
    attendance, created = Attendance.objects.get_or_create(
        occurrence=coming.occurrence, voided_at__isnull=True, **who, defaults=coming.values
    )
    if created:
        Credit.objects.bulk_create([credit(attendance, host) for host, counts in coming.hosts if counts])
    _leave_earlier_receipts(coming.occurrence, coming.browser, but=Q(pk=attendance.pk))
    return attendance, created


def _leave_earlier_receipts(occurrence: Occurrence, browser: Browser, *, but: Q) -> None:
    """Let the browser's receipt stand for this check-in only, not for what it did at the occurrence before.

    Else whoever types an address could learn from what an undo takes back whether the address was counted already.
    """
    kept = receipt_hash(browser.receipt, occurrence.pk)
    if kept:
        Attendance.objects.filter(~but, occurrence=occurrence, receipt_hash=kept).update(receipt_hash="")


def _pin(occurrence: Occurrence, at: datetime) -> None:
    """Say once that something hangs on the occurrence."""
    if occurrence.pinned_at is None:
        occurrence.pinned_at = at
        occurrence.save(update_fields=["pinned_at"])

"""Who was there: for the society's officers, for the person themself, for the browser that did it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from campus.activities.models import Occurrence
from campus.activities.queries.hosting import hosts_of
from campus.base.errors import not_here
from campus.checkin import privacy
from campus.checkin.keys import receipt_hash
from campus.checkin.models import Attendance, Credit
from campus.checkin.rules import may_see_counts, may_see_names
from campus.checkin.tokens import read_not_me_token
from campus.directory.models import Society, StaleMark, University
from campus.membership.models import Claim
from campus.people.models import Person
from campus.people.queries import survivor_of


@dataclass(frozen=True)
class Counts:
    """How many were at an occurrence, exact: all, those of them who are known, those of these who were new."""

    visits: int = 0
    identified: int = 0
    first_time: int = 0

    @property
    def nameless(self) -> int:
        return self.visits - self.identified


@dataclass(frozen=True)
class Claimed:
    """The typed attendances of one local day that stand for an address; `person` is whom the mail was about."""

    person: Person
    address: str
    university: University
    day: date
    attendances: list[Attendance]


def attendances_at(occurrence: Occurrence, person: Person | None, at: datetime | None = None) -> QuerySet[Attendance]:
    """The standing attendances of an occurrence in order of arrival, with their persons.

    For the officers of its society who may see names, and for those of a co-host of the same university: of who was
    told so. Raises NotFound for anybody else.
    """
    standing = occurrence.attendances.filter(voided_at__isnull=True).select_related("person")
    if may_see_names(person, occurrence.society, at):
        return standing
    for guest in hosts_of(occurrence)[1:]:
        if guest.university_id == occurrence.university_id and may_see_names(person, guest, at):
            return standing.filter(named_for(guest))
    raise not_here()


def named_for(society: Society) -> Q:
    """The condition that an attendance may be read by name in a society: its own, and of what it held with others of
    its university those whose people were told so. What it held with another university it has as numbers only.
    """
    told = Q(university=society.university_id, privacy_version__in=privacy.TOGETHER)
    return Q(Q(society=society) | told, credits__society=society)


def attendance_by_id(person: Person | None, pk: int, at: datetime | None = None) -> Attendance:
    """An attendance, standing or void, for an officer who may see names. Raises NotFound for everybody else."""
    attendance = Attendance.objects.select_related("society", "occurrence", "person").filter(pk=pk).first()
    if attendance is None or not may_see_names(person, attendance.society, at):
        raise not_here()
    return attendance


def attendances_of(person: Person) -> QuerySet[Attendance]:
    """Where the person themself was counted: their standing attendances, newest first."""
    mine = Attendance.objects.filter(person=person, voided_at__isnull=True)
    return mine.select_related("occurrence__series", "society", "university").order_by("-at", "-pk")


def attendance_by_receipt(occurrence: Occurrence, receipt: str) -> Attendance | None:
    """The standing attendance that the browser with this receipt made last at the occurrence."""
    if not receipt:
        return None
    made = occurrence.attendances.filter(voided_at__isnull=True, receipt_hash=receipt_hash(receipt, occurrence.pk))
    return made.order_by("-pk").first()


def is_first_time(attendance: Attendance) -> bool:
    """Whether the person has no standing attendance in this society at an occurrence that started earlier."""
    if attendance.person_id is None:
        return False
    earlier = Credit.objects.filter(
        society_id=attendance.society_id,
        attendance__person_id=attendance.person_id,
        attendance__voided_at__isnull=True,
        attendance__occurrence__starts_at__lt=attendance.occurrence.starts_at,
    )
    return not earlier.exists()


def counts_at(occurrence: Occurrence, person: Person | None, at: datetime | None = None) -> Counts:
    """How many are at an occurrence. Raises NotFound for anybody but the officers of its society."""
    return counts_of([occurrence.pk], occurrence.society, person, at).get(occurrence.pk, Counts())


def counts_of(
    occurrences: Iterable[int], society: Society, person: Person | None, at: datetime | None = None
) -> dict[int, Counts]:
    """The counts of these occurrences of a society, by their numbers; one where nobody was is left out.

    Raises NotFound for anybody but the society's officers.
    """
    if not may_see_counts(person, society, at):
        raise not_here()
    earlier = Credit.objects.filter(
        society=society,
        attendance__person=OuterRef("person"),
        attendance__voided_at__isnull=True,
        attendance__occurrence__starts_at__lt=OuterRef("occurrence__starts_at"),
    )
    standing = Attendance.objects.filter(
        credits__society=society, occurrence__in=list(occurrences), voided_at__isnull=True
    )
    counts = (
        standing.values_list("occurrence")
        .order_by()
        .annotate(visits=Count("pk"), identified=Count("person"), first_time=Count("person", filter=~Exists(earlier)))
    )
    return {row[0]: Counts(*row[1:]) for row in counts}


def claimed_by(token: str) -> Claimed:
    """What a "not me" link is about. Raises NotFound for one that is not ours or too old."""
    counted = read_not_me_token(token)
    person = Person.objects.filter(key=counted.person).first()
    university = University.objects.filter(pk=counted.university).first()
    if person is None or university is None:
        raise not_here()
    address = _address_of(person, university)
    if not address:
        raise not_here()
    rows = _typed_on(counted.day, university.zone).filter(person__in=persons_behind(address))
    return Claimed(person, address, university, counted.day, list(rows))


def is_recounting(university: University, society: Society | None = None) -> bool:
    """Whether figures wait to be recounted: of the university (any of its societies), or those of one society."""
    marks = StaleMark.objects.filter(university=university)
    if society is not None:
        marks = marks.filter(Q(society__isnull=True) | Q(society=society))
    return marks.exists()


def _address_of(person: Person, university: University) -> str:
    """The address that the mail went to; "" when it is no longer kept."""
    if person.email is not None:
        return person.email
    claims = Claim.objects.filter(university=university, person=person).exclude(address="")
    claim = claims.order_by("pk").first()
    return claim.address if claim else ""


def persons_behind(address: str) -> set[int]:
    """Everybody who is counted when this address is typed: its owner, and the unproven person of each university.

    Whoever was merged away is counted as who they are now.
    """
    claimed = Person.objects.filter(Q(claims__address=address) | Q(email=address)).select_related("merged_into")
    return {survivor_of(person).pk for person in claimed}


def _typed_on(day: date, zone: str) -> QuerySet[Attendance]:
    """The standing attendances by typed address that were made on a local date."""
    start = datetime.combine(day, time(), tzinfo=ZoneInfo(zone))
    end = datetime.combine(day + timedelta(days=1), time(), tzinfo=ZoneInfo(zone))
    typed = Attendance.objects.filter(identity=Attendance.Identity.TYPED, voided_at__isnull=True)
    return typed.filter(at__gte=start, at__lt=end).select_related("occurrence", "society", "university")

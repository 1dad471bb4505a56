"""To which societies a check-in counts: the host, and who holds the date with it."""

from collections.abc import Iterable, Sequence

from campus.activities.models import Occurrence
from campus.activities.queries.hosting import hosts_of
from campus.checkin.models import Attendance, Credit
from campus.checkin.recounting import recount
from campus.directory.models import Society
from campus.membership.rules import blocking
from campus.people.locking import lock_named
from campus.people.models import Person


def credited_hosts(occurrence: Occurrence, person: Person | None) -> list[tuple[Society, bool]]:
    """Each host, the first one first, and whether a check-in of `person` counts for it.

    A co-host's officers may have blocked somebody whom the host did not: that one counts for the others. As many
    statements for everybody.
    """
    host, *guests = hosts_of(occurrence)
    blocked = blocking(person, guests) if person is not None and guests else set()
    return [(host, True), *((guest, guest.pk not in blocked) for guest in guests)]


def credit(attendance: Attendance, society: Society) -> Credit:
    """What counts an attendance for one society; not saved."""
    return Credit(
        attendance_id=attendance.pk,
        university_id=society.university_id,
        society_id=society.pk,
        date=attendance.occurrence.date,
    )


def settle_credits(occurrences: Sequence[Occurrence]) -> None:
    """Make the credits of dates (all locked by the caller) those of their hosts, and recount everybody concerned.

    All dates are locked before the first person: a check-in holds its date, then waits for the person.
    """
    rows = Attendance.objects.filter(occurrence__in=occurrences)
    lock_named(lambda: rows.filter(person__isnull=False).values_list("person", flat=True))
    for occurrence in occurrences:
        _settle(occurrence)


def _settle(occurrence: Occurrence) -> None:
    rows = Attendance.objects.filter(occurrence=occurrence)
    made = list(rows.select_related("person", "occurrence"))
    if not made:
        return
    host, *guests = hosts_of(occurrence)
    kept = Credit.objects.filter(attendance__in=made)
    before = set(kept.values_list("society", flat=True))
    kept.exclude(society__in=[host, *guests]).delete()
    wanted = [credit(row, guest) for row in made for guest in guests if not _is_blocked(row, guest)]
    Credit.objects.bulk_create(wanted, ignore_conflicts=True)
    changed = before ^ {host.pk, *(guest.pk for guest in guests)}
    recount(_persons(made), _named(changed))


def _is_blocked(row: Attendance, guest: Society) -> bool:
    return row.person is not None and bool(blocking(row.person, [guest]))


def _persons(rows: Iterable[Attendance]) -> set[int]:
    return {row.person_id for row in rows if row.person_id is not None}


def _named(societies: Iterable[int]) -> Sequence[Society]:
    return list(Society.objects.filter(pk__in=set(societies)).select_related("university").order_by("pk"))

"""Answers and follows of two persons who turn out to be one, or two after all.

Where both answered about one date, one answer stays: of two that say yes the one with the better place, that is one
that has a place before one that waits, then the earlier; otherwise what was said last. The other one is kept as
numbers, so that undoing the merge brings it back. Both persons are locked by the callers; dates are not, for they come
before persons: so no place is taken here that nobody had, and one that became free is filled by a job.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from campus.activities.actions.answers import fill_later
from campus.activities.models import Follow, Occurrence, Rsvp
from campus.people.models import Person
from campus.people.moving import Moved

ANSWERS, FOLLOWS = "Rsvp.person", "Follow.person"
ANSWERED_TWICE, FOLLOWED_TWICE = "answered twice", "followed twice"
TARGETS = ("society_id", "series_id", "observance_id")
VALUES = ("answer", "is_waiting", "queued_at", "answered_at", "former_answer", "former_at", "withdrawn_in_time")
WORDS = ("", *Rsvp.Answer.values)
NOTHING = -1
EPOCH, MICROSECOND = datetime(1970, 1, 1, tzinfo=UTC), timedelta(microseconds=1)
Numbers = list[int]


def give_answers(survivor: Person, other: Person, at: datetime) -> Moved:
    """What `other` answered is the survivor's; of two answers to one date one stays, as said above."""
    rows = _locked_answers(survivor, other)
    own = {row.occurrence_id: row for row in rows if row.person_id == survivor.pk}
    moved: Numbers = []
    doubles: Numbers = []
    freed: set[int] = set()
    for row in (row for row in rows if row.person_id == other.pk):
        kept = own.get(row.occurrence_id)
        if kept is None:
            moved.append(row.pk)
            continue
        doubles += [row.occurrence_id, *_numbers(kept), *_numbers(row)]
        if _holds_place(kept) or _holds_place(row):
            freed.add(row.occurrence_id)
        row.delete()
        if better(kept, row) is row:
            _put(kept, _numbers(row))
            kept.save()
    Rsvp.objects.filter(pk__in=moved).update(person=survivor)
    fill_later(freed, at)
    return {ANSWERS: moved, ANSWERED_TWICE: doubles}


def give_back_answers(survivor: Person, other: Person, moved: Mapping[str, Numbers], at: datetime) -> None:
    """What moved is the other's again, and of two answers to one date each has their own, unless it changed since.

    Two who had a place may both not have one now: somebody else may. The second of them is first in the line.
    """
    Rsvp.objects.filter(pk__in=moved.get(ANSWERS, []), person=survivor).update(person=other)
    numbers = iter(moved.get(ANSWERED_TWICE, []))
    own = {row.occurrence_id: row for row in _locked_answers(survivor)}
    size = len(VALUES)
    touched: set[int] = set()
    for occurrence, *values in zip(*[numbers] * (1 + 2 * size), strict=True):
        kept, date = own.get(occurrence), Occurrence.objects.filter(pk=occurrence).first()
        if kept is None or date is None:
            continue
        mine, theirs = (
            _row(date, person, part) for person, part in ((survivor, values[:size]), (other, values[size:]))
        )
        if _word(kept) != _word(better(mine, theirs)):
            continue
        places = 1 if _holds_place(kept) else 0
        for row in (mine, theirs):
            if row.answer == Rsvp.Answer.YES:
                row.is_waiting = row.is_waiting or places == 0
                places -= 0 if row.is_waiting else 1
        mine.pk = kept.pk
        mine.save()
        theirs.save()
        touched.add(occurrence)
    fill_later(touched, at)


def better(one: Rsvp, two: Rsvp) -> Rsvp:
    """Which of two answers about the same date stays."""
    if one.answer == two.answer == Rsvp.Answer.YES:
        return min(one, two, key=lambda row: (row.is_waiting, row.queued_at))
    return max(one, two, key=lambda row: row.answered_at)


def give_follows(survivor: Person, other: Person) -> Moved:
    """What `other` follows the survivor follows; what both do, since the earlier moment."""
    own = {_target(row): row for row in Follow.objects.filter(person=survivor)}
    moved: Numbers = []
    doubles: Numbers = []
    for row in Follow.objects.filter(person=other).order_by("pk"):
        kept = own.get(_target(row))
        if kept is None:
            moved.append(row.pk)
            continue
        doubles += [*_target(row), _moment(kept.since), _moment(row.since)]
        kept.since = min(kept.since, row.since)
        kept.save(update_fields=["since"])
        row.delete()
    Follow.objects.filter(pk__in=moved).update(person=survivor)
    return {FOLLOWS: moved, FOLLOWED_TWICE: doubles}


def give_back_follows(survivor: Person, other: Person, moved: Mapping[str, Numbers]) -> None:
    """Each follows what they followed; who stopped as one person stopped for both."""
    Follow.objects.filter(pk__in=moved.get(FOLLOWS, []), person=survivor).update(person=other)
    numbers = iter(moved.get(FOLLOWED_TWICE, []))
    for kind, number, own, theirs in zip(*[numbers] * 4, strict=True):
        kept = Follow.objects.filter(person=survivor, **{TARGETS[kind]: number}).first()
        if kept is None:
            continue
        kept.since = _instant(own)
        kept.save(update_fields=["since"])
        target = {TARGETS[kind]: number}
        Follow.objects.create(person=other, university_id=kept.university_id, since=_instant(theirs), **target)


def _locked_answers(*persons: Person) -> list[Rsvp]:
    """In the order of their dates, so that nobody waits in a circle; a place may be given to one of them just now."""
    return list(Rsvp.objects.select_for_update().filter(person__in=persons).order_by("occurrence", "pk"))


def _holds_place(row: Rsvp) -> bool:
    return row.answer == Rsvp.Answer.YES and not row.is_waiting


def _word(row: Rsvp) -> tuple[str, datetime]:
    return row.answer, row.answered_at


def _target(row: Follow) -> tuple[int, int]:
    """The kind of what is followed, by its place in TARGETS, and its number."""
    return next((kind, getattr(row, name)) for kind, name in enumerate(TARGETS) if getattr(row, name) is not None)


def _row(occurrence: Occurrence, person: Person, numbers: Numbers) -> Rsvp:
    row = Rsvp(
        university_id=occurrence.university_id, society_id=occurrence.society_id, occurrence=occurrence, person=person
    )
    _put(row, numbers)
    return row


def _numbers(row: Rsvp) -> Numbers:
    """What the row says, in the order of VALUES."""
    return [_number(getattr(row, name)) for name in VALUES]


def _number(value: str | bool | datetime | None) -> int:
    if value is None:
        return NOTHING
    if isinstance(value, str):
        return WORDS.index(value)
    return int(value) if isinstance(value, bool) else _moment(value)


def _put(row: Rsvp, numbers: Numbers) -> None:
    answer, waiting, queued_at, answered_at, former, former_at, in_time = numbers
    row.answer, row.is_waiting, row.answered_at = WORDS[answer], bool(waiting), _instant(answered_at)
    row.queued_at = None if queued_at == NOTHING else _instant(queued_at)
    row.former_answer = WORDS[former]
    row.former_at = None if former_at == NOTHING else _instant(former_at)
    row.withdrawn_in_time = None if in_time == NOTHING else bool(in_time)


def _moment(value: datetime) -> int:
    return (value - EPOCH) // MICROSECOND


def _instant(number: int) -> datetime:
    return EPOCH + number * MICROSECOND

"""Poster codes: made with a series, for one date when asked for, and replaced when they leaked."""

from datetime import datetime

from django.db import IntegrityError, transaction

from campus.activities.models import Code, Occurrence, Series
from campus.activities.queries.codes import code_in_force
from campus.activities.rules import refuse_unless_planning, refuse_unless_running
from campus.base.rows import locked
from campus.people.audit import record
from campus.people.models import Person

TRIES = 5


@transaction.atomic
def code_for_occurrence(*, by: Person, occurrence: Occurrence, at: datetime) -> Code:
    """The code that opens this one date; made when it has none yet."""
    occurrence = locked(occurrence)
    refuse_unless_running(by, occurrence.society, at)
    known = code_in_force(occurrence)
    if known is not None:
        return known
    refuse_unless_planning(occurrence.society)
    return make_code(occurrence, by=by, at=at)


@transaction.atomic
def replace_code(*, by: Person, code: Code, at: datetime) -> Code:
    """Let a code accept nothing any more, and return the one in its place.

    A code that somebody replaced meanwhile is not replaced twice: the answer is the one now in force.
    """
    target = locked(code.target)
    refuse_unless_running(by, target.society, at)
    current = code_in_force(target)
    if current is not None and current.pk != code.pk:
        return current
    Code.objects.filter(pk=code.pk, replaced_at__isnull=True).update(replaced_at=at)
    return make_code(target, by=by, at=at, verb="code_replaced")


def make_code(target: Series | Occurrence, *, by: Person, at: datetime, verb: str = "code_made") -> Code:
    """A new code for a locked series or occurrence that has none in force."""
    made = _insert(target, by)
    record(
        verb=verb,
        object=f"code:{made.pk}",
        by=by,
        at=at,
        university=target.university_id,
        society=target.society_id,
    )
    return made


def _insert(target: Series | Occurrence, by: Person) -> Code:
    """Draw again when the code drawn is taken: with a million codes in use that happens once in a million draws."""
    for attempt in range(TRIES):
        code = Code(
            university_id=target.university_id,
            society_id=target.society_id,
            series=target if isinstance(target, Series) else None,
            occurrence=target if isinstance(target, Occurrence) else None,
            created_by=by,
        )
        try:
            with transaction.atomic():
                code.save(force_insert=True)
        except IntegrityError:
            if attempt == TRIES - 1:
                raise
        else:
            return code
    raise AssertionError("unreachable")

"""How many students a university says it had, on its census dates: what participation is a share of."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from campus.base import clock
from campus.base.faults import Faults
from campus.base.rows import locked
from campus.directory.actions.permits import kept_university
from campus.directory.models import Enrolment, University
from campus.people.audit import record
from campus.people.models import Person

MOST_STUDENTS = 5_000_000


@transaction.atomic
def add_enrolment(
    *, by: Person, university: University, counted_on: date, students: int, source: str, at: datetime
) -> Enrolment:
    """Write down a head count with its census date (local) and where the number stands; one for each date."""
    university = kept_university(university, by=by, at=at)
    made = Enrolment(university=university, counted_on=counted_on, students=students, entered_at=at, entered_by=by)
    _checked(made, source, at)
    made.save()
    _record("enrolment_added", made, by=by, at=at)
    return made


@transaction.atomic
def change_enrolment(
    *,
    by: Person,
    enrolment: Enrolment,
    at: datetime,
    counted_on: date | None = None,
    students: int | None = None,
    source: str | None = None,
) -> Enrolment:
    """Correct a head count; None leaves a thing as it is."""
    kept_university(enrolment.university, by=by, at=at)
    enrolment = locked(enrolment)
    enrolment.counted_on = counted_on or enrolment.counted_on
    enrolment.students = enrolment.students if students is None else students
    _checked(enrolment, enrolment.source if source is None else source, at)
    enrolment.entered_at, enrolment.entered_by = at, by
    enrolment.save()
    _record("enrolment_changed", enrolment, by=by, at=at)
    return enrolment


@transaction.atomic
def remove_enrolment(*, by: Person, enrolment: Enrolment, at: datetime) -> None:
    """Take a head count out."""
    kept_university(enrolment.university, by=by, at=at)
    enrolment = locked(enrolment)
    _record("enrolment_removed", enrolment, by=by, at=at)
    enrolment.delete()


def _checked(enrolment: Enrolment, source: str, at: datetime) -> None:
    faults = Faults()
    enrolment.source = faults.text("source", source, limit=300, missing=_("Say where this number stands."))
    faults.day("counted_on", enrolment.counted_on)
    if enrolment.counted_on > clock.today(enrolment.university.zone, at):
        faults.add("counted_on", "in_the_future", _("Nobody was counted on a day that is still to come."))
    if not 1 <= enrolment.students <= MOST_STUDENTS:
        sentence = _("Write a number of students from 1 to %(most)s.")
        faults.add("students", "out_of_range", sentence % {"most": MOST_STUDENTS})
    others = Enrolment.objects.filter(university=enrolment.university, counted_on=enrolment.counted_on)
    if others.exclude(pk=enrolment.pk).exists():
        faults.add("counted_on", "counted_twice", _("There is already a count of this day. Change that one."))
    faults.refuse()


def _record(verb: str, enrolment: Enrolment, *, by: Person, at: datetime) -> None:
    university = enrolment.university_id
    record(verb=verb, object=f"university:{university}", by=by, at=at, university=university)

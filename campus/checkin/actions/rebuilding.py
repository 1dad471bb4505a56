"""Making TermParticipation anew after terms or the reporting calendar of a university changed."""

from collections.abc import Iterator

from django.db import transaction

from campus.checkin.models import Credit, TermParticipation
from campus.checkin.recounting import held_terms, lock_persons, recount_in
from campus.directory.models import Society, StaleMark, University
from campus.outbox.kinds import Progress
from campus.outbox.models import Job

AT_ONCE = 500  # persons whose rows are locked together; a check-in of one of them waits that long


def rebuild_work(job: Job, progress: Progress) -> None:
    """Carry out a Job of kind `rebuild_participation`.

    Its arguments name the university by number and, to recount only one society of it, that `society`.
    """
    rebuild_participation(
        university=University.objects.get(pk=job.arguments["university"]),
        society=Society.objects.filter(pk=job.arguments.get("society")).first(),
        progress=progress,
    )


def rebuild_participation(*, university: University, society: Society | None = None, progress: Progress) -> None:
    """Recount all rows of a university, or of one society, then take away the marks that asked for it.

    Safe beside check-ins and to repeat: each part locks its persons and recounts them from what stands then. Marks
    set meanwhile stay for the Job that came with them. `progress` gets societies done and societies in all.
    """
    marks = StaleMark.objects.filter(university=university)
    societies = university.societies.order_by("pk")
    if society is not None:
        marks, societies = marks.filter(society=society), societies.filter(pk=society.pk)
    asked = list(marks.values_list("pk", flat=True))
    total = len(societies)
    for done, each in enumerate(societies):
        progress(done, total)
        _rebuild(each)
    StaleMark.objects.filter(pk__in=asked).delete()
    progress(total, total)


def _rebuild(society: Society) -> None:
    for persons in _in_parts(sorted(_persons_of(society))):
        with transaction.atomic():
            lock_persons(persons)
            recount_in(society, held_terms(society.university), persons)


def _persons_of(society: Society) -> set[int]:
    """Everybody credited to the society, and everybody who has a row there, rightly or no more."""
    credited = Credit.objects.filter(society=society, attendance__person__isnull=False)
    counted = TermParticipation.objects.filter(society=society)
    return {*credited.values_list("attendance__person", flat=True), *counted.values_list("person", flat=True)}


def _in_parts(persons: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(persons), AT_ONCE):
        yield persons[start : start + AT_ONCE]

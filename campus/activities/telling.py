"""Telling people what became of dates: one digest for each person and batch."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.conf import settings
from django.db.models import Q
from django.utils.translation import override

from campus.activities.links import occurrence_link, series_link
from campus.activities.models import Follow, Occurrence, Rsvp
from campus.activities.rules import is_public_series
from campus.base.errors import Sentence
from campus.base.links import absolute
from campus.outbox.actions import notify_all

LINES = 12  # of a digest; whoever follows a society need not read a year of dates


def new_batch(society: int) -> str:
    """The key of one batch of changes to dates of a society; no two are the same."""
    return f"society:{society}:{uuid.uuid4().hex}"


def tell_of_changes(changes: Sequence[tuple[Occurrence, Sentence]], batch: str, at: datetime) -> None:
    """One digest for each person and batch: who answered yes or maybe or waits, and who follows series or society.

    All are dates of one society. The sentence may be lazy: each reads it in their language. Dates that are over, or
    that not everybody may see, tell nobody.
    """
    told = [(row, sentence) for row, sentence in changes if row.ends_at > at and is_public_series(row.series)]
    told.sort(key=lambda change: (change[0].starts_at, change[0].pk))
    readers = _readers([row for row, _sentence in told]) if told else {}
    groups: dict[tuple[str, tuple[int, ...]], list[int]] = defaultdict(list)
    for (person, language), numbers in readers.items():
        groups[language, tuple(sorted(numbers))].append(person)
    for (language, dates), persons in sorted(groups.items()):
        theirs = [change for change in told if change[0].pk in dates]
        _tell(theirs, persons, language, batch, at)


def _readers(dates: Iterable[Occurrence]) -> dict[tuple[int, str], set[int]]:
    """By person and their language, the numbers of the dates that they are told about; however many, two queries."""
    found: dict[tuple[int, str], set[int]] = defaultdict(set)
    by_series, by_society = defaultdict(set), defaultdict(set)
    for row in dates:
        by_series[row.series_id].add(row.pk)
        by_society[row.society_id].add(row.pk)
    every = [number for numbers in by_series.values() for number in numbers]
    answers = Rsvp.objects.filter(occurrence__in=every).exclude(answer=Rsvp.Answer.NO)
    for person, language, occurrence in answers.values_list("person", "person__language", "occurrence"):
        found[person, language].add(occurrence)
    follows = Follow.objects.filter(Q(series__in=by_series) | Q(society__in=by_society))
    for person, language, series, society in follows.values_list("person", "person__language", "series", "society"):
        found[person, language] |= by_series[series] if series else by_society[society]
    return found


def _tell(
    changes: Sequence[tuple[Occurrence, Sentence]], persons: Sequence[int], language: str, batch: str, at: datetime
) -> None:
    with override(language or settings.LANGUAGE_CODE):
        lines = [str(sentence) for _row, sentence in changes]
    rows = [row for row, _sentence in changes]
    notify_all(
        kind="dates_changed",
        subject_key=batch,
        at=at,
        persons=persons,
        context={
            "society": rows[0].society.name,
            "lines": "\n".join(lines[:LINES]),
            "more": len(lines[LINES:]),
            "link": _link(rows),
        },
    )


def _link(rows: Sequence[Occurrence]) -> str:
    """The page of the date, or of what they have in common."""
    if len(rows) == 1:
        return occurrence_link(rows[0])
    if len({row.series_id for row in rows}) == 1:
        return series_link(rows[0].series)
    society = rows[0].society
    return absolute(f"/societies/{society.university.slug}/{society.slug}/")

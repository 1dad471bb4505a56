"""What became of a date, in plain words: for the mail that tells people, each in their language."""

from datetime import datetime

from django.utils.functional import lazystr
from django.utils.translation import gettext

from campus.activities.models import Occurrence, Timing
from campus.activities.words import time_in_words, weekday_and_date
from campus.base.errors import Sentence


class Words:
    """A sentence that is put together when it is read, in the language of whoever reads it."""

    def __init__(self, occurrence: Occurrence, before: datetime | None = None, timing: str = Timing.TIMED) -> None:
        self.occurrence = occurrence
        self.before = before
        self.timing = timing

    def __str__(self) -> str:
        raise NotImplementedError

    def said(self) -> dict[str, str]:
        row = self.occurrence
        return {
            "name": row.name,
            "when": moment(datetime.combine(row.date, row.time), row.timing),
            "before": moment(self.before, self.timing) if self.before else "",
            "reason": row.cancel_reason,
            "place": row.place,
        }


class _Moved(Words):
    def __str__(self) -> str:
        return gettext("%(name)s moves from %(before)s to %(when)s.") % self.said()


class _Cancelled(Words):
    def __str__(self) -> str:
        return gettext("%(name)s on %(before)s does not take place: %(reason)s") % self.said()


class _Restored(Words):
    def __str__(self) -> str:
        return gettext("%(name)s takes place after all: %(when)s.") % self.said()


class _Placed(Words):
    def __str__(self) -> str:
        if not self.occurrence.place:
            return gettext("%(name)s on %(when)s has no place yet.") % self.said()
        return gettext("%(name)s on %(when)s has a new place: %(place)s.") % self.said()


def moved(occurrence: Occurrence, before: datetime, timing: str) -> Sentence:
    """That it moves from a naive local start (of that timing) to where it is now."""
    return lazystr(_Moved(occurrence, before, timing))


def cancelled(occurrence: Occurrence) -> Sentence:
    """That it does not take place, and why."""
    return lazystr(_Cancelled(occurrence, datetime.combine(occurrence.date, occurrence.time), occurrence.timing))


def restored(occurrence: Occurrence) -> Sentence:
    """That it takes place after all."""
    return lazystr(_Restored(occurrence))


def placed(occurrence: Occurrence) -> Sentence:
    """That it is held somewhere else."""
    return lazystr(_Placed(occurrence))


def moment(start: datetime, timing: str) -> str:
    """For example "Tuesday 3 November 2026, 18:00"; without a time what has none."""
    day = weekday_and_date(start.date())
    if timing != Timing.TIMED:
        return day
    return gettext("%(day)s, %(time)s") % {"day": day, "time": time_in_words(start.time())}

"""Which observances a society marks, and on which dates."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from campus.activities.models import Observance, ObservanceChoice, ObservedOn
from campus.activities.observances import SHIFT, first_days, next_first_day
from campus.activities.planning import Timetable
from campus.activities.queries.timetables import timetable_for
from campus.base.errors import not_here
from campus.directory.models import Society

Choice = ObservanceChoice.Choice


@dataclass(frozen=True)
class Marked:
    """An observance as it falls once: officially from `official_on`, marked from `starts_on` to `ends_on`."""

    observance: Observance
    official_on: date
    starts_on: date
    ends_on: date
    is_followed: bool

    @property
    def is_moved(self) -> bool:
        return self.starts_on != self.official_on


@dataclass(frozen=True)
class Choosable:
    """An observance as a society's list has it: its next time, what the society chose ("" nothing), whether it shows.

    `teaching_day` is the teaching day next to its date, where that lies outside teaching; else None.
    """

    observance: Observance
    marked: Marked
    choice: str
    is_shown: bool
    teaching_day: date | None


def all_observances() -> Sequence[Observance]:
    """Every one, those that need to be asked for among them."""
    return list(Observance.objects.all())


def observance_by_slug(slug: str) -> Observance:
    """Raises NotFound for one that is not kept here."""
    found = Observance.objects.filter(slug=slug).first()
    if found is None:
        raise not_here()
    return found


def public_observances(country: str = "", asked_for: Iterable[str] = ()) -> list[Observance]:
    """What everybody may be shown: those of all the world, and of a `country` (ISO code) too.

    One that is dangerous to mark in some places is among them only when its slug is `asked_for`.
    """
    wanted = set(asked_for)
    return [
        observance
        for observance in all_observances()
        if observance.slug in wanted
        or (not observance.needs_opt_in and str(observance.country) in {"", country.upper()})
    ]


def marked_between(society: Society | None, since: date, last: date) -> list[Marked]:
    """What a society marks on the dates `since` to `last`, both included, in order: spans that reach into them too.

    What it follows; of the rest what shows by default, unless it hid it. One that is kept in a country shows in that
    country, and one that needs to be asked for only where it is followed. Without a society: what shows by default
    everywhere. Three queries, however many there are.
    """
    choices = _choices(society)
    shown = [row for row in all_observances() if _is_shown(row, choices.get(row.pk, ""), society)]
    moved = _moved(society)
    found = [
        marked
        for observance in shown
        for marked in _times(observance, moved, since, last, is_followed=choices.get(observance.pk) == Choice.FOLLOW)
    ]
    return sorted(found, key=lambda marked: (marked.starts_on, marked.observance.slug))


def coming_observances(observances: Iterable[Observance], today: date) -> list[Marked]:
    """Each at its official next time, or that which goes on, in order."""
    found = [_next(observance, {}, today, is_followed=False) for observance in observances]
    coming = [marked for marked in found if marked is not None]
    return sorted(coming, key=lambda marked: (marked.starts_on, marked.observance.slug))


def choosable(society: Society, today: date) -> list[Choosable]:
    """All observances in the order of their next dates, with what the society makes of each."""
    choices, moved, timetable = _choices(society), _moved(society), timetable_for(society)
    found = []
    for observance in all_observances():
        marked = _next(observance, moved, today, is_followed=choices.get(observance.pk) == Choice.FOLLOW)
        if marked is not None:
            choice = choices.get(observance.pk, "")
            shown = _is_shown(observance, choice, society)
            found.append(Choosable(observance, marked, choice, shown, nearest_teaching_day(timetable, marked, today)))
    return sorted(found, key=lambda each: (each.marked.starts_on, each.observance.slug))


def nearest_teaching_day(timetable: Timetable, marked: Marked, today: date) -> date | None:
    """The teaching day, Monday to Friday and not over, next to a date outside teaching; None where it lies inside.

    None too where no teaching day comes within 60 days of the official date. Of two as near the later one.
    """
    if not timetable.terms or not timetable.left_out("teaching", marked.starts_on):
        return None
    for away in range(1, SHIFT + 1):
        for day in (marked.official_on + timedelta(days=away), marked.official_on - timedelta(days=away)):
            if day >= today and day.weekday() < 5 and not timetable.left_out("teaching", day):
                return day
    return None


def is_at_home(observance: Observance, society: Society) -> bool:
    """Whether it is kept everywhere, or in the country of the society's university."""
    return str(observance.country) in {"", str(society.university.country)}


def _choices(society: Society | None) -> dict[int, str]:
    chosen = ObservanceChoice.objects.filter(society=society) if society else ObservanceChoice.objects.none()
    return dict(chosen.values_list("observance", "choice"))


def _moved(society: Society | None) -> dict[tuple[int, date], date]:
    moved = ObservedOn.objects.filter(society=society) if society else ObservedOn.objects.none()
    return {(row.observance_id, row.official_date): row.observed_on for row in moved}


def _is_shown(observance: Observance, choice: str, society: Society | None) -> bool:
    if choice:
        return choice == Choice.FOLLOW
    if observance.needs_opt_in or not observance.shows_by_default:
        return False
    return is_at_home(observance, society) if society else not observance.country


def _times(
    observance: Observance, moved: Mapping[tuple[int, date], date], since: date, last: date, *, is_followed: bool
) -> Iterable[Marked]:
    reach = timedelta(days=SHIFT + observance.days)
    for official in first_days(observance.rrule, since - reach, last + reach):
        starts_on = moved.get((observance.pk, official), official)
        ends_on = starts_on + timedelta(days=observance.days - 1)
        if starts_on <= last and ends_on >= since:
            yield Marked(observance, official, starts_on, ends_on, is_followed)


def _next(
    observance: Observance, moved: Mapping[tuple[int, date], date], today: date, *, is_followed: bool
) -> Marked | None:
    """The next time it is marked, or that which goes on."""
    last = next_first_day(observance.rrule, observance.days, today + timedelta(days=2 * SHIFT)) or today
    coming = sorted(
        _times(observance, moved, today, last + timedelta(days=SHIFT), is_followed=is_followed),
        key=lambda marked: marked.starts_on,
    )
    return coming[0] if coming else None

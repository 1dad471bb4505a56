"""What a version of a calendar changes against another one, in sentences for whoever has to decide. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from campus.directory.calendar_content import BreakContent, Content, TermContent
from campus.directory.models import Calendar
from campus.directory.words import date_in_words, dates_in_words, signed

ADDED, REMOVED, CHANGED, MOVED = "added", "removed", "changed", "moved"


@dataclass(frozen=True)
class Difference:
    """What becomes of one term, or of how weeks are counted: `how` is ADDED, REMOVED, MOVED or CHANGED."""

    name: str
    how: str
    sentences: Sequence[str]


def differences(before: Content, after: Content) -> list[Difference]:
    """What changes: first how weeks are counted, then the terms in order of time."""
    weeks = _weeks(before, after)
    counted = [Difference(_("How weeks are counted"), CHANGED, weeks)] if weeks else []
    found: list[tuple[date, Difference]] = []
    numbers = {term.id for term in after.terms}
    for term in before.terms:
        if term.id not in numbers:
            found.append((term.active_from, Difference(term.name, REMOVED, [_span(term)])))
    for term in after.terms:
        old = before.term(term.id) if term.id is not None else None
        if old is None:
            pauses = [_added_break(pause) for pause in term.breaks]
            found.append((term.active_from, Difference(term.name, ADDED, [_span(term), *pauses])))
        elif sentences := _of_term(old, term):
            how = MOVED if _dates(old) != _dates(term) else CHANGED
            found.append((term.active_from, Difference(term.name, how, sentences)))
    return [*counted, *(difference for _day, difference in sorted(found, key=lambda pair: pair[0]))]


def _weeks(before: Content, after: Content) -> list[str]:
    said = []
    if before.week_starts_on != after.week_starts_on:
        said.append(_("Weeks start on %(day)s.") % {"day": WEEKDAYS[after.week_starts_on]})
    if before.first_week != after.first_week:
        said.append(_("The first teaching week has the number %(number)s.") % {"number": signed(after.first_week)})
    if before.week_labels != after.week_labels:
        said.append(
            _("Weeks are called like this: %(label)s.") % {"label": Calendar.WeekLabels(after.week_labels).label}
        )
    if before.breaks_take_number != after.breaks_take_number:
        said.append(
            _("Weeks in a break are counted.") if after.breaks_take_number else _("Weeks in a break are skipped.")
        )
    if before.weeks_before != after.weeks_before:
        said.append(_("Weeks counted before teaching: %(count)s.") % {"count": after.weeks_before})
    if before.weeks_after != after.weeks_after:
        said.append(
            _("Weeks after teaching are counted on.")
            if after.weeks_after
            else _("Weeks after teaching have no number.")
        )
    return said


def _dates(term: TermContent) -> tuple[object, ...]:
    return (term.teaching_from, term.teaching_to, term.active_from, term.active_to)


def _span(term: TermContent) -> str:
    return _("Teaching %(dates)s, societies meet %(active)s.") % {
        "dates": dates_in_words(term.teaching_from, term.teaching_to),
        "active": dates_in_words(term.active_from, term.active_to),
    }


def _of_term(old: TermContent, new: TermContent) -> list[str]:
    said = []
    if old.name != new.name:
        said.append(_("It was called %(name)s.") % {"name": old.name})
    moved = (
        (old.teaching_from, new.teaching_from, _("Teaching begins on %(new)s, was %(old)s.")),
        (old.teaching_to, new.teaching_to, _("Teaching ends on %(new)s, was %(old)s.")),
        (old.active_from, new.active_from, _("Societies meet from %(new)s, was %(old)s.")),
        (old.active_to, new.active_to, _("Societies meet until %(new)s, was %(old)s.")),
    )
    said += [
        sentence % {"old": date_in_words(was), "new": date_in_words(will)}
        for was, will, sentence in moved
        if was != will
    ]
    if old.first_week != new.first_week:
        number = _("as in the calendar") if new.first_week is None else signed(new.first_week)
        said.append(_("Number of its first teaching week: %(number)s.") % {"number": number})
    return [*said, *_of_breaks(old, new)]


def _of_breaks(old: TermContent, new: TermContent) -> list[str]:
    before = {pause.id: pause for pause in old.breaks}
    kept = {pause.id for pause in new.breaks if pause.id is not None}
    said = [_("%(break)s is taken out.") % {"break": str(pause)} for pause in old.breaks if pause.id not in kept]
    for pause in new.breaks:
        was = before.get(pause.id) if pause.id is not None else None
        if was is None:
            said.append(_added_break(pause))
        elif was != pause:
            said.append(_changed_break(was, pause))
    return said


def _added_break(pause: BreakContent) -> str:
    return _("Break: %(break)s, %(dates)s.") % {"break": str(pause), "dates": _days(pause)}


def _changed_break(was: BreakContent, pause: BreakContent) -> str:
    if (was.starts_on, was.ends_on) != (pause.starts_on, pause.ends_on):
        said = {"break": str(pause), "dates": _days(pause), "old": _days(was)}
        return _("%(break)s is on %(dates)s, was %(old)s.") % said
    if was.takes_number != pause.takes_number:
        if pause.takes_number is None:
            return _("%(break)s takes a number as the calendar says.") % {"break": str(pause)}
        sentence = _("%(break)s takes a week number.") if pause.takes_number else _("%(break)s takes no week number.")
        return sentence % {"break": str(pause)}
    return _("%(old)s is called %(break)s.") % {"old": str(was), "break": str(pause)}


def _days(pause: BreakContent) -> str:
    return dates_in_words(pause.starts_on, pause.ends_on)

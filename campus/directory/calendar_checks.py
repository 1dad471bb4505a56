"""What is refused about the content of a calendar, in one place: for one term, one break, or all at once. Pure.

Each check returns the part cleaned; it is only good to use after `Faults.refuse` let it pass.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from campus.base.faults import Faults
from campus.directory.calendar_content import (
    BreakContent,
    Content,
    TermContent,
    ordered,
    with_term,
    without_term,
)
from campus.directory.models import Break, Calendar
from campus.directory.names import checked_name
from campus.directory.words import date_in_words, ends_before_start

FIRST_WEEKS = range(-20, 61)
MOST_WEEKS_BEFORE = 10
LONGEST = timedelta(days=400)
MOST_TERMS, MOST_BREAKS = 100, 60


def checked_content(content: Content) -> Content:
    """The whole content, in order of time. Raises Invalid with fields like terms.0.breaks.1.ends_on."""
    content, faults = ordered(content), Faults()
    check_weeks(faults, content)
    if len(content.terms) > MOST_TERMS:
        faults.add("terms", "too_many", _("A calendar has at most %(count)s terms.") % {"count": MOST_TERMS})
    faults.refuse()
    _check_rows(faults, content)
    terms = []
    for position, term in enumerate(content.terms):
        of_term = Faults()
        terms.append(checked_term(of_term, term, content.terms[:position]))
        _check_every_break(of_term, terms[-1])
        faults.take(of_term, f"terms.{position}.", term.name)
    faults.refuse()
    return replace(content, terms=tuple(_breaks_cleaned(term) for term in terms))


def put_term(content: Content, term: TermContent, position: int | None = None) -> Content:
    """With a checked term in the place of the one at `position`, or beside the others. Raises Invalid by its inputs."""
    others = content.terms if position is None else without_term(content, position).terms
    faults = Faults()
    term = checked_term(faults, term, others)
    _check_breaks_inside(faults, term)
    faults.refuse()
    return with_term(content, term, position)


def put_break(content: Content, position: int, pause: BreakContent, instead_of: BreakContent | None = None) -> Content:
    """With a checked break in the term at `position`, in the place of another one of its. Raises Invalid likewise."""
    term, faults = content.terms[position], Faults()
    others = tuple(other for other in term.breaks if other != instead_of)
    pause = checked_break(faults, pause, term, others)
    faults.refuse()
    return with_term(content, replace(term, breaks=(*others, pause)), position)


def check_weeks(faults: Faults, content: Content) -> None:
    """How weeks are counted and said."""
    if content.week_starts_on not in range(7):
        faults.add("week_starts_on", "unknown_weekday", _("Choose a day of the week, from 0 (Monday) to 6."))
    if content.first_week not in FIRST_WEEKS:
        faults.add("first_week", "week_out_of_range", _("The first teaching week has a number from -20 to 60."))
    if content.week_labels not in Calendar.WeekLabels.values:
        faults.add("week_labels", "unknown_labels", _("Choose how weeks are named."))
    if content.weeks_before not in range(MOST_WEEKS_BEFORE + 1):
        sentence = _("At most %(count)s weeks before teaching are counted.") % {"count": MOST_WEEKS_BEFORE}
        faults.add("weeks_before", "too_many", sentence)


def checked_term(faults: Faults, term: TermContent, others: Iterable[TermContent]) -> TermContent:
    """A term beside `others` of the same calendar; of its breaks only how many they are."""
    term = replace(term, name=checked_name(faults, "name", term.name, limit=80))
    for field in ("teaching_from", "teaching_to", "active_from", "active_to"):
        faults.day(field, getattr(term, field))
    if term.first_week is not None and term.first_week not in FIRST_WEEKS:
        faults.add("first_week", "week_out_of_range", _("The first teaching week has a number from -20 to 60."))
    _check_order(faults, term)
    _check_neighbours(faults, term, others)
    if len(term.breaks) > MOST_BREAKS:
        faults.add("breaks", "too_many", _("A term has at most %(count)s breaks.") % {"count": MOST_BREAKS})
    return term


def checked_break(
    faults: Faults, pause: BreakContent, term: TermContent, others: Iterable[BreakContent]
) -> BreakContent:
    """A break of `term` beside its `others`."""
    pause = replace(pause, name=faults.text("name", pause.name, limit=80))
    if pause.kind not in Break.Kind.values:
        faults.add("kind", "unknown_kind", _("Choose what kind of break it is."))
    if pause.ends_on < pause.starts_on:
        faults.add("ends_on", "ends_before_start", ends_before_start(pause.starts_on, pause.ends_on))
    else:
        _check_inside(faults, pause, term)
        _check_others(faults, pause, others)
    return pause


def _check_breaks_inside(faults: Faults, term: TermContent) -> None:
    """That a term which moves does not leave a break behind: said about the term's dates."""
    for pause in term.breaks:
        if pause.starts_on < term.active_from or pause.ends_on > term.active_to:
            field = "active_from" if pause.starts_on < term.active_from else "active_to"
            sentence = _("%(name)s would lie outside this term. Move or remove it first.")
            faults.add(field, "break_outside", sentence % {"name": str(pause)})


def _check_rows(faults: Faults, content: Content) -> None:
    """No row stands for two terms."""
    numbers = [term.id for term in content.terms if term.id is not None]
    if len(numbers) != len(set(numbers)):
        faults.add("terms", "same_row_twice", _("Two of these terms have the same number. Leave one of them without."))


def _check_every_break(faults: Faults, term: TermContent) -> None:
    for position, pause in enumerate(term.breaks):
        of_break = Faults()
        checked_break(of_break, pause, term, term.breaks[:position])
        faults.take(of_break, f"breaks.{position}.", str(pause))


def _breaks_cleaned(term: TermContent) -> TermContent:
    return replace(term, breaks=tuple(replace(pause, name=pause.name.strip()) for pause in term.breaks))


def _check_order(faults: Faults, term: TermContent) -> None:
    if term.teaching_to < term.teaching_from:
        faults.add("teaching_to", "ends_before_start", ends_before_start(term.teaching_from, term.teaching_to))
        return
    if term.active_from > term.teaching_from:
        sentence = _("Societies start with teaching at the latest, on %(day)s. Choose that day or an earlier one.")
        faults.add("active_from", "outside_teaching", sentence % {"day": date_in_words(term.teaching_from)})
    if term.active_to < term.teaching_to:
        sentence = _("Societies go on until teaching ends, on %(day)s. Choose that day or a later one.")
        faults.add("active_to", "outside_teaching", sentence % {"day": date_in_words(term.teaching_to)})
    if term.active_to - term.active_from > LONGEST:
        sentence = _("A term is at most %(days)s days long. Look at the years once more.")
        faults.add("active_to", "too_long", sentence % {"days": LONGEST.days})


def _check_neighbours(faults: Faults, term: TermContent, others: Iterable[TermContent]) -> None:
    """No day in two terms; on PostgreSQL a constraint holds it too."""
    sharing = (other for other in others if other.active_from <= term.active_to and other.active_to >= term.active_from)
    other = next(sharing, None)
    if other is None:
        return
    field = "active_from" if other.active_from <= term.active_from else "active_to"
    sentence = _("%(term)s runs from %(first)s to %(last)s, and two terms cannot share a day. Choose other dates.") % {
        "term": other.name,
        "first": date_in_words(other.active_from),
        "last": date_in_words(other.active_to),
    }
    faults.add(field, "terms_overlap", sentence)


def _check_inside(faults: Faults, pause: BreakContent, term: TermContent) -> None:
    if pause.starts_on < term.active_from or pause.ends_on > term.active_to:
        sentence = _("A break lies inside its term: %(term)s runs from %(first)s to %(last)s.") % {
            "term": term.name,
            "first": date_in_words(term.active_from),
            "last": date_in_words(term.active_to),
        }
        faults.add("starts_on" if pause.starts_on < term.active_from else "ends_on", "outside_term", sentence)


def _check_others(faults: Faults, pause: BreakContent, others: Iterable[BreakContent]) -> None:
    sharing = (other for other in others if other.starts_on <= pause.ends_on and other.ends_on >= pause.starts_on)
    other = next(sharing, None)
    if other is not None:
        sentence = _("%(name)s takes %(first)s to %(last)s already. Two breaks cannot share a day.") % {
            "name": str(other),
            "first": date_in_words(other.starts_on),
            "last": date_in_words(other.ends_on),
        }
        faults.add("starts_on" if other.starts_on <= pause.starts_on else "ends_on", "breaks_overlap", sentence)

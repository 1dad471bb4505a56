"""What may be read of universities, calendars, societies and offices; always says whose."""

from datetime import date

from campus.directory.calendar import ReportingTerm, tile
from campus.directory.models import Term, University


def reporting_terms(university: University) -> list[ReportingTerm]:
    """The reporting terms of a university in order of time; empty while it has no terms."""
    return tile(list(Term.objects.filter(calendar__university=university, calendar__is_reporting=True)))


def reporting_term_on(university: University, day: date) -> ReportingTerm | None:
    """The reporting term to which a local date belongs."""
    return next((term for term in reporting_terms(university) if term.holds(day)), None)

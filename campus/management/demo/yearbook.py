"""What a university keeps beside its terms: where their dates stand, how they stood before, and its head counts."""

from dataclasses import replace
from datetime import timedelta

from campus.directory.calendar_content import Content, content_of, to_json
from campus.directory.models import Calendar, CalendarRevision, Enrolment
from campus.management.demo import specs
from campus.management.demo.home import Home

FORTNIGHT, WEEK, DAY = timedelta(days=14), timedelta(days=7), timedelta(days=1)
GROWTH = 0.98  # of the students of a term so many were there the term before


def keep_yearbook(home: Home) -> None:
    """Versions of each calendar with their source, and the head counts of the running and the former term."""
    CalendarRevision.objects.bulk_create([row for each in home.calendars for row in _versions(home, each)])
    students = home.spec.students
    Enrolment.objects.bulk_create(
        Enrolment(
            university=home.university,
            counted_on=term.teaching_from + FORTNIGHT,
            students=number,
            source=f"Registrar of {home.university.name}",
            entered_at=home.noon(term.teaching_from + FORTNIGHT + DAY),
            entered_by=home.staff,
        )
        for term, number in ((home.terms[1], round(students * GROWTH)), (home.terms[2], students))
    )


def _versions(home: Home, calendar: Calendar) -> list[CalendarRevision]:
    """As it is; of the first calendar also as it was before its last term moved."""
    now = content_of(calendar)
    contents = [_before(now), now] if calendar.is_reporting else [now]
    return [_version(home, calendar, number, content) for number, content in enumerate(contents, start=1)]


def _before(content: Content) -> Content:
    """The same with the last term a week earlier, as far as the one before it leaves room."""
    *others, last = content.terms
    earlier = last.active_from - WEEK
    if others and others[-1].active_to >= earlier:
        return content
    return replace(content, terms=(*others, replace(last, active_from=earlier)))


def _version(home: Home, calendar: Calendar, number: int, content: Content) -> CalendarRevision:
    source = specs.calendar_source(home.spec.shape)
    made_on = home.terms[1 if number == 1 else 2].active_from
    return CalendarRevision(
        university=home.university,
        calendar=calendar,
        number=number,
        content=to_json(content),
        source=source.source,
        read_on=made_on - DAY,
        note=f"The dates of {source.institution}, moved to this year."[:300],
        state=CalendarRevision.State.ACCEPTED,
        made_at=home.noon(made_on),
        made_by=home.staff,
        decided_at=home.noon(made_on),
        decided_by=home.staff,
    )

"""Writing the content of a calendar to its rows, and keeping each version of it. Calendar and university are locked."""

from dataclasses import asdict
from datetime import date, datetime, timedelta

from django.db.models import Max

from campus.base.rows import locked
from campus.directory.actions.permits import kept_university
from campus.directory.calendar_content import (
    WEEK_FIELDS,
    BreakContent,
    Content,
    TermContent,
    content_of,
    from_json,
    to_json,
)
from campus.directory.models import Break, Calendar, CalendarRevision, StaleMark, Term
from campus.directory.versions import last_accepted
from campus.outbox.actions import enqueue_job
from campus.people.audit import record
from campus.people.models import Person

State = CalendarRevision.State
SIDING = date(9000, 1, 1)


def kept_calendar(calendar: Calendar, *, by: Person, at: datetime) -> Calendar:
    """The calendar, locked, when the person keeps its university."""
    kept_university(calendar.university, by=by, at=at)
    return locked(calendar)


def settle(verb: str, calendar: Calendar, content: Content, *, by: Person, at: datetime) -> None:
    """Make `content`, which was checked, the content of the calendar at once: kept as an accepted version."""
    stood = keep_what_stands(calendar, at=at)
    put_content(calendar, content, at=at)
    written = content_of(calendar)
    if written != stood:
        keep_version(calendar, written, by=by, at=at, state=State.ACCEPTED, decided_by=by, decided_at=at)
    record_calendar(verb, calendar, by=by, at=at)


def keep_what_stands(calendar: Calendar, *, at: datetime) -> Content:
    """The content of the calendar, which is kept as an accepted version unless it is one already.

    Calendars that nobody changed yet have none, nor has what was written past the actions.
    """
    stands, last = content_of(calendar), last_accepted(calendar)
    if last is None or from_json(last.content) != stands:
        keep_version(calendar, stands, by=None, at=at, state=State.ACCEPTED, decided_at=at)
    return stands


def keep_version(
    calendar: Calendar, content: Content, *, by: Person | None, at: datetime, **fields: object
) -> CalendarRevision:
    """One more version of the calendar, with the next number."""
    last = calendar.revisions.aggregate(number=Max("number"))["number"] or 0
    return CalendarRevision.objects.create(
        university=calendar.university,
        calendar=calendar,
        number=last + 1,
        content=to_json(content),
        made_at=at,
        made_by=by,
        **fields,
    )


def put_content(calendar: Calendar, content: Content, *, at: datetime) -> None:
    """Write weeks, terms and breaks. Rows of terms that stay are kept, whatever their dates: figures point at them."""
    for name in WEEK_FIELDS:
        setattr(calendar, name, getattr(content, name))
    calendar.changed_at = at
    calendar.save()
    rows = {row.pk: row for row in calendar.terms.select_for_update(no_key=True).order_by("pk")}
    calendar.terms.exclude(pk__in=[term.id for term in content.terms if term.id]).delete()
    _side_track([rows[term.id] for term in content.terms if term.id and _moves(rows[term.id], term)])
    for term in content.terms:
        _put_breaks(_put_term(calendar, rows.get(term.id or 0), term), term.breaks)


def record_calendar(verb: str, calendar: Calendar, *, by: Person, at: datetime) -> None:
    """Write the AuditEvent of a changed calendar, mark figures as stale, and have planning and figures follow."""
    university = calendar.university
    record(verb=verb, object=f"calendar:{calendar.pk}", by=by, at=at, university=university.pk)
    StaleMark.objects.create(university=university, at=at)
    for kind in ("replan", "rebuild_participation"):
        arguments = {"university": university.pk}
        enqueue_job(kind=kind, arguments=arguments, key=f"university:{university.pk}", at=at)


def _moves(row: Term, term: TermContent) -> bool:
    return (row.active_from, row.active_to) != (term.active_from, term.active_to)


def _side_track(rows: list[Term]) -> None:
    """Take terms out of each other's way: two that change places would share days between one write and the next."""
    if len(rows) < 2:
        return
    for passed, row in enumerate(rows):
        day = SIDING + timedelta(days=passed)
        dates = dict.fromkeys(("teaching_from", "teaching_to", "active_from", "active_to"), day)
        Term.objects.filter(pk=row.pk).update(**dates)


def _put_term(calendar: Calendar, row: Term | None, term: TermContent) -> Term:
    row = row or Term(university=calendar.university, calendar=calendar)
    for name in ("name", "teaching_from", "teaching_to", "active_from", "active_to", "first_week"):
        setattr(row, name, getattr(term, name))
    row.save()
    return row


def _put_breaks(term: Term, breaks: tuple[BreakContent, ...]) -> None:
    rows = {row.pk: row for row in term.breaks.all()}
    term.breaks.exclude(pk__in=[pause.id for pause in breaks if pause.id]).delete()
    for pause in breaks:
        values = {name: value for name, value in asdict(pause).items() if name != "id"}
        row = rows.get(pause.id or 0) or Break(term=term)
        if row.pk is None or any(getattr(row, name) != value for name, value in values.items()):
            for name, value in values.items():
                setattr(row, name, value)
            row.save()

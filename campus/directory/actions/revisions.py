"""Versions of a calendar: proposed, looked at in a preview, then accepted or discarded. None is ever lost."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from campus.base import clock
from campus.base.errors import Conflict, Invalid
from campus.base.faults import Faults
from campus.base.rows import locked
from campus.directory.actions.calendar_rows import (
    State,
    keep_version,
    keep_what_stands,
    kept_calendar,
    put_content,
    record_calendar,
)
from campus.directory.calendar_checks import checked_content
from campus.directory.calendar_content import Content, content_of, from_json, known_to, to_json
from campus.directory.models import Calendar, CalendarRevision
from campus.directory.versions import changed_since
from campus.directory.words import date_in_words
from campus.people.audit import record
from campus.people.models import Person


@transaction.atomic
def propose_revision(
    *,
    by: Person,
    calendar: Calendar,
    content: Content,
    source: str = "",
    read_on: date | None = None,
    note: str = "",
    instead_of: CalendarRevision | None = None,
    at: datetime,
) -> CalendarRevision:
    """Put a whole version of a calendar up for a look; nothing moves before it is accepted.

    `source` says where the dates stand and `read_on` when they were read there. A calendar has one proposal at a time:
    whoever goes on from an open one says so by `instead_of`, and the other one is kept as discarded. Terms and breaks
    with numbers of rows that are not in the calendar (any more) are new ones.
    """
    calendar = kept_calendar(calendar, by=by, at=at)
    source, note = _checked_source(calendar, source, read_on, note, at)
    content = checked_content(known_to(calendar, content))
    if content == keep_what_stands(calendar, at=at):
        raise Invalid("nothing_changes", _("This is how the calendar stands already. Change something first."))
    _make_room(calendar, instead_of, by=by, at=at)
    made = keep_version(calendar, content, by=by, at=at, source=source, read_on=read_on, note=note)
    _record("revision_proposed", made, by=by, at=at)
    return made


@transaction.atomic
def accept_revision(
    *,
    by: Person,
    revision: CalendarRevision,
    at: datetime,
    source: str | None = None,
    read_on: date | None = None,
    note: str | None = None,
) -> CalendarRevision:
    """Make a proposed version the calendar: dates are re-planned and figures recounted. Twice is a success.

    Where the dates stand can still be said; None leaves it as it was proposed. Refused when the calendar changed after
    it was proposed: what was looked at would not be what happens.
    """
    calendar = kept_calendar(revision.calendar, by=by, at=at)
    revision = locked(revision)
    if revision.state == State.ACCEPTED:
        return revision
    _refuse_decided(revision)
    if changed_since(revision):
        raise Conflict(
            "calendar_changed",
            _("The calendar was changed after this version was proposed. Discard it and propose the change again."),
        )
    revision.source, revision.note = _checked_source(
        calendar,
        revision.source if source is None else source,
        read_on or revision.read_on,
        revision.note if note is None else note,
        at,
    )
    revision.read_on = read_on or revision.read_on
    content = checked_content(known_to(calendar, from_json(revision.content)))
    put_content(calendar, content, at=at)
    revision.content = to_json(content_of(calendar))  # new terms have rows now
    revision.state, revision.decided_at, revision.decided_by = State.ACCEPTED, at, by
    revision.save()
    record_calendar("revision_accepted", calendar, by=by, at=at)
    return revision


@transaction.atomic
def discard_revision(*, by: Person, revision: CalendarRevision, at: datetime) -> CalendarRevision:
    """Put a proposed version away; it stays in the history. Twice is a success."""
    kept_calendar(revision.calendar, by=by, at=at)
    revision = locked(revision)
    if revision.state != State.DISCARDED:
        _refuse_decided(revision)
        _discard(revision, by=by, at=at)
    return revision


def _checked_source(calendar: Calendar, source: str, read_on: date | None, note: str, at: datetime) -> tuple[str, str]:
    faults = Faults()
    source, note = faults.text("source", source, limit=300), faults.text("note", note, limit=300)
    if read_on is not None:
        faults.day("read_on", read_on)
        if read_on > clock.today(calendar.university.zone, at):
            faults.add("read_on", "in_the_future", _("This day is still to come. Choose the day it was read."))
    faults.refuse()
    return source, note


def _make_room(calendar: Calendar, instead_of: CalendarRevision | None, *, by: Person, at: datetime) -> None:
    """Discard the open proposal that the new one goes on from, or that the calendar left behind; else refuse."""
    waiting = calendar.revisions.filter(state=State.PROPOSED).first()
    if instead_of is not None and waiting is None:
        sentence = _("Somebody accepted or discarded the proposal meanwhile. Look at the calendar once more.")
        raise Conflict("proposal_decided", sentence)
    if waiting is None:
        return
    if instead_of is not None and instead_of.pk != waiting.pk:
        raise Conflict("proposal_changed", _("Somebody changed the proposal meanwhile. Look at it once more."))
    if instead_of is None and not changed_since(waiting):
        sentence = _("Another version of this calendar waits since %(day)s. Accept or discard it first.")
        day = clock.today(calendar.university.zone, waiting.made_at)
        raise Conflict("proposal_open", sentence % {"day": date_in_words(day)})
    _discard(waiting, by=by, at=at)


def _refuse_decided(revision: CalendarRevision) -> None:
    if revision.state == State.ACCEPTED:
        raise Conflict("already_accepted", _("This version was accepted. Propose the earlier one to go back to it."))
    if revision.state == State.DISCARDED:
        raise Conflict("already_discarded", _("This version was discarded. Propose it again to use it."))


def _discard(revision: CalendarRevision, *, by: Person, at: datetime) -> None:
    revision.state, revision.decided_at, revision.decided_by = State.DISCARDED, at, by
    revision.save()
    _record("revision_discarded", revision, by=by, at=at)


def _record(verb: str, revision: CalendarRevision, *, by: Person, at: datetime) -> None:
    university = revision.university_id
    record(verb=verb, object=f"calendar:{revision.calendar_id}", by=by, at=at, university=university)

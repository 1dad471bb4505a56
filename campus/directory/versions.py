"""Versions of a calendar against the calendar as it stands, and against each other."""

from campus.directory.calendar_content import Content, content_of, from_json
from campus.directory.models import Calendar, CalendarRevision

State = CalendarRevision.State


def last_accepted(calendar: Calendar, before: int | None = None) -> CalendarRevision | None:
    """The accepted version with the highest number, or with the highest one below `before`."""
    accepted = calendar.revisions.filter(state=State.ACCEPTED).order_by("-number")
    return (accepted if before is None else accepted.filter(number__lt=before)).first()


def changed_since(revision: CalendarRevision) -> bool:
    """Whether the calendar is not any more what it was when this version was proposed."""
    last = last_accepted(revision.calendar)
    if last is None or last.number > revision.number:
        return True
    return from_json(last.content) != content_of(revision.calendar)


def came_before(revision: CalendarRevision) -> Content:
    """What a version changes or changed: the calendar as it stood; nothing for the first one."""
    if revision.state == State.PROPOSED:
        return content_of(revision.calendar)
    earlier = last_accepted(revision.calendar, before=revision.number)
    return from_json(earlier.content) if earlier else Content()

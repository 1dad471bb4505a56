"""The record: who did what, for the officers of a society, the staff of a university and operators.

Nobody's joining, leaving or being counted carries a name here, and to a university it is not listed at all.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext

from campus.base.errors import not_here
from campus.base.text import name_key
from campus.directory.models import Calendar, Office, Society, University
from campus.directory.queries.audit_words import (
    COUNTS_PEOPLE,
    OF_OFFICES,
    OF_SOCIETIES,
    OF_UNIVERSITIES,
    SOMEBODY,
    UNNAMED,
    VERBS,
)
from campus.directory.rules import Right, is_operator, may, may_keep
from campus.directory.words import scope_name
from campus.people.models import AuditEvent, Person

# Numbers of these stand for one person, so that a list does not say them.
_OF_ONE_PERSON = frozenset({"person", "membership", "attendance", "block", "consent", "claim", "notice"})


@dataclass(frozen=True)
class Asked:
    """What a reader looks for. The days are local dates of the record's zone, both included."""

    verb: str = ""
    name: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class Line:
    """One event in words; `about` says to which society, office or calendar it was done."""

    at: datetime
    who: str
    what: str
    about: str
    reason: str
    verb: str
    object: str


@dataclass(frozen=True)
class Record:
    """What one reader may see, newest first. `verbs` are those that can be in it, `zone` is where its days are."""

    events: QuerySet[AuditEvent]
    verbs: Mapping[str, Promise]
    zone: str
    society: Society | None = None
    university: University | None = None

    def matching(self, asked: Asked) -> QuerySet[AuditEvent]:
        """The events that a reader looks for. A name finds only acts that are shown with it."""
        events = self.events.all()
        if asked.verb:
            events = events.filter(verb=asked.verb)
        if asked.since:
            events = events.filter(at__gte=_midnight(asked.since, self.zone))
        if asked.until:
            events = events.filter(at__lt=_midnight(asked.until + timedelta(days=1), self.zone))
        if asked.name.strip():
            events = events.exclude(verb__in=UNNAMED).filter(actor__in=_persons(events, asked.name))
        return events

    def lines(self, events: Iterable[AuditEvent]) -> list[Line]:
        """Events of this record in words: a few queries, however many they are."""
        events = list(events)
        things = _Things(events)
        return [
            Line(
                at=event.at,
                who=_who(event),
                what=str(VERBS.get(event.verb, event.verb.replace("_", " "))),
                about=" · ".join(self._about(event, things)),
                reason=event.reason,
                verb=event.verb,
                object="" if _kind(event) in _OF_ONE_PERSON else event.object,
            )
            for event in events
        ]

    def _about(self, event: AuditEvent, things: "_Things") -> list[str]:
        """From the near to the far; what the whole record is about is not repeated."""
        parts = [things.offices.get(event.object) or things.calendars.get(event.object)]
        if self.society is None:
            parts.append(things.societies.get(event.society_id))
        if self.society is None and self.university is None:
            parts.append(things.universities.get(event.university_id))
        return [part for part in parts if part]


def society_record(person: Person | None, society: Society) -> Record:
    """What was done in a society, for who keeps it. Raises NotFound for everybody else."""
    if not may(person, Right.KEEP_SOCIETY, society):
        raise not_here()
    events = _newest(AuditEvent.objects.filter(society_id=society.pk))
    return Record(events, OF_SOCIETIES | OF_OFFICES, society.university.zone, society=society)


def university_record(person: Person | None, university: University) -> Record:
    """What was done at a university, for who keeps it; drafts are not theirs to see. Raises NotFound for others."""
    if not may_keep(person, university):
        raise not_here()
    submitted = Society.objects.filter(pk=OuterRef("society_id")).exclude(status=Society.Status.DRAFT)
    seen = Q(society_id__isnull=True) | Exists(submitted)
    events = AuditEvent.objects.filter(seen, university_id=university.pk).exclude(verb__in=COUNTS_PEOPLE)
    verbs = OF_SOCIETIES | OF_OFFICES | OF_UNIVERSITIES
    listed = {verb: words for verb, words in verbs.items() if verb not in COUNTS_PEOPLE}
    return Record(_newest(events), listed, university.zone, university=university)


def installation_record(person: Person | None) -> Record:
    """Everything, for operators; its days are days of UTC. Raises NotFound for everybody else."""
    if not is_operator(person):
        raise not_here()
    return Record(_newest(AuditEvent.objects.all()), VERBS, "UTC")


class _Things:
    """The names of what some events were done to, fetched together."""

    def __init__(self, events: list[AuditEvent]) -> None:
        societies = Society.objects.in_bulk({event.society_id for event in events} - {None})
        universities = University.objects.in_bulk({event.university_id for event in events} - {None})
        self.societies: dict[int | None, str] = {pk: row.name for pk, row in societies.items()}
        self.universities: dict[int | None, str] = {pk: row.name for pk, row in universities.items()}
        offices = Office.objects.select_related("person", "society", "university")
        self.offices = {f"office:{pk}": _office(row) for pk, row in offices.in_bulk(_numbers("office", events)).items()}
        calendars = Calendar.objects.in_bulk(_numbers("calendar", events))
        self.calendars = {f"calendar:{pk}": row.name for pk, row in calendars.items()}


def _newest(events: QuerySet[AuditEvent]) -> QuerySet[AuditEvent]:
    return events.select_related("actor").order_by("-at", "-pk")


def _midnight(day: date, zone: str) -> datetime:
    return datetime.combine(day, time.min, ZoneInfo(zone))


def _persons(events: QuerySet[AuditEvent], name: str) -> list[int]:
    """Who of those that act in `events` has this in their name; compared here, since SQLite folds ASCII only."""
    acting = events.order_by().values_list("actor", "actor__name").distinct()
    return [pk for pk, own in acting if pk is not None and name_key(name) in name_key(own)]


def _who(event: AuditEvent) -> str:
    if event.verb in UNNAMED:
        return str(UNNAMED[event.verb])
    return str(event.actor) if event.actor else gettext("The program itself")


def _office(office: Office) -> str:
    """The role, in what it is held when in no society, and by whom once it was accepted: officers' names are seen."""
    parts = [office.get_role_display()]
    if office.society is None and office.university is None and office.country:
        parts.append(scope_name(office))
    if office.accepted_at is not None:
        parts.append(str(office.person or SOMEBODY))
    return ", ".join(parts)


def _kind(event: AuditEvent) -> str:
    return event.object.partition(":")[0]


def _numbers(kind: str, events: list[AuditEvent]) -> list[int]:
    """The numbers of what events of one kind were done to."""
    return [int(event.object.partition(":")[2]) for event in events if _kind(event) == kind]

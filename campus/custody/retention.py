"""How long what is kept about persons is kept, and what is over at an instant.

A university sets its months itself, within the bounds of its table; the rest is the same everywhere. What is due is
a query for each rule: the dry run counts it, the nightly work removes it. docs/decisions/retention.md says why.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from dateutil.relativedelta import relativedelta
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from campus.activities.models import Rsvp
from campus.base import clock
from campus.base.errors import Sentence, not_here
from campus.checkin.models import Attendance
from campus.directory.models import Flag, Office, University
from campus.directory.rules import may_keep
from campus.membership.models import Block, Claim, Membership
from campus.outbox.models import Delivery
from campus.people.models import AuditEvent, IdempotencyKey, Person

KEEP_AUDIT_MONTHS = 24  # of what belongs to no university
KEEP_FLAG_TEXT_MONTHS = 12
KEEP_IDEMPOTENCY_KEYS = timedelta(hours=24)
KEEP_DELIVERIES = timedelta(days=30)


@dataclass(frozen=True)
class Rule:
    """One kind of rows that are over some time: `due(university, at)`, which without a university asks of the rest."""

    name: str
    says: Sentence
    due: Callable[[University | None, datetime], QuerySet[Any]]


@dataclass(frozen=True)
class Due:
    """How many rows of one rule are over; `university` is None for what belongs to none."""

    university: University | None
    rule: Rule
    count: int


def inactive_since(university: University, at: datetime) -> datetime:
    """Who neither came nor was a member from then on is not kept by name there any more."""
    return at - relativedelta(months=university.keep_attendance_months)


def persons_to_leave(university: University, at: datetime) -> QuerySet[Person]:
    """Whose visits at the university stand under their name no more: nothing of them there is younger than its limit.

    Whoever came, is a member or holds an office since then keeps all; of a row that was merged away it is asked who
    they are now.
    """
    before = inactive_since(university, at)
    day = clock.today(university.zone, before)
    me = Person.objects.filter(erased_at__isnull=True).annotate(me=Coalesce("merged_into_id", "pk"))
    came = Attendance.objects.filter(university=university, person__isnull=False)
    belonged = Membership.objects.filter(university=university)
    held = Office.objects.filter(university=university, accepted_at__isnull=False, ended_at__isnull=True)
    claimed = Claim.objects.filter(university=university)
    something = (
        Q(pk__in=came.filter(at__lt=before).values("person"))
        | Q(pk__in=belonged.filter(left_on__lte=day).values("person"))
        | Q(pk__in=_idle_claims(university, at).values("person"), email__isnull=True)
    )
    mine = Q(person=OuterRef("me"))
    return me.filter(
        something,
        ~Exists(came.filter(mine, at__gte=before)),
        ~Exists(belonged.filter(Q(left_on__isnull=True) | Q(left_on__gt=day), mine)),
        ~Exists(held.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day), mine)),
        ~Exists(claimed.filter(person=OuterRef("pk"), created_at__gte=before)),
    ).order_by("pk")


def claims_to_leave(person: Person, university: University, at: datetime) -> QuerySet[Claim]:
    """The typed addresses and numbers of an unproven person that go with their visits: not those that still protect."""
    return _idle_claims(university, at).filter(person=person, person__email__isnull=True)


def _idle_claims(university: University, at: datetime) -> QuerySet[Claim]:
    """Those that neither a running "not me" nor a standing block needs."""
    blocked = Block.objects.filter(society__university=university, person=OuterRef("person"), lifted_at__isnull=True)
    over = Q(refused_until__isnull=True) | Q(refused_until__lte=at)
    return Claim.objects.filter(over, ~Exists(blocked), university=university)


def _persons(university: University | None, at: datetime) -> QuerySet[Person]:
    return persons_to_leave(university, at) if university else Person.objects.none()


def _answers(university: University | None, at: datetime) -> QuerySet[Rsvp]:
    """Who said that they come, to dates that are over as long as visits are kept by name."""
    if university is None:
        return Rsvp.objects.none()
    return Rsvp.objects.filter(university=university, occurrence__ends_at__lt=inactive_since(university, at))


def _refusals(university: University | None, at: datetime) -> QuerySet[Claim]:
    return Claim.objects.filter(university=university, refused_until__lte=at)


def _flag_texts(university: University | None, at: datetime) -> QuerySet[Flag]:
    decided = Flag.objects.filter(
        university=university, decided_at__lt=at - relativedelta(months=KEEP_FLAG_TEXT_MONTHS)
    )
    return decided.exclude(text="", note="")


def _audit_events(university: University | None, at: datetime) -> QuerySet[AuditEvent]:
    months = university.keep_audit_months if university else KEEP_AUDIT_MONTHS
    number = university.pk if university else None
    return AuditEvent.objects.filter(university_id=number, at__lt=at - relativedelta(months=months))


def _idempotency_keys(university: University | None, at: datetime) -> QuerySet[IdempotencyKey]:
    keys = IdempotencyKey.objects.filter(created_at__lt=at - KEEP_IDEMPOTENCY_KEYS)
    return keys.none() if university else keys


def _deliveries(university: University | None, at: datetime) -> QuerySet[Delivery]:
    sent = Delivery.objects.filter(created_at__lt=at - KEEP_DELIVERIES)
    return sent.none() if university else sent


PERSONS = Rule("persons", _("People whose visits lose their name"), _persons)
ANSWERS = Rule("answers", _("Answers whether people come to a date"), _answers)
REFUSALS = Rule("refusals", _("“Not me” answers that are over"), _refusals)
FLAG_TEXTS = Rule("flag_texts", _("Reports whose words go"), _flag_texts)
AUDIT_EVENTS = Rule("audit_events", _("Lines of the record of who did what"), _audit_events)
IDEMPOTENCY_KEYS = Rule("idempotency_keys", _("Answers kept for programs that ask again"), _idempotency_keys)
DELIVERIES = Rule("deliveries", _("Messages to other programs"), _deliveries)
OF_UNIVERSITIES = (PERSONS, ANSWERS, REFUSALS, FLAG_TEXTS, AUDIT_EVENTS)
OF_NOBODY = (AUDIT_EVENTS, IDEMPOTENCY_KEYS, DELIVERIES)


def due_in(university: University | None, at: datetime) -> list[Due]:
    """What is over at one university, or of what belongs to none, a line for each rule: exact, for operators only."""
    rules = OF_UNIVERSITIES if university else OF_NOBODY
    return [Due(university, rule, rule.due(university, at).count()) for rule in rules]


def due_for(person: Person | None, university: University, at: datetime) -> list[Due]:
    """The same for who keeps the university, to be shown through campus.reports.disclosure. Raises NotFound."""
    if not may_keep(person, university, at):
        raise not_here()
    return due_in(university, at)

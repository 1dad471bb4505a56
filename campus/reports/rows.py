"""The rows that figures are counted from: who came, which dates were held, who joined; per reporting term."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from campus.activities.models import Occurrence
from campus.activities.queries.hosting import held_by
from campus.checkin.models import Credit, TermParticipation
from campus.checkin.participation import Meeting, Visit
from campus.directory.calendar import ReportingTerm
from campus.directory.models import Society
from campus.membership.models import Membership


@dataclass(frozen=True)
class DatedVisit(Visit):
    """A visit with the local date of its occurrence; the person is their number."""

    day: date


def within(term: ReportingTerm, field: str, until: date | None = None) -> Q:
    """That the local date in `field` belongs to the reporting term, and is not after `until`."""
    condition = Q()
    if term.starts_on is not None:
        condition &= Q(**{f"{field}__gte": term.starts_on})
    for end in (term.ends_on, until):
        if end is not None:
            condition &= Q(**{f"{field}__lte": end})
    return condition


def credits_in(term: ReportingTerm, until: date | None = None) -> QuerySet[Credit]:
    """The credits of a term that count: not voided, not for a cancelled occurrence. The caller narrows the scope."""
    standing = Credit.objects.filter(attendance__voided_at__isnull=True)
    return standing.filter(within(term, "date", until), attendance__occurrence__cancelled_at__isnull=True)


def visits_in(society: Society, term: ReportingTerm) -> list[DatedVisit]:
    """All visits credited to a society in a term, nameless ones too."""
    rows = credits_in(term).filter(society=society)
    values = rows.values_list(
        "attendance__person", "date", "attendance__occurrence__starts_at", "attendance__occurrence__minutes"
    )
    return [DatedVisit(Meeting(starts_at, minutes), person, day) for person, day, starts_at, minutes in values]


def meetings_in(society: Society, term: ReportingTerm, at: datetime) -> list[Meeting]:
    """The dates that a society held in a term, alone or with others: begun at the instant `at`, not cancelled."""
    held = Occurrence.objects.filter(within(term, "date"), held_by(society), cancelled_at__isnull=True)
    return [Meeting(*row) for row in held.filter(starts_at__lte=at).values_list("starts_at", "minutes").order_by()]


def participants_in(term: ReportingTerm, until: date | None = None) -> QuerySet[TermParticipation]:
    """One row for each identified person and society of a term. The caller narrows the scope."""
    rows = TermParticipation.objects.filter(term=term.term).order_by()
    return rows if until is None else rows.filter(first_on__lte=until)


def new_to_society(rows: QuerySet[TermParticipation]) -> QuerySet[TermParticipation]:
    """Of these rows, those of persons who had never been in the society before."""
    return rows.filter(~Exists(_earlier().filter(society=OuterRef("society"))))


def new_to_university(rows: QuerySet[TermParticipation]) -> QuerySet[TermParticipation]:
    """Of these rows, those of persons who had never been in any society of the university in an earlier term."""
    earlier = _earlier().filter(university=OuterRef("university")).exclude(term=OuterRef("term"))
    return rows.filter(~Exists(earlier))


def joined_in(term: ReportingTerm, until: date | None = None) -> QuerySet[Membership]:
    """Memberships that began in a term. The caller narrows the scope."""
    return Membership.objects.filter(within(term, "joined_on", until)).order_by()


def _earlier() -> QuerySet[TermParticipation]:
    return TermParticipation.objects.filter(person=OuterRef("person"), first_on__lt=OuterRef("first_on"))

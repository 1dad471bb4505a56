"""What was reported and what is hidden, for those who decide about it and those whose page it is."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min, Q, QuerySet

from campus.activities.order import may_decide, may_read_hiding
from campus.activities.subjects import Subject, is_shown, key_of, subject_by_key, subjects_by_keys, university_of
from campus.base import clock
from campus.base.errors import not_here
from campus.directory import rules
from campus.directory.models import Flag, Hiding, Office, Society, University
from campus.directory.queries import keepers_of, officers_of
from campus.people.models import Person

WAITING = Flag.Decision.WAITING


@dataclass(frozen=True)
class Reported:
    """Something that waits for a decision: how many reported it, and since when the first of them waits."""

    subject: Subject
    key: str
    reports: int
    since: datetime

    @property
    def kind(self) -> str:
        """university, society or series."""
        return self.key.partition(":")[0]


@dataclass(frozen=True)
class Hidden:
    """Something that is hidden now."""

    subject: Subject
    hiding: Hiding

    @property
    def waits(self) -> bool:
        """Whether an appeal waits for an answer."""
        return self.hiding.appealed_at is not None and self.hiding.answered_at is None


def subject_to_report(key: str) -> Subject:
    """What somebody wants to report, for everybody. Raises NotFound for what is not public."""
    subject = subject_by_key(key)
    if not is_shown(subject):
        raise not_here()
    return subject


def reports_waiting(person: Person | None, university: University) -> list[Reported]:
    """What was reported at a university, longest waiting first, for who keeps it; nothing for anybody else.

    Reports of the university itself are not its own to decide.
    """
    if not rules.may_keep(person, university):
        return []
    return _grouped(Flag.objects.filter(university=university).exclude(subject=key_of(university)))


def universities_reported(person: Person | None) -> list[Reported]:
    """The universities that were reported, for operators and the coordinators of their countries."""
    reach = _reach(person)
    if reach is None:
        return []
    return _grouped(Flag.objects.filter(reach, subject__startswith="university:"))


def has_reach(person: Person | None) -> bool:
    """Whether the person decides about universities: operators, and coordinators."""
    return _reach(person) is not None


def subject_to_decide(person: Person | None, key: str) -> Subject:
    """What this person may decide about. Raises NotFound for everything else."""
    subject = subject_by_key(key)
    if not may_decide(person, subject):
        raise not_here()
    return subject


def reports_about(person: Person | None, subject: Subject) -> QuerySet[Flag]:
    """The reports that wait, oldest first, for who decides about it. Nobody is told who they are from."""
    if not may_decide(person, subject):
        return Flag.objects.none()
    return Flag.objects.filter(subject=key_of(subject), decision=WAITING)


def hidden_at_university(person: Person | None, university: University) -> list[Hidden]:
    """What is hidden there, appeals first, for who keeps it; nothing for anybody else."""
    if not rules.may_keep(person, university):
        return []
    return _in_order(Hiding.objects.filter(university=university))


def hidden_within_reach(person: Person | None) -> list[Hidden]:
    """All that is hidden in the installation for operators, in the country for its coordinator."""
    reach = _reach(person)
    return _in_order(Hiding.objects.filter(reach)) if reach is not None else []


def hidden_of(society: Society) -> list[Hidden]:
    """What of the society is hidden now, its university among it: for its officers."""
    above = Q(subject=key_of(society.university))
    return _in_order(Hiding.objects.filter(Q(society=society) | above))


def hiding_of(subject: Subject) -> Hiding | None:
    """Why it is hidden now; None for what is not."""
    if subject.hidden_at is None:
        return None
    return Hiding.objects.filter(subject=key_of(subject), lifted_at__isnull=True).first()


def hiding_by_number(person: Person | None, number: int) -> Hiding:
    """One hiding, standing or lifted, for those whose page it is and who answer. Raises NotFound."""
    found = Hiding.objects.select_related("university", "society__university").filter(pk=number).first()
    if found is None or not may_read_hiding(person, found):
        raise not_here()
    return found


def people_of(hiding: Hiding, at: datetime) -> list[Person]:
    """Whose page it is: the officers of a society, the staff of a university, each once."""
    if hiding.society is not None:
        offices: Iterable[Office] = officers_of(hiding.society, at)
    else:
        staff = hiding.university.offices.filter(role=Office.Role.STAFF, accepted_at__isnull=False)
        offices = staff.filter(ended_at__isnull=True).select_related("person")
    today = clock.today(hiding.university.zone, at)
    held = [office for office in offices if rules.in_force(office, today)]
    return list({office.person.pk: office.person for office in held if office.person is not None}.values())


def deciders_on(subject: Subject, at: datetime) -> list[Person]:
    """Who is told that something waits: who keeps the university; about itself its coordinators, else operators."""
    if not isinstance(subject, University):
        return keepers_of(university_of(subject), at)
    wide = Office.objects.filter(accepted_at__isnull=False, ended_at__isnull=True).select_related("person")
    today = clock.today("UTC", at)
    for offices in (wide.filter(role=Office.Role.COORDINATOR, country=subject.country), wide.filter(role="operator")):
        held = [office.person for office in offices if office.person is not None and rules.in_force(office, today)]
        if held:
            return list(dict.fromkeys(held))
    return []


def _reach(person: Person | None) -> Q | None:
    """The rows that a person decides about as operator or coordinator; None for everybody else."""
    offices = rules.offices_in_force(person)
    if any(office.role == Office.Role.OPERATOR for office in offices):
        return Q()
    countries = [str(office.country) for office in offices if office.role == Office.Role.COORDINATOR]
    return Q(university__country__in=countries) if countries else None


def _grouped(flags: QuerySet[Flag]) -> list[Reported]:
    rows = (
        flags.filter(decision=WAITING)
        .order_by()
        .values("subject")
        .annotate(reports=Count("pk"), since=Min("at"))
        .order_by("since", "subject")
    )
    found = subjects_by_keys([row["subject"] for row in rows])
    return [
        Reported(found[row["subject"]], row["subject"], row["reports"], row["since"])
        for row in rows
        if row["subject"] in found
    ]


def _in_order(hidings: QuerySet[Hiding]) -> list[Hidden]:
    standing = (
        hidings.filter(lifted_at__isnull=True).select_related("university", "society").order_by("hidden_at", "pk")
    )
    found = subjects_by_keys([hiding.subject for hiding in standing])
    rows = [Hidden(found[hiding.subject], hiding) for hiding in standing if hiding.subject in found]
    return sorted(rows, key=lambda row: not row.waits)

"""Give an office that needs no invitation, and end one."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from campus.base import clock
from campus.base.errors import NotAllowed, not_here
from campus.base.rows import locked
from campus.directory import rules
from campus.directory.models import Office, Society, University
from campus.directory.queries.holders import holders_beside
from campus.people.audit import record
from campus.people.models import Person


def appoint(
    *,
    person: Person,
    role: str,
    at: datetime,
    by: Person | None,
    university: University,
    society: Society | None = None,
) -> Office:
    """Give an office that needs no invitation, from today on: for actions that decided it themselves.

    Whoever holds it already keeps what they hold: also somebody else, where one person holds it at a time. Then theirs
    is the office that comes back. The society's row is locked. It ends the day before the next one begins.
    """
    today = clock.today(university.zone, at)
    held = Office.objects.filter(person=person, role=role, university=university, society=society)
    office = Office(
        role=role,
        university=university,
        society=society,
        person=person,
        invited_by=by,
        invited_at=at,
        accepted_at=at,
        starts_on=today,
    )
    others = holders_beside(office)
    for standing in (*held, *others):
        if rules.in_force(standing, today):
            return standing
    if others:
        office.ends_on = others[0].starts_on - timedelta(days=1)
    office.save()
    record_office("office_given", office, by=by, at=at)
    return office


@transaction.atomic
def end_office(*, by: Person, office: Office, at: datetime) -> Office:
    """Resign from one's own office, withdraw an invitation, or dismiss whom one may appoint; from this moment on.

    Also the last office of a society may end: then its university's staff appoint.
    """
    office = locked(office)
    if not rules.may_see_office(by, office, at):
        raise not_here()
    if office.person_id != by.pk and not rules.may_appoint(by, office, at):
        raise NotAllowed("not_appointing", _("Only who may appoint to this office can end it."))
    if office.ended_at is not None:
        return office
    return end(office, "office_ended" if office.accepted_at else "invitation_withdrawn", by=by, at=at)


@transaction.atomic
def show_office(*, by: Person, office: Office, is_public: bool, at: datetime) -> Office:
    """Let everybody see one's own name beside one's office in a society, or no longer. Raises NotFound for others."""
    office = locked(office)
    if office.person_id != by.pk or office.society_id is None:
        raise not_here()
    if office.is_public != is_public:
        office.is_public = is_public
        office.save(update_fields=("is_public",))
        record_office("office_shown" if is_public else "office_hidden", office, by=by, at=at)
    return office


def set_last_day(office: Office, day: date | None, *, by: Person | None, at: datetime) -> Office:
    """Let a held office end with `day` (None: no last day) in the caller’s transaction."""
    office.ends_on = day
    office.save(update_fields=("ends_on",))
    record_office("office_last_day_set", office, by=by, at=at)
    return office


def end(office: Office, verb: str, *, by: Person | None, at: datetime) -> Office:
    """End it in the caller’s transaction; the address it was sent to goes."""
    office.ended_at = at
    office.ended_by = by
    office.invited_address = ""
    office.save()
    record_office(verb, office, by=by, at=at)
    return office


def record_office(verb: str, office: Office, *, by: Person | None, at: datetime) -> None:
    """Write the AuditEvent of what happened to an office."""
    record(
        verb=verb,
        object=f"office:{office.pk}",
        by=by,
        at=at,
        university=office.university_id,
        society=office.society_id,
    )

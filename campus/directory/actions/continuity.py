"""Officers and the university are told before nobody leads a society any more, and when that has come."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Exists, OuterRef

from campus.base import clock
from campus.directory.continuity import SOON, is_coming, last_day_of_all
from campus.directory.links import kept_society_link, manage_link, society_link
from campus.directory.models import Office, Society
from campus.directory.queries.offices import keepers_of
from campus.directory.rules import in_force
from campus.outbox.actions import notify
from campus.people.models import Person

LATELY = timedelta(days=30)  # what ended longer ago is no news


@transaction.atomic
def warn_of_endings(at: datetime) -> None:
    """Periodic: mail the officers and the university 30 days before the last office ends, and when it has ended.

    Once for each last day, however often this runs.
    """
    endless = Office.objects.filter(
        society=OuterRef("society"), accepted_at__isnull=False, ended_at__isnull=True, ends_on__isnull=True
    )
    accepted = Office.objects.filter(
        ~Exists(endless), society__status=Society.Status.APPROVED, accepted_at__isnull=False
    )
    offices: dict[Society, list[Office]] = defaultdict(list)
    for office in accepted.select_related("society__university", "university", "person").order_by("pk"):
        if office.society is not None:
            offices[office.society].append(office)
    for society, held in offices.items():
        _warn(society, held, at)


def _warn(society: Society, offices: Collection[Office], at: datetime) -> None:
    today = clock.today(society.university.zone, at)
    standing = [office for office in offices if in_force(office, today) or is_coming(office, today)]
    if not standing:
        _tell_that_nobody_leads(society, offices, today, at)
        return
    last = last_day_of_all(standing)
    if last is not None and last - today <= SOON:
        _tell("offices_end_soon", society, _holders(standing), last, manage_link(society), at)


def _tell_that_nobody_leads(society: Society, offices: Collection[Office], today: date, at: datetime) -> None:
    ended = {office: _ended_on(office) for office in offices}
    last = max(ended.values())
    if today - last <= LATELY:
        former = _holders([office for office, day in ended.items() if day == last])
        _tell("offices_ended", society, former, last, society_link(society), at)


def _tell(kind: str, society: Society, officers: set[Person], last: date, link: str, at: datetime) -> None:
    links = dict.fromkeys(officers, link) | dict.fromkeys(
        keepers_of(society.university, at), kept_society_link(society)
    )
    for person, own_link in links.items():
        notify(
            kind=kind,
            subject_key=f"society:{society.pk}:{last.isoformat()}",
            person=person,
            context={"society": society.name, "ends_on": last, "link": own_link},
            at=at,
        )


def _holders(offices: Collection[Office]) -> set[Person]:
    return {office.person for office in offices if office.person is not None and office.person.is_proven}


def _ended_on(office: Office) -> date:
    """The last day on which it was held, local to its university."""
    days = [office.ends_on] if office.ends_on else []
    if office.ended_at is not None and office.university is not None:
        days.append(office.ended_at.astimezone(ZoneInfo(office.university.zone)).date())
    return min(days)

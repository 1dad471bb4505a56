"""Who holds an office of which there is one on the days of another. Asks no permission: actions and forms do."""

from datetime import date, datetime

from django.db.models import Q

from campus.base import clock
from campus.directory import rules
from campus.directory.models import Office, Society


def holders_beside(office: Office) -> list[Office]:
    """The accepted offices that overlap this one where only one may be; the earliest first."""
    if office.role not in rules.SINGLE_HOLDER_ROLES:
        return []
    others = Office.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=office.starts_on),
        society=office.society,
        role=office.role,
        accepted_at__isnull=False,
        ended_at__isnull=True,
    ).exclude(pk=office.pk)
    if office.ends_on is not None:
        others = others.filter(starts_on__lte=office.ends_on)
    return list(others.select_related("person", "university").order_by("starts_on", "pk"))


def holder_to_end(society: Society, role: str, first_day: date, at: datetime) -> Office | None:
    """Who would have to leave the office the day before somebody else begins, and can; None for nobody."""
    wanted = Office(society=society, university=society.university, role=role, starts_on=first_day)
    return next((holder for holder in holders_beside(wanted) if can_make_way(holder, first_day, at)), None)


def can_make_way(holder: Office, first_day: date, at: datetime) -> bool:
    """Whether an office can end the day before `first_day`: it has begun by then, and no right ends before tomorrow."""
    return holder.starts_on < first_day and clock.today(rules.office_zone(holder), at) < first_day

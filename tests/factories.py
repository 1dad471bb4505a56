"""Plain makers of rows for tests. Each fills what a test does not care about; nothing is random."""

import itertools
from datetime import UTC, date, datetime, timedelta
from typing import Any

from campus.base.text import name_key
from campus.directory import checklist
from campus.directory.actions import accept_office
from campus.directory.models import Calendar, Office, Society, Term, University, UniversityDomain
from campus.directory.queries import invitation_by_token
from campus.directory.rules import SECOND_FACTOR_ROLES
from campus.people.models import Person

NOW = datetime(2026, 10, 20, 14, 30, tzinfo=UTC)  # a Tuesday, 17:30 in Nairobi, in the running term
count = itertools.count(1)


def person(name: str = "Somebody", *, email: str | None = None, proven: bool = True) -> Person:
    address = email or (f"{name.split()[0].casefold()}{next(count)}@karura.example" if proven else None)
    return Person.objects.create_person(name=name, email=address, proven_at=NOW if address else None)


def second_factor(holder: Person) -> None:
    """From now on signing in takes them one; their offices beyond a society awake."""
    holder.second_factor_at = NOW
    holder.save(update_fields=["second_factor_at"])


def university(name: str = "Karura University", **fields: Any) -> University:
    """An approved university with its domain, a reporting calendar and the terms of two academic years."""
    slug = fields.pop("slug", name.split()[0].casefold())
    domain = fields.pop("domain", f"{slug}.example")
    made = University.objects.create(
        **{
            "name": name,
            "name_key": name_key(name),
            "slug": slug,
            "country": "KE",
            "zone": "Africa/Nairobi",
            "status": University.Status.APPROVED,
            "status_at": NOW,
            **fields,
        }
    )
    UniversityDomain.objects.create(university=made, domain=domain)
    calendar = Calendar.objects.create(
        university=made, name="Main calendar", name_key="main calendar", is_reporting=True
    )
    for title, first in (
        ("Semester 1, 2025/26", date(2025, 9, 1)),
        ("Semester 2, 2025/26", date(2026, 1, 12)),
        ("Semester 1, 2026/27", date(2026, 9, 7)),
        ("Semester 2, 2026/27", date(2027, 1, 11)),
    ):
        term(calendar, title, first)
    return made


def term(calendar: Calendar, name: str, teaching_from: date, weeks: int = 14) -> Term:
    """A term of `weeks` teaching weeks; its active period begins a week earlier and ends a week later."""
    teaching_to = teaching_from + timedelta(weeks=weeks, days=-3)
    return Term.objects.create(
        university=calendar.university,
        calendar=calendar,
        name=name,
        teaching_from=teaching_from,
        teaching_to=teaching_to,
        active_from=teaching_from - timedelta(days=7),
        active_to=teaching_to + timedelta(days=7),
    )


def society(home: University, name: str = "HeForShe Karura", **fields: Any) -> Society:
    """An approved society."""
    return Society.objects.create(
        **{
            "university": home,
            "name": name,
            "name_key": name_key(name),
            "slug": "-".join(name_key(name).split()),
            "purpose": "Men and women of every faculty, one question each Tuesday.",
            "status": Society.Status.APPROVED,
            "status_at": NOW,
            "approved_at": NOW,
            **fields,
        }
    )


def accept(by: Person, token: str, at: datetime = NOW) -> Office:
    """Accept an invitation with every point of the checklist confirmed."""
    version = checklist.version_for(invitation_by_token(token))
    return accept_office(by=by, token=token, checklist=version, confirmed=set(checklist.WORDINGS[version]), at=at)


def office(holder: Person, role: str, **scope: Any) -> Office:
    """An accepted office since a year ago; scope is country=, university= or society=.

    Whose office asks for a second factor has one.
    """
    if role in SECOND_FACTOR_ROLES:
        second_factor(holder)
    if "society" in scope:
        scope["university"] = scope["society"].university
    return Office.objects.create(
        person=holder,
        role=role,
        invited_at=NOW,
        accepted_at=NOW,
        starts_on=NOW.date() - timedelta(days=365),
        **scope,
    )

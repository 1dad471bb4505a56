"""An office as the pages see it: where its work is done."""

from collections.abc import Iterable
from datetime import date

from django.urls import reverse

from campus.directory.models import Office
from campus.directory.rules import offices_held, sleeps
from campus.people.models import Person


def desk_url(office: Office) -> str:
    """The page where the work of an office is done."""
    if office.society is not None and office.university is not None:
        return reverse("manage_today", args=(office.university.slug, office.society.slug))
    if office.university is not None:
        return reverse("review_registrations", args=(office.university.slug,))
    return reverse("review")


def past_last(offices: Iterable[Office], today: date) -> list[Office]:
    """The offices in their order, those that are over after all others."""
    return sorted(offices, key=lambda office: office.ends_on is not None and office.ends_on < today)


def sleeping_offices(person: Person | None) -> list[Office]:
    """The offices that give this person no right yet, because signing in does not take them a second step."""
    if person is None or person.second_factor_at is not None:
        return []
    return [office for office in offices_held(person) if sleeps(office, person)]

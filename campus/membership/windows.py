"""When societies of a university apply, and what it asks of them: for everybody who may see the university."""

from datetime import date

from django.db.models import QuerySet

from campus.base.errors import not_here
from campus.directory import rules
from campus.directory.models import University
from campus.membership.models import RegistrationWindow
from campus.people.models import Person


def windows_of(university: University) -> QuerySet[RegistrationWindow]:
    """The windows of a university, the latest first."""
    return university.registration_windows.select_related("university")


def window_by_number(person: Person | None, number: int) -> RegistrationWindow:
    """One window, for everybody who may see its university. Raises NotFound."""
    window = RegistrationWindow.objects.select_related("university").filter(pk=number).first()
    if window is None or not rules.may_see_university(person, window.university):
        raise not_here()
    return window


def is_always_open(university: University) -> bool:
    """A university that keeps no windows takes new societies at any time, and asks for no renewal."""
    return not university.registration_windows.exists()


def window_for_new(university: University, on: date) -> RegistrationWindow | None:
    """The window in which a new society may apply on a local date."""
    return windows_of(university).filter(new_from__lte=on, new_to__gte=on).first()


def next_for_new(university: University, on: date) -> RegistrationWindow | None:
    """The next window for new societies that begins after a local date."""
    return windows_of(university).filter(new_from__gt=on).order_by("new_from", "pk").first()


def window_for_renewal(university: University, on: date) -> RegistrationWindow | None:
    """The window by which societies are renewed on a local date: the latest that has begun, open or closed."""
    return windows_of(university).filter(renew_from__lte=on).order_by("-renew_from", "-pk").first()


def next_for_renewal(university: University, on: date) -> RegistrationWindow | None:
    """The next window for renewals that begins after a local date."""
    return windows_of(university).filter(renew_from__gt=on).order_by("renew_from", "pk").first()

"""What a window asks of a society that renews, and which of it is met today."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext, ngettext

from campus.directory.models import Office, Society
from campus.directory.queries import officers_of
from campus.membership.models import Registration, RegistrationWindow


@dataclass(frozen=True)
class Requirement:
    """One thing that is asked: `name` for programs, and in words what is asked and what there is."""

    name: str
    asked: str
    there: str
    is_met: bool


def requirements_of(window: RegistrationWindow, society: Society, at: datetime) -> list[Requirement]:
    """What the window asks, counted at the instant `at`: officers in office, members who have not left.

    Exact numbers of a society: for its own officers only.
    """
    held = list(officers_of(society, at).values_list("role", "person"))
    found = []
    if window.officers:
        found.append(_officers(window.officers, len({person for _role, person in held})))
    if window.members:
        found.append(_members(window.members, society.memberships.filter(left_on__isnull=True).count()))
    roles = {role for role, _person in held}
    return found + [_role(role, role in roles) for role in window.roles]


def asked_of(window: RegistrationWindow) -> dict[str, Any]:
    """What a window asks, to be kept with a renewal that met it: the window may be changed later."""
    return {"officers": window.officers, "members": window.members, "roles": window.roles}


def met_in_words(registration: Registration) -> list[str]:
    """What was asked of a renewal, and met, when it was handed in."""
    asked = registration.answers.get("asked")
    return asked_in_words(RegistrationWindow(**asked)) if asked else []


def asked_in_words(window: RegistrationWindow) -> list[str]:
    """All that a window asks of renewing societies, without looking at one."""
    words = [_officers(window.officers, 0).asked] if window.officers else []
    words += [_members(window.members, 0).asked] if window.members else []
    return words + [_role(role, False).asked for role in window.roles]


def unmet(requirements: Sequence[Requirement]) -> list[Requirement]:
    return [requirement for requirement in requirements if not requirement.is_met]


def _officers(asked: int, there: int) -> Requirement:
    return Requirement(
        "officers",
        ngettext("%(count)d officer in office", "%(count)d officers in office", asked) % {"count": asked},
        ngettext("There is %(count)d today.", "There are %(count)d today.", there) % {"count": there},
        there >= asked,
    )


def _members(asked: int, there: int) -> Requirement:
    return Requirement(
        "members",
        ngettext("%(count)d member", "%(count)d members", asked) % {"count": asked},
        ngettext("There is %(count)d today.", "There are %(count)d today.", there) % {"count": there},
        there >= asked,
    )


def _role(role: str, is_filled: bool) -> Requirement:
    name = Office.Role(role).label
    return Requirement(
        f"role:{role}",
        gettext("Somebody as %(office)s") % {"office": str(name)},
        gettext("Filled.") if is_filled else gettext("Nobody is in this office today."),
        is_filled,
    )

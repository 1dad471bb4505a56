"""The next committee is invited, office by office, for the day on which it takes over."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from campus.base.errors import Invalid
from campus.base.faults import Faults
from campus.directory.actions.handovers import (
    DAY,
    open_one,
    record_handover,
    refuse_taken_over,
    refuse_unless_appointing,
)
from campus.directory.actions.invitations import SOCIETY_ROLES, invite_to_office
from campus.directory.actions.offices import set_last_day
from campus.directory.models import Handover, Office
from campus.people.models import Person


@transaction.atomic
def invite_committee(
    *, by: Person, handover: Handover, addresses: Mapping[str, str], ends_on: date | None = None, at: datetime
) -> list[Office]:
    """Invite the owner of an address to each office named; what is left empty stays as it is.

    They begin on the day of taking over and look on before it. Whoever holds these offices now, holds them until the
    day before. `ends_on` is the last day of all. All are invited, or nobody is.
    """
    handover = open_one(handover, by=by, at=at)
    refuse_unless_appointing(handover.society, by=by, at=at)
    refuse_taken_over(handover, at)
    named = _checked(addresses)
    for role in named:
        _let_end(handover, role, by=by, at=at)
    handover.save(update_fields=("former_ends",))
    shadow = handover.shadow_from if handover.shadow_from < handover.takes_over_on else None
    invited = [
        invite_to_office(
            by=by,
            role=role,
            address=address,
            society=handover.society,
            starts_on=handover.takes_over_on,
            shadow_from=shadow,
            ends_on=ends_on,
            at=at,
        )
        for role, address in named.items()
    ]
    record_handover("committee_invited", handover, by=by, at=at)
    return invited


def _checked(addresses: Mapping[str, str]) -> dict[str, str]:
    """The addresses that were given, normalised, by role."""
    faults = Faults()
    named = {role: faults.address(role, address) for role, address in addresses.items() if address.strip()}
    for role in set(named) - SOCIETY_ROLES:
        faults.add(role, "unknown_role", _("Choose an office that exists here."))
    faults.refuse()
    if not named:
        raise Invalid("nobody_named", _("Write the address of one person at least."))
    return named


def _let_end(handover: Handover, role: str, *, by: Person, at: datetime) -> None:
    """Let whoever holds it now hold it until the day before, and remember what their last day was."""
    day = handover.takes_over_on
    held = handover.society.offices.filter(
        role=role, accepted_at__isnull=False, ended_at__isnull=True, starts_on__lt=day
    )
    for office in held:
        if office.ends_on is None or office.ends_on >= day:
            handover.former_ends[str(office.pk)] = office.ends_on.isoformat() if office.ends_on else None
            set_last_day(office, day - DAY, by=by, at=at)

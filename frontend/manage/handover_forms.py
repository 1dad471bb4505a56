"""What officers write when they hand over."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from campus.directory.models import Handover, Office
from campus.reports.hand_over import Seat
from frontend.inputs import date_field, long_text
from frontend.sentences import PlainForm

Role = Office.Role


class HandoverForm(PlainForm):
    """The days of a hand-over, and what the next committee should know."""

    takes_over_on = date_field(_("First day of the next committee"))
    shadow_from = date_field(
        _("They look on from"),
        help_text=_("From this day they see how things stand, without names, and change nothing."),
    )
    notes = long_text(
        _("Notes for the next committee"),
        rows=8,
        max_length=4000,
        required=False,
        help_text=_("Where the keys are, who to ask for the room, what you would do again."),
    )

    @classmethod
    def of(cls, handover: Handover, data: Any = None, *, keep_days: bool) -> "HandoverForm":
        """The form of a hand-over as it stands; without its days for whoever may not move them (any more)."""
        form = cls(data, initial={name: getattr(handover, name) for name in cls.base_fields})
        if keep_days:
            del form.fields["takes_over_on"], form.fields["shadow_from"]
        return form

    @classmethod
    def fresh(cls, today: date, data: Any = None) -> "HandoverForm":
        return cls(data, initial={"shadow_from": today})


class CommitteeForm(PlainForm):
    """Who follows in which office, by address, and how long their year is."""

    ROLES = (Role.PRESIDENT, Role.SECRETARY, Role.EVENTS, Role.TREASURER)

    ends_on = date_field(
        _("Last day of their offices"), required=False, help_text=_("Rights end with it. Most mandates last one year.")
    )

    def __init__(self, seats: Iterable[Seat], data: Any = None) -> None:
        super().__init__(data)
        for seat in seats:
            said = {"invalid": _("An e-mail address looks like amina@karura.example.")}
            self.fields[seat.role.value] = forms.EmailField(
                max_length=254, required=False, label=str(seat.name), help_text=_stands(seat), error_messages=said
            )
        self.order_fields([role.value for role in self.ROLES])

    @property
    def addresses(self) -> dict[str, str]:
        """What was entered, by role; empty for an office that stays as it is."""
        return {role.value: self.cleaned_data[role.value] for role in self.ROLES}


def _stands(seat: Seat) -> str:
    """Who holds an office now, who follows, and who was invited, in a line."""
    invited = [office.invited_address for office in seat.invited]
    lines = (
        (gettext("Now: %(names)s."), [str(office.person) for office in seat.now]),
        (gettext("Next: %(names)s."), [str(office.person) for office in seat.next]),
        (gettext("Invited: %(names)s."), invited),
    )
    return " ".join(sentence % {"names": ", ".join(names)} for sentence, names in lines if names) or gettext("Vacant.")


class TaskForm(PlainForm):
    """One thing that is to be done."""

    text = forms.CharField(
        max_length=300,
        label=_("What is to be done"),
        error_messages={"required": _("Write what is to be done.")},
    )

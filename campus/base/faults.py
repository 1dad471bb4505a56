"""What is wrong with what somebody entered, gathered so that a form says everything at once."""

from datetime import date
from functools import cache
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from campus.base.errors import Invalid, Sentence
from campus.base.text import address_key

EARLIEST, LATEST = date(1990, 1, 1), date(2199, 12, 31)


class Faults:
    """Gather with `add` and the checks below, then `refuse` once.

    Each check returns the cleaned value; it is only good to use after `refuse` let it pass.
    """

    def __init__(self) -> None:
        self._code = ""
        self._fields: dict[str, Sentence] = {}

    def add(self, field: str, code: str, sentence: Sentence) -> None:
        """Say what is wrong with one input; the first thing said about it stands."""
        self._code = self._code or code
        self._fields.setdefault(field, sentence)

    def take(self, other: "Faults", prefix: str, subject: str) -> None:
        """Take over what is wrong with a part: its inputs are named after `prefix`, its sentences after `subject`."""
        for field, sentence in other._fields.items():
            said = _("%(subject)s: %(sentence)s") % {"subject": subject, "sentence": sentence}
            self.add(f"{prefix}{field}", other._code, said)

    @property
    def sentences(self) -> list[Sentence]:
        """All that was said so far."""
        return list(self._fields.values())

    def refuse(self) -> None:
        """Raise Invalid, with the first code and sentence and all fields, when anything was wrong."""
        if self._fields:
            raise Invalid(self._code, next(iter(self._fields.values())), fields=self._fields)

    def text(self, field: str, value: str, *, limit: int, missing: Sentence = "") -> str:
        """The text without space around it, at most `limit` characters; empty only when `missing` is not given."""
        cleaned = value.strip()
        if missing and not cleaned:
            self.add(field, "missing", missing)
        elif len(cleaned) > limit:
            self.add(field, "too_long", _too_long(len(cleaned) - limit))
        return cleaned

    def address(self, field: str, value: str) -> str:
        """The e-mail address, normalised."""
        address = address_key(value)
        try:
            validate_email(address)
        except ValidationError:
            self.add(field, "not_an_address", _("This is not a complete e-mail address, like amina@karura.example."))
        if len(address) > 254:
            self.add(field, "too_long", _too_long(len(address) - 254))
        return address

    def zone(self, field: str, value: str) -> str:
        """The name of an IANA time zone."""
        if value not in _zones():
            self.add(field, "unknown_zone", _("We do not know this time zone. Choose one like Africa/Nairobi."))
        return value

    def day(self, field: str, value: date) -> date:
        """A date that calendars can be computed around."""
        if not EARLIEST <= value <= LATEST:
            self.add(
                field,
                "date_out_of_range",
                _("Choose a date between %(first)s and %(last)s.") % {"first": EARLIEST.year, "last": LATEST.year},
            )
        return value


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())  # it walks the file system


def _too_long(surplus: int) -> str:
    return ngettext(
        "This is %(count)d character too long. Shorten it a little.",
        "This is %(count)d characters too long. Shorten it a little.",
        surplus,
    ) % {"count": surplus}

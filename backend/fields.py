"""Inputs that take exactly what the schema says: DRF's own would read 5 as "5", "yes" as true and "7" as 7."""

import re
from datetime import datetime, time
from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

LARGEST_ID = 10**18 - 1
NO_NUL = "^[^\\u0000]*$"
# One character that is no space, for Python either: it takes the separators U+001C-1F and U+0085 for space, too.
SAYS_SOMETHING = "^[^\\u0000]*[^\\s\\u0000\\u001c-\\u001f\\u0085][^\\u0000]*$"
SAID = {
    "required": _("This is missing."),
    "null": _("This is missing."),
    "max_length": _("This is too long."),
    "min_value": _("This number is too small."),
    "max_value": _("This number is too large."),
}


class TextField(serializers.CharField):
    """A text; without `blank=True` it must hold more than space. NUL characters are refused, as PostgreSQL would."""

    default_error_messages = {
        **SAID,
        "invalid": _("Write text here, in quotation marks."),
        "blank": _("Write something here."),
    }

    def __init__(self, *, max_length: int, blank: bool = False, **kwargs: Any) -> None:
        super().__init__(max_length=max_length, allow_blank=blank, **kwargs)
        self.longest = max_length

    @property
    def pattern(self) -> str:
        """What DRF checks without telling the schema."""
        return NO_NUL if self.allow_blank else SAYS_SOMETHING

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        if len(data) > self.longest:  # as it was sent, which is what the schema speaks of; DRF measures it trimmed
            self.fail("max_length")
        return super().to_internal_value(data)


class WholeNumberField(serializers.IntegerField):
    default_error_messages = {**SAID, "invalid": _("Write a whole number here.")}

    def to_internal_value(self, data: Any) -> int:
        if isinstance(data, bool | str):
            self.fail("invalid")
        return super().to_internal_value(data)


class IdField(WholeNumberField):
    """The number by which the API names a row."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=1, max_value=LARGEST_ID, **kwargs)


class YesNoField(serializers.BooleanField):
    default_error_messages = {**SAID, "invalid": _("Write true or false here.")}

    def to_internal_value(self, data: Any) -> bool:
        if not isinstance(data, bool):
            self.fail("invalid")
        return data


class ChoiceField(serializers.ChoiceField):
    default_error_messages = {**SAID, "invalid_choice": _("Choose one of the values that are listed.")}

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid_choice", input=data)
        return super().to_internal_value(data)


class DayField(serializers.DateField):
    """A calendar date, 2026-10-20."""

    default_error_messages = {**SAID, "invalid": _("Write a date like 2026-10-20.")}

    def to_internal_value(self, data: Any) -> Any:
        if not (isinstance(data, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", data)):
            self.fail("invalid")
        return super().to_internal_value(data)


@extend_schema_field({"type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$", "examples": ["18:00"]})
class LocalTimeField(serializers.TimeField):
    """A local time of day, 18:00; its zone stands beside it."""

    default_error_messages = {**SAID, "invalid": _("Write a time like 18:00.")}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%H:%M", **kwargs)

    def to_internal_value(self, value: Any) -> time:
        if not (isinstance(value, str) and re.fullmatch(r"([01][0-9]|2[0-3]):[0-5][0-9]", value)):
            self.fail("invalid")
        return time.fromisoformat(value)


YEAR = "([0-9]{3}[1-9]|[0-9]{2}[1-9]0|[0-9][1-9]00|[1-9]000)"
DAY_OF_YEAR = "((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-8]))"
FOURTHS = "(0[48]|[2468][048]|[13579][26])"
LEAP_DAY = f"([0-9]{{2}}{FOURTHS}|{FOURTHS}00)-02-29"
LOCAL_START = f"({YEAR}-{DAY_OF_YEAR}|{LEAP_DAY})T([01][0-9]|2[0-3]):[0-5][0-9]"  # exactly the days that there are


@extend_schema_field({"type": "string", "pattern": f"^{LOCAL_START}$", "examples": ["2026-12-01T18:00"]})
class LocalStartField(serializers.Field):
    """A local date and time, 2026-12-01T18:00; its zone stands beside it."""

    default_error_messages = {**SAID, "invalid": _("Write a date and time like 2026-12-01T18:00.")}

    def to_internal_value(self, value: Any) -> datetime:
        if not (isinstance(value, str) and re.fullmatch(LOCAL_START, value)):
            self.fail("invalid")
        return datetime.fromisoformat(value)

    def to_representation(self, value: Any) -> str:
        return value if isinstance(value, str) else value.isoformat(timespec="minutes")


class PatternField(serializers.RegexField):
    """A text of exactly one form; space around it is not forgiven."""

    def __init__(self, pattern: str, **kwargs: Any) -> None:
        super().__init__(pattern, trim_whitespace=False, **kwargs)

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str) or data.endswith("\n"):  # which $ would let pass
            self.fail("invalid")
        return super().to_internal_value(data)


class CountryField(PatternField):
    """A country by its two letters (ISO 3166-1)."""

    default_error_messages = {**SAID, "invalid": _("Write the two letters of a country, like KE.")}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__("^[A-Z]{2}$", **kwargs)

    def to_representation(self, value: Any) -> str:
        return str(value)


class SecretField(PatternField):
    """What a device keeps to itself: too long to guess."""

    default_error_messages = {**SAID, "invalid": _("Send back a secret as it was given to you, or none.")}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__("^[A-Za-z0-9_-]{22,100}$", **kwargs)

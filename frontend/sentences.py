"""What a form says of an input it cannot take: Django's own sentences in the voice of the house."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

SAID_OF_EVERY_FIELD = {
    "required": _("Fill this in."),
    "max_length": _("This is too long: %(limit_value)d characters at most, and it has %(show_value)d."),
    "null_characters_not_allowed": _("There is a sign in here that cannot be kept. Write it once more."),
    "invalid_choice": _("Choose one of what is offered."),
    "min_value": _("Choose %(limit_value)s or more."),
    "max_value": _("Choose %(limit_value)s or less."),
}
NOT_READ: dict[type[forms.Field], Any] = {
    forms.DateField: _("Write a date like 2026-11-24."),
    forms.TimeField: _("Write a time like 17:30."),
    forms.IntegerField: _("Write a whole number."),
    forms.EmailField: _("An e-mail address looks like amina@karura.example."),
    forms.URLField: _("A link begins with https://, for example https://meet.karura.example/circle."),
}


class PlainForm(forms.Form):
    """A form whose fields say what is the matter plainly, unless a field was given a sentence of its own."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            own = {code: said for code, said in field.error_messages.items() if not _is_djangos(field, code, said)}
            field.error_messages = {**field.error_messages, **SAID_OF_EVERY_FIELD, **_not_read(field), **own}


def _not_read(field: forms.Field) -> dict[str, Any]:
    return next(({"invalid": said} for kind, said in NOT_READ.items() if isinstance(field, kind)), {})


def _is_djangos(field: forms.Field, code: str, said: Any) -> bool:
    """Whether a field says what its class says, and not what whoever declared it wanted."""
    return any(kind.__dict__.get("default_error_messages", {}).get(code) is said for kind in type(field).__mro__)

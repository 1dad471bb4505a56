"""What a society answers when it applies or renews: the form, with what its university asks besides."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from campus.directory.models import Society
from campus.membership.answers import ANSWER_LENGTH, QUESTION
from campus.membership.models import Registration, RegistrationWindow
from frontend.directory.forms import RegistrationForm


class AnswersForm(RegistrationForm):
    """Name and words of a society, the questions of the window, a word to the university.

    `reasons` is what the university said of single fields when it returned them; it stands beside them.
    """

    field_order = ("name", "purpose", "first_time")

    def __init__(
        self,
        window: RegistrationWindow | None,
        data: Any = None,
        *,
        initial: Mapping[str, Any] | None = None,
        reasons: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(data, initial=dict(initial or {}))
        message = self.fields.pop("message")
        for row in window.questions if window else []:
            self.fields[QUESTION + row["key"]] = _question(row)
        self.fields["message"] = message
        self.reasons = {name: said for name, said in (reasons or {}).items() if name in self.fields}
        for name in self.reasons:  # read out with the field, after its hint
            field = self.fields[name]
            hint = [f"id_{name}_helptext"] if field.help_text else []
            field.widget.attrs["aria-describedby"] = " ".join([*hint, f"id_{name}_asked"])

    def no_answer_needed(self) -> None:
        """For keeping a draft: what the window asks may wait until it is submitted."""
        for name, field in self.fields.items():
            if name.startswith(QUESTION):
                field.required = False

    @property
    def entered(self) -> dict[str, Any]:
        """What an action takes: the words, and the answers to questions by key."""
        words = {name: value for name, value in self.cleaned_data.items() if not name.startswith(QUESTION)}
        asked = {
            name.removeprefix(QUESTION): value for name, value in self.cleaned_data.items() if name.startswith(QUESTION)
        }
        return {**words, "questions": asked}

    @property
    def rows(self) -> list[tuple[forms.BoundField, str]]:
        """Each field with what the university said of it, if anything."""
        return [(field, self.reasons.get(field.name, "")) for field in self]


def as_it_stands(society: Society, last: Registration | None = None) -> dict[str, str]:
    """What the form begins with: what was said in the `last` registration, else the society's own words."""
    words = {"name": society.name, "purpose": society.purpose, "first_time": society.first_time}
    if last is None:
        return words
    said = {name: last.answers[name] for name in (*words, "message") if name in last.answers}
    asked = {QUESTION + row["key"]: row["answer"] for row in last.answers.get("questions", [])}
    return {**words, **said, **asked}


def _question(row: Mapping[str, Any]) -> forms.CharField:
    return forms.CharField(
        label=row["label"],
        required=row["required"],
        max_length=ANSWER_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Your university asks this of everybody. Write an answer.")},
    )

"""What officers write to their people."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from campus.checkin.actions.letters import SUBJECT_LENGTH, TEXT_LENGTH
from campus.checkin.models import Letter
from frontend.inputs import long_text
from frontend.sentences import PlainForm

OF_SOCIETY = (
    (Letter.Audience.MEMBERS.value, _("Members")),
    (Letter.Audience.NEWCOMERS.value, _("Who came for the first time this term")),
)
OF_DATE = (
    (Letter.Audience.ANSWERED_YES.value, _("Who said yes")),
    (Letter.Audience.CAME.value, _("Who came")),
)


class LetterForm(PlainForm):
    """A letter in plain text, and to whom: of the society, or of one date."""

    audience = forms.ChoiceField(
        label=_("To"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose to whom you write.")},
    )
    subject = forms.CharField(
        max_length=SUBJECT_LENGTH,
        label=_("Subject"),
        help_text=_("The name of your society stands before it."),
        error_messages={"required": _("Say in a few words what it is about.")},
    )
    text = long_text(
        _("Letter"),
        rows=10,
        max_length=TEXT_LENGTH,
        help_text=_("Plain text; links work. Everybody gets a mail of their own, and nobody’s address is shown."),
        error_messages={"required": _("Write the letter.")},
    )

    def __init__(self, data: Any = None, *, of_date: bool, **options: Any) -> None:
        super().__init__(data, **options)
        choices = OF_DATE if of_date else OF_SOCIETY
        self.fields["audience"].choices = choices  # type: ignore[attr-defined]

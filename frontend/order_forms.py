"""What those who keep order write."""

from django.utils.translation import gettext_lazy as _

from frontend.inputs import long_text
from frontend.sentences import PlainForm


class KeepForm(PlainForm):
    """Why something reported stays as it is."""

    note = long_text(
        _("Note"), rows=2, max_length=500, required=False, help_text=_("For those who decide here after you.")
    )


class HideForm(PlainForm):
    """Why something is hidden: its people read it."""

    reason = long_text(
        _("Reason"),
        rows=3,
        max_length=500,
        help_text=_("Its people read it and may appeal once. Say what to change; do not say who reported it."),
        error_messages={"required": _("Say why, so that its people can mend it.")},
    )


class AnswerForm(PlainForm):
    """The answer to an appeal, or why something is shown again."""

    answer = long_text(
        _("Answer"),
        rows=3,
        max_length=500,
        help_text=_("Its people get it by mail."),
        error_messages={"required": _("Say why, in a sentence; its people read it.")},
    )


class AppealForm(PlainForm):
    """Why something hidden should be shown again."""

    text = long_text(
        _("Your appeal"),
        rows=5,
        max_length=1000,
        help_text=_("Say what you changed, or why it should be shown. You can appeal once."),
        error_messages={"required": _("Say what you changed, or why it should be shown.")},
    )

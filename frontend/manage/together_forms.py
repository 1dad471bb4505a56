"""What officers enter to ask another society to hold something together."""

from django import forms
from django.utils.translation import gettext_lazy as _

from frontend.sentences import PlainForm


class SearchForm(PlainForm):
    """A part of the name of the society that is asked."""

    q = forms.CharField(
        max_length=120,
        label=_("Which society?"),
        help_text=_("A part of its name. Those of your university come first."),
        error_messages={"required": _("Write a part of its name.")},
    )

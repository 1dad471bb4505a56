"""What holds for officers, as boxes to tick."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from campus.directory.checklist import WORDINGS, version_for
from campus.directory.models import Office
from frontend.sentences import PlainForm


class ChecklistForm(PlainForm):
    """Every point of the wording that holds for an office; all are to be ticked."""

    checklist = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, office: Office, data: Any = None) -> None:
        version = version_for(office)
        super().__init__(data, initial={"checklist": version})
        self.points = list(WORDINGS[version])
        for number, (key, sentence) in enumerate(WORDINGS[version].items(), start=1):
            missing = _("Point %(number)d is not ticked yet. All of them hold for whoever takes the office.")
            self.fields[key] = forms.BooleanField(
                label=str(sentence), error_messages={"required": missing % {"number": number}}
            )

    @property
    def confirmed(self) -> list[str]:
        return [key for key in self.points if self.cleaned_data[key]]

"""What reviewers enter about registrations: windows and their questions, templates, and answers field by field."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from campus.directory.models import Office, Society, University
from campus.membership.actions.windows import ROLES
from campus.membership.answers import field_labels
from campus.membership.models import AnswerTemplate, Registration, RegistrationWindow
from frontend.inputs import date_field, long_text
from frontend.sentences import PlainForm

WHY = "why_"  # before the name of an answer: what is said of it


class WindowForm(PlainForm):
    """When societies apply and renew for one year, and what is asked of those who renew."""

    name = forms.CharField(max_length=80, label=_("Name"), help_text=_("For example 2026/27."))
    new_from = date_field(_("New societies apply from"))
    new_to = date_field(_("New societies apply until"))
    renew_from = date_field(_("Societies renew from"))
    renew_to = date_field(_("Societies renew until"))
    officers = forms.IntegerField(
        initial=0,
        label=_("Officers it takes to renew"),
        help_text=_("In office on that day. Many ask for three or four; 0 asks for none."),
        widget=forms.TextInput(attrs={"class": "short", "inputmode": "numeric"}),
    )
    members = forms.IntegerField(
        initial=0,
        label=_("Members it takes to renew"),
        help_text=_("Who joined and has not left. Many ask for 10 to 20; 0 asks for none."),
        widget=forms.TextInput(attrs={"class": "short", "inputmode": "numeric"}),
    )
    roles = forms.MultipleChoiceField(
        choices=[(role, Office.Role(role).label) for role in ROLES],
        required=False,
        label=_("Offices that must be filled to renew"),
        widget=forms.CheckboxSelectMultiple(attrs={"data-long": ""}),
    )

    @classmethod
    def of(cls, window: RegistrationWindow, data: Any = None) -> "WindowForm":
        """The form of a window as it stands, or with what was entered."""
        return cls(data, initial={name: getattr(window, name) for name in cls.base_fields})


class QuestionForm(PlainForm):
    """One question more."""

    label = forms.CharField(
        max_length=200, label=_("Question"), help_text=_("For example: who of the staff advises you?")
    )
    required = forms.BooleanField(required=False, label=_("Everybody must answer it"))


class TemplateForm(PlainForm):
    """A sentence that reviewers say often."""

    name = forms.CharField(
        max_length=80, label=_("Name"), help_text=_("How you find it again, for example: second officer.")
    )
    text = long_text(_("Sentence"), rows=3, max_length=500)

    @classmethod
    def of(cls, template: AnswerTemplate, data: Any = None) -> "TemplateForm":
        return cls(data, initial={"name": template.name, "text": template.text})


class ReturnForm(PlainForm):
    """Why a registration goes back: in all, and of single answers."""

    reason = long_text(
        _("Message to the society"),
        rows=4,
        max_length=500,
        help_text=_("Needed when you return it. Say what to change and by when."),
        error_messages={"required": _("Say why, so that they know what to do.")},
    )

    def __init__(self, registration: Registration, data: Any = None, *, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        for name, label in field_labels(registration).items():
            self.fields[WHY + name] = forms.CharField(
                label=gettext("To change in: %(field)s") % {"field": label},
                required=False,
                max_length=300,
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    @property
    def entered(self) -> dict[str, Any]:
        """What the action takes."""
        said = {
            name.removeprefix(WHY): text for name, text in self.cleaned_data.items() if name.startswith(WHY) and text
        }
        return {"reason": self.cleaned_data["reason"], "field_reasons": said}

    @property
    def single(self) -> list[forms.BoundField]:
        """The fields about single answers."""
        return [field for field in self if field.name.startswith(WHY)]

    @property
    def has_single(self) -> bool:
        """Whether anything is said of a single answer, or refused there."""
        return any(field.value() or field.errors for field in self.single)


class RenameForm(PlainForm):
    """Another name for a society, given by its university."""

    name = forms.CharField(max_length=120, label=_("New name"))
    reason = long_text(_("Why"), rows=2, max_length=500, help_text=_("Its officers get a mail with it."))


class JoinForm(PlainForm):
    """The society that another one becomes part of."""

    into = forms.ModelChoiceField(
        queryset=Society.objects.none(), label=_("It becomes part of"), empty_label=_("Choose a society")
    )
    reason = long_text(
        _("Why"), rows=2, max_length=500, help_text=_("All officers of both societies get a mail with it.")
    )
    typed_name = forms.CharField(
        max_length=120,
        label=_("Name of the society that goes"),
        help_text=_("Write it by hand: this cannot be undone."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, society: Society, university: University, data: Any = None) -> None:
        super().__init__(data)
        others = university.societies.filter(status=Society.Status.APPROVED).exclude(pk=society.pk)
        self.fields["into"].queryset = others  # type: ignore[attr-defined]


class RemovalForm(PlainForm):
    """Why an application is thrown away."""

    reason = long_text(
        _("Why"), rows=2, max_length=500, required=False, help_text=_("Whoever applied gets a mail with it.")
    )

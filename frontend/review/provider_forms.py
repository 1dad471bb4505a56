"""What is entered to let people sign in with a university's accounts."""

from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from campus.directory.models import IdentityProvider
from frontend.inputs import long_text
from frontend.sentences import PlainForm


def _attribute(label: Any, example: Any = "") -> forms.CharField:
    return forms.CharField(label=label, max_length=200, required=False, help_text=example)


class ProviderForm(PlainForm):
    """What both protocols ask for: a name for people, and where the provider says things when it is unusual."""

    label = forms.CharField(
        max_length=80,
        label=_("What people call it"),
        help_text=_("On the button after “Sign in with”, for example: your Karura account."),
    )
    email = _attribute(_("Attribute with the e-mail address"))
    name = _attribute(_("Attribute with the name"))
    affiliation = _attribute(
        _("Attribute with student, staff and so on"), _("Values as in eduPersonAffiliation: student, faculty, alum.")
    )
    student_number = _attribute(
        _("Attribute with the student number"),
        _("Empty: none. With it, visits that were counted by the number are found by who has it."),
    )
    attributes: tuple[str, ...] = ("email", "name", "affiliation", "student_number")

    def __init__(self, provider: IdentityProvider | None = None, data: Any = None) -> None:
        stands = {}
        if provider is not None:
            own = {name: getattr(provider, name, "") for name in self.base_fields if name not in self.attributes}
            stands = {**own, **provider.attributes}
        super().__init__(data, initial=stands)

    @property
    def asked(self) -> list[BoundField]:
        """What everybody enters."""
        return [self[name] for name in self.fields if name not in self.attributes]

    @property
    def unusual(self) -> list[BoundField]:
        """What stays empty for most."""
        return [self[name] for name in self.attributes]

    @property
    def is_unusual(self) -> bool:
        return any(field.value() or field.errors for field in self.unusual)

    def entered(self) -> dict[str, Any]:
        """As the actions take it."""
        cleaned = dict(self.cleaned_data)
        return {"attributes": {name: cleaned.pop(name) for name in self.attributes}, **cleaned}


class OidcForm(ProviderForm):
    """OpenID Connect."""

    issuer = forms.CharField(
        max_length=300,
        label=_("Issuer"),
        help_text=_("Its configuration is found below this address, at /.well-known/openid-configuration."),
        widget=forms.TextInput(attrs={"inputmode": "url"}),
    )
    client_id = forms.CharField(max_length=200, label=_("Client ID"))
    client_secret = forms.CharField(
        max_length=500,
        required=False,
        label=_("Client secret"),
        help_text=_("Kept sealed and never shown again. Leave it empty to keep the one that is here."),
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )
    field_order = ("label", "issuer", "client_id", "client_secret")

    def __init__(self, provider: IdentityProvider | None = None, data: Any = None) -> None:
        super().__init__(provider, data)
        if provider is None:
            self.fields["client_secret"].required = True
            self.fields["client_secret"].help_text = _("Kept sealed and never shown again.")


class SamlForm(ProviderForm):
    """SAML 2.0."""

    entity_id = forms.CharField(max_length=300, label=_("Entity ID of the provider"))
    sso_url = forms.CharField(
        max_length=300,
        label=_("Sign-in address"),
        help_text=_("SingleSignOnService with the binding HTTP-Redirect."),
        widget=forms.TextInput(attrs={"inputmode": "url"}),
    )
    certificate = long_text(
        _("Certificate"),
        rows=6,
        max_length=20_000,
        help_text=_(
            "As PEM. While the provider changes its certificate, put the old and the new one below each other."
        ),
    )
    subject = _attribute(
        _("Attribute that never changes for a person"),
        _("Empty: subject-id, pairwise-id or eduPersonUniqueId; else the NameID, unless it is transient."),
    )
    attributes = (*ProviderForm.attributes, "subject")
    field_order = ("label", "entity_id", "sso_url", "certificate")


FORMS: dict[str, type[ProviderForm]] = {
    IdentityProvider.Protocol.OIDC.value: OidcForm,
    IdentityProvider.Protocol.SAML.value: SamlForm,
}

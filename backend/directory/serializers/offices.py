"""What goes in and out about offices and invitations."""

from rest_framework import serializers

from backend.fields import ChoiceField, CountryField, DayField, IdField, TextField, YesNoField
from campus.directory.models import Office


class OfficeSerializer(serializers.ModelSerializer):
    """A role in one scope between two dates."""

    holder = serializers.SerializerMethodField(help_text="The name of who holds it; empty until somebody accepts.")
    country = serializers.CharField(source="country.code", help_text="Empty unless it is the office of a country.")

    class Meta:
        model = Office
        fields: tuple[str, ...] = ("id", "role", "country", "university", "society", "holder", "starts_on", "ends_on")

    def get_holder(self, office: Office) -> str:
        return office.person.name if office.person else ""


class OwnOfficeSerializer(OfficeSerializer):
    """An office of one's own, or one that one may end."""

    class Meta(OfficeSerializer.Meta):
        fields = (*OfficeSerializer.Meta.fields, "is_public", "invited_at", "accepted_at", "ended_at")


class OfficeInput(serializers.Serializer):
    """What its holder decides."""

    is_public = YesNoField(help_text="Everybody may see your name beside this office.")


class InvitationSerializer(OwnOfficeSerializer):
    """An invitation, for those who may send and withdraw it."""

    class Meta(OwnOfficeSerializer.Meta):
        fields = (*OwnOfficeSerializer.Meta.fields, "invited_address")


class InvitationInput(serializers.Serializer):
    """Exactly one of `country`, `university` and `society` says where, or none for an operator."""

    role = ChoiceField(Office.Role.choices)
    address = TextField(max_length=254)
    starts_on = DayField()
    ends_on = DayField(required=False, help_text="The last day in office.")
    country = CountryField(required=False)
    university = IdField(required=False)
    society = IdField(required=False)
    shadow_from = DayField(
        required=False, help_text="From this day on, before the first one, its holder looks on; in a society only."
    )
    ends_holder = YesNoField(
        required=False, help_text="Where one person holds it at a time: end the present holder’s office the day before."
    )


class AcceptanceInput(serializers.Serializer):
    """The token out of the link in the invitation, and that what holds for officers was read and confirmed."""

    token = TextField(max_length=200)
    checklist = TextField(max_length=20, help_text="The version that was read, from office-checklists.")
    confirmed = serializers.ListField(child=TextField(max_length=20), help_text="The keys of all its points.")


class TokenInput(serializers.Serializer):
    """The token out of the link in the invitation."""

    token = TextField(max_length=200)

"""What goes in and out about oneself."""

from django.conf import settings
from rest_framework import serializers

from backend.fields import ChoiceField, TextField, WholeNumberField
from campus.people.actions import LONGEST_TOKEN
from campus.people.models import ApiToken, Person

LANGUAGES = [("", "As the browser asks"), *settings.LANGUAGES]


class PersonSerializer(serializers.ModelSerializer):
    """The person who is signed in; nobody else's is ever shown in this form."""

    class Meta:
        model = Person
        fields = ("name", "email", "language", "theme")


class PersonInput(serializers.Serializer):
    name = TextField(max_length=120, blank=True)
    language = ChoiceField(LANGUAGES, allow_blank=True)
    theme = ChoiceField(Person.Theme.choices, allow_blank=True)


class ApiTokenSerializer(serializers.ModelSerializer):
    """A token of one's own. Its secret is not kept: `hint` is how it ends."""

    scopes = serializers.ListField(child=serializers.ChoiceField(ApiToken.Scope.choices))

    class Meta:
        model = ApiToken
        fields: tuple[str, ...] = ("id", "name", "scopes", "hint", "created_at", "last_used_on", "expires_at")


class NewApiTokenSerializer(ApiTokenSerializer):
    """A token with its secret, which is told this once."""

    secret = serializers.CharField(help_text="Send it as `Authorization: Bearer …`. It is never shown again.")

    class Meta(ApiTokenSerializer.Meta):
        fields = (*ApiTokenSerializer.Meta.fields, "secret")


class ApiTokenInput(serializers.Serializer):
    name = TextField(max_length=60, help_text="What it is for, so that you know it again.")
    scopes = serializers.ListField(
        child=ChoiceField(ApiToken.Scope.choices), min_length=1, max_length=len(ApiToken.Scope)
    )
    days = WholeNumberField(
        min_value=1, max_value=LONGEST_TOKEN, required=False, help_text="How long it works; until revoked if left out."
    )


class EraseInput(serializers.Serializer):
    confirm = TextField(max_length=254, help_text="Your own e-mail address, so that nothing goes by mistake.")


class ExportSerializer(serializers.Serializer):
    """All that is kept, by area of the program and heading: mostly lists of rows."""

    people = serializers.DictField()
    outbox = serializers.DictField()
    directory = serializers.DictField()
    membership = serializers.DictField()
    activities = serializers.DictField()
    checkin = serializers.DictField()
    sign_in = serializers.DictField()

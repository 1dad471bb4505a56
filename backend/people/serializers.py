"""What goes in and out about oneself."""

from django.conf import settings
from rest_framework import serializers

from backend.fields import ChoiceField, TextField
from campus.people.models import Person

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

"""What goes in and out about members and registrations."""

from rest_framework import serializers

from backend.directory.serializers import SocietyRefSerializer
from backend.fields import TextField
from campus.membership.models import Membership, Registration


class MemberSerializer(serializers.ModelSerializer):
    """A member of a society, for its officers."""

    name = serializers.CharField(source="person.name")

    class Meta:
        model = Membership
        fields = ("id", "name", "joined_on")


class MembershipSerializer(serializers.ModelSerializer):
    """A membership of one's own."""

    society = SocietyRefSerializer()

    class Meta:
        model = Membership
        fields = ("id", "society", "joined_on", "left_on")


class AnswersSerializer(serializers.Serializer):
    """What was said when it was submitted; later changes of the society do not touch it."""

    name = serializers.CharField()
    purpose = serializers.CharField()
    message = serializers.CharField()


class RegistrationSerializer(serializers.ModelSerializer):
    """An application of a society and what its university decided, for these two."""

    society = SocietyRefSerializer()
    answers = AnswersSerializer()
    submitted_by = serializers.CharField(source="submitted_by.name", help_text="The name of who applied.")

    class Meta:
        model = Registration
        fields = (
            "id",
            "society",
            "answers",
            "submitted_at",
            "submitted_by",
            "decision",
            "decided_at",
            "reason",
        )


class RegistrationInput(serializers.Serializer):
    message = TextField(max_length=2000, blank=True, default="", help_text="To the university’s staff.")

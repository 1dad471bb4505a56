"""What goes in and out about members and registrations."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from backend.directory.serializers import SocietyRefSerializer
from backend.fields import ChoiceField, DayField, TextField, WholeNumberField, YesNoField
from campus.membership.actions.windows import ROLES
from campus.membership.answers import differences
from campus.membership.models import Membership, Registration, RegistrationWindow


class MemberSerializer(serializers.ModelSerializer):
    """A member of a society, for its officers."""

    name = serializers.CharField(source="person.name")

    class Meta:
        model = Membership
        fields = ("id", "name", "joined_on")


class JoinInput(serializers.Serializer):
    news = YesNoField(default=False, help_text="The society may write to you about what it plans.")


class MembershipSerializer(serializers.ModelSerializer):
    """A membership of one's own."""

    society = SocietyRefSerializer()

    class Meta:
        model = Membership
        fields = ("id", "society", "joined_on", "left_on")


class QuestionAnswerSerializer(serializers.Serializer):
    """An answer to what the university asked besides, with the question as it was then."""

    key = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    answer = serializers.CharField()


class AnswersSerializer(serializers.Serializer):
    """What was said when it was submitted; later changes of the society do not touch it."""

    name = serializers.CharField()
    purpose = serializers.CharField()
    first_time = serializers.CharField(default="")
    message = serializers.CharField()
    questions = QuestionAnswerSerializer(many=True, default=list)


class DifferenceSerializer(serializers.Serializer):
    """A field of a renewal that is proposed otherwise than it was approved last."""

    field = serializers.CharField(help_text="For example purpose, or question_q1.")
    label = serializers.CharField()  # type: ignore[assignment]
    before = serializers.CharField()
    after = serializers.CharField()


class FieldReasonSerializer(serializers.Serializer):
    """What is to be changed in one answer."""

    field = serializers.CharField(help_text="For example purpose, or question_q1.")
    reason = serializers.CharField()


class RegistrationSerializer(serializers.ModelSerializer):
    """An application or renewal of a society and what its university decided, for these two."""

    society = SocietyRefSerializer()
    answers = AnswersSerializer()
    differences = serializers.SerializerMethodField(help_text="Of a renewal: to what was approved last.")
    submitted_by = serializers.CharField(source="submitted_by.name", help_text="The name of who applied.")
    field_reasons = serializers.SerializerMethodField(help_text="What was said of single answers when it was returned.")

    class Meta:
        model = Registration
        fields = (
            "id",
            "society",
            "kind",
            "window",
            "answers",
            "differences",
            "submitted_at",
            "submitted_by",
            "decision",
            "decided_at",
            "reason",
            "field_reasons",
        )

    @extend_schema_field(DifferenceSerializer(many=True))
    def get_differences(self, registration: Registration) -> Any:
        if registration.kind != Registration.Kind.RENEWAL:
            return []
        changed = [row for row in differences(registration) if row.is_changed]
        return DifferenceSerializer(changed, many=True).data

    @extend_schema_field(FieldReasonSerializer(many=True))
    def get_field_reasons(self, registration: Registration) -> list[dict[str, str]]:
        return [{"field": field, "reason": reason} for field, reason in registration.field_reasons.items()]


class AnswerInput(serializers.Serializer):
    """The answer to one question of the window, by its key."""

    key = TextField(max_length=40)
    answer = TextField(max_length=2000, blank=True)


class RegistrationInput(serializers.Serializer):
    """A new society applies with what it says of itself; one that renews may say it otherwise from then on."""

    message = TextField(max_length=2000, blank=True, default="", help_text="To the university’s staff.")
    questions = serializers.ListField(child=AnswerInput(), default=list, max_length=50)
    name = TextField(max_length=120, required=False, help_text="When it renews; left out, it stays.")
    purpose = TextField(max_length=2000, required=False, help_text="When it renews; left out, it stays.")
    first_time = TextField(max_length=2000, blank=True, required=False, help_text="When it renews; left out, it stays.")


class FieldReasonInput(serializers.Serializer):
    field = TextField(max_length=60, help_text="For example purpose, or question_q1.")
    reason = TextField(max_length=300)


class ReturnInput(serializers.Serializer):
    """What is missing: in all, and in single answers."""

    reason = TextField(max_length=500)
    field_reasons = serializers.ListField(child=FieldReasonInput(), default=list, max_length=50)


class QuestionSerializer(serializers.Serializer):
    """What a window asks besides."""

    key = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    required = serializers.BooleanField()  # type: ignore[assignment]


class RegistrationWindowSerializer(serializers.ModelSerializer):
    """When societies of a university apply and renew for one year; days are local and inclusive."""

    questions = QuestionSerializer(many=True)
    roles = serializers.ListField(child=serializers.ChoiceField(ROLES), help_text="Offices that must be filled.")

    class Meta:
        model = RegistrationWindow
        fields = (
            "id",
            "university",
            "name",
            "new_from",
            "new_to",
            "renew_from",
            "renew_to",
            "officers",
            "members",
            "roles",
            "questions",
        )


class QuestionInput(serializers.Serializer):
    """A question; one that is asked already keeps its key."""

    key = TextField(max_length=40, required=False)
    label = TextField(max_length=200)  # type: ignore[assignment]
    required = YesNoField(default=False)  # type: ignore[assignment]


class RegistrationWindowInput(serializers.Serializer):
    name = TextField(max_length=80)
    new_from = DayField(help_text="The first day on which new societies apply.")
    new_to = DayField(help_text="The last day on which new societies apply.")
    renew_from = DayField(help_text="The first day of renewing.")
    renew_to = DayField(help_text="The last day of renewing.")
    officers = WholeNumberField(min_value=0, max_value=20, default=0, help_text="In office when a society renews.")
    members = WholeNumberField(min_value=0, max_value=1000, default=0, help_text="When a society renews; 0, or no few.")
    roles = serializers.ListField(child=ChoiceField(ROLES), default=list, max_length=20)
    questions = serializers.ListField(child=QuestionInput(), default=list, max_length=20)

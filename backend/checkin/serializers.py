"""What goes in and out about check-ins and attendances."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from backend.activities.serializers import OccurrenceSerializer
from backend.fields import ChoiceField, IdField, SecretField, TextField, YesNoField
from campus.checkin.actions.voids import OFFICERS_REASONS
from campus.checkin.models import Attendance


class CheckInInput(serializers.Serializer):
    """A code, and who comes: `anonymous`, else `name` and `email`, else the person who is signed in.

    In the place of `email` stands `student_number` where the university takes them.
    """

    code = TextField(max_length=40, help_text="As on the poster; letter case and hyphens do not matter.")
    occurrence = IdField(required=False, help_text="One of those that the code finds; the likeliest when left out.")
    anonymous = YesNoField(default=False, help_text="Just count me.")
    name = TextField(max_length=120, required=False)
    email = TextField(max_length=254, required=False)
    student_number = TextField(max_length=40, required=False, help_text="Only its keyed hash is kept.")
    secret = SecretField(
        required=False,
        help_text="What an earlier answer gave this device, so that it is counted once; a new one when left out.",
    )


class CheckInSerializer(serializers.Serializer):
    """What this device itself did. To a typed address it never says more, whosever the address is."""

    occurrence = OccurrenceSerializer()
    how = serializers.ChoiceField(["signed_in", "typed", "anonymous"])
    since = serializers.DateTimeField(help_text="When you were counted; for a typed address when it was typed.")
    again = serializers.BooleanField(help_text="You were counted before.")
    first_time = serializers.BooleanField(help_text="Your first time in this society; only for who is signed in.")
    secret = serializers.CharField(help_text="Keep it on this device and send it with the next check-in.")
    receipt = serializers.CharField(help_text="With it this device can take the check-in back.")


class WithdrawalInput(serializers.Serializer):
    occurrence = IdField()
    receipt = TextField(max_length=200)


class AttendanceSerializer(serializers.ModelSerializer):
    """Somebody was there, for officers who may see names."""

    name = serializers.SerializerMethodField(help_text="Empty for who was counted without a name.")

    class Meta:
        model = Attendance
        fields = ("id", "occurrence", "name", "channel", "identity", "at", "voided_at", "void_reason")

    @extend_schema_field(serializers.CharField())
    def get_name(self, attendance: Attendance) -> str:
        return attendance.person.name if attendance.person else attendance.label


class OwnAttendanceSerializer(serializers.ModelSerializer):
    """Where one was counted oneself."""

    occurrence = OccurrenceSerializer()

    class Meta:
        model = Attendance
        fields = ("id", "occurrence", "identity", "at")


class VoidInput(serializers.Serializer):
    reason = ChoiceField([(reason.value, reason.label) for reason in OFFICERS_REASONS])

"""What goes in and out about the number of students of a university."""

from rest_framework import serializers

from backend.fields import DayField, TextField, WholeNumberField
from campus.directory.actions.enrolments import MOST_STUDENTS
from campus.directory.models import Enrolment


class EnrolmentSerializer(serializers.ModelSerializer):
    """How many students a university had on its census date, as it says itself."""

    class Meta:
        model = Enrolment
        fields = ("id", "university", "counted_on", "students", "source")


class EnrolmentInput(serializers.Serializer):
    counted_on = DayField(help_text="The census date; one count for each.")
    students = WholeNumberField(min_value=1, max_value=MOST_STUDENTS)
    source = TextField(  # type: ignore[assignment]  # DRF takes fields out of the class
        max_length=300, help_text="Where the number stands: an address, or in words."
    )

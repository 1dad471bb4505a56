"""What goes in and out about calendars, their terms, and the breaks in these."""

from rest_framework import serializers

from backend.fields import ChoiceField, DayField, TextField, WholeNumberField, YesNoField
from campus.directory.models import Break, Calendar, Term


class CalendarSerializer(serializers.ModelSerializer):
    """The terms of one cohort or faculty, and how their weeks are counted."""

    class Meta:
        model = Calendar
        fields = (
            "id",
            "university",
            "name",
            "is_reporting",
            "week_starts_on",
            "first_week",
            "breaks_take_number",
            "week_labels",
            "weeks_before",
            "weeks_after",
        )


class CalendarInput(serializers.Serializer):
    name = TextField(max_length=80)
    is_reporting = YesNoField(default=False, help_text="Its terms carry every figure; one calendar of a university.")
    week_starts_on = WholeNumberField(min_value=0, max_value=6, default=0, help_text="0 is Monday, 6 is Sunday.")
    first_week = WholeNumberField(min_value=-10, max_value=60, default=1)
    breaks_take_number = YesNoField(default=False)
    week_labels = ChoiceField(
        Calendar.WeekLabels.choices,
        default=Calendar.WeekLabels.NUMBER,
        help_text="Week 7, 7th week, or no numbers at all.",
    )
    weeks_before = WholeNumberField(
        min_value=0, max_value=10, default=0, help_text="How many weeks before teaching are counted down: 0, -1, …"
    )
    weeks_after = YesNoField(default=False, help_text="Whether weeks after teaching are counted on.")


class BreakSerializer(serializers.ModelSerializer):
    """Days of a term without teaching; both dates belong to it."""

    class Meta:
        model = Break
        fields = ("id", "term", "kind", "name", "starts_on", "ends_on", "takes_number")


class BreakInput(serializers.Serializer):
    kind = ChoiceField(Break.Kind.choices)
    name = TextField(max_length=80, blank=True, default="")
    starts_on = DayField()
    ends_on = DayField()
    takes_number = YesNoField(
        allow_null=True, default=None, help_text="Whether its weeks take a number; null: as the calendar says."
    )


class TermSerializer(serializers.ModelSerializer):
    """A named span of a calendar; all dates are local and belong to it."""

    first_week = serializers.IntegerField(min_value=-20, max_value=60, allow_null=True, required=False)

    breaks = BreakSerializer(many=True)

    class Meta:
        model = Term
        fields = (
            "id",
            "calendar",
            "name",
            "teaching_from",
            "teaching_to",
            "active_from",
            "active_to",
            "first_week",
            "breaks",
        )


class TermInput(serializers.Serializer):
    name = TextField(max_length=80)
    teaching_from = DayField()
    teaching_to = DayField()
    active_from = DayField(help_text="The first day on which societies meet.")
    active_to = DayField(help_text="The last day on which societies meet.")
    first_week = WholeNumberField(
        min_value=-20,
        max_value=60,
        allow_null=True,
        default=None,
        help_text="The number of its first teaching week; null: as the calendar says.",
    )

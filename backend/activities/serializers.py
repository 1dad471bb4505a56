"""What goes in and out about series, activities, occurrences and codes."""

from typing import Any

from rest_framework import serializers

from backend.directory.serializers import SocietyRefSerializer
from backend.fields import (
    ChoiceField,
    DayField,
    IdField,
    LocalStartField,
    LocalTimeField,
    TextField,
    WholeNumberField,
    YesNoField,
)
from campus.activities.links import occurrence_calendar_link, series_calendar_link
from campus.activities.models import Activity, Code, Occurrence, Series, Timing
from campus.base import codes, links

LONGEST = 60 * 24 * 14  # minutes: the bound of the table's constraint activity_takes_time
MOST_PEOPLE = 1_000_000


class SeriesSerializer(serializers.ModelSerializer):
    """What people follow: one address and one poster code for its whole life."""

    capacity = serializers.IntegerField(min_value=1, max_value=2**31 - 1, allow_null=True, required=False)

    society = SocietyRefSerializer()
    feed = serializers.SerializerMethodField(help_text="The address of its dates as iCalendar, to subscribe to.")

    class Meta:
        model = Series
        fields = (
            "id",
            "society",
            "name",
            "description",
            "for_newcomers",
            "opens_before",
            "closes_after",
            "takes_answers",
            "capacity",
            "in_time_hours",
            "ended_at",
            "feed",
        )

    def get_feed(self, series: Series) -> str:
        return series_calendar_link(series)


class SeriesInput(serializers.Serializer):
    name = TextField(max_length=120)
    description = TextField(max_length=2000, blank=True)
    for_newcomers = YesNoField()
    opens_before = WholeNumberField(min_value=0, max_value=1440, help_text="Check-in opens: minutes before the start.")
    closes_after = WholeNumberField(min_value=0, max_value=1440, help_text="Check-in closes: minutes after the end.")
    takes_answers = YesNoField(help_text="People may say whether they come.")
    capacity = WholeNumberField(
        min_value=0, max_value=100_000, help_text="How many may say yes to a date; 0: no limit."
    )
    in_time_hours = WholeNumberField(
        min_value=0, max_value=336, help_text="A yes taken back so many hours before the start is so in time."
    )


class ActivitySerializer(serializers.ModelSerializer):
    """One stretch of a series with one rule. Date and time are local to `zone`."""

    in_words = serializers.CharField(help_text="When it is, as people say it.")
    start_time = LocalTimeField()
    more_times = serializers.ListField(child=LocalTimeField(), help_text="Further starts on each of its days.")
    extra_dates = serializers.ListField(child=LocalStartField(), help_text="RDATE: dates beside the rule.")
    skipped_dates = serializers.ListField(child=LocalStartField(), help_text="EXDATE: dates left out by hand.")
    observance = serializers.SlugRelatedField[Any](
        slug_field="slug", read_only=True, allow_null=True, help_text="The day it is held for."
    )

    class Meta:
        model = Activity
        fields = (
            "id",
            "series",
            "society",
            "name",
            "rrule",
            "in_words",
            "first_date",
            "timing",
            "start_time",
            "more_times",
            "minutes",
            "zone",
            "extra_dates",
            "skipped_dates",
            "last_date",
            "window",
            "calendar",
            "skips_holidays",
            "observance",
            "place",
            "link",
            "planned_until",
        )


class PlanInput(serializers.Serializer):
    """What an activity is to be. Date and time are local to `zone`."""

    society = IdField()
    name = TextField(max_length=120)
    description = TextField(max_length=2000, blank=True, default="")
    rrule = TextField(max_length=500, blank=True, default="", help_text="RFC 5545, without DTSTART; empty for once.")
    first_date = DayField(help_text="The first date it may fall on.")
    start_time = LocalTimeField()
    minutes = WholeNumberField(min_value=1, max_value=LONGEST, help_text="How long it takes.")
    zone = TextField(max_length=60, required=False, help_text="IANA name; that of the university when left out.")
    window = ChoiceField(Activity.Window.choices, default=Activity.Window.ACTIVE)
    place = TextField(max_length=160, blank=True, default="")
    link = TextField(max_length=200, blank=True, default="", help_text="Where it is online.")
    for_newcomers = YesNoField(default=False)
    calendar = IdField(required=False, help_text="The calendar it keeps to; that of the society when left out.")
    timing = ChoiceField(Timing.choices, default=Timing.TIMED, help_text="Unless it is timed, times of day are 00:00.")
    more_times = serializers.ListField(
        child=LocalTimeField(), default=list, max_length=1000, help_text="Further starts on each of its days."
    )
    extra_dates = serializers.ListField(
        child=LocalStartField(), default=list, max_length=1000, help_text="RDATE: dates beside the rule, in any week."
    )
    skipped_dates = serializers.ListField(
        child=LocalStartField(), default=list, max_length=1000, help_text="EXDATE: dates that are left out."
    )
    skips_holidays = YesNoField(default=False, help_text="Leave out the public holidays of the university's country.")
    template = TextField(max_length=40, blank=True, default="", help_text="The template it began from.")
    observance = TextField(max_length=40, blank=True, default="", help_text="The slug of the day it is held for.")
    capacity = WholeNumberField(
        min_value=1, max_value=MOST_PEOPLE, required=False, help_text="How many may say yes; no limit when left out."
    )


class ActivityInput(PlanInput):
    """A plan to be carried out."""

    series = IdField(required=False, help_text="The series it continues; a new one begins when left out.")


class SeriesRefSerializer(serializers.ModelSerializer):
    """A series, named."""

    class Meta:
        model = Series
        fields = ("id", "name", "for_newcomers")


class OccurrenceSerializer(serializers.ModelSerializer):
    """One dated meeting. `date` and `time` are local to `zone`, the four instants are in UTC.

    Unless it is timed, its time is 00:00 and it takes whole days.
    """

    capacity = serializers.IntegerField(min_value=1, max_value=2**31 - 1, allow_null=True, required=False)

    series = SeriesRefSerializer()
    society = SocietyRefSerializer()
    time = LocalTimeField()
    feed = serializers.SerializerMethodField(help_text="The address of this date as iCalendar, to add to a calendar.")

    class Meta:
        model = Occurrence
        fields = (
            "id",
            "series",
            "society",
            "name",
            "description",
            "timing",
            "date",
            "time",
            "minutes",
            "zone",
            "starts_at",
            "ends_at",
            "opens_at",
            "closes_at",
            "place",
            "link",
            "cancelled_at",
            "cancel_reason",
            "capacity",
            "feed",
        )

    def get_feed(self, occurrence: Occurrence) -> str:
        return occurrence_calendar_link(occurrence)


class CancellationInput(serializers.Serializer):
    reason = TextField(max_length=300, help_text="Everybody who looks at the date reads it.")


class WeekSerializer(serializers.Serializer):
    """A week as the university counts it."""

    starts_on = serializers.DateField()
    number = serializers.IntegerField(allow_null=True, help_text="null outside teaching and in an unnumbered break.")


class PreviewDateSerializer(serializers.Serializer):
    date = serializers.DateField()
    time = LocalTimeField(help_text="00:00 unless it is timed.")
    timing = serializers.ChoiceField(Timing.choices)
    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()
    week = WeekSerializer(allow_null=True)
    term = serializers.CharField(source="term.name", allow_null=True, default=None)
    holiday = serializers.CharField(help_text="The public holiday it falls on, or empty.")
    note = serializers.CharField(help_text="What is special about it, or empty.")


class LeftOutSerializer(serializers.Serializer):
    date = serializers.DateField(source="0")
    reason = serializers.CharField(source="1")

    def to_representation(self, instance: tuple[Any, str]) -> dict[str, Any]:
        day, reason = instance
        return {"date": day.isoformat(), "reason": str(reason)}


class PreviewSerializer(serializers.Serializer):
    """What a plan would give; nothing was saved."""

    in_words = serializers.CharField()
    dates = PreviewDateSerializer(many=True)
    left_out = LeftOutSerializer(many=True)
    warnings = serializers.ListField(child=serializers.CharField())
    last = serializers.DateField(help_text="Up to where dates are planned; later ones come as time passes.")


class CodeSerializer(serializers.ModelSerializer):
    """A poster code, for the officers: whoever has it can check in with it."""

    printed = serializers.SerializerMethodField(help_text="As it stands on the poster: XXXX-XXXX.")
    address = serializers.SerializerMethodField(help_text="What the QR holds.")

    class Meta:
        model = Code
        fields = ("code", "printed", "address", "society", "series", "occurrence", "created_at", "replaced_at")

    def get_printed(self, code: Code) -> str:
        return codes.printed(code.code)

    def get_address(self, code: Code) -> str:
        return links.poster_link(code.code)


class FoundCodeSerializer(serializers.Serializer):
    """What a code leads to at this moment."""

    state = serializers.ChoiceField(["open", "early", "late", "cancelled", "replaced", "nothing", "closed"])
    occurrence = OccurrenceSerializer(allow_null=True)
    hosts = SocietyRefSerializer(many=True, help_text="Who holds it, its own society first.")
    others = OccurrenceSerializer(many=True)
    opens_at = serializers.DateTimeField(allow_null=True, help_text="When the next check-in opens.")
    takes_names = serializers.BooleanField(help_text="Schools count without names only.")
    takes_student_numbers = serializers.BooleanField(help_text="A student number may stand in the place of an address.")
    asks_under_18 = serializers.BooleanField(help_text="Whoever is under 18 is to be counted without a name.")
    privacy = serializers.CharField(help_text="The sentence to show beside the field for the name.")
    privacy_version = serializers.CharField()

"""What goes in and out about versions of a calendar."""

from typing import Any

from rest_framework import serializers

from backend.fields import ChoiceField, DayField, IdField, TextField, WholeNumberField, YesNoField
from campus.directory.calendar_checks import MOST_BREAKS, MOST_TERMS
from campus.directory.calendar_content import BreakContent, Content, TermContent
from campus.directory.models import Break, Calendar, CalendarRevision


class BreakContentSerializer(serializers.Serializer):
    """Days of a term without teaching; `id` is null for one that is new."""

    id = IdField(allow_null=True, default=None)
    kind = ChoiceField(Break.Kind.choices)
    name = TextField(max_length=80, blank=True, default="")
    starts_on = DayField()
    ends_on = DayField()
    takes_number = YesNoField(allow_null=True, default=None)


class TermContentSerializer(serializers.Serializer):
    """A term; `id` is that of the term it becomes of, null for one that is new. One that is missing is taken out."""

    id = IdField(allow_null=True, default=None)
    name = TextField(max_length=80)
    teaching_from = DayField()
    teaching_to = DayField()
    active_from = DayField()
    active_to = DayField()
    first_week = WholeNumberField(min_value=-20, max_value=60, allow_null=True, default=None)
    breaks = serializers.ListField(child=BreakContentSerializer(), max_length=MOST_BREAKS, default=list)


class ContentSerializer(serializers.Serializer):
    """All of a calendar that dates hang on."""

    week_starts_on = WholeNumberField(min_value=0, max_value=6, default=0)
    first_week = WholeNumberField(min_value=-20, max_value=60, default=1)
    breaks_take_number = YesNoField(default=False)
    week_labels = ChoiceField(Calendar.WeekLabels.choices, default=Calendar.WeekLabels.NUMBER)
    weeks_before = WholeNumberField(min_value=0, max_value=10, default=0)
    weeks_after = YesNoField(default=False)
    terms = serializers.ListField(child=TermContentSerializer(), max_length=MOST_TERMS)


class RevisionSerializer(serializers.ModelSerializer):
    """A whole version of a calendar: proposed, accepted or discarded; with its source and the day it was read."""

    content = ContentSerializer()
    made_by = serializers.CharField(
        source="made_by.name", allow_null=True, help_text="Null: kept by the program before the first change."
    )

    class Meta:
        model = CalendarRevision
        fields = (
            "id",
            "calendar",
            "number",
            "state",
            "content",
            "source",
            "read_on",
            "note",
            "made_at",
            "made_by",
            "decided_at",
        )


class RevisionInput(serializers.Serializer):
    content = ContentSerializer()
    source = TextField(  # type: ignore[assignment]  # DRF takes fields out of the class
        max_length=300, blank=True, default="", help_text="Where the dates stand."
    )
    read_on = DayField(allow_null=True, default=None, help_text="When somebody read them there.")
    note = TextField(max_length=300, blank=True, default="")
    instead_of = IdField(
        allow_null=True, default=None, help_text="The open proposal that this one goes on from, which it discards."
    )


def content_from(data: dict[str, Any]) -> Content:
    """What a checked body says, as the domain takes it."""
    terms = [
        TermContent(**{**term, "breaks": tuple(BreakContent(**pause) for pause in term["breaks"])})
        for term in data["terms"]
    ]
    return Content(**{**data, "terms": tuple(terms)})

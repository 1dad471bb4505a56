"""What goes in and out about hand-overs, and what is confirmed by whoever takes an office."""

from typing import Any

from rest_framework import serializers

from backend.fields import DayField, TextField, YesNoField
from campus.directory.models import Handover, HandoverTask


class HandoverTaskSerializer(serializers.ModelSerializer):
    """One thing that is to be done."""

    class Meta:
        model = HandoverTask
        fields = ("id", "text", "added_at", "done_at")


class HandoverSerializer(serializers.ModelSerializer):
    """One committee hands over to the next."""

    tasks = HandoverTaskSerializer(many=True)

    class Meta:
        model = Handover
        fields = ("id", "society", "takes_over_on", "shadow_from", "notes", "opened_at", "closed_at", "tasks")


class HandoverInput(serializers.Serializer):
    """Its days, local to the university, and what the next committee should know."""

    takes_over_on = DayField(help_text="The first day of the next committee.")
    shadow_from = DayField(help_text="From this day they look on, without names, and change nothing.")
    notes = TextField(max_length=4000, blank=True, required=False)


class CommitteeInput(serializers.Serializer):
    """An address for each office that changes hands; what is left out stays as it is."""

    president = TextField(max_length=254, required=False)
    secretary = TextField(max_length=254, required=False)
    events = TextField(max_length=254, required=False)
    treasurer = TextField(max_length=254, required=False)
    ends_on = DayField(required=False, help_text="The last day of all these offices.")


class HandoverTaskInput(serializers.Serializer):
    text = TextField(max_length=300)


class TickInput(serializers.Serializer):
    is_done = YesNoField()


class ChecklistSerializer(serializers.Serializer):
    """What holds for whoever takes an office. Send back its version, and the keys of all points, with the token."""

    version = serializers.CharField()
    points = serializers.SerializerMethodField(help_text="A sentence by key.")

    def get_points(self, checklist: Any) -> dict[str, str]:
        return {key: str(sentence) for key, sentence in checklist["points"].items()}

"""What goes in and out about societies."""

from rest_framework import serializers

from backend.directory.serializers.universities import UniversityRefSerializer
from backend.fields import IdField, TextField
from campus.directory.models import Society


class SocietyRefSerializer(serializers.ModelSerializer):
    """A society, named, with its university."""

    university = UniversityRefSerializer()

    class Meta:
        model = Society
        fields = ("id", "slug", "name", "university")


class SocietySerializer(serializers.ModelSerializer):
    """A student group of one university."""

    university = UniversityRefSerializer()

    class Meta:
        model = Society
        fields = (
            "id",
            "slug",
            "name",
            "university",
            "purpose",
            "first_time",
            "calendar",
            "status",
            "status_at",
            "approved_at",
        )


class SocietyDraftInput(serializers.Serializer):
    university = IdField()
    name = TextField(max_length=120)
    purpose = TextField(max_length=2000)
    first_time = TextField(max_length=2000, blank=True, default="", help_text="What to expect when you come first.")


class SocietyInput(serializers.Serializer):
    """What its president and secretary may change, or its drafter before it is approved."""

    name = TextField(max_length=120)
    purpose = TextField(max_length=2000)
    first_time = TextField(max_length=2000, blank=True)
    calendar = IdField(allow_null=True, help_text="The calendar it plans by; null for the reporting calendar.")

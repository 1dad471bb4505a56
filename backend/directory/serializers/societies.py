"""What goes in and out about societies."""

from rest_framework import serializers

from backend.directory.serializers.universities import UniversityRefSerializer
from backend.fields import IdField, TextField
from campus.activities.links import society_calendar_link
from campus.directory.links import picture_link
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
    picture = serializers.SerializerMethodField(help_text="The address of its picture; empty when it has none.")
    feed = serializers.SerializerMethodField(help_text="The address of its dates as iCalendar, to subscribe to.")

    class Meta:
        model = Society
        fields = (
            "id",
            "slug",
            "name",
            "university",
            "purpose",
            "first_time",
            "picture",
            "picture_alt",
            "calendar",
            "status",
            "status_at",
            "approved_at",
            "feed",
        )

    def get_picture(self, society: Society) -> str:
        return picture_link(society)

    def get_feed(self, society: Society) -> str:
        return society_calendar_link(society)


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

"""Figures as they go out: exact for a society's officers, disclosed for its university."""

from rest_framework import serializers

from backend.directory.serializers import SocietyRefSerializer
from campus.directory.models import Society


class TermRefSerializer(serializers.Serializer):
    """A reporting term, and the local dates that are counted to it; null is open."""

    id = serializers.IntegerField(source="term.pk")
    name = serializers.CharField(source="term.name")
    starts_on = serializers.DateField(allow_null=True)
    ends_on = serializers.DateField(allow_null=True)


class ShownSerializer(serializers.Serializer):
    """A figure as somebody may read it. `value` is null when it is held back; `text` says so."""

    text = serializers.CharField()
    value = serializers.IntegerField(allow_null=True)


class WeekOfTermSerializer(serializers.Serializer):
    """A week as the university counts it."""

    starts_on = serializers.DateField(source="week.starts_on")
    number = serializers.IntegerField(source="week.number", allow_null=True)
    name = serializers.CharField()
    is_open = serializers.BooleanField(help_text="It is not over.")


class NewcomerWeekSerializer(WeekOfTermSerializer):
    """How many came for the first time ever, and how many others came."""

    first_time = serializers.IntegerField()
    came_again = serializers.IntegerField()


class PointSerializer(serializers.Serializer):
    """The figures of a term up to one of its days."""

    first_time = serializers.IntegerField()
    participants = serializers.IntegerField()
    new_members = serializers.IntegerField()
    visits = serializers.IntegerField()


class BesideTermSerializer(serializers.Serializer):
    """An earlier term: up to the same point of it, and in all."""

    id = serializers.IntegerField(source="term.pk")
    name = serializers.CharField(source="term.name")
    so_far = PointSerializer()
    in_all = PointSerializer()


class ToGreetSerializer(serializers.Serializer):
    """Somebody who came for the first time in the last two weeks and has not been back yet."""

    name = serializers.CharField(source="person.name")
    activity = serializers.CharField()
    date = serializers.DateField()
    is_member = serializers.BooleanField()


class SecondVisitsSerializer(serializers.Serializer):
    """Of the first-timers who could have come again, how many did; `censored` could not yet."""

    came_again = serializers.IntegerField(source="second_visits.came_again")
    could_have = serializers.IntegerField(source="second_visits.could_have")
    censored = serializers.IntegerField(source="second_visits.censored")
    share = ShownSerializer(source="second_visit_share")


class NewcomersSerializer(serializers.Serializer):
    """Who is new in a term. `first_time`, `from_last_term` and `back_again` add up to `participants`."""

    society = SocietyRefSerializer()
    term = TermRefSerializer()
    at = serializers.DateTimeField()
    is_running = serializers.BooleanField()
    is_recounting = serializers.BooleanField(help_text="The figures are being counted anew and may change.")
    visits = serializers.IntegerField()
    participants = serializers.IntegerField()
    first_time = serializers.IntegerField()
    from_last_term = serializers.IntegerField()
    back_again = serializers.IntegerField()
    second_visits = SecondVisitsSerializer(source="*")
    new_members = serializers.IntegerField()
    rejoined = serializers.IntegerField()
    new_in_both = serializers.IntegerField()
    weeks = NewcomerWeekSerializer(many=True)
    to_greet = ToGreetSerializer(many=True, allow_null=True, help_text="null for officers who may not see names.")
    beside = BesideTermSerializer(allow_null=True)


class CellsSerializer(serializers.Serializer):
    """The figures of one society, or of all together, in one reporting term."""

    visits = ShownSerializer()
    participants = ShownSerializer()
    new_participants = ShownSerializer()
    new_members = ShownSerializer()


class ParticipatingSocietySerializer(serializers.ModelSerializer):
    """A society in the table."""

    class Meta:
        model = Society
        fields = ("id", "slug", "name", "status")


class SocietyRowSerializer(serializers.Serializer):
    society = ParticipatingSocietySerializer()
    now = CellsSerializer()
    beside = CellsSerializer(allow_null=True)


class NewPeopleWeekSerializer(WeekOfTermSerializer):
    """How many came for the first time, as staff may read it."""

    first_time = ShownSerializer()


class ParticipationSerializer(serializers.Serializer):
    """The societies of a university side by side. `total` counts each person once, so rows may add up to more."""

    term = TermRefSerializer()
    beside = TermRefSerializer(allow_null=True)
    at = serializers.DateTimeField()
    is_running = serializers.BooleanField()
    is_recounting = serializers.BooleanField(help_text="The figures are being counted anew and may change.")
    rows = SocietyRowSerializer(many=True)
    total = CellsSerializer()
    total_beside = CellsSerializer(allow_null=True)
    weeks = NewPeopleWeekSerializer(many=True)

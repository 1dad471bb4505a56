"""What goes in and out about universities, calendars, societies and offices."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from backend.fields import (
    ChoiceField,
    CountryField,
    DayField,
    IdField,
    TextField,
    WholeNumberField,
    YesNoField,
)
from campus.directory.models import Break, Calendar, Office, Society, Term, University


class UniversityRefSerializer(serializers.ModelSerializer):
    """A university, named."""

    class Meta:
        model = University
        fields = ("id", "slug", "name")


class UniversitySerializer(serializers.ModelSerializer):
    """A university or school, as everybody may see it once it is approved."""

    country = CountryField()
    domains = serializers.SerializerMethodField(help_text="E-mail domains, for example karura.example.")

    class Meta:
        model = University
        fields = (
            "id",
            "slug",
            "name",
            "country",
            "city",
            "zone",
            "kind",
            "domains",
            "requires_domain",
            "asks_under_18",
            "small_number",
            "evidence_url",
            "status",
            "status_at",
            "status_reason",
        )

    @extend_schema_field(serializers.ListField(child=serializers.CharField()))
    def get_domains(self, university: University) -> list[str]:
        return [row.domain for row in university.domains.all()]


class DomainsField(serializers.ListField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(child=TextField(max_length=120), max_length=20, **kwargs)


class ProposalInput(serializers.Serializer):
    """A university to be listed, and a page that shows that it exists."""

    name = TextField(max_length=160)
    country = CountryField()
    city = TextField(max_length=80, blank=True, default="")
    zone = TextField(max_length=60, help_text="IANA name, for example Africa/Nairobi.")
    kind = ChoiceField(University.Kind.choices, default=University.Kind.UNIVERSITY)
    domains = DomainsField(default=list)
    evidence_url = TextField(max_length=200)


class UniversityInput(serializers.Serializer):
    """What its staff may change."""

    name = TextField(max_length=160)
    city = TextField(max_length=80, blank=True)
    zone = TextField(max_length=60, help_text="IANA name, for example Africa/Nairobi.")
    domains = DomainsField()
    requires_domain = YesNoField()
    asks_under_18 = YesNoField()
    small_number = WholeNumberField(min_value=5, max_value=100, help_text="It can be raised, never lowered.")


class ReasonInput(serializers.Serializer):
    """Why; whom it concerns reads it."""

    reason = TextField(max_length=500)


class CalendarSerializer(serializers.ModelSerializer):
    """The terms of one cohort or faculty, and how their weeks are counted."""

    class Meta:
        model = Calendar
        fields = ("id", "university", "name", "is_reporting", "week_starts_on", "first_week", "breaks_take_number")


class CalendarInput(serializers.Serializer):
    name = TextField(max_length=80)
    is_reporting = YesNoField(default=False, help_text="Its terms carry every figure; one calendar of a university.")
    week_starts_on = WholeNumberField(min_value=0, max_value=6, default=0, help_text="0 is Monday, 6 is Sunday.")
    first_week = WholeNumberField(min_value=-10, max_value=60, default=1)
    breaks_take_number = YesNoField(default=False)


class BreakSerializer(serializers.ModelSerializer):
    """Days of a term without teaching; both dates belong to it."""

    class Meta:
        model = Break
        fields = ("id", "term", "kind", "name", "starts_on", "ends_on")


class BreakInput(serializers.Serializer):
    kind = ChoiceField(Break.Kind.choices)
    name = TextField(max_length=80, blank=True, default="")
    starts_on = DayField()
    ends_on = DayField()


class TermSerializer(serializers.ModelSerializer):
    """A named span of a calendar; all dates are local and belong to it."""

    breaks = BreakSerializer(many=True)

    class Meta:
        model = Term
        fields = ("id", "calendar", "name", "teaching_from", "teaching_to", "active_from", "active_to", "breaks")


class TermInput(serializers.Serializer):
    name = TextField(max_length=80)
    teaching_from = DayField()
    teaching_to = DayField()
    active_from = DayField(help_text="The first day on which societies meet.")
    active_to = DayField(help_text="The last day on which societies meet.")


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


class OfficeSerializer(serializers.ModelSerializer):
    """A role in one scope between two dates. The names of officers are public."""

    holder = serializers.SerializerMethodField(help_text="The name of who holds it; empty until somebody accepts.")
    country = serializers.CharField(source="country.code", help_text="Empty unless it is the office of a country.")

    class Meta:
        model = Office
        fields: tuple[str, ...] = ("id", "role", "country", "university", "society", "holder", "starts_on", "ends_on")

    def get_holder(self, office: Office) -> str:
        return office.person.name if office.person else ""


class OwnOfficeSerializer(OfficeSerializer):
    """An office of one's own, or one that one may end."""

    class Meta(OfficeSerializer.Meta):
        fields = (*OfficeSerializer.Meta.fields, "is_public", "invited_at", "accepted_at", "ended_at")


class OfficeInput(serializers.Serializer):
    """What its holder decides."""

    is_public = YesNoField(help_text="Everybody may see your name beside this office.")


class InvitationSerializer(OwnOfficeSerializer):
    """An invitation, for those who may send and withdraw it."""

    class Meta(OwnOfficeSerializer.Meta):
        fields = (*OwnOfficeSerializer.Meta.fields, "invited_address")


class InvitationInput(serializers.Serializer):
    """Exactly one of `country`, `university` and `society` says where, or none for an operator."""

    role = ChoiceField(Office.Role.choices)
    address = TextField(max_length=254)
    starts_on = DayField()
    ends_on = DayField(required=False, help_text="The last day in office.")
    country = CountryField(required=False)
    university = IdField(required=False)
    society = IdField(required=False)


class TokenInput(serializers.Serializer):
    """The token out of the link in the invitation."""

    token = TextField(max_length=200)

"""What goes in and out about universities."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from backend.fields import ChoiceField, CountryField, TextField, WholeNumberField, YesNoField
from campus.directory.models import AffiliationKind, University


class UniversityRefSerializer(serializers.ModelSerializer):
    """A university, named."""

    class Meta:
        model = University
        fields = ("id", "slug", "name")


class UniversitySerializer(serializers.ModelSerializer):
    """A university or school, as everybody may see it once it is approved."""

    country = CountryField()
    domains = serializers.SerializerMethodField(help_text="E-mail domains, for example karura.example.")
    affiliations = serializers.SerializerMethodField(
        help_text="What an address at a domain says of its owner, by domain: student, staff, alumni or guest."
    )

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
            "affiliations",
            "requires_domain",
            "asks_under_18",
            "small_number",
            "takes_student_numbers",
            "keep_attendance_months",
            "keep_audit_months",
            "holiday_region",
            "evidence_url",
            "status",
            "status_at",
            "status_reason",
        )

    @extend_schema_field(serializers.ListField(child=serializers.CharField()))
    def get_domains(self, university: University) -> list[str]:
        return [row.domain for row in university.domains.all()]

    @extend_schema_field(serializers.DictField(child=serializers.CharField()))
    def get_affiliations(self, university: University) -> dict[str, str]:
        return {row.domain: row.affiliation for row in university.domains.all() if row.affiliation}


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
    affiliations = serializers.DictField(
        child=ChoiceField(AffiliationKind.choices, allow_blank=True),
        help_text="By domain, what an address there says of its owner from their next sign-in on; empty for nothing.",
    )
    requires_domain = YesNoField()
    asks_under_18 = YesNoField()
    small_number = WholeNumberField(min_value=5, max_value=100, help_text="It can be raised, never lowered.")
    takes_student_numbers = YesNoField(help_text="At check-in, in the place of an address. Not at schools.")
    keep_attendance_months = WholeNumberField(
        min_value=1, max_value=120, help_text="So long after somebody was last there their visits keep their name."
    )
    keep_audit_months = WholeNumberField(min_value=6, max_value=120, help_text="So long it is kept who did what.")
    holiday_region = TextField(
        max_length=8, blank=True, help_text="Whose public holidays it keeps, within its country: ISO 3166-2, as MD."
    )


class ReasonInput(serializers.Serializer):
    """Why; whom it concerns reads it."""

    reason = TextField(max_length=500)

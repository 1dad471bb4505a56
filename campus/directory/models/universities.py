"""Universities, their domains, and where their people sign in."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField


class AffiliationKind(models.TextChoices):
    """What somebody is to a university."""

    STUDENT = "student", _("Student")
    STAFF = "staff", _("Staff")
    ALUMNI = "alumni", _("Alumni")
    GUEST = "guest", _("Guest")


class University(models.Model):
    """A university or school. Unlisted until it is approved."""

    class Kind(models.TextChoices):
        UNIVERSITY = "university", _("University")
        SCHOOL = "school", _("School")

    class Status(models.TextChoices):
        PROPOSED = "proposed", _("Proposed")
        APPROVED = "approved", _("Approved")
        DECLINED = "declined", _("Declined")

    name = models.CharField(max_length=160)
    name_key = models.CharField(max_length=160, unique=True, editable=False)
    slug = models.SlugField(max_length=60, unique=True)
    country = CountryField()
    city = models.CharField(max_length=80, blank=True)
    zone = models.CharField(max_length=60, help_text="IANA name, for example Africa/Nairobi.")
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.UNIVERSITY)
    evidence_url = models.URLField(blank=True)
    requires_domain = models.BooleanField(
        default=False, help_text="Only addresses at its domains are taken at check-in and when registering a society."
    )
    asks_under_18 = models.BooleanField(default=False, help_text="Check-in says: under 18? Choose just count me.")
    small_number = models.PositiveSmallIntegerField(
        default=5, help_text="Counts of people below this are not shown to staff; may only be raised."
    )
    takes_student_numbers = models.BooleanField(
        default=False, help_text="A student number may be typed at check-in instead of an address."
    )
    keep_attendance_months = models.PositiveSmallIntegerField(
        default=24, help_text="So long after somebody's last visit or membership their visits stand under their name."
    )
    keep_audit_months = models.PositiveSmallIntegerField(default=24, help_text="How long it is kept who did what.")
    holiday_region = models.CharField(
        max_length=8, blank=True, help_text="Whose public holidays it keeps, within its country: ISO 3166-2, as MD."
    )
    hidden_at = models.DateTimeField(null=True, blank=True, help_text="Since when it is hidden after a report.")
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.PROPOSED)
    status_at = models.DateTimeField()
    status_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    status_reason = models.CharField(max_length=500, blank=True)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ("name_key",)
        constraints = (
            models.CheckConstraint(name="university_small_number_at_least_5", condition=Q(small_number__gte=5)),
            models.CheckConstraint(
                name="university_keeps_within_bounds",
                condition=Q(keep_attendance_months__range=(1, 120)) & Q(keep_audit_months__range=(6, 120)),
            ),
        )

    def __str__(self) -> str:
        return self.name


class UniversityDomain(models.Model):
    """An e-mail domain of a university, for example karura.example."""

    university = models.ForeignKey(University, on_delete=models.CASCADE, related_name="domains")
    domain = models.CharField(max_length=120)
    affiliation = models.CharField(
        max_length=7, blank=True, choices=AffiliationKind.choices, help_text="What an address there says of its owner."
    )
    confirmed_at = models.DateTimeField(
        null=True, blank=True, help_text="Since when its university may vouch for addresses there; operators confirm."
    )

    class Meta:
        ordering = ("domain",)
        constraints = (
            models.UniqueConstraint(name="domain_once", fields=("university", "domain")),
            models.UniqueConstraint(
                name="domain_confirmed_once", fields=("domain",), condition=Q(confirmed_at__isnull=False)
            ),
        )

    def __str__(self) -> str:
        return self.domain


class IdentityProvider(models.Model):
    """Where people of a university sign in with its own account, by OpenID Connect or SAML 2.0."""

    class Protocol(models.TextChoices):
        OIDC = "oidc", _("OpenID Connect")
        SAML = "saml", _("SAML 2.0")

    university = models.ForeignKey(University, on_delete=models.CASCADE, related_name="identity_providers")
    protocol = models.CharField(max_length=4, choices=Protocol.choices)
    slug = models.SlugField(max_length=60, unique=True, help_text="Part of its addresses here; never changes.")
    label = models.CharField(max_length=80, help_text="What people know it by, for example Karura account.")
    is_active = models.BooleanField(default=False)
    issuer = models.URLField(max_length=300, blank=True, help_text="OpenID Connect: where its configuration is found.")
    client_id = models.CharField(max_length=200, blank=True)
    sealed_secret = models.TextField(blank=True, help_text="OpenID Connect's client secret; campus.base.sealing.")
    entity_id = models.CharField(max_length=300, blank=True, help_text="SAML: the name of the provider.")
    sso_url = models.URLField(max_length=300, blank=True, help_text="SAML: where people are sent to sign in.")
    certificate = models.TextField(blank=True, help_text="SAML: with which it signs, as PEM.")
    attributes = models.JSONField(
        default=dict, help_text="Where email, name, affiliation and student_number stand in what it says."
    )
    created_at = models.DateTimeField()

    class Meta:
        ordering = ("label", "pk")
        constraints = (
            models.CheckConstraint(
                name="identity_provider_is_complete",
                condition=(Q(protocol="oidc") & ~Q(issuer="") & ~Q(client_id=""))
                | (Q(protocol="saml") & ~Q(entity_id="") & ~Q(sso_url="") & ~Q(certificate="")),
            ),
        )

    def __str__(self) -> str:
        return self.label

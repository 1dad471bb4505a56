"""Who belongs: joined persons, typed addresses of persons not proven yet, and a society's yearly application."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from campus.directory.models import Society, University


class Membership(models.Model):
    """A person joined a society. Dates are local; half-open: the day of leaving is not a member's day."""

    university = models.ForeignKey(University, on_delete=models.PROTECT, related_name="+")
    society = models.ForeignKey(Society, on_delete=models.PROTECT, related_name="memberships")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships")
    joined_on = models.DateField()
    joined_at = models.DateTimeField()
    left_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("-joined_on", "-pk")
        constraints = (
            models.UniqueConstraint(
                name="member_once", fields=("society", "person"), condition=Q(left_on__isnull=True)
            ),
            models.CheckConstraint(
                name="membership_ends_after_start", condition=Q(left_on__isnull=True) | Q(left_on__gte=F("joined_on"))
            ),
        )
        indexes = (models.Index(name="membership_joined", fields=("society", "joined_on")),)

    def __str__(self) -> str:
        return f"society:{self.society_id} person:{self.person_id}"


class Claim(models.Model):
    """A typed address: it says who somebody claims to be at one university, and proves nothing."""

    university = models.ForeignKey(University, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="claims")
    address = models.EmailField(help_text="Normalised.")
    created_at = models.DateTimeField()
    refused_until = models.DateTimeField(
        null=True, blank=True, help_text="The owner said: not me. Until then the address counts nobody."
    )

    class Meta:
        constraints = (models.UniqueConstraint(name="claim_once", fields=("university", "address")),)

    def __str__(self) -> str:
        return f"university:{self.university_id} person:{self.person_id}"


class Registration(models.Model):
    """One application of a society, or its renewal, and what the university decided."""

    class Decision(models.TextChoices):
        WAITING = "", _("Waiting")
        APPROVED = "approved", _("Approved")
        RETURNED = "returned", _("Returned")

    university = models.ForeignKey(University, on_delete=models.PROTECT, related_name="registrations")
    society = models.ForeignKey(Society, on_delete=models.PROTECT, related_name="registrations")
    answers = models.JSONField(default=dict, help_text="What was said when it was submitted: name, purpose, message.")
    submitted_at = models.DateTimeField()
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decision = models.CharField(max_length=8, blank=True, choices=Decision.choices, default=Decision.WAITING)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ("submitted_at", "pk")
        constraints = (
            models.UniqueConstraint(name="registration_open_once", fields=("society",), condition=Q(decision="")),
            models.CheckConstraint(
                name="registration_decided_by_someone",
                condition=Q(decision="", decided_at__isnull=True, decided_by__isnull=True)
                | (~Q(decision="") & Q(decided_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="registration_returned_with_reason", condition=~Q(decision="returned") | ~Q(reason="")
            ),
        )

    def __str__(self) -> str:
        return f"society:{self.society_id} {self.decision or 'waiting'}"

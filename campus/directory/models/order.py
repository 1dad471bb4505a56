"""What was reported, and what is hidden."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from campus.directory.models.societies import Society
from campus.directory.models.universities import University


class Flag(models.Model):
    """Somebody reported something public; who keeps the university decides."""

    class Reason(models.TextChoices):
        PRIVATE = "private", _("It shows something private about a person")
        HURTFUL = "hurtful", _("It attacks or degrades people")
        FALSE = "false", _("It is not true, or not who it says it is")
        DANGER = "danger", _("It puts people in danger")
        SPAM = "spam", _("It is advertising")
        OTHER = "other", _("Something else")

    class Decision(models.TextChoices):
        WAITING = "", _("Waiting")
        KEPT = "kept", _("Stays as it is")
        HIDDEN = "hidden", _("Hidden")

    subject = models.CharField(max_length=60, help_text="What was reported, as text: society:12.")
    university = models.ForeignKey(University, on_delete=models.PROTECT, related_name="+")
    society = models.ForeignKey(Society, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=8, choices=Reason.choices)
    text = models.CharField(max_length=1000, blank=True)
    reporter = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField()
    decision = models.CharField(max_length=6, blank=True, choices=Decision.choices, default=Decision.WAITING)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ("at", "pk")
        constraints = (
            models.CheckConstraint(
                name="flag_decided_at_a_time",
                condition=Q(decision="", decided_at__isnull=True) | (~Q(decision="") & Q(decided_at__isnull=False)),
            ),
        )
        indexes = (models.Index(name="flag_of_university", fields=("university", "decision", "at")),)

    def __str__(self) -> str:
        return f"{self.subject} {self.reason}"


class Hiding(models.Model):
    """Something public was hidden; its people may appeal once, and who keeps the university answers."""

    subject = models.CharField(max_length=60, help_text="What is hidden, as text: society:12.")
    university = models.ForeignKey(University, on_delete=models.PROTECT, related_name="+")
    society = models.ForeignKey(Society, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=500)
    hidden_at = models.DateTimeField()
    hidden_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    appeal = models.CharField(max_length=1000, blank=True)
    appealed_at = models.DateTimeField(null=True, blank=True)
    appealed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    answer = models.CharField(max_length=500, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ("-hidden_at", "-pk")
        constraints = (
            models.UniqueConstraint(name="hidden_once", fields=("subject",), condition=Q(lifted_at__isnull=True)),
        )

    def __str__(self) -> str:
        return self.subject

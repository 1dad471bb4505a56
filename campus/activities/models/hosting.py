"""Societies that hold something together."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from campus.activities.models.plan import Occurrence, Series
from campus.directory.models import Society, University


class CoHost(models.Model):
    """A society is asked to hold a series, or one date, together with its host; it does so once it accepted."""

    university = models.ForeignKey(University, on_delete=models.PROTECT, related_name="+", help_text="The host's.")
    society = models.ForeignKey(Society, on_delete=models.PROTECT, related_name="+", help_text="The host.")
    guest = models.ForeignKey(Society, on_delete=models.PROTECT, related_name="+", help_text="Who is asked.")
    series = models.ForeignKey(Series, null=True, blank=True, on_delete=models.PROTECT, related_name="cohosts")
    occurrence = models.ForeignKey(Occurrence, null=True, blank=True, on_delete=models.PROTECT, related_name="cohosts")
    invited_at = models.DateTimeField()
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True, help_text="Declined, taken back or ended.")
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ("invited_at", "pk")
        constraints = (
            models.CheckConstraint(
                name="cohost_has_one_target",
                condition=Q(series__isnull=False, occurrence__isnull=True)
                | Q(series__isnull=True, occurrence__isnull=False),
            ),
            models.CheckConstraint(name="cohost_is_another", condition=~Q(society=F("guest"))),
            models.UniqueConstraint(
                name="cohost_of_series_once", fields=("series", "guest"), condition=Q(ended_at__isnull=True)
            ),
            models.UniqueConstraint(
                name="cohost_of_occurrence_once", fields=("occurrence", "guest"), condition=Q(ended_at__isnull=True)
            ),
        )

    def __str__(self) -> str:
        return f"society:{self.society_id} guest:{self.guest_id}"

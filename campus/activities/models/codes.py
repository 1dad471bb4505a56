"""The codes on posters."""

from typing import cast

from django.conf import settings
from django.db import models
from django.db.models import Q

from campus.activities.models.plan import Occurrence, Series
from campus.base import codes
from campus.directory.models import Society, University


class Code(models.Model):
    """A poster code: unique for ever, pointing at one series or one occurrence. A replaced one accepts nothing."""

    code = models.CharField(max_length=8, unique=True, default=codes.new_code)
    university = models.ForeignKey(University, on_delete=models.PROTECT, related_name="+")
    society = models.ForeignKey(Society, on_delete=models.PROTECT, related_name="+")
    series = models.ForeignKey(Series, null=True, blank=True, on_delete=models.PROTECT, related_name="codes")
    occurrence = models.ForeignKey(Occurrence, null=True, blank=True, on_delete=models.PROTECT, related_name="codes")
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    replaced_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(
                name="code_has_one_target",
                condition=Q(series__isnull=False, occurrence__isnull=True)
                | Q(series__isnull=True, occurrence__isnull=False),
            ),
            models.UniqueConstraint(
                name="one_code_in_force_per_series", fields=("series",), condition=Q(replaced_at__isnull=True)
            ),
            models.UniqueConstraint(
                name="one_code_in_force_per_occurrence", fields=("occurrence",), condition=Q(replaced_at__isnull=True)
            ),
        )

    def __str__(self) -> str:
        return codes.printed(self.code)

    @property
    def target(self) -> Series | Occurrence:
        """What it opens."""
        if self.series is not None:
            return self.series
        return cast(Occurrence, self.occurrence)  # the constraint code_has_one_target holds it

"""What a society does: series, the stretches of one rule in them, dated meetings; and the codes on its posters."""

from typing import cast

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from campus.activities.words import rule_in_words
from campus.base import codes
from campus.directory.models import Calendar, Society, University


class Series(models.Model):
    """What people follow: one address and one poster code for its whole life."""

    university = models.ForeignKey(University, on_delete=models.PROTECT, related_name="+")
    society = models.ForeignKey(Society, on_delete=models.PROTECT, related_name="series")
    name = models.CharField(max_length=120)
    description = models.TextField(max_length=2000, blank=True)
    for_newcomers = models.BooleanField(default=False)
    opens_before = models.PositiveSmallIntegerField(default=30, help_text="Check-in opens: minutes before the start.")
    closes_after = models.PositiveSmallIntegerField(default=30, help_text="Check-in closes: minutes after the end.")
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    hidden_at = models.DateTimeField(null=True, blank=True, help_text="Since when it is hidden after a report.")

    class Meta:
        ordering = ("pk",)
        verbose_name_plural = "series"

    def __str__(self) -> str:
        return self.name


class Activity(models.Model):
    """One stretch of a series with one rule. Times are local to `zone`."""

    class Window(models.TextChoices):
        ALWAYS = "always", _("All year")
        ACTIVE = "active", _("In term time")
        TEACHING = "teaching", _("In teaching weeks only")

    university = models.ForeignKey(University, on_delete=models.PROTECT, related_name="+")
    society = models.ForeignKey(Society, on_delete=models.PROTECT, related_name="+")
    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="activities")
    calendar = models.ForeignKey(Calendar, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    rrule = models.CharField(max_length=500, blank=True, help_text="RFC 5545, without DTSTART; empty means once.")
    first_date = models.DateField(help_text="DTSTART's date: the first candidate.")
    start_time = models.TimeField()
    minutes = models.PositiveIntegerField()
    zone = models.CharField(max_length=60)
    window = models.CharField(max_length=8, choices=Window.choices, default=Window.ACTIVE)
    place = models.CharField(max_length=160, blank=True)
    link = models.URLField(blank=True)
    planned_until = models.DateField(null=True, blank=True, help_text="Up to where rows were made.")
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ("pk",)
        verbose_name_plural = "activities"
        constraints = (
            models.CheckConstraint(
                name="activity_takes_time", condition=Q(minutes__gte=1) & Q(minutes__lte=60 * 24 * 14)
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def in_words(self) -> str:
        """When it is, for example "Every Tuesday at 18:00, in teaching weeks", in the active language."""
        return rule_in_words(
            rrule=self.rrule,
            first_date=self.first_date,
            start_time=self.start_time,
            window=self.window,
            zone=self.zone,
        )


class Occurrence(models.Model):
    """One dated meeting. The row is the identity; (activity, original local start) is its unique address.

    `date` and `time` are local to `zone`; `starts_at` and `ends_at` are the computed UTC instants.
    """

    university = models.ForeignKey(University, on_delete=models.PROTECT, related_name="+")
    society = models.ForeignKey(Society, on_delete=models.PROTECT, related_name="occurrences")
    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="occurrences")
    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="occurrences")
    original_date = models.DateField()
    original_time = models.TimeField()
    name = models.CharField(max_length=120)
    place = models.CharField(max_length=160, blank=True)
    link = models.URLField(blank=True)
    date = models.DateField()
    time = models.TimeField()
    minutes = models.PositiveIntegerField()
    zone = models.CharField(max_length=60)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    opens_at = models.DateTimeField(help_text="Check-in opens.")
    closes_at = models.DateTimeField(help_text="Check-in closes.")
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    cancel_reason = models.CharField(max_length=300, blank=True)
    pinned_at = models.DateTimeField(
        null=True, blank=True, help_text="Since when something of an upper area hangs on it."
    )

    class Meta:
        ordering = ("starts_at", "pk")
        constraints = (
            models.UniqueConstraint(name="occurrence_address", fields=("activity", "original_date", "original_time")),
            models.CheckConstraint(name="occurrence_ends_after_start", condition=Q(ends_at__gt=F("starts_at"))),
            models.CheckConstraint(
                name="occurrence_cancelled_with_reason",
                condition=Q(cancelled_at__isnull=True) | ~Q(cancel_reason=""),
            ),
        )
        indexes = (
            models.Index(name="occurrence_of_university", fields=("university", "starts_at")),
            models.Index(name="occurrence_of_society", fields=("society", "starts_at")),
            models.Index(name="occurrence_of_series", fields=("series", "starts_at")),
        )

    def __str__(self) -> str:
        return f"{self.name} {self.date}"

    @property
    def is_cancelled(self) -> bool:
        return self.cancelled_at is not None


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

"""Series, the stretches of one rule in them, and dated meetings."""

import datetime
import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from campus.activities.models.observances import Observance
from campus.activities.words import rule_in_words
from campus.base import clock
from campus.directory.models import Calendar, Society, University


class Timing(models.TextChoices):
    """What is known of when on its date something takes place."""

    TIMED = "timed", _("At a time")
    ALL_DAY = "all_day", _("All day")
    TO_CONFIRM = "to_confirm", _("Time to be confirmed")


class Series(models.Model):
    """What people follow: one address and one poster code for its whole life."""

    university = models.ForeignKey(University, on_delete=models.PROTECT, related_name="+")
    society = models.ForeignKey(Society, on_delete=models.PROTECT, related_name="series")
    name = models.CharField(max_length=120)
    description = models.TextField(max_length=2000, blank=True)
    for_newcomers = models.BooleanField(default=False)
    opens_before = models.PositiveSmallIntegerField(default=30, help_text="Check-in opens: minutes before the start.")
    closes_after = models.PositiveSmallIntegerField(default=30, help_text="Check-in closes: minutes after the end.")
    template = models.CharField(max_length=40, blank=True, help_text="The template it began from.")
    takes_answers = models.BooleanField(default=True, help_text="People may say whether they come.")
    capacity = models.PositiveIntegerField(null=True, blank=True, help_text="How many may say yes; empty: no limit.")
    in_time_hours = models.PositiveSmallIntegerField(
        default=2, help_text="Who takes a yes back so many hours before the start does so in time."
    )
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    changed_at = models.DateTimeField(default=clock.now, help_text="What calendar programs ask for.")
    ended_at = models.DateTimeField(null=True, blank=True)
    hidden_at = models.DateTimeField(null=True, blank=True, help_text="Since when it is hidden after a report.")

    class Meta:
        ordering = ("pk",)
        verbose_name_plural = "series"
        constraints = (
            models.CheckConstraint(name="series_has_room", condition=Q(capacity__isnull=True) | Q(capacity__gte=1)),
        )

    def __str__(self) -> str:
        return self.name


class Activity(models.Model):
    """One stretch of a series with one rule. Times are local to `zone`."""

    class Window(models.TextChoices):
        ALWAYS = "always", _("All year")
        ACTIVE = "active", _("In term time")
        TEACHING = "teaching", _("In teaching weeks only")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False, help_text="iCalendar's UID begins with it.")
    imported_uid = models.CharField(
        max_length=255, blank=True, help_text="The UID it had where it was imported from: a second import finds it."
    )
    university = models.ForeignKey(University, on_delete=models.PROTECT, related_name="+")
    society = models.ForeignKey(Society, on_delete=models.PROTECT, related_name="+")
    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="activities")
    calendar = models.ForeignKey(Calendar, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    rrule = models.CharField(max_length=500, blank=True, help_text="RFC 5545, without DTSTART; empty means once.")
    first_date = models.DateField(help_text="DTSTART's date: the first candidate.")
    timing = models.CharField(max_length=10, choices=Timing.choices, default=Timing.TIMED)
    start_time = models.TimeField(help_text="00:00 unless it is timed.")
    more_times = models.JSONField(default=list, blank=True, help_text='Further starts on each of its days: ["20:30"].')
    extra_dates = models.JSONField(
        default=list, blank=True, help_text='RDATE, local: ["2026-12-01T18:00"]; no window leaves them out.'
    )
    skipped_dates = models.JSONField(default=list, blank=True, help_text='EXDATE, local: ["2026-12-01T18:00"].')
    last_date = models.DateField(
        null=True, blank=True, help_text="Where the stretch was cut: another one goes on after this day."
    )
    minutes = models.PositiveIntegerField()
    zone = models.CharField(max_length=60)
    window = models.CharField(max_length=8, choices=Window.choices, default=Window.ACTIVE)
    skips_holidays = models.BooleanField(default=False, help_text="Public holidays of its country are left out.")
    observance = models.ForeignKey(
        Observance, null=True, blank=True, on_delete=models.PROTECT, related_name="+", help_text="What it is held for."
    )
    place = models.CharField(max_length=160, blank=True)
    link = models.URLField(blank=True)
    planned_until = models.DateField(null=True, blank=True, help_text="Up to where rows were made.")
    changed_at = models.DateTimeField(default=clock.now, help_text="iCalendar's LAST-MODIFIED.")
    sequence = models.PositiveIntegerField(default=0, help_text="iCalendar's SEQUENCE.")
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
            models.UniqueConstraint(
                name="imported_once", fields=("society", "imported_uid"), condition=~Q(imported_uid="")
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
            minutes=self.minutes,
            timing=self.timing,
            more_times=[datetime.time.fromisoformat(value) for value in self.more_times],
            extra_dates=[datetime.datetime.fromisoformat(value) for value in self.extra_dates],
            skipped_dates=[datetime.datetime.fromisoformat(value) for value in self.skipped_dates],
            skips_holidays=self.skips_holidays,
            last_date=self.last_date,
        )


class Occurrence(models.Model):
    """One dated meeting. The row is the identity; (activity, original local start) is its unique address.

    Unless it is timed, its original time is 00:00 and stays so when a time is agreed.
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
    description = models.TextField(max_length=2000, blank=True, help_text="What this one date is about.")
    timing = models.CharField(max_length=10, choices=Timing.choices, default=Timing.TIMED)
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
    own = models.JSONField(
        default=list, blank=True, help_text="What somebody set for this date alone: date, time, minutes, name, place…"
    )
    is_kept = models.BooleanField(
        default=False, help_text="Somebody decided that it takes place, whatever the calendar says."
    )
    capacity = models.PositiveIntegerField(
        null=True, blank=True, help_text="How many may say yes, where it differs from the series."
    )
    goal = models.PositiveIntegerField(null=True, blank=True, help_text="How many the society hopes for.")
    goal_set_at = models.DateTimeField(null=True, blank=True, help_text="A goal set at or after the start is none.")
    changed_at = models.DateTimeField(default=clock.now, help_text="iCalendar's LAST-MODIFIED.")
    sequence = models.PositiveIntegerField(default=0, help_text="iCalendar's SEQUENCE.")
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
            models.CheckConstraint(name="occurrence_has_room", condition=Q(capacity__isnull=True) | Q(capacity__gte=1)),
            models.CheckConstraint(
                name="occurrence_goal_set_at_a_time",
                condition=Q(goal__isnull=True, goal_set_at__isnull=True) | Q(goal__gte=1, goal_set_at__isnull=False),
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

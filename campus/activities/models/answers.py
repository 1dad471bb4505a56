"""Who says that they come, who follows what, and the secret address of a person's own calendar."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from campus.activities.models.observances import Observance
from campus.activities.models.plan import Occurrence, Series
from campus.directory.models import Society, University


class Rsvp(models.Model):
    """A person's answer about one date. A yes beyond the capacity waits; the earliest one waiting moves up."""

    class Answer(models.TextChoices):
        YES = "yes", _("Yes")
        MAYBE = "maybe", _("Maybe")
        NO = "no", _("No")

    university = models.ForeignKey(University, on_delete=models.PROTECT, related_name="+")
    society = models.ForeignKey(Society, on_delete=models.PROTECT, related_name="+")
    occurrence = models.ForeignKey(Occurrence, on_delete=models.PROTECT, related_name="rsvps")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="rsvps")
    answer = models.CharField(max_length=5, choices=Answer.choices)
    is_waiting = models.BooleanField(default=False)
    queued_at = models.DateTimeField(null=True, blank=True, help_text="Since when the yes stands, or waits.")
    answered_at = models.DateTimeField()
    former_answer = models.CharField(max_length=5, blank=True, choices=Answer.choices)
    former_at = models.DateTimeField(null=True, blank=True)
    withdrawn_in_time = models.BooleanField(
        null=True, blank=True, help_text="Whether a yes was taken back in time; unknown: none was."
    )

    class Meta:
        ordering = ("queued_at", "pk")
        constraints = (
            models.UniqueConstraint(name="answered_once", fields=("occurrence", "person")),
            models.CheckConstraint(
                name="yes_stands_since",
                condition=Q(answer="yes", queued_at__isnull=False)
                | (~Q(answer="yes") & Q(queued_at__isnull=True, is_waiting=False)),
            ),
            models.CheckConstraint(
                name="former_answer_at_a_time",
                condition=Q(former_answer="", former_at__isnull=True)
                | (~Q(former_answer="") & Q(former_at__isnull=False)),
            ),
        )
        indexes = (models.Index(name="rsvp_of_person", fields=("person", "occurrence")),)

    def __str__(self) -> str:
        return f"occurrence:{self.occurrence_id} {self.answer}"


class Follow(models.Model):
    """A person wants to hear of a society, a series or an observance, and has it in their own calendar."""

    university = models.ForeignKey(
        University, null=True, blank=True, on_delete=models.PROTECT, related_name="+", help_text="Of society or series."
    )
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="follows")
    society = models.ForeignKey(Society, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    series = models.ForeignKey(Series, null=True, blank=True, on_delete=models.PROTECT, related_name="follows")
    observance = models.ForeignKey(Observance, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField()

    class Meta:
        ordering = ("since", "pk")
        constraints = (
            models.CheckConstraint(
                name="follows_exactly_one",
                condition=Q(society__isnull=False, series__isnull=True, observance__isnull=True)
                | Q(society__isnull=True, series__isnull=False, observance__isnull=True)
                | Q(society__isnull=True, series__isnull=True, observance__isnull=False),
            ),
            models.CheckConstraint(
                name="follow_names_its_university",
                condition=Q(observance__isnull=False, university__isnull=True)
                | Q(observance__isnull=True, university__isnull=False),
            ),
            models.UniqueConstraint(name="follows_society_once", fields=("person", "society")),
            models.UniqueConstraint(name="follows_series_once", fields=("person", "series")),
            models.UniqueConstraint(name="follows_observance_once", fields=("person", "observance")),
        )

    def __str__(self) -> str:
        return f"person:{self.person_id}"


class CalendarAddress(models.Model):
    """The secret address of a person's own calendar: only its hash is kept, and it can be taken back."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    secret_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                name="one_calendar_address", fields=("person",), condition=Q(revoked_at__isnull=True)
            ),
        )

    def __str__(self) -> str:
        return f"person:{self.person_id}"

"""The calendars of a university: terms, breaks, revisions, head counts."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from campus.directory.models.universities import University


class Calendar(models.Model):
    """The terms of one cohort or faculty, and how their weeks are counted."""

    class WeekLabels(models.TextChoices):
        NUMBER = "number", _("Week 7")
        ORDINAL = "ordinal", _("7th week")
        NONE = "none", _("Weeks have no numbers")

    university = models.ForeignKey(University, on_delete=models.PROTECT, related_name="calendars")
    name = models.CharField(max_length=80)
    name_key = models.CharField(max_length=80, editable=False)
    is_reporting = models.BooleanField(default=False, help_text="Its terms, made to tile time, carry every figure.")
    week_starts_on = models.PositiveSmallIntegerField(default=0, help_text="0 is Monday, 6 is Sunday.")
    first_week = models.SmallIntegerField(default=1, help_text="The number of the first teaching week.")
    breaks_take_number = models.BooleanField(default=False)
    week_labels = models.CharField(max_length=7, choices=WeekLabels.choices, default=WeekLabels.NUMBER)
    weeks_before = models.PositiveSmallIntegerField(
        default=0, help_text="How many weeks before teaching are counted down: 2 gives a 0th and a -1st week."
    )
    weeks_after = models.BooleanField(default=False, help_text="Weeks of the active period after teaching count on.")
    changed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-is_reporting", "name_key")
        constraints = (
            models.UniqueConstraint(name="calendar_name_once", fields=("university", "name_key")),
            models.UniqueConstraint(
                name="one_reporting_calendar", fields=("university",), condition=Q(is_reporting=True)
            ),
            models.CheckConstraint(name="calendar_week_start", condition=Q(week_starts_on__lte=6)),
            models.CheckConstraint(name="calendar_weeks_before", condition=Q(weeks_before__lte=10)),
        )

    def __str__(self) -> str:
        return self.name


class Term(models.Model):
    """A named span of a calendar: teaching dates inside a wider active period. All dates are local and inclusive."""

    university = models.ForeignKey(University, on_delete=models.PROTECT, related_name="+")
    calendar = models.ForeignKey(Calendar, on_delete=models.PROTECT, related_name="terms")
    name = models.CharField(max_length=80)
    teaching_from = models.DateField()
    teaching_to = models.DateField()
    active_from = models.DateField()
    active_to = models.DateField()
    first_week = models.SmallIntegerField(
        null=True, blank=True, help_text="The number of its first teaching week, where it differs from the calendar's."
    )

    class Meta:
        ordering = ("active_from",)
        constraints = (
            models.UniqueConstraint(name="term_starts_once", fields=("calendar", "active_from")),
            models.CheckConstraint(
                name="term_teaching_within_active",
                condition=Q(active_from__lte=F("teaching_from"))
                & Q(teaching_from__lte=F("teaching_to"))
                & Q(teaching_to__lte=F("active_to")),
            ),
        )

    def __str__(self) -> str:
        return self.name


class Break(models.Model):
    """Days of a term without teaching. Dates are local and inclusive."""

    class Kind(models.TextChoices):
        READING_WEEK = "reading_week", _("Reading week")
        RECESS = "recess", _("Recess")
        EXAMS = "exams", _("Exams")
        HOLIDAY = "holiday", _("Holiday")

    term = models.ForeignKey(Term, on_delete=models.CASCADE, related_name="breaks")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    name = models.CharField(max_length=80, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField()
    takes_number = models.BooleanField(
        null=True, blank=True, help_text="Whether its weeks take a number; unknown: as the calendar says."
    )

    class Meta:
        ordering = ("starts_on",)
        constraints = (models.CheckConstraint(name="break_ends_after_start", condition=Q(starts_on__lte=F("ends_on"))),)

    def __str__(self) -> str:
        return self.name or self.get_kind_display()


class CalendarRevision(models.Model):
    """A whole version of a calendar: proposed and previewed first, then accepted, or discarded. None is ever lost."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("Proposed")
        ACCEPTED = "accepted", _("Accepted")
        DISCARDED = "discarded", _("Discarded")

    university = models.ForeignKey(University, on_delete=models.PROTECT, related_name="+")
    calendar = models.ForeignKey(Calendar, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField(help_text="1 is the first of its calendar.")
    content = models.JSONField(help_text="Weeks, terms and breaks, as campus.directory.calendar_content writes them.")
    source = models.CharField(max_length=300, blank=True, help_text="Where the dates stand: an address, or in words.")
    read_on = models.DateField(null=True, blank=True, help_text="When somebody read them there.")
    note = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=9, choices=State.choices, default=State.PROPOSED)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ("-number",)
        constraints = (
            models.UniqueConstraint(name="revision_numbered_once", fields=("calendar", "number")),
            models.UniqueConstraint(name="one_proposed_revision", fields=("calendar",), condition=Q(state="proposed")),
            models.CheckConstraint(
                name="revision_decided_at_a_time",
                condition=Q(state="proposed", decided_at__isnull=True)
                | (~Q(state="proposed") & Q(decided_at__isnull=False)),
            ),
        )

    def __str__(self) -> str:
        return f"calendar:{self.calendar_id} {self.number}"


class Enrolment(models.Model):
    """How many students a university had on its census date of a term, as it says itself."""

    university = models.ForeignKey(University, on_delete=models.PROTECT, related_name="enrolments")
    counted_on = models.DateField(help_text="The census date, local.")
    students = models.PositiveIntegerField()
    source = models.CharField(max_length=300, help_text="Where the number stands.")
    entered_at = models.DateTimeField()
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ("-counted_on",)
        constraints = (
            models.UniqueConstraint(name="enrolment_once", fields=("university", "counted_on")),
            models.CheckConstraint(name="enrolment_has_students", condition=Q(students__gte=1)),
        )

    def __str__(self) -> str:
        return f"university:{self.university_id} {self.counted_on}"

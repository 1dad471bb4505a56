"""Universities and their calendars, societies, and who holds which office."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField


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
        )

    def __str__(self) -> str:
        return self.name


class UniversityDomain(models.Model):
    """An e-mail domain of a university, for example karura.example."""

    university = models.ForeignKey(University, on_delete=models.CASCADE, related_name="domains")
    domain = models.CharField(max_length=120)

    class Meta:
        ordering = ("domain",)
        constraints = (models.UniqueConstraint(name="domain_once", fields=("university", "domain")),)

    def __str__(self) -> str:
        return self.domain


class Calendar(models.Model):
    """The terms of one cohort or faculty, and how their weeks are counted."""

    university = models.ForeignKey(University, on_delete=models.PROTECT, related_name="calendars")
    name = models.CharField(max_length=80)
    name_key = models.CharField(max_length=80, editable=False)
    is_reporting = models.BooleanField(default=False, help_text="Its terms, made to tile time, carry every figure.")
    week_starts_on = models.PositiveSmallIntegerField(default=0, help_text="0 is Monday, 6 is Sunday.")
    first_week = models.SmallIntegerField(default=1, help_text="The number of the first teaching week.")
    breaks_take_number = models.BooleanField(default=False)

    class Meta:
        ordering = ("-is_reporting", "name_key")
        constraints = (
            models.UniqueConstraint(name="calendar_name_once", fields=("university", "name_key")),
            models.UniqueConstraint(
                name="one_reporting_calendar", fields=("university",), condition=Q(is_reporting=True)
            ),
            models.CheckConstraint(name="calendar_week_start", condition=Q(week_starts_on__lte=6)),
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

    class Meta:
        ordering = ("starts_on",)
        constraints = (models.CheckConstraint(name="break_ends_after_start", condition=Q(starts_on__lte=F("ends_on"))),)

    def __str__(self) -> str:
        return self.name or self.get_kind_display()


class Society(models.Model):
    """A student group of one university."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        SUBMITTED = "submitted", _("Submitted")
        RETURNED = "returned", _("Returned")
        APPROVED = "approved", _("Approved")
        SUSPENDED = "suspended", _("Suspended")
        ARCHIVED = "archived", _("Archived")

    university = models.ForeignKey(University, on_delete=models.PROTECT, related_name="societies")
    calendar = models.ForeignKey(
        Calendar,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="The calendar it schedules by; empty means the reporting calendar.",
    )
    name = models.CharField(max_length=120)
    name_key = models.CharField(max_length=120, editable=False)
    slug = models.SlugField(max_length=60)
    purpose = models.TextField(max_length=2000)
    first_time = models.TextField(max_length=2000, blank=True, help_text="What to expect when you come first.")
    status = models.CharField(max_length=9, choices=Status.choices, default=Status.DRAFT)
    status_at = models.DateTimeField()
    status_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    status_reason = models.CharField(max_length=500, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True, help_text="Since when it is public.")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("name_key",)
        constraints = (
            models.UniqueConstraint(name="society_name_once", fields=("university", "name_key")),
            models.UniqueConstraint(name="society_slug_once", fields=("university", "slug")),
        )
        verbose_name_plural = "societies"

    def __str__(self) -> str:
        return self.name


class SocietyAddress(models.Model):
    """A former address of a renamed society, kept as a redirect."""

    university = models.ForeignKey(University, on_delete=models.CASCADE, related_name="+")
    society = models.ForeignKey(Society, on_delete=models.CASCADE, related_name="former_addresses")
    slug = models.SlugField(max_length=60)

    class Meta:
        constraints = (models.UniqueConstraint(name="former_slug_once", fields=("university", "slug")),)

    def __str__(self) -> str:
        return self.slug


class Office(models.Model):
    """A role held by a person in one scope between two dates; until it is accepted, an invitation to it."""

    class Role(models.TextChoices):
        OPERATOR = "operator", _("Operator")
        COORDINATOR = "coordinator", _("Coordinator")
        STAFF = "staff", _("University staff")
        PRESIDENT = "president", _("President")
        SECRETARY = "secretary", _("Secretary")
        EVENTS = "events", _("Events officer")
        TREASURER = "treasurer", _("Treasurer")

    role = models.CharField(max_length=11, choices=Role.choices)
    country = CountryField(blank=True)
    university = models.ForeignKey(
        University,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="offices",
        help_text="Also set for an office in a society: its university.",
    )
    society = models.ForeignKey(Society, null=True, blank=True, on_delete=models.PROTECT, related_name="offices")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="offices"
    )
    is_public = models.BooleanField(
        default=False, help_text="The holder lets everybody see their name on the society's page."
    )
    invited_address = models.EmailField(blank=True, help_text="Where the invitation went; emptied when accepted.")
    invitation_hash = models.CharField(max_length=64, blank=True)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    invited_at = models.DateTimeField()
    reminded_at = models.DateTimeField(null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    starts_on = models.DateField(help_text="Local to the university; UTC for countries and the installation.")
    ends_on = models.DateField(null=True, blank=True, help_text="The last day in office.")
    ended_at = models.DateTimeField(null=True, blank=True, help_text="Ended before its time, or withdrawn.")
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ("starts_on", "pk")
        constraints = (
            models.CheckConstraint(
                name="office_scope_fits_role",
                condition=Q(role="operator", country="", university__isnull=True, society__isnull=True)
                | (Q(role="coordinator", university__isnull=True, society__isnull=True) & ~Q(country=""))
                | Q(role="staff", country="", university__isnull=False, society__isnull=True)
                | Q(
                    role__in=("president", "secretary", "events", "treasurer"),
                    country="",
                    university__isnull=False,
                    society__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="office_accepted_by_a_person",
                condition=Q(accepted_at__isnull=True) | Q(person__isnull=False),
            ),
            models.CheckConstraint(
                name="office_ends_after_start", condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on"))
            ),
            models.UniqueConstraint(
                name="office_invitation_once", fields=("invitation_hash",), condition=~Q(invitation_hash="")
            ),
        )
        indexes = (
            models.Index(name="office_of_person", fields=("person", "role"), condition=Q(accepted_at__isnull=False)),
        )

    def __str__(self) -> str:
        return self.get_role_display()


class StaleMark(models.Model):
    """Figures to recount: of a university, or one society of it, from a local date on (empty: all)."""

    university = models.ForeignKey(University, on_delete=models.CASCADE, related_name="+")
    society = models.ForeignKey(Society, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    from_date = models.DateField(null=True, blank=True)
    at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(name="stale_university", fields=("university", "society")),)

    def __str__(self) -> str:
        return f"university:{self.university_id} society:{self.society_id}"

"""Universities and their calendars, societies, and who holds which office."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
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
    picture = models.FileField(
        upload_to="societies/", blank=True, help_text="Re-encoded by us; nothing else of it stays."
    )
    picture_alt = models.CharField(max_length=160, blank=True, help_text="The picture in words.")
    hidden_at = models.DateTimeField(null=True, blank=True, help_text="Since when it is hidden after a report.")
    joined_into = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="joined_societies",
        help_text="The society that it became one with; its address leads there.",
    )
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
    shadow_from = models.DateField(
        null=True, blank=True, help_text="From this day until it starts its holder looks on, and changes nothing."
    )
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
            models.CheckConstraint(
                name="office_shadows_before_it_starts",
                condition=Q(shadow_from__isnull=True) | Q(shadow_from__lt=F("starts_on")),
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


class Handover(models.Model):
    """One committee of a society hands over to the next: from when the new one looks on, and when it takes over."""

    university = models.ForeignKey(University, on_delete=models.PROTECT, related_name="+")
    society = models.ForeignKey(Society, on_delete=models.PROTECT, related_name="handovers")
    shadow_from = models.DateField(help_text="Local to the university.")
    takes_over_on = models.DateField(help_text="The first day of the new committee.")
    notes = models.TextField(max_length=4000, blank=True, help_text="What the next committee should know.")
    former_ends = models.JSONField(
        default=dict,
        help_text="Last days that it brought forward, by number of the office; given back if it is called off.",
    )
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ("-takes_over_on", "-pk")
        constraints = (
            models.UniqueConstraint(
                name="handover_open_once", fields=("society",), condition=Q(closed_at__isnull=True)
            ),
            models.CheckConstraint(name="handover_shadows_before", condition=Q(shadow_from__lte=F("takes_over_on"))),
        )

    def __str__(self) -> str:
        return f"society:{self.society_id} {self.takes_over_on}"


class HandoverTask(models.Model):
    """Something that is still to be done when a committee hands over."""

    handover = models.ForeignKey(Handover, on_delete=models.CASCADE, related_name="tasks")
    text = models.CharField(max_length=300)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.text


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

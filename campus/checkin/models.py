"""Who was there, to which society it counts, and each person's sum per reporting term."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from campus.activities.models import Occurrence
from campus.directory.models import Society, Term, University


class Attendance(models.Model):
    """Somebody was at an occurrence: a person, an anonymous browser or door nonce, or a label; exactly one of these."""

    class Channel(models.TextChoices):
        LIVE = "live", _("Live code")
        POSTER = "poster", _("Poster code")
        DOOR = "door", _("At the door")
        OFFICER = "officer", _("Entered by an officer")
        LIST = "list", _("From a list")
        IMPORT = "import", _("Imported")

    class Identity(models.TextChoices):
        SIGNED_IN = "signed_in", _("Signed in")
        PASS = "pass", _("Pass")
        PROVISIONAL_PASS = "provisional_pass", _("Provisional pass")
        TYPED = "typed", _("Typed address")
        NAME_ONLY = "name_only", _("Name only")
        ANONYMOUS = "anonymous", _("Counted without a name")

    class VoidReason(models.TextChoices):
        MISTAKE = "mistake", _("Entered by mistake")
        LEFT = "left", _("Left again")
        NOT_ME = "not_me", _("Not me")
        MERGED = "merged", _("Merged with another row")
        NAMED = "named", _("Named afterwards")
        DUPLICATE = "duplicate", _("Counted twice")

    university = models.ForeignKey(University, on_delete=models.PROTECT, related_name="+")
    society = models.ForeignKey(Society, on_delete=models.PROTECT, related_name="+", help_text="The host.")
    occurrence = models.ForeignKey(Occurrence, on_delete=models.PROTECT, related_name="attendances")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="attendances"
    )
    anonymous_key = models.CharField(max_length=64, blank=True)
    label = models.CharField(max_length=120, blank=True)
    channel = models.CharField(max_length=8, choices=Channel.choices)
    identity = models.CharField(max_length=16, choices=Identity.choices)
    offline = models.BooleanField(default=False)
    would_refuse = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField()
    privacy_version = models.CharField(max_length=20, blank=True)
    receipt_hash = models.CharField(
        max_length=64, blank=True, help_text="Of the receipt in the browser that made the row; nobody else can undo it."
    )
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    voided_at = models.DateTimeField(null=True, blank=True)
    voided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    void_reason = models.CharField(max_length=9, blank=True, choices=VoidReason.choices)

    class Meta:
        ordering = ("at", "pk")
        constraints = (
            models.CheckConstraint(
                name="attendance_is_of_exactly_one",
                condition=Q(person__isnull=False, anonymous_key="", label="")
                | (Q(person__isnull=True, label="") & ~Q(anonymous_key=""))
                | (Q(person__isnull=True, anonymous_key="") & ~Q(label="")),
            ),
            models.CheckConstraint(
                name="attendance_identity_fits",
                condition=Q(person__isnull=False) & ~Q(identity__in=("name_only", "anonymous"))
                | Q(person__isnull=True, identity__in=("name_only", "anonymous")),
            ),
            models.CheckConstraint(
                name="attendance_voided_with_reason",
                condition=Q(voided_at__isnull=True, void_reason="") | (Q(voided_at__isnull=False) & ~Q(void_reason="")),
            ),
            models.UniqueConstraint(
                name="person_counted_once",
                fields=("occurrence", "person"),
                condition=Q(voided_at__isnull=True, person__isnull=False),
            ),
            models.UniqueConstraint(
                name="anonymous_counted_once",
                fields=("occurrence", "anonymous_key"),
                condition=Q(voided_at__isnull=True) & ~Q(anonymous_key=""),
            ),
        )
        indexes = (
            models.Index(name="attendance_of_person", fields=("person", "-at"), condition=Q(person__isnull=False)),
        )

    def __str__(self) -> str:
        return f"occurrence:{self.occurrence_id} {self.identity}"

    @property
    def is_identified(self) -> bool:
        return self.person_id is not None


class Credit(models.Model):
    """An attendance counts for a society: the host, and each accepted co-host."""

    attendance = models.ForeignKey(Attendance, on_delete=models.PROTECT, related_name="credits")
    university = models.ForeignKey(
        University, on_delete=models.PROTECT, related_name="+", help_text="The credited society's."
    )
    society = models.ForeignKey(Society, on_delete=models.PROTECT, related_name="+")
    date = models.DateField(help_text="The occurrence's local start date; it decides the reporting term.")

    class Meta:
        constraints = (models.UniqueConstraint(name="credited_once", fields=("attendance", "society")),)
        indexes = (
            models.Index(name="credit_of_society", fields=("society", "date")),
            models.Index(name="credit_of_university", fields=("university", "date")),
        )

    def __str__(self) -> str:
        return f"attendance:{self.attendance_id} society:{self.society_id}"


class TermParticipation(models.Model):
    """One identified person, one society, one reporting term: how often, first and last. Derived; can be rebuilt."""

    university = models.ForeignKey(University, on_delete=models.PROTECT, related_name="+")
    society = models.ForeignKey(Society, on_delete=models.PROTECT, related_name="+")
    term = models.ForeignKey(
        Term,
        on_delete=models.CASCADE,
        related_name="+",
        help_text="Rows go with it; the rebuild that follows remakes them.",
    )
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    visits = models.PositiveIntegerField()
    first_on = models.DateField()
    last_on = models.DateField()

    class Meta:
        constraints = (
            models.UniqueConstraint(name="participation_once", fields=("society", "term", "person")),
            models.CheckConstraint(name="participation_has_visits", condition=Q(visits__gte=1)),
        )
        indexes = (
            models.Index(name="participation_university", fields=("university", "term")),
            models.Index(name="participation_person", fields=("person", "society")),
        )

    def __str__(self) -> str:
        return f"society:{self.society_id} term:{self.term_id} person:{self.person_id}"


class Letter(models.Model):
    """What officers wrote to people of their society; one notice per recipient carries it."""

    class Audience(models.TextChoices):
        MEMBERS = "members", _("Members")
        NEWCOMERS = "newcomers", _("Who came for the first time this term")
        ANSWERED_YES = "yes", _("Who said yes")
        CAME = "came", _("Who came")

    university = models.ForeignKey(University, on_delete=models.PROTECT, related_name="+")
    society = models.ForeignKey(Society, on_delete=models.PROTECT, related_name="+")
    occurrence = models.ForeignKey(
        Occurrence,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="The date it is about; empty when nobody's answer holds it any more and the plan let it go.",
    )
    audience = models.CharField(max_length=9, choices=Audience.choices)
    subject = models.CharField(max_length=120)
    text = models.TextField(max_length=5000)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    recipients = models.PositiveIntegerField(help_text="How many it went to.")

    class Meta:
        ordering = ("-written_at", "-pk")
        constraints = (
            models.CheckConstraint(
                name="letter_about_a_date",
                condition=Q(audience__in=("yes", "came")) | Q(occurrence__isnull=True),
            ),
        )
        indexes = (models.Index(name="letter_of_society", fields=("society", "written_at")),)

    def __str__(self) -> str:
        return self.subject

"""Who belongs: joined persons, typed addresses of persons not proven yet, and a society's yearly application."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from campus.directory.models import AffiliationKind, Society, University


class Membership(models.Model):
    """A person joined a society. Dates are local; half-open: the day of leaving is not a member's day."""

    university = models.ForeignKey(University, on_delete=models.PROTECT, related_name="+")
    society = models.ForeignKey(Society, on_delete=models.PROTECT, related_name="memberships")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships")
    joined_on = models.DateField()
    joined_at = models.DateTimeField()
    left_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("-joined_on", "-pk")
        constraints = (
            models.UniqueConstraint(
                name="member_once", fields=("society", "person"), condition=Q(left_on__isnull=True)
            ),
            models.CheckConstraint(
                name="membership_ends_after_start", condition=Q(left_on__isnull=True) | Q(left_on__gte=F("joined_on"))
            ),
        )
        indexes = (models.Index(name="membership_joined", fields=("society", "joined_on")),)

    def __str__(self) -> str:
        return f"society:{self.society_id} person:{self.person_id}"


class Affiliation(models.Model):
    """What a person is to a university, since when, and how we know. Dates are local; the last day counts."""

    class Source(models.TextChoices):
        DOMAIN = "domain", _("An address at its domain")
        ACCOUNT = "account", _("Signed in with its account")

    university = models.ForeignKey(University, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="affiliations")
    kind = models.CharField(max_length=7, choices=AffiliationKind.choices)
    source = models.CharField(max_length=7, choices=Source.choices)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("since", "pk")
        constraints = (
            models.UniqueConstraint(
                name="affiliated_once",
                fields=("university", "person", "kind", "source"),
                condition=Q(until__isnull=True),
            ),
            models.CheckConstraint(
                name="affiliation_ends_after_start", condition=Q(until__isnull=True) | Q(until__gte=F("since"))
            ),
        )

    def __str__(self) -> str:
        return f"university:{self.university_id} person:{self.person_id} {self.kind}"


class Claim(models.Model):
    """A typed address or student number: who somebody claims to be at one university; it proves nothing."""

    university = models.ForeignKey(University, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="claims")
    address = models.EmailField(blank=True, help_text="Normalised.")
    number_hash = models.CharField(
        max_length=64, blank=True, help_text="Keyed hash of a student number; the number itself is kept nowhere."
    )
    created_at = models.DateTimeField()
    refused_until = models.DateTimeField(
        null=True, blank=True, help_text="The owner said: not me. Until then the address counts nobody."
    )

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="claim_is_of_exactly_one",
                condition=(Q(number_hash="") & ~Q(address="")) | (Q(address="") & ~Q(number_hash="")),
            ),
            models.UniqueConstraint(name="claim_once", fields=("university", "address"), condition=~Q(address="")),
            models.UniqueConstraint(
                name="number_claimed_once", fields=("university", "number_hash"), condition=~Q(number_hash="")
            ),
        )

    def __str__(self) -> str:
        return f"university:{self.university_id} person:{self.person_id}"


class RegistrationWindow(models.Model):
    """When societies of a university apply for one year, new and renewing ones, and what it asks of them.

    All dates are local and inclusive.
    """

    university = models.ForeignKey(University, on_delete=models.PROTECT, related_name="registration_windows")
    name = models.CharField(max_length=80, help_text="For example 2026/27.")
    name_key = models.CharField(max_length=80, editable=False)
    new_from = models.DateField()
    new_to = models.DateField()
    renew_from = models.DateField()
    renew_to = models.DateField()
    officers = models.PositiveSmallIntegerField(default=0, help_text="How many officers in office it asks for.")
    members = models.PositiveSmallIntegerField(default=0, help_text="How many members it asks for.")
    roles = models.JSONField(default=list, help_text="Offices that must be filled.")
    questions = models.JSONField(default=list, help_text="What it asks besides: [{key, label, required}].")

    class Meta:
        ordering = ("-renew_from", "-pk")
        constraints = (
            models.UniqueConstraint(name="window_name_once", fields=("university", "name_key")),
            models.CheckConstraint(
                name="window_ends_after_start",
                condition=Q(new_from__lte=F("new_to")) & Q(renew_from__lte=F("renew_to")),
            ),
        )

    def __str__(self) -> str:
        return self.name


class AnswerTemplate(models.Model):
    """A sentence that a university's reviewers say often."""

    university = models.ForeignKey(University, on_delete=models.CASCADE, related_name="answer_templates")
    name = models.CharField(max_length=80)
    text = models.CharField(max_length=500)

    class Meta:
        ordering = ("name", "pk")

    def __str__(self) -> str:
        return self.name


class Block(models.Model):
    """A person is not counted by name in a society any more. Nobody but its officers sees it."""

    university = models.ForeignKey(University, on_delete=models.PROTECT, related_name="+")
    society = models.ForeignKey(Society, on_delete=models.PROTECT, related_name="blocks")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300, blank=True)
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ("-at", "-pk")
        constraints = (
            models.UniqueConstraint(
                name="blocked_once", fields=("society", "person"), condition=Q(lifted_at__isnull=True)
            ),
        )

    def __str__(self) -> str:
        return f"society:{self.society_id} person:{self.person_id}"


class MergeOffer(models.Model):
    """An officer thinks that visits of an unproven person are those of a proven one, who says yes or no."""

    university = models.ForeignKey(University, on_delete=models.PROTECT, related_name="+")
    society = models.ForeignKey(Society, on_delete=models.PROTECT, related_name="+")
    unproven = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proven = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="merge_offers")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    accepted_at = models.DateTimeField(null=True, blank=True)
    declined_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(name="merge_offered_once", fields=("society", "unproven", "proven")),
            models.CheckConstraint(
                name="merge_offer_answered_once", condition=Q(accepted_at__isnull=True) | Q(declined_at__isnull=True)
            ),
        )

    def __str__(self) -> str:
        return f"person:{self.unproven_id} is person:{self.proven_id}"


class OfficeRequest(models.Model):
    """A member asks for a society that nobody leads any more; the university decides."""

    class Decision(models.TextChoices):
        WAITING = "", _("Waiting")
        GIVEN = "given", _("Given")
        DECLINED = "declined", _("Declined")

    university = models.ForeignKey(University, on_delete=models.PROTECT, related_name="+")
    society = models.ForeignKey(Society, on_delete=models.PROTECT, related_name="office_requests")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    message = models.CharField(max_length=1000, blank=True)
    at = models.DateTimeField()
    decision = models.CharField(max_length=8, blank=True, choices=Decision.choices, default=Decision.WAITING)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ("at", "pk")
        constraints = (
            models.UniqueConstraint(
                name="office_asked_for_once", fields=("society", "person"), condition=Q(decision="")
            ),
            models.CheckConstraint(
                name="office_request_decided_at_a_time",
                condition=Q(decision="", decided_at__isnull=True) | (~Q(decision="") & Q(decided_at__isnull=False)),
            ),
        )

    def __str__(self) -> str:
        return f"society:{self.society_id} person:{self.person_id}"


class Registration(models.Model):
    """One application of a society, or its renewal, and what the university decided."""

    class Kind(models.TextChoices):
        NEW = "new", _("New")
        RENEWAL = "renewal", _("Renewal")

    class Decision(models.TextChoices):
        WAITING = "", _("Waiting")
        APPROVED = "approved", _("Approved")
        RETURNED = "returned", _("Returned")

    university = models.ForeignKey(University, on_delete=models.PROTECT, related_name="registrations")
    society = models.ForeignKey(Society, on_delete=models.PROTECT, related_name="registrations")
    kind = models.CharField(max_length=7, choices=Kind.choices, default=Kind.NEW)
    window = models.ForeignKey(
        RegistrationWindow, null=True, blank=True, on_delete=models.PROTECT, related_name="registrations"
    )
    answers = models.JSONField(
        default=dict, help_text="What was said when it was submitted: name, purpose, first_time, message, questions."
    )
    before = models.JSONField(default=dict, help_text="The same as it was approved last; empty when it never was.")
    submitted_at = models.DateTimeField()
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decision = models.CharField(max_length=8, blank=True, choices=Decision.choices, default=Decision.WAITING)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reason = models.CharField(max_length=500, blank=True)
    field_reasons = models.JSONField(default=dict, help_text="Why it was returned, by the name of the answer.")

    class Meta:
        ordering = ("submitted_at", "pk")
        constraints = (
            models.UniqueConstraint(name="registration_open_once", fields=("society",), condition=Q(decision="")),
            models.CheckConstraint(
                name="registration_decided_by_someone",
                condition=Q(decision="", decided_at__isnull=True, decided_by__isnull=True)
                | (~Q(decision="") & Q(decided_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="registration_returned_with_reason", condition=~Q(decision="returned") | ~Q(reason="")
            ),
            models.UniqueConstraint(
                name="renewed_once_per_window",
                fields=("society", "window"),
                condition=Q(window__isnull=False, decision="approved"),
            ),
        )

    def __str__(self) -> str:
        return f"society:{self.society_id} {self.decision or 'waiting'}"

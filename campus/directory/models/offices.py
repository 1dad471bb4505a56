"""Who holds which office, and how one committee hands over to the next."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField

from campus.directory.models.societies import Society
from campus.directory.models.universities import University


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

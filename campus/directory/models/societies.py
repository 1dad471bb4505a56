"""Societies and their former addresses."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from campus.directory.models.calendars import Calendar
from campus.directory.models.universities import University


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

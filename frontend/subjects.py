"""What was reported or hidden, as pages show it."""

from django.urls import reverse

from campus.activities.subjects import Subject
from campus.directory.models import Society, University


def subject_url(subject: Subject) -> str:
    """Its public page."""
    if isinstance(subject, University):
        return reverse("university", args=(subject.slug,))
    if isinstance(subject, Society):
        return reverse("society", args=(subject.university.slug, subject.slug))
    return reverse("series", args=(subject.pk,))

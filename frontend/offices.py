"""An office as the pages see it: where its work is done."""

from django.urls import reverse

from campus.directory.models import Office


def desk_url(office: Office) -> str:
    """The page where the work of an office is done."""
    if office.society is not None and office.university is not None:
        return reverse("manage_today", args=(office.university.slug, office.society.slug))
    if office.university is not None:
        return reverse("review_registrations", args=(office.university.slug,))
    return reverse("review")

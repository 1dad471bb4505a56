"""Absolute addresses of registrations, for mails."""

from campus.base.links import absolute
from campus.directory.models import Society
from campus.membership.models import Registration


def registration_link(society: Society) -> str:
    """Where its president and secretary renew it."""
    return absolute(f"/manage/{society.university.slug}/{society.slug}/registration/")


def review_registration_link(registration: Registration) -> str:
    """Where its university decides."""
    return absolute(f"/review/{registration.university.slug}/registrations/{registration.pk}/")

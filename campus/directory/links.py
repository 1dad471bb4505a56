"""Absolute addresses of what this area keeps, for mails, and the hash of an invitation's token."""

from campus.base.links import absolute
from campus.base.signing import keyed_hash, keyed_hashes
from campus.directory.models import Society, University


def university_link(university: University) -> str:
    return absolute(f"/universities/{university.slug}/")


def review_link(university: University) -> str:
    return absolute(f"/review/{university.slug}/")


def society_link(society: Society) -> str:
    return absolute(f"/societies/{society.university.slug}/{society.slug}/")


def manage_link(society: Society) -> str:
    return absolute(f"/manage/{society.university.slug}/{society.slug}/")


def invitation_link(token: str) -> str:
    return absolute(f"/invitations/{token}/")


def token_hash(token: str) -> str:
    """What the row keeps of an invitation's token."""
    return keyed_hash("invitation", token)


def token_hashes(token: str) -> list[str]:
    """What a row may keep of it, those under former keys among them."""
    return keyed_hashes("invitation", token)

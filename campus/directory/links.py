"""Absolute addresses of what this area keeps, for mails, and the hash of an invitation's token."""

from campus.base.links import absolute
from campus.base.signing import keyed_hash, keyed_hashes
from campus.directory.models import Hiding, Society, University


def university_link(university: University) -> str:
    return absolute(f"/universities/{university.slug}/")


def review_link(university: University) -> str:
    return absolute(f"/review/{university.slug}/")


def society_link(society: Society) -> str:
    return absolute(f"/societies/{society.university.slug}/{society.slug}/")


def picture_link(society: Society) -> str:
    """The address of its picture; "" when it has none."""
    name = (society.picture.name or "").rpartition("/")[2]
    return absolute(f"/pictures/{name}") if name else ""


def manage_link(society: Society) -> str:
    return absolute(f"/manage/{society.university.slug}/{society.slug}/")


def order_link(university: University, *, is_itself: bool) -> str:
    """Where it is decided about what was reported at a university, or about the university itself."""
    return absolute("/review/reports/") if is_itself else f"{review_link(university)}reports/"


def hiding_link(hiding: Hiding) -> str:
    """Where the people of something hidden read why, and appeal."""
    if hiding.society is None:
        return f"{review_link(hiding.university)}reports/hidden/{hiding.pk}/"
    return f"{manage_link(hiding.society)}hidden/{hiding.pk}/"


def kept_society_link(society: Society) -> str:
    """The society as its university's staff see it."""
    return absolute(f"/review/{society.university.slug}/societies/{society.pk}/")


def webhook_link(scope: Society | University, number: int) -> str:
    base = manage_link(scope) if isinstance(scope, Society) else review_link(scope)
    return f"{base}webhooks/{number}/"


def office_requests_link(university: University) -> str:
    return absolute(f"/review/{university.slug}/office-requests/")


def invitation_link(token: str) -> str:
    return absolute(f"/invitations/{token}/")


def token_hash(token: str) -> str:
    """What the row keeps of an invitation's token."""
    return keyed_hash("invitation", token)


def token_hashes(token: str) -> list[str]:
    """What a row may keep of it, those under former keys among them."""
    return keyed_hashes("invitation", token)

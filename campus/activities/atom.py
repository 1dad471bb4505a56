"""The coming dates of a society as an Atom feed (RFC 4287). Pure."""

import uuid
from collections.abc import Iterable
from datetime import UTC, datetime
from xml.etree.ElementTree import Element, SubElement, tostring
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from campus.activities.links import occurrence_link, society_atom_link
from campus.activities.models import Occurrence, Timing
from campus.directory.links import society_link
from campus.directory.models import Society

ATOM = "http://www.w3.org/2005/Atom"
FORBIDDEN = {code: " " for code in range(32) if code not in (9, 10, 13)} | {0xFFFE: " ", 0xFFFF: " "}


def atom(society: Society, occurrences: Iterable[Occurrence]) -> bytes:
    """The feed of dates whose activity and series are at hand, in the active language."""
    rows = list(occurrences)
    root = Element("feed", {"xmlns": ATOM, "xml:lang": get_language() or "en"})
    _add(root, "id", _identity(f"society:{society.pk}"))
    _add(root, "title", society.name)
    _add(root, "subtitle", society.university.name)
    updated = [_updated(row) for row in rows] or [society.approved_at or society.status_at]
    _add(root, "updated", _moment(max(updated)))
    _add(SubElement(root, "author"), "name", society.name)
    _link(root, society_atom_link(society), "self", "application/atom+xml")
    _link(root, society_link(society), "alternate", "text/html")
    for row in rows:
        _entry(root, row)
    content: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return content


def _entry(root: Element, row: Occurrence) -> None:
    entry = SubElement(root, "entry")
    _add(entry, "id", _identity(f"{row.activity.uid}:{row.pk}"))
    _add(entry, "title", _title(row))
    _add(entry, "published", _moment(row.activity.created_at))
    _add(entry, "updated", _moment(_updated(row)))
    _link(entry, occurrence_link(row), "alternate", "text/html")
    said = [row.cancel_reason if row.is_cancelled else "", row.place, row.description, row.activity.series.description]
    _add(entry, "summary", "\n".join(part for part in said if part) or row.name)


def _title(row: Occurrence) -> str:
    # Translators: weekday, day, month and year of a date in a list; see Django's template filter "date".
    when = date_format(row.date, _("D j M Y"))
    if row.timing == Timing.TIMED:
        start = row.starts_at.astimezone(ZoneInfo(row.zone))
        # Translators: day and time.
        when = _("%(day)s, %(time)s") % {"day": when, "time": f"{start:%H:%M}"}
    title = f"{row.name}: {when}"
    return _("Cancelled: %(what)s") % {"what": title} if row.is_cancelled else title


def _updated(row: Occurrence) -> datetime:
    return max(row.changed_at, row.activity.changed_at, row.activity.series.changed_at)


def _identity(name: str) -> str:
    """An address for ever, whatever the site is called: RFC 4287 (4.2.6) wants an IRI that never changes."""
    return uuid.uuid5(uuid.NAMESPACE_OID, f"campus:{name}").urn


def _moment(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _add(parent: Element, name: str, text: str) -> None:
    SubElement(parent, name).text = text.translate(FORBIDDEN)


def _link(parent: Element, href: str, rel: str, kind: str) -> None:
    SubElement(parent, "link", {"rel": rel, "type": kind, "href": href})

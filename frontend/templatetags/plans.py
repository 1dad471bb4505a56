"""What templates of plans and their previews may ask."""

from collections.abc import Collection, Sequence
from datetime import datetime, time

from django import template
from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _

from campus.activities.edits import DateChange
from campus.activities.queries import PreviewDate

register = template.Library()
MIDNIGHT = time(0)


@register.filter
def start_key(found: PreviewDate) -> str:
    """A start as a form writes it: 2026-12-01T18:00, local."""
    return datetime.combine(found.date, found.time).isoformat(timespec="minutes")


@register.filter
def start_in_words(start: datetime | None) -> str:
    """A local start: Tue 1 December, 18:00; whole days have no time to say."""
    if start is None:
        return ""
    day = date_format(start, _("D j F") if start.year == timezone.localdate().year else _("D j F Y"))
    if start.time() == MIDNIGHT:
        return day
    return _("%(day)s, %(time)s") % {"day": day, "time": time_format(start.time(), "H:i")}


@register.filter
def reasons(changes: Sequence[DateChange]) -> list[str]:
    """Why they change, where that differs from one to the next."""
    return [] if shared_reason(changes) else [change.why for change in changes if change.why]


@register.filter
def shared_reason(changes: Sequence[DateChange]) -> str:
    """Why several change, where it is the same for all of them."""
    said = {change.why for change in changes}
    return said.pop() if len(said) == 1 < len(changes) else ""


@register.filter
def within(dates: Sequence[PreviewDate], keys: Collection[str]) -> list[PreviewDate]:
    """Those whose start is among `keys`."""
    return [found for found in dates if start_key(found) in keys]


@register.filter
def without(dates: Sequence[PreviewDate], keys: Collection[str]) -> list[PreviewDate]:
    """Those whose start is not among `keys`."""
    return [found for found in dates if start_key(found) not in keys]

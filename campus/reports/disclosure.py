"""What may be shown to whom: thresholds, words and rounding for counts of people. Pure.

The one gate for every count that leaves a society for its university or the public; the thresholds are those of
docs/figures.md. A count is held back or shown from its true value; rounding comes after.
"""

from dataclasses import dataclass
from enum import StrEnum

from django.utils import formats
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise

STEP = 5
SHARE_BASE = 23  # the least base of a percentage
TOO_FEW = _("too few to show")


class Audience(StrEnum):
    """Who looks. The committee sees its own society exactly."""

    COMMITTEE = "committee"
    UNIVERSITY = "university"
    PUBLIC = "public"


LEAST_SMALL_NUMBER = {Audience.UNIVERSITY: 5, Audience.PUBLIC: 10}


@dataclass(frozen=True)
class Shown:
    """A figure as somebody may read it: its text, and its value unless it is held back."""

    text: Text
    value: int | None

    @property
    def is_hidden(self) -> bool:
        return self.value is None


def shown(count: int, audience: Audience, small_number: int = 5) -> Shown:
    """A count of people for an audience.

    Below the audience's threshold, zero included, it reads "fewer than 5"; from there on it is rounded to the nearest
    5. `small_number` is the university's own threshold; it can only raise the audience's.
    """
    if audience is Audience.COMMITTEE:
        return Shown(text=_grouped(count), value=count)
    threshold = max(LEAST_SMALL_NUMBER[audience], small_number)
    if count < threshold:
        return Shown(text=_("fewer than %(number)s") % {"number": threshold}, value=None)
    value = _rounded(count, threshold)
    return Shown(text=_grouped(value), value=value)


def shown_visits(visits: int, participants: int, audience: Audience, small_number: int = 5) -> Shown:
    """A number of visits. Held back where the participants behind it are: ten visits may be one person's."""
    people = shown(participants, audience, small_number)
    return people if people.is_hidden else shown(visits, audience, small_number)


def shown_share(part: int, base: int, audience: Audience, small_number: int = 5) -> Shown:
    """`part` of `base` in whole per cent, held back for a base of fewer than 23 or when one of the two is.

    It is computed from the counts as they are shown, so that it tells nothing that they do not.
    """
    above, below = shown(part, audience, small_number), shown(base, audience, small_number)
    if base < SHARE_BASE or above.value is None or below.value is None:
        return Shown(text=TOO_FEW, value=None)
    percent = min(100, (200 * above.value + below.value) // (2 * below.value))
    return Shown(text=_("%(percent)s%%") % {"percent": percent}, value=percent)


def _rounded(count: int, threshold: int) -> int:
    """To the nearest 5, halves up, but never below the threshold: that would single out the counts just above it."""
    least = -(-threshold // STEP) * STEP
    return max(least, (2 * count + STEP) // (2 * STEP) * STEP)


def _grouped(value: int) -> str:
    return formats.number_format(value, use_l10n=True, force_grouping=True)

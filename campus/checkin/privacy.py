"""The privacy sentence of check-in, and the version under which it is kept with each attendance and consent."""

from collections.abc import Iterable

from campus.activities.models import Occurrence
from campus.activities.queries.hosting import hosts_of
from campus.base.errors import Sentence
from campus.checkin.rules import takes_numbers
from campus.directory.models import Society, University
from campus.people.models import Consent
from campus.people.texts import wording

VERSION = "2026-11"
VERSION_WITH_NUMBERS = "2026-11-number"
VERSION_TOGETHER = "2026-11-with"
VERSION_TOGETHER_WITH_NUMBERS = "2026-11-with-number"
# Whoever was counted under one of these was told that officers of several societies see their name.
TOGETHER = frozenset({VERSION_TOGETHER, VERSION_TOGETHER_WITH_NUMBERS})


def version(university: University, hosts: Iterable[Society]) -> str:
    """Which wording is shown at doors of this university to what these societies hold, the first one as the host."""
    _host, *guests = hosts
    is_together = any(guest.university_id == university.pk for guest in guests)
    if takes_numbers(university):
        return VERSION_TOGETHER_WITH_NUMBERS if is_together else VERSION_WITH_NUMBERS
    return VERSION_TOGETHER if is_together else VERSION


def sentence(occurrence: Occurrence, hosts: Iterable[Society] | None = None) -> Sentence:
    """Who sees what when somebody is counted at this occurrence with a name."""
    return wording(
        Consent.Kind.CHECK_IN,
        version(occurrence.university, hosts or hosts_of(occurrence)),
        society=occurrence.society.name,
        university=occurrence.university.name,
    )

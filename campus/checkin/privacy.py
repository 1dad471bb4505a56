"""The privacy sentence of check-in, and the version under which it is kept with each attendance and consent."""

from campus.activities.models import Occurrence
from campus.base.errors import Sentence
from campus.checkin.rules import takes_numbers
from campus.directory.models import University
from campus.people.models import Consent
from campus.people.texts import wording

VERSION = "2026-11"
VERSION_WITH_NUMBERS = "2026-11-number"


def version(university: University) -> str:
    """Which wording is shown at doors of this university."""
    return VERSION_WITH_NUMBERS if takes_numbers(university) else VERSION


def sentence(occurrence: Occurrence) -> Sentence:
    """Who sees what when somebody is counted at this occurrence with a name."""
    return wording(
        Consent.Kind.CHECK_IN,
        version(occurrence.university),
        society=occurrence.society.name,
        university=occurrence.university.name,
    )

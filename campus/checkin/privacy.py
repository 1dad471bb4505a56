"""The privacy sentence of check-in, and the version under which it is kept with each attendance and consent."""

from django.utils.translation import gettext_lazy as _

from campus.activities.models import Occurrence
from campus.base.errors import Sentence

VERSION = "2026-11"  # a new one whenever the sentence says something else

_SENTENCE = _(
    "The officers of %(society)s see your name; nobody else does. %(university)s and the public see rounded numbers "
    "only. You can see and take back what is kept about you on your page."
)


def sentence(occurrence: Occurrence) -> Sentence:
    """Who sees what when somebody is counted at this occurrence with a name."""
    return _SENTENCE % {"society": occurrence.society.name, "university": occurrence.university.name}

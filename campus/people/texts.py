"""What people are asked to agree to: every version of every text, in the very words.

A text is never changed once it was shown to somebody; it gets a new version, and the old one stays, for the page
where everybody reads what they agreed to. %(society)s and %(university)s stand for the names of those it is about.
What officers confirm is kept in the same way in campus/directory/checklist.py.
"""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from campus.base.errors import Sentence
from campus.people.models import Consent

TEXTS: Mapping[str, Mapping[str, Sentence]] = {
    Consent.Kind.CHECK_IN: {
        "2026-11": _(
            "The officers of %(society)s see your name; nobody else does. %(university)s and the public see rounded "
            "numbers only. You can see and take back what is kept about you on your page."
        ),
        "2026-11-number": _(
            "The officers of %(society)s see your name; nobody else does. %(university)s and the public see rounded "
            "numbers only. A student number is turned into a key that cannot be read back; the number itself is not "
            "kept. You can see and take back what is kept about you on your page."
        ),
        "2026-11-with": _(
            "The officers of %(society)s, and of the societies of %(university)s that hold this date with it, see your "
            "name; nobody else does. %(university)s and the public see rounded numbers only. You can see and take back "
            "what is kept about you on your page."
        ),
        "2026-11-with-number": _(
            "The officers of %(society)s, and of the societies of %(university)s that hold this date with it, see your "
            "name; nobody else does. %(university)s and the public see rounded numbers only. A student number is "
            "turned into a key that cannot be read back; the number itself is not kept. You can see and take back "
            "what is kept about you on your page."
        ),
    },
    Consent.Kind.NEWS: {
        "2026-11": _(
            "%(society)s may write to you about what it plans. Your address is used for nothing else and is not shown "
            "to the officers. You can take this back on your page at any time."
        ),
    },
}


def wording(kind: str, version: str, *, society: str, university: str) -> Sentence:
    """The words of one version of a text, with the names filled in; "" for a version that is not known here."""
    text = TEXTS.get(kind, {}).get(version, "")
    return text % {"society": society, "university": university} if text else ""

"""Student numbers. They are compared by a keyed hash; the number itself is kept nowhere."""

import re
import unicodedata

from django.utils.translation import gettext_lazy as _

from campus.base.faults import Faults
from campus.base.signing import keyed_hash, keyed_hashes
from campus.directory.models import University

_BETWEEN = re.compile(r"[\s./‐-―−-]+")  # what people write between the groups: space, dot, slash, any hyphen
_NUMBER = re.compile(r"(?=[^\W\d_]*\d)[^\W_]{3,20}")  # letters and digits of any script, one digit at least
_PURPOSE = "student_number"


def normalised(number: str) -> str:
    """The form under which two student numbers are the same; "" for what cannot be one.

    >>> normalised(" sct-211/0042.2026 ") == normalised("SCT21100422026")
    True
    """
    bare = _BETWEEN.sub("", unicodedata.normalize("NFKC", number)).upper()
    return bare if _NUMBER.fullmatch(bare) else ""


def checked_number(faults: Faults, field: str, number: str) -> str:
    """The number as it is compared."""
    bare = normalised(number)
    if not bare:
        faults.add(
            field, "not_a_number", _("This is not a student number: 3 to 20 letters and digits, like SCT211-0042.")
        )
    return bare


def number_hash(university: University, number: str) -> str:
    """Under what a number of this university is kept. `number` may be written in any way."""
    return keyed_hash(_PURPOSE, str(university.pk), normalised(number))


def number_hashes(university: University, number: str) -> list[str]:
    """Under what it may be found: the hash by the present key, then those by former ones."""
    return keyed_hashes(_PURPOSE, str(university.pk), normalised(number))

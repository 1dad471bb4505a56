"""Names and the addresses made from them."""

from collections.abc import Callable

from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from campus.base.faults import Faults
from campus.base.text import name_key

SLUG_LENGTH = 60
# Latin letters that have no decomposition, as they are usually written without their sign.
_PLAIN = str.maketrans(
    {"æ": "ae", "œ": "oe", "ø": "o", "ð": "d", "đ": "d", "þ": "th", "ł": "l", "ħ": "h", "ı": "i", "ŋ": "ng", "&": " "}
)


def checked_name(faults: Faults, field: str, value: str, *, limit: int) -> str:
    """A name in one line with at least one letter or digit; its key fits the same `limit` (ﷺ grows to 18 letters)."""
    name = faults.text(field, " ".join(value.split()), limit=limit, missing=_("Give it a name."))
    key = name_key(name)
    if name and not any(char.isalnum() for char in key):
        faults.add(field, "no_letters", _("Give it a name with at least one letter or digit."))
    faults.text(field, key, limit=limit)
    return name


def slug_of(name: str, *, taken: Callable[[str], bool], fallback: str) -> str:
    """The name in lower-case ASCII words with hyphens, that is not `taken`: the second of a kind ends in -2.

    `fallback` is the word for names in a script that has no plain Latin form here.
    """
    stem = slugify(name_key(name).translate(_PLAIN))[:SLUG_LENGTH].strip("-") or fallback
    slug, count = stem, 1
    while taken(slug):
        count += 1
        ending = f"-{count}"
        slug = stem[: SLUG_LENGTH - len(ending)].rstrip("-") + ending
    return slug

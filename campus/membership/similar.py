"""Which names could be taken for one another. Pure."""

import re
from collections.abc import Iterable
from difflib import SequenceMatcher

from campus.base.text import name_key

ALIKE = 0.8  # of two keys: from here on they differ by a slip of the pen or an ending
# Words that many names share: without them "The Rugby Club" is "Rugby Society".
_COMMON = frozenset(
    [
        "a",
        "an",
        "and",
        "at",
        "club",
        "for",
        "group",
        "of",
        "society",
        "student",
        "students",
        "the",
        "union",
        "university",
    ]
)
_WORDS = re.compile(r"\w+")


def likeness(one: str, other: str) -> float:
    """How alike two names are, from 0 to 1; 1 for the same words in any order, common ones left out."""
    return _likeness(_words(one), _words(other))


def alike(name: str, others: Iterable[str]) -> list[str]:
    """Those of `others` that could be taken for `name`, the likest first."""
    own = _words(name)
    found = {other: _likeness(own, _words(other)) for other in others}
    return sorted((other for other, score in found.items() if score >= ALIKE), key=lambda other: (-found[other], other))


def _words(name: str) -> tuple[str, ...]:
    """The words that make a name what it is, in order; all of them when none does."""
    words = tuple(_WORDS.findall(name_key(name)))
    return tuple(word for word in words if word not in _COMMON) or words


def _likeness(one: tuple[str, ...], other: tuple[str, ...]) -> float:
    if set(one) == set(other):
        return 1.0
    matcher = SequenceMatcher(None, " ".join(sorted(one)), " ".join(sorted(other)), autojunk=False)
    if matcher.real_quick_ratio() < ALIKE or matcher.quick_ratio() < ALIKE:
        return 0.0
    return matcher.ratio()

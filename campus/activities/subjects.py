"""What can be reported and hidden: a university, a society, a series; dates are those of their series."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import QuerySet

from campus.activities.models import Series
from campus.activities.rules import is_public_series
from campus.base.errors import not_here
from campus.directory.models import Society, University
from campus.directory.rules import is_public, is_public_university

Subject = University | Society | Series
KINDS: Mapping[str, type[Subject]] = {"university": University, "society": Society, "series": Series}
_WITH: Mapping[str, tuple[str, ...]] = {"society": ("university",), "series": ("society__university",)}


def key_of(subject: Subject) -> str:
    """How a row names it, for example society:12."""
    kind = next(name for name, model in KINDS.items() if isinstance(subject, model))
    return f"{kind}:{subject.pk}"


def university_of(subject: Subject) -> University:
    """Where it is."""
    if isinstance(subject, Series):
        return subject.society.university
    return subject.university if isinstance(subject, Society) else subject


def society_of(subject: Subject) -> Society | None:
    """Whose it is; None for a university."""
    if isinstance(subject, Series):
        return subject.society
    return subject if isinstance(subject, Society) else None


def is_shown(subject: Subject) -> bool:
    """Whether everybody may see it."""
    if isinstance(subject, Series):
        return is_public_series(subject)
    return is_public(subject) if isinstance(subject, Society) else is_public_university(subject)


def subject_by_key(key: str) -> Subject:
    """What a key names, whoever asks. Raises NotFound for a key of nothing."""
    found = subjects_by_keys([key]).get(key)
    if found is None:
        raise not_here()
    return found


def subjects_by_keys(keys: Iterable[str]) -> dict[str, Subject]:
    """What keys name: one query for each kind; those of nothing are left out."""
    numbers: dict[str, list[int]] = {kind: [] for kind in KINDS}
    for key in keys:
        kind, _colon, number = key.partition(":")
        if kind in numbers and number.isdecimal() and number.isascii() and len(number) < 19:
            numbers[kind].append(int(number))
    return {
        f"{kind}:{pk}": row
        for kind, wanted in numbers.items()
        if wanted
        for pk, row in _rows(kind).in_bulk(wanted).items()
    }


def _rows(kind: str) -> "QuerySet[Any]":
    rows = KINDS[kind]._default_manager.all()
    return rows.select_related(*_WITH[kind]) if kind in _WITH else rows

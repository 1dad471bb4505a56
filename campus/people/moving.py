"""What a merge gives from one person to the other, and what comes back when it is undone: by number, row by row."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, Model, OuterRef, Q

from campus.people.models import Person

Moved = dict[str, list[int]]


@dataclass(frozen=True)
class Belonging:
    """A kind of rows that belong to a person, by the field that points at them.

    Of rows that are alike in the fields `once`, among those for which `among` holds, a person may have one: where the
    survivor has it too, the other's row stays where it is, waiting for the day when the merge is undone.
    """

    model: type[Model]
    field: str = "person"
    once: tuple[str, ...] = ()
    among: Q | None = None

    @property
    def name(self) -> str:
        """As in PERSONAL: the model and its field."""
        return f"{self.model.__name__}.{self.field}"


def give(belongings: Iterable[Belonging], survivor: Person, other: Person) -> Moved:
    """Make what belongs to `other` the survivor's; the numbers of the rows that moved, by name."""
    moved: Moved = {}
    for kind in belongings:
        rows = kind.model._default_manager.filter(~_doubles(kind, survivor), **{kind.field: other})
        numbers = list(rows.order_by("pk").values_list("pk", flat=True))
        kind.model._default_manager.filter(pk__in=numbers).update(**{kind.field: survivor})
        moved[kind.name] = numbers
    return moved


def give_back(belongings: Iterable[Belonging], survivor: Person, other: Person, moved: Mapping[str, list[int]]) -> None:
    """Make the rows that moved the other's again; those that are the survivor's no more stay where they are."""
    for kind in belongings:
        rows: Any = kind.model._default_manager.filter(pk__in=moved.get(kind.name, []), **{kind.field: survivor})
        rows.update(**{kind.field: other})


def _doubles(kind: Belonging, survivor: Person) -> Q:
    if not kind.once:
        return Q(pk__in=[])
    among = kind.among or Q()
    alike = {field: OuterRef(field) for field in kind.once}
    theirs = kind.model._default_manager.filter(among, **{kind.field: survivor}, **alike)
    return Q(Exists(theirs)) & among

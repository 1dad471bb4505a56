"""All that is kept about a person, area by area."""

from typing import Any

from campus.custody.areas import AREAS
from campus.membership.queries import addresses_of, known_only_by
from campus.people.models import Person


def everything_about(person: Person) -> dict[str, Any]:
    """JSON values by area, then by heading: a list of rows each, but for "person" in people, which is one.

    What was counted by an address of theirs before they proved it stands among the rest. The name that was typed with
    it does not: whoever typed it may have been somebody else.
    """
    kept = {area.name: area.export(person) for area in AREAS}
    for typed in known_only_by(addresses_of(person)):
        for area in AREAS:
            for heading, rows in area.export(typed).items():
                if isinstance(rows, list):
                    kept[area.name][heading] += rows
    return kept

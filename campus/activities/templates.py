"""What societies like this do, to start an activity from: purpose, rhythm, length, roles, how to lead it, how to keep
people safe. Read from `data/activity_templates.json`; pure.

The texts are English and are keys: show them through gettext (`template_words.py` lists them for translators).
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from campus.activities import recurrence, rule_text

FILE = Path(__file__).parent / "data" / "activity_templates.json"
LISTS = ("roles", "facilitation", "safeguarding", "materials", "record")


@dataclass(frozen=True)
class Template:
    """An activity as societies hold it.

    `rrule` is RFC 5545, "" for once; its weekdays are examples. `minutes` is 1,440 for what takes whole days; `timing`
    and `window` are values of Timing and Activity.Window. `observance` is the slug of the day it is held for, "" for
    none; it begins `days_before` that day.
    """

    id: str
    name: str
    purpose: str
    rrule: str
    minutes: int
    timing: str
    window: str
    cadence: str
    roles: tuple[str, ...]
    facilitation: tuple[str, ...]
    safeguarding: tuple[str, ...]
    materials: tuple[str, ...]
    observance: str
    newcomer_friendly: bool
    source: str
    verified: str
    record: tuple[str, ...] = ()  # what to write down of it
    days_before: int = 0

    def rule_from(self, first: date) -> str:
        """Its rule where it begins on a date; "" (once) where the rule names other days of the year or month than that.

        A day that is marked a week late this year is not marked a week late for ever.
        """
        if not self.rrule or not (self.observance or self.rrule.startswith("FREQ=YEARLY")):
            return self.rrule
        start = datetime.combine(first, time.min)
        earliest = next(recurrence.starts(rule_text.parse(self.rrule), start), None)
        return self.rrule if earliest == start else ""


def _read(row: Mapping[str, Any]) -> Template:
    fields: dict[str, Any] = {key: tuple(value) if key in LISTS else value for key, value in row.items()}
    return Template(**fields)


TEMPLATES: Mapping[str, Template] = {row["id"]: _read(row) for row in json.loads(FILE.read_text(encoding="utf-8"))}


def template_for(slug: str) -> Template | None:
    """What societies hold on an observance: rather what is made for its days than one meeting among them."""
    found = [template for template in TEMPLATES.values() if template.observance == slug]
    return next((template for template in found if template.rrule), found[0] if found else None)

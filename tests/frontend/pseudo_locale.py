"""A language that nobody speaks: each sentence that passes through gettext comes back as ⟦…⟧.

What a page shows besides is what people wrote, one of few names, or a sentence that somebody forgot to translate.
"""

import json
import re
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser
from typing import Any
from zoneinfo import available_timezones

import pytest
from django.apps import apps
from django.utils import translation
from django.utils.html import urlize
from django.utils.safestring import SafeData, mark_safe
from django_countries import countries

from campus.base import codes, links
from campus.directory.calendar_files import REQUIRED
from campus.people.models import Person
from frontend.words import zone_city

PLACEHOLDER = re.compile(r"(%\(\w+\)[sd]|%[sd%]|\{\w*\})")
MARKED = re.compile(r"⟦[^⟦⟧]*⟧")
# The frame that sites put on their pages, an address, the key of an authenticator app, or the secret of a webhook.
FRAME = r'<iframe src="[^"]+" title="(?=⟦)|(?<=⟧)" width="100%" height="600"></iframe>'
ADDRESS = re.compile(FRAME + r"|https?://[^\s⟦⟧]+|[A-Z2-7]{4}( [A-Z2-7]{4}){7}|whsec_[A-Za-z0-9+/=]+")
WORD = re.compile(r"[^\W\d_]+")

NAMES = (
    "HeForShe Campus",  # what this is called
    "Campus",  # and for short
    "HC",  # and where a face would be
    "English",  # a language says its own name
    "EN",  # and its code, in the app bar
    ", ".join(REQUIRED),  # the columns of a table of terms, which programs read
    "society=name-of-the-society",  # what one writes behind an address
)

# The columns that hold what people wrote. Columns of choices are not among them: a choice has a sentence.
WRITTEN = {
    *("name", "description", "purpose", "first_time", "label", "place", "link", "evidence_url", "city", "domain"),
    *("email", "address", "invited_address", "reason", "status_reason", "cancel_reason", "answers", "questions"),
    *("subject", "source", "instrument", "verified"),
    *("text", "message", "notes", "note", "picture_alt", "appeal", "answer", "certificate"),
}
FOR_PROGRAMS = {"Delivery": {"kind", "payload"}}  # columns whose values are shown as a program gets them
READ_OUT = ("title", "alt", "aria-label", "aria-description", "aria-roledescription", "aria-valuetext", "placeholder")
DRAWN_BY_THE_SHEET = ("data-l",)
UNSEEN = {"hidden", "radio", "checkbox"}  # inputs whose value nobody sees


def speak_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let gettext in all its forms give marked sentences."""
    real = vars(translation)["_trans"]
    for name in ("gettext", "pgettext", "ngettext", "npgettext"):
        monkeypatch.setattr(real, name, _marking(getattr(real, name)))
    monkeypatch.setattr(countries, "_iter_cache", {}, raising=False)  # else the names of another test's language


def marked(sentence: str) -> str:
    """The sentence with its words marked and its placeholders bare, so that what fills them is looked at too."""
    parts = (part for part in PLACEHOLDER.split(sentence) if part)
    made = "".join(part if PLACEHOLDER.fullmatch(part) else f"⟦{part}⟧" for part in parts)
    return mark_safe(made) if isinstance(sentence, SafeData) else made  # noqa: S308 - as safe as it was


def _marking(translate: Any) -> Any:
    return lambda *args: marked(translate(*args))


class Shown(HTMLParser):
    """What a page shows or tells a reader: `texts`, with attributes that are read out; and its named `buttons`."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.buttons: set[tuple[str, str]] = set()
        self._is_code = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = {name: value or "" for name, value in attrs}
        self._is_code = tag in ("script", "style")
        self.texts += [has[name] for name in (*READ_OUT, *DRAWN_BY_THE_SHEET) if name in has]
        if tag == "input" and has.get("type") not in UNSEEN:
            self.texts.append(has.get("value", ""))
        if tag == "button" and "name" in has:
            self.buttons.add((has["name"], has.get("value", "")))

    def handle_endtag(self, tag: str) -> None:
        self._is_code = False

    def handle_data(self, data: str) -> None:
        if not self._is_code:
            self.texts.append(data)


def untranslated(texts: Iterable[Any], known: re.Pattern[str]) -> list[str]:
    """Those of the texts in which letters are left that nobody accounts for."""
    return [text.strip() for text in texts if WORD.search(known.sub("", MARKED.sub(" ", ADDRESS.sub("", text))))]


def known_words(*more: str) -> re.Pattern[str]:
    """What may stand on a page as it is: what the rows hold now, names, and `more`. Longest first."""
    zones = (zone.replace("_", " ") for zone in available_timezones() if "/" in zone)
    known = {*of_rows(), *NAMES, *zones, *more}
    ordered = sorted({text.strip() for text in known if WORD.search(text)}, key=len, reverse=True)
    return re.compile("|".join(rf"(?<!\w){re.escape(text)}(?!\w)" for text in ordered))


def of_rows() -> Iterator[str]:
    """What people wrote, wherever it is kept now."""
    for model in apps.get_app_config("campus").get_models():
        columns = {field.name for field in model._meta.concrete_fields if not field.choices}
        for column in columns & {*WRITTEN, "zone", "code", "content", *FOR_PROGRAMS.get(model.__name__, ())}:
            for value in set(map(_as_key, model._default_manager.values_list(column, flat=True))):
                yield from _as_shown(column, value)


def _as_key(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value or "")


def _as_shown(column: str, value: str) -> Iterator[str]:
    """The value of a column in each form in which pages show it."""
    yield from (value, *value.splitlines())
    if column in ("name", "label"):
        yield from (Person(name=value).initials, *value.split()[:1])  # in an arch; and how a receipt calls somebody
    elif column == "invited_address":
        yield Person(name=value).initials
    elif column == "zone":
        yield zone_city(value)
    elif column == "code":
        yield from (codes.printed(value), links.short_link(value))
    elif column == "source":
        yield from Shown(urlize(value)).texts  # with its addresses as links, it comes in parts
    elif column == "content":
        yield from _names(json.loads(value))  # of terms and breaks, in a version of a calendar
    elif column in ("answers", "questions"):
        yield from _strings(json.loads(value))


def _strings(value: Any) -> Iterator[str]:
    """Every text inside of a list or a dictionary."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, (list, dict)):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _strings(each)


def _names(value: Any) -> Iterator[str]:
    """Every name inside of a list or a dictionary, and none of the words that programs keep beside it."""
    if isinstance(value, dict):
        yield from (each for key, each in value.items() if key == "name")
        yield from _names(list(value.values()))
    elif isinstance(value, list):
        for each in value:
            yield from _names(each)

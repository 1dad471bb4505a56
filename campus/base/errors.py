"""Refusals: one family, a code for programs and a sentence for people.

The API turns them into problem details and the pages into messages, each in one place.
"""

from collections.abc import Mapping
from datetime import timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Sentence = str | Promise


class CampusError(Exception):
    """A refusal.

    `code` is stable, lower_snake_case, for programs. `sentence` is translated text for people: it says what
    is the matter and what to do. `fields` maps the name of an input to the sentence about it.
    """

    def __init__(
        self,
        code: str,
        sentence: Sentence,
        *,
        fields: Mapping[str, Sentence] | None = None,
    ) -> None:
        super().__init__(code)
        self.code = code
        self.sentence = sentence
        self.fields = dict(fields or {})

    def __str__(self) -> str:
        return str(self.sentence)


class Invalid(CampusError):
    """What was entered cannot be so."""


class Conflict(CampusError):
    """It was right, but the state of things does not allow it (any more, or yet)."""


class NotAllowed(CampusError):
    """The person can see the thing but may not do this to it."""


class NotFound(CampusError):
    """Not there, or not theirs to see: always the same answer."""


class Unavailable(CampusError):
    """The installation lacks what this needs, for example the libraries that make a PDF."""


class TooMany(CampusError):
    """A limit is reached; `retry_after` says when to come back."""

    def __init__(self, code: str, sentence: Sentence, *, retry_after: timedelta) -> None:
        super().__init__(code, sentence)
        self.retry_after = retry_after


def not_here() -> NotFound:
    """The one answer to somebody who may not see a thing, whether it exists or not."""
    return NotFound("not_found", _("This page is not here, or it is not yours to see."))

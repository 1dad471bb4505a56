"""What a society says when it applies or renews: its answers as they are kept, and how they differ from before.

Kept as JSON: name, purpose, first_time, message, and `questions`, a list of {key, label, answer}, so that an answer
stays readable when the university asks something else the next year.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from campus.base.errors import Sentence
from campus.base.faults import Faults
from campus.directory.models import Society
from campus.membership.differences import Difference, difference
from campus.membership.models import Registration, RegistrationWindow

ANSWER_LENGTH = 2000
QUESTION = "question_"  # before the key of a question: the name of its answer among the other fields
WORDS = ("name", "purpose", "first_time")


@dataclass(frozen=True)
class FieldDifference:
    """One field of a registration: as approved last, and as it is proposed."""

    field: str
    label: Sentence
    before: str
    after: str
    marks: Difference

    @property
    def is_changed(self) -> bool:
        return self.before != self.after


def field_labels(registration: Registration) -> dict[str, str]:
    """The name and label of every field that a registration has, in order."""
    labels = {
        "name": _("Name of the society"),
        "purpose": _("What it is for"),
        "first_time": _("Your first time"),
    }
    asked = {QUESTION + row["key"]: row["label"] for row in registration.answers.get("questions", [])}
    return {**labels, **asked, "message": _("A word to the university")}


def differences(registration: Registration, before: Mapping[str, Any] | None = None) -> list[FieldDifference]:
    """Field by field, what was approved last, or said `before`, beside what is proposed.

    The message to the university is no such field.
    """
    before, after = _values(registration.before if before is None else before), _values(registration.answers)
    labels = {name: label for name, label in field_labels(registration).items() if name != "message"}
    return [
        FieldDifference(
            field=name,
            label=label,
            before=before.get(name, ""),
            after=after.get(name, ""),
            marks=difference(before.get(name, ""), after.get(name, "")),
        )
        for name, label in labels.items()
    ]


def said_before(registration: Registration) -> Mapping[str, Any]:
    """What a reviewer compares it with: of a renewal, what was approved last; of an application, what was returned."""
    if registration.kind == Registration.Kind.RENEWAL:
        approved: dict[str, Any] = registration.before
        return approved
    earlier = Registration.objects.filter(society=registration.society_id, pk__lt=registration.pk)
    returned = earlier.filter(decision=Registration.Decision.RETURNED).order_by("-pk").first()
    before: dict[str, Any] = returned.answers if returned else {}
    return before


def approved_last(society: Society) -> dict[str, Any]:
    """The answers that were approved last, for `Registration.before`; what they do not say is as the society stands."""
    last = society.registrations.filter(decision=Registration.Decision.APPROVED).order_by("-decided_at", "-pk").first()
    said = last.answers if last else {}
    words = {name: said.get(name) or getattr(society, name) for name in ("name", "purpose")}
    return {
        **words,
        "first_time": said.get("first_time", society.first_time),
        "questions": said.get("questions", []),
    }


def checked_questions(
    faults: Faults, window: RegistrationWindow | None, answers: Mapping[str, str]
) -> list[dict[str, str]]:
    """The answers to what the window asks besides, by key, with the question each is about."""
    kept = []
    for row in window.questions if window else []:
        missing = _("The university asks this of everybody. Write an answer.") if row["required"] else ""
        said = faults.text(QUESTION + row["key"], answers.get(row["key"], ""), limit=ANSWER_LENGTH, missing=missing)
        kept.append({"key": row["key"], "label": row["label"], "answer": said})
    return kept


def _values(answers: Mapping[str, Any]) -> dict[str, str]:
    asked = {QUESTION + row["key"]: row["answer"] for row in answers.get("questions", [])}
    return {**{name: answers.get(name, "") for name in WORDS}, **asked}

"""The windows in which societies of a university apply and renew, and what it asks of them."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from campus.base.errors import Conflict
from campus.base.faults import Faults
from campus.base.rows import locked
from campus.base.text import name_key
from campus.directory.actions.permits import kept_university
from campus.directory.models import Office, University
from campus.directory.names import checked_name
from campus.directory.words import date_in_words, ends_before_start
from campus.membership.models import RegistrationWindow
from campus.people.audit import record
from campus.people.models import Person

Role = Office.Role
MOST_OFFICERS, MOST_MEMBERS, MOST_QUESTIONS = 20, 1000, 20
LABEL_LENGTH = 200
ROLES = tuple(role.value for role in (Role.PRESIDENT, Role.SECRETARY, Role.EVENTS, Role.TREASURER))
DAYS = ("new_from", "new_to", "renew_from", "renew_to")
_OVERLAPS = {
    "new": _("In %(name)s new societies apply from %(first)s to %(last)s. Choose days that lie before or after that."),
    "renew": _("In %(name)s societies renew from %(first)s to %(last)s. Choose days that lie before or after that."),
}


@transaction.atomic
def add_window(
    *,
    by: Person,
    university: University,
    name: str,
    new_from: date,
    new_to: date,
    renew_from: date,
    renew_to: date,
    at: datetime,
    officers: int = 0,
    members: int = 0,
    roles: Sequence[str] = (),
    questions: Sequence[Mapping[str, Any]] = (),
) -> RegistrationWindow:
    """Open one year's registration: when new societies apply, when others renew, and what is asked of them.

    All days are local and inclusive. `questions` are {label, required}; each gets a key of its own. From the first
    window on, new societies apply inside a window only.
    """
    university = kept_university(university, by=by, at=at)
    window = RegistrationWindow(university=university)
    window.new_from, window.new_to, window.renew_from, window.renew_to = new_from, new_to, renew_from, renew_to
    window.officers, window.members, window.roles = officers, members, list(roles)
    _checked(window, name, questions)
    window.save()
    _record("window_added", window, by=by, at=at)
    return window


@transaction.atomic
def change_window(
    *,
    by: Person,
    window: RegistrationWindow,
    at: datetime,
    name: str | None = None,
    new_from: date | None = None,
    new_to: date | None = None,
    renew_from: date | None = None,
    renew_to: date | None = None,
    officers: int | None = None,
    members: int | None = None,
    roles: Sequence[str] | None = None,
    questions: Sequence[Mapping[str, Any]] | None = None,
) -> RegistrationWindow:
    """Change a window; None leaves a thing as it is. What was handed in already keeps the questions it was asked."""
    window = _kept(window, by=by, at=at)
    for field, day in zip(DAYS, (new_from, new_to, renew_from, renew_to), strict=True):
        setattr(window, field, day or getattr(window, field))
    window.officers = window.officers if officers is None else officers
    window.members = window.members if members is None else members
    window.roles = window.roles if roles is None else list(roles)
    _checked(window, window.name if name is None else name, window.questions if questions is None else questions)
    window.save()
    _record("window_changed", window, by=by, at=at)
    return window


@transaction.atomic
def remove_window(*, by: Person, window: RegistrationWindow, at: datetime) -> None:
    """Take a window out in which nobody applied yet. Without any window registration is open at all times."""
    window = _kept(window, by=by, at=at)
    if window.registrations.exists():
        sentence = _("Societies applied in %(name)s already, so it stays. You can still change its dates.")
        raise Conflict("window_in_use", sentence % {"name": window.name})
    _record("window_removed", window, by=by, at=at)
    window.delete()


def add_question(
    *, by: Person, window: RegistrationWindow, label: str, required: bool, at: datetime
) -> RegistrationWindow:
    """Ask one thing more."""
    question = {"label": label, "required": required}
    return change_window(by=by, window=window, questions=[*window.questions, question], at=at)


def remove_question(*, by: Person, window: RegistrationWindow, key: str, at: datetime) -> RegistrationWindow:
    """Ask one thing less; one that is not asked changes nothing."""
    kept = [row for row in window.questions if row["key"] != key]
    return change_window(by=by, window=window, questions=kept, at=at)


def _kept(window: RegistrationWindow, *, by: Person, at: datetime) -> RegistrationWindow:
    """The window, locked after its university, when the person keeps it."""
    university = kept_university(window.university, by=by, at=at)
    window = locked(window)
    window.university = university
    return window


def _checked(window: RegistrationWindow, name: str, questions: Sequence[Mapping[str, Any]]) -> None:
    faults = Faults()
    window.name = checked_name(faults, "name", name, limit=80)
    window.name_key = name_key(window.name)
    others = RegistrationWindow.objects.filter(university=window.university).exclude(pk=window.pk)
    if others.filter(name_key=window.name_key).exists():
        faults.add("name", "name_taken", _("There is a window called %(name)s already.") % {"name": window.name})
    for field in DAYS:
        faults.day(field, getattr(window, field))
    for kind in ("new", "renew"):
        _check_days(faults, window, kind, others)
    _check_asked(faults, window)
    window.questions = _checked_questions(faults, questions, {row["key"] for row in window.questions})
    faults.refuse()


def _check_days(faults: Faults, window: RegistrationWindow, kind: str, others: Any) -> None:
    """In order, and no day in two windows of one kind; the university's row is locked."""
    first, last = f"{kind}_from", f"{kind}_to"
    starts, ends = getattr(window, first), getattr(window, last)
    if ends < starts:
        faults.add(last, "ends_before_start", ends_before_start(starts, ends))
        return
    other = others.filter(**{f"{first}__lte": ends, f"{last}__gte": starts}).first()
    if other is not None:
        field = first if getattr(other, first) <= starts else last
        said = {"name": other.name, "first": date_in_words(getattr(other, first))}
        sentence = _OVERLAPS[kind] % {**said, "last": date_in_words(getattr(other, last))}
        faults.add(field, "windows_overlap", sentence)


def _check_asked(faults: Faults, window: RegistrationWindow) -> None:
    """Whether so many were there says something about a small number: none may be read off what is asked."""
    small = window.university.small_number
    if not 0 <= window.officers <= MOST_OFFICERS:
        faults.add("officers", "out_of_range", _("Choose a number from 0 to %(most)s.") % {"most": MOST_OFFICERS})
    if window.members != 0 and not small <= window.members <= MOST_MEMBERS:
        at_least = _("Choose 0, or a number from %(least)s to %(most)s: smaller counts of people are not shown.")
        faults.add("members", "out_of_range", at_least % {"least": small, "most": MOST_MEMBERS})
    if set(window.roles) - set(ROLES):
        faults.add("roles", "unknown_role", _("Choose offices that societies have."))
    window.roles = [role for role in ROLES if role in window.roles]


def _checked_questions(
    faults: Faults, questions: Sequence[Mapping[str, Any]], known: Collection[str]
) -> list[dict[str, Any]]:
    """The questions in order, each under a key that no other has; those that are asked already keep theirs."""
    if len(questions) > MOST_QUESTIONS:
        sentence = _("A window asks at most %(most)s questions.") % {"most": MOST_QUESTIONS}
        faults.add("questions", "too_many", sentence)
    taken = {row["key"] for row in questions if row.get("key") in known}
    kept: dict[str, dict[str, Any]] = {}
    for row in questions:
        missing = _("Write the question as societies will read it.")
        label = faults.text("label", " ".join(row.get("label", "").split()), limit=LABEL_LENGTH, missing=missing)
        own = row.get("key", "")
        key = own if own in known else next(f"q{n}" for n in range(1, len(taken) + 2) if f"q{n}" not in taken)
        taken.add(key)
        if key in kept:
            faults.add("questions", "key_twice", _("Each question has a key of its own."))
        kept[key] = {"key": key, "label": label, "required": bool(row.get("required"))}
    return list(kept.values())


def _record(verb: str, window: RegistrationWindow, *, by: Person, at: datetime) -> None:
    record(verb=verb, object=f"window:{window.pk}", by=by, at=at, university=window.university_id)

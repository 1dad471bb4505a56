"""From a checked body to the one action that counts who comes."""

from datetime import datetime
from secrets import token_urlsafe
from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import NotAuthenticated

from campus.activities.models import Code, Occurrence
from campus.activities.queries import FoundCode, series_of_code
from campus.base.errors import Conflict, not_here
from campus.base.signing import keyed_hash
from campus.checkin import actions
from campus.checkin.actions import Browser, CheckedIn
from campus.checkin.rules import refuse_closed, refuse_hidden
from campus.people.models import Person


def chosen(found: FoundCode, number: int | None) -> Occurrence:
    """The occurrence asked for among those that a code finds, or the likeliest.

    Raises Conflict for a code that finds none or whose society is closed or hidden, NotFound for one that the code does
    not find.
    """
    if found.state == "replaced":
        sentence = _("This poster is out of date. Look for the new one at the door, or ask an officer.")
        raise Conflict("code_replaced", sentence)
    if found.code is not None:
        refuse_hidden(series_of_code(found.code))
        refuse_closed(found.code.society)
    if found.occurrence is None:
        raise Conflict("nothing_planned", _("Nothing is planned for this code at the moment. Ask the officers."))
    at_hand = {occurrence.pk: occurrence for occurrence in (*found.others, found.occurrence)}
    if number is not None and number not in at_hand:
        raise not_here()
    return at_hand[number or found.occurrence.pk]


def browser_at(occurrence: Occurrence, secret: str) -> Browser:
    """What the domain needs to know of a device. The same secret gives the same receipt."""
    secret = secret or token_urlsafe(24)
    return Browser(secret=secret, receipt=keyed_hash("receipt", secret, str(occurrence.pk)))


def count(
    *,
    person: Person | None,
    occurrence: Occurrence,
    code: Code,
    entered: dict[str, Any],
    browser: Browser,
    at: datetime,
    network: str,
) -> dict[str, Any]:
    """Count who comes in the way that the body says; returns what may be answered.

    `network` is the address of the caller's network. Raises NotAuthenticated when nobody says who comes.
    """
    coming: dict[str, Any] = {"occurrence": occurrence, "code": code, "browser": browser, "at": at}
    if entered["anonymous"]:
        return _answer("anonymous", actions.check_in_anonymous(**coming))
    if {"name", "email", "student_number"} & entered.keys():
        claim = {"address": entered.get("email", ""), "number": entered.get("student_number", "")}
        actions.check_in_typed(**coming, **claim, name=entered.get("name", ""), network=network)
        return {"how": "typed", "since": at, "again": False, "first_time": False}
    if person is None:
        raise NotAuthenticated
    return _answer("signed_in", actions.check_in_signed_in(by=person, **coming))


def _answer(how: str, counted: CheckedIn) -> dict[str, Any]:
    return {
        "how": how,
        "since": counted.attendance.at,
        "again": not counted.created,
        "first_time": counted.first_time,
    }

"""How a browser that stands at an open door is counted, and what it gets to keep of it."""

from dataclasses import dataclass, replace
from datetime import datetime

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from campus.activities.models import Code, Occurrence
from campus.activities.queries import FoundCode
from campus.checkin import actions
from campus.checkin.actions import CheckedIn
from campus.people.models import Person
from frontend.checkin import browser
from frontend.checkin.browser import Receipt, receipt_of
from frontend.checkin.forms import ButtonForm, TypedForm
from frontend.forms import refusals_on
from frontend.people import person_of


@dataclass(frozen=True)
class Door:
    """What an open code leads to: the occurrence that is looked at, and the others that take check-ins now."""

    code: Code
    occurrence: Occurrence
    others: list[Occurrence]

    def at(self, asked: str) -> "Door | None":
        """The same door at the occurrence of this number, as it was asked for; None when that one is not open."""
        at_hand = [self.occurrence, *self.others]
        chosen = next((row for row in at_hand if str(row.pk) == asked), None)
        if chosen is None:
            return None
        return Door(self.code, chosen, [row for row in at_hand if row != chosen])


def door_of(found: FoundCode) -> Door | None:
    """The door that a code opens, at the likeliest occurrence; None for a code that opens nothing now."""
    if found.state != "open" or found.code is None or found.occurrence is None:
        return None
    return Door(found.code, found.occurrence, list(found.others))


def count(request: HttpRequest, door: Door, at: datetime) -> HttpResponse | forms.Form:
    """Count as the pressed button says: the way to the receipt, or the form with what is the matter."""
    how, person = request.POST.get("how", ""), person_of(request)
    if how == "anonymous":
        return _count_anonymous(request, door, at)
    if how == "signed_in" and person is not None:
        return _count_signed_in(request, door, at, person)
    return _count_typed(request, door, at)


def _count_anonymous(request: HttpRequest, door: Door, at: datetime) -> HttpResponse | forms.Form:
    secret, form = browser.secret_of(request), ButtonForm(request.POST)
    with refusals_on(form):
        known = browser.browser_at(secret, door.occurrence.pk)
        counted = actions.check_in_anonymous(occurrence=door.occurrence, code=door.code, at=at, browser=known)
        return _to_receipt(request, secret, _receipt_of(counted, door, "anonymous"))
    return form


def _count_signed_in(request: HttpRequest, door: Door, at: datetime, person: Person) -> HttpResponse | forms.Form:
    secret, form = browser.secret_of(request), ButtonForm(request.POST)
    with refusals_on(form):
        known = browser.browser_at(secret, door.occurrence.pk)
        counted = actions.check_in_signed_in(
            by=person, occurrence=door.occurrence, code=door.code, at=at, browser=known
        )
        return _to_receipt(request, secret, _receipt_of(counted, door, "signed_in", person.name))
    return form


def _count_typed(request: HttpRequest, door: Door, at: datetime) -> HttpResponse | forms.Form:
    secret, form = browser.secret_of(request), TypedForm(door.occurrence.university, request.POST)
    if not form.is_valid():
        return form
    name, typed = form.cleaned_data["name"], form.cleaned_data["email"]
    with refusals_on(form):
        actions.check_in_typed(
            occurrence=door.occurrence,
            code=door.code,
            name=name,
            **form.claim,
            at=at,
            browser=browser.browser_at(secret, door.occurrence.pk),
            network=request.META["REMOTE_ADDR"],
        )
        # Since when, and whether before, is said from what this browser keeps and never from what is stored:
        # that would tell a stranger who was here.
        made = receipt_of(door.occurrence, how="typed", since=at, name=name, address=typed)
        earlier = browser.receipt_for(request, door.occurrence.pk)
        if earlier is not None and (earlier.how, earlier.address) == ("typed", made.address):
            made = replace(earlier, again=True)
        return _to_receipt(request, secret, made)
    return form


def _receipt_of(counted: CheckedIn, door: Door, how: str, name: str = "") -> Receipt:
    return receipt_of(
        door.occurrence,
        how=how,
        since=counted.attendance.at,
        name=name,
        again=not counted.created,
        is_first=counted.created and counted.first_time,
    )


def _to_receipt(request: HttpRequest, secret: str, made: Receipt) -> HttpResponse:
    response = redirect("receipt", occurrence=made.occurrence)
    browser.keep_secret(request, response, secret)
    browser.remember(request, response, made)
    return response

"""Checking in by code: one form, no script, no account needed. A GET changes nothing on our side."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from campus.activities.models import Occurrence
from campus.activities.queries import FoundCode, find_code, occurrence_by_id, occurrence_counted_at, upcoming
from campus.activities.queries.hosting import hosts_of
from campus.base import clock, codes, limits
from campus.base.errors import Conflict, NotFound
from campus.checkin import actions, privacy
from campus.checkin.rules import takes_names
from campus.directory.rules import is_open
from campus.membership.news import news_sentence, wants_news
from campus.membership.queries import is_member
from frontend.checkin import browser
from frontend.checkin.counting import Door, count, door_of
from frontend.checkin.forms import UNKNOWN, ButtonForm, CodeForm, TypedForm
from frontend.forms import form_page, refusals_on
from frontend.people import person_of

STATUS_OF_STATE = {"replaced": 410}  # whoever asks learns what happened; 409 for who posts at a closed door
DATES_SHOWN = 3


@require_safe
@never_cache
def enter_code(request: HttpRequest) -> HttpResponse:
    """A field for a typed code; leads to its page."""
    form = CodeForm(request.GET if "code" in request.GET else None)
    if not form.is_valid():
        return form_page(request, "checkin/enter_code.html", form)
    typed = codes.normalise(form.cleaned_data["code"])
    return redirect("check_in", code=typed) if typed else _unknown(request, form.cleaned_data["code"])


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def check_in(request: HttpRequest, code: str) -> HttpResponse:
    """What a code finds now: a form while its doors are open, else when they open or what happened."""
    at = clock.now()
    found = find_code(code, at)
    if found.state == "unknown":
        return _unknown(request, code)
    door = door_of(found)
    if door is None:
        return _not_open(request, found)
    if request.method != "POST":
        door = door.at(request.GET.get("occurrence", "")) or door
        return _form(request, door, TypedForm(door.occurrence.university))
    chosen = door.at(request.POST.get("occurrence", str(door.occurrence.pk)))
    if chosen is None:
        return _closed_meanwhile(request, door)
    counted = count(request, chosen, at)
    return _form(request, chosen, counted) if isinstance(counted, forms.BaseForm) else counted


@require_safe
@never_cache
def receipt(request: HttpRequest, occurrence: int) -> HttpResponse:
    """What this browser did at an occurrence; the same however often it is loaded."""
    kept = browser.receipt_for(request, occurrence)
    if kept is None:
        raise NotFound("not_found", _("This receipt is not kept in this browser."))
    person = person_of(request)
    here = occurrence_counted_at(occurrence)
    context = {
        "receipt": kept,
        "occurrence": here,
        "next_dates": upcoming(at=clock.now(), series=here.series).exclude(pk=here.pk)[:DATES_SHOWN],
        "is_member": is_member(person, here.society),
        "wants_news": wants_news(person, here.society),
        "news_sentence": news_sentence(here.society),
        "seen_by": [host for host in hosts_of(here) if host.university_id == here.university_id],
        "is_open": is_open(here.society),
    }
    return render(request, "checkin/receipt.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def undo_check_in(request: HttpRequest, occurrence: int) -> HttpResponse:
    """Take back what this browser did. Asks first; undoes only a row that this browser made."""
    holds_receipt = browser.receipt_for(request, occurrence) is not None
    here = occurrence_counted_at(occurrence) if holds_receipt else occurrence_by_id(person_of(request), occurrence)
    if request.method != "POST":
        return render(request, "checkin/undo_check_in.html", {"occurrence": here})
    made_by = browser.browser_at(browser.secret_of(request), here.pk)
    actions.undo_check_in(occurrence=here, receipt=made_by.receipt, at=clock.now())
    response = render(request, "checkin/undone.html", {"occurrence": here})
    browser.forget(request, response, here.pk)
    return response


def _unknown(request: HttpRequest, typed: str) -> HttpResponse:
    limits.spend("wrong_code", request.META["REMOTE_ADDR"])
    form = CodeForm({"code": typed})
    if form.is_valid():
        form.add_error("code", UNKNOWN)
    return render(request, "checkin/enter_code.html", {"form": form}, status=404)


def _not_open(request: HttpRequest, found: FoundCode) -> HttpResponse:
    """Why a code opens nothing now, and what to come to instead."""
    context = {"found": found, "next_dates": _next_dates(found)}
    status = STATUS_OF_STATE.get(found.state, 409 if request.method == "POST" else 200)
    return render(request, "checkin/not_open.html", context, status=status)


def _closed_meanwhile(request: HttpRequest, door: Door) -> HttpResponse:
    """Somebody chose a date whose doors have closed since: nobody is counted at another one unasked."""
    form = TypedForm(door.occurrence.university, initial=request.POST.dict())
    with refusals_on(form):
        sentence = _("The doors you came to have closed. These here are open: check in if this is where you are.")
        raise Conflict("doors_closed", sentence)
    return _form(request, door, form)


def _form(request: HttpRequest, door: Door, form: forms.BaseForm) -> HttpResponse:
    occurrence = door.occurrence
    hosts = hosts_of(occurrence)
    context = {
        "code": door.code,
        "occurrence": occurrence,
        "hosts": hosts,
        "others": door.others,
        "takes_names": takes_names(occurrence.university),
        "privacy": privacy.sentence(occurrence, hosts),
        "receipt": browser.receipt_for(request, occurrence.pk),
        "typed": TypedForm(occurrence.university) if isinstance(form, ButtonForm) else form,
    }
    response = form_page(request, "checkin/check_in.html", form, context)
    browser.keep_secret(request, response, browser.secret_of(request))
    return response


def _next_dates(found: FoundCode) -> list[Occurrence]:
    """What to come to instead, when this code opens nothing now."""
    if found.code is None:
        return []
    coming = upcoming(at=clock.now(), society=found.code.society)
    return list(coming.exclude(pk=found.occurrence.pk if found.occurrence else 0)[:DATES_SHOWN])

"""Checking in by code: one form, no script, no account needed. A GET changes nothing on our side."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from campus.activities.models import Occurrence
from campus.activities.queries import FoundCode, find_code, occurrence_by_id, upcoming
from campus.base import clock, codes, limits
from campus.base.errors import NotFound
from campus.checkin import actions, privacy
from campus.checkin.rules import takes_names
from frontend.checkin import browser
from frontend.checkin.forms import CodeForm, TypedForm
from frontend.forms import form_page, refusals_on
from frontend.people import person_of

STATUS_OF_STATE = {"unknown": 404, "replaced": 410}


@require_GET
@never_cache
def enter_code(request: HttpRequest) -> HttpResponse:
    """A field for a typed code; leads to its page."""
    if "code" not in request.GET:
        return render(request, "checkin/enter_code.html", {"form": CodeForm()})
    form = CodeForm(request.GET)
    if not form.is_valid():
        return render(request, "checkin/enter_code.html", {"form": form})
    typed = form.cleaned_data["code"]
    return redirect("check_in", code=codes.normalise(typed) or typed.strip().replace("/", ""))


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def check_in(request: HttpRequest, code: str) -> HttpResponse:
    """What a code finds now: a form while its doors are open, else when they open or what happened."""
    found = find_code(code, clock.now())
    if found.state == "unknown":
        return _unknown(request, code)
    if found.state != "open":
        context = {"found": found, "next_dates": _next_dates(found)}
        return render(request, "checkin/not_open.html", context, status=STATUS_OF_STATE.get(found.state, 200))
    occurrence = _chosen(request, found)
    if request.method == "POST":
        return _count(request, found, occurrence)
    return _form(request, found, occurrence, TypedForm())


@require_GET
@never_cache
def receipt(request: HttpRequest, occurrence: int) -> HttpResponse:
    """What this browser did at an occurrence; the same however often it is loaded."""
    kept = browser.receipt_for(request, occurrence)
    if kept is None:
        raise NotFound("not_found", _("This receipt is not kept in this browser."))
    here = occurrence_by_id(person_of(request), occurrence)
    next_dates = upcoming(at=clock.now(), series=here.series).exclude(pk=here.pk)[:3]
    return render(request, "checkin/receipt.html", {"receipt": kept, "occurrence": here, "next_dates": next_dates})


@require_http_methods(["GET", "POST"])
@never_cache
def undo_check_in(request: HttpRequest, occurrence: int) -> HttpResponse:
    """Take back what this browser did. Asks first; undoes only a row that this browser made."""
    here = occurrence_by_id(person_of(request), occurrence)
    if request.method == "GET":
        return render(request, "checkin/undo_check_in.html", {"occurrence": here})
    made_by = browser.browser_at(browser.secret_of(request), here.pk)
    actions.undo_check_in(occurrence=here, receipt=made_by.receipt, at=clock.now())
    response = render(request, "checkin/undone.html", {"occurrence": here})
    browser.forget(request, response, here.pk)
    return response


def _unknown(request: HttpRequest, code: str) -> HttpResponse:
    limits.spend("wrong_code", request.META["REMOTE_ADDR"])
    form = CodeForm({"code": code[:40]})
    form.add_error("code", _("We do not know this code. Eight letters and digits, like K7M2-PX4D."))
    return render(request, "checkin/enter_code.html", {"form": form}, status=404)


def _chosen(request: HttpRequest, found: FoundCode) -> Occurrence:
    """The occurrence the visitor chose among those that are open; the most likely one otherwise."""
    asked = request.POST.get("occurrence") or request.GET.get("occurrence")
    assert found.occurrence is not None
    return next((other for other in found.others if str(other.pk) == asked), found.occurrence)


def _form(request: HttpRequest, found: FoundCode, occurrence: Occurrence, form: TypedForm) -> HttpResponse:
    context = {
        "code": found.code,
        "occurrence": occurrence,
        "others": [other for other in (found.occurrence, *found.others) if other != occurrence],
        "takes_names": takes_names(occurrence.university),
        "privacy": privacy.sentence(occurrence),
        "receipt": browser.receipt_for(request, occurrence.pk),
    }
    response = form_page(request, "checkin/check_in.html", form, context)
    browser.keep_secret(request, response, browser.secret_of(request))
    return response


def _count(request: HttpRequest, found: FoundCode, occurrence: Occurrence) -> HttpResponse:
    how = request.POST.get("how")
    person = person_of(request)
    if how == "typed" or (how == "signed_in" and person is None):
        return _count_typed(request, found, occurrence)
    secret = browser.secret_of(request)
    counting = {
        "occurrence": occurrence,
        "code": found.code,
        "at": clock.now(),
        "browser": browser.browser_at(secret, occurrence.pk),
    }
    if how == "signed_in" and person is not None:
        counted = actions.check_in_signed_in(by=person, **counting)
        name = person.name
    else:
        how = "anonymous"
        counted = actions.check_in_anonymous(**counting)
        name = ""
    made = browser.Receipt.of(
        occurrence, how=how, name=name, since=counted.attendance.at, again=not counted.created
    )
    return _to_receipt(request, secret, made)


def _count_typed(request: HttpRequest, found: FoundCode, occurrence: Occurrence) -> HttpResponse:
    secret = browser.secret_of(request)
    at = clock.now()
    form = TypedForm(request.POST)
    if form.is_valid():
        with refusals_on(form):
            actions.check_in_typed(
                occurrence=occurrence,
                code=found.code,
                name=form.cleaned_data["name"],
                address=form.cleaned_data["email"],
                at=at,
                browser=browser.browser_at(secret, occurrence.pk),
                network=request.META["REMOTE_ADDR"],
            )
    if form.errors:
        return _form(request, found, occurrence, form)
    # Never since when an address is counted, nor whether it was: that would tell a stranger who was here.
    made = browser.Receipt.of(occurrence, how="typed", name=form.cleaned_data["name"], since=at, again=False)
    return _to_receipt(request, secret, made)


def _to_receipt(request: HttpRequest, secret: str, made: browser.Receipt) -> HttpResponse:
    earlier = browser.receipt_for(request, made.occurrence)
    if earlier and (earlier.how, earlier.name) == (made.how, made.name):
        made = replace(earlier, again=True)
    response = redirect("receipt", occurrence=made.occurrence)
    browser.keep_secret(request, response, secret)
    browser.remember(request, response, made)
    return response


def _next_dates(found: FoundCode) -> list[Occurrence]:
    """What to come to instead, when this code opens nothing now."""
    if found.code is None:
        return []
    coming = upcoming(at=clock.now(), society=found.code.society)
    return list(coming.exclude(pk=found.occurrence.pk if found.occurrence else 0)[:3])

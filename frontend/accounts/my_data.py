"""My data: all that is kept about me to read and to take along, and to have it erased."""

from typing import Any

from allauth.account.adapter import get_adapter
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from campus.base import clock
from campus.custody.actions import export_everything
from campus.custody.queries import everything_about
from campus.directory.queries import held_alone, societies_for
from frontend.accounts.readable import sections_of
from frontend.people import signed_in


@require_safe
@never_cache
@login_required
def my_data(request: HttpRequest) -> HttpResponse:
    """Everything in plain words."""
    sections = sections_of({**everything_about(signed_in(request)), "sign_in": _sign_in(request)})
    context = {
        "kept": [section for section in sections if section.rows],
        "nothing_kept": [section for section in sections if not section.rows],
    }
    return render(request, "accounts/my_data.html", context)


@require_POST
@never_cache
@login_required
def my_data_file(request: HttpRequest) -> HttpResponse:
    """Everything as a JSON file. By POST: that somebody took it is written down."""
    at = clock.now()
    kept = {**export_everything(by=signed_in(request), at=at), "sign_in": _sign_in(request)}
    answer = JsonResponse(kept, json_dumps_params={"ensure_ascii": False, "indent": 2})
    answer["Content-Disposition"] = f'attachment; filename="heforshe-campus-{at:%Y-%m-%d}.json"'
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def erase_me(request: HttpRequest) -> HttpResponse:
    """Say what goes and what stays, and erase when the button says so."""
    person = signed_in(request)
    if request.method == "POST":
        get_adapter().erase(person)
        logout(request)
        return render(request, "accounts/erased.html")
    context = {
        "left_alone": held_alone(person),
        "begun": [society for society in societies_for(person) if society.approved_at is None],
    }
    return render(request, "accounts/erase_me.html", context)


def _sign_in(request: HttpRequest) -> dict[str, Any]:
    """What signing in keeps, which lies outside the domain."""
    return get_adapter().sign_in_records(signed_in(request))

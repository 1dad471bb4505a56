"""Who blocks what: everything about registrations that waits for somebody, with one click to remind them."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from campus.base import clock
from campus.base.errors import not_here
from campus.directory.queries import societies_kept
from campus.membership.waiting import Kind, waiting_at
from frontend.people import signed_in
from frontend.review.scope import university_for, with_tabs
from frontend.waiting import remind_from

OURS = frozenset({Kind.DECISION})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def waiting(request: HttpRequest, university: str) -> HttpResponse:
    """What waits for the university, then what waits for societies and for people invited."""
    here, person, at = university_for(request, university), signed_in(request), clock.now()
    if request.method == "POST":
        number = request.POST.get("society", "")
        society = (
            societies_kept(person, here)
            .filter(pk=int(number) if number.isdecimal() and len(number) < 19 else 0)
            .first()
        )
        if society is None:
            raise not_here()
        remind_from(request, person, society)
        return redirect(request.path)
    lines = waiting_at(here, person, at)
    context = {
        "ours": [line for line in lines if line.kind in OURS],
        "theirs": sorted(
            (line for line in lines if line.kind not in OURS),
            key=lambda line: (not line.is_late, line.society.name_key),
        ),
        "reader": person,
    }
    return render(request, "review/waiting.html", with_tabs(here, "review_waiting", **context))

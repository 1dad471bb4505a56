"""Proposed universities, for those who approve them; and the way to the ones this person keeps."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from campus.activities.queries.order import has_reach
from campus.base import clock
from campus.base.errors import not_here
from campus.directory import actions
from campus.directory.models import University
from campus.directory.queries import domains_to_confirm, universities_for, universities_to_review
from campus.directory.queries.by_number import university_by_number
from campus.directory.rules import is_operator, may_approve
from frontend.forms import form_page, refusals_on
from frontend.people import signed_in
from frontend.review.forms import ReasonForm


@login_required
@require_safe
def review(request: HttpRequest) -> HttpResponse:
    """What waits for this person: proposals to approve, universities to keep."""
    person = signed_in(request)
    context = {
        "proposals": universities_to_review(person),
        "universities": universities_for(person),
        "is_operator": is_operator(person),
        "domain_count": domains_to_confirm(person).count(),
        "has_reach": has_reach(person),
    }
    return render(request, "review/review.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def university(request: HttpRequest, pk: int) -> HttpResponse:
    """One proposal: approve it, or decline it with a reason. Once decided, its own page says so."""
    person, at = signed_in(request), clock.now()
    found = university_by_number(person, pk)
    if not may_approve(person, found):
        raise not_here()
    if found.status != University.Status.PROPOSED:
        return redirect("university", university=found.slug)
    do = request.POST.get("do")
    form = ReasonForm(request.POST if do == "decline" else None)
    with refusals_on(form):
        if do == "approve":
            actions.approve_university(by=person, university=found, at=at)
            messages.success(request, _("Approved: %(name)s.") % {"name": found.name})
            return redirect("review")
        if form.is_valid():
            actions.decline_university(by=person, university=found, at=at, **form.cleaned_data)
            messages.success(request, _("Declined. The proposer is told why."))
            return redirect("review")
    return form_page(request, "review/university.html", form, {"university": found})

"""Proposed universities, for those who approve them; and the way to the ones this person keeps."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from campus.base import clock
from campus.base.errors import not_here
from campus.directory import actions
from campus.directory.queries import universities_for, universities_to_review
from frontend.forms import form_page, refusals_on
from frontend.people import person_of
from frontend.review.forms import ReasonForm


@login_required
@require_GET
def review(request: HttpRequest) -> HttpResponse:
    """What waits for this person: proposals to approve, universities to keep."""
    person = person_of(request)
    context = {"proposals": universities_to_review(person), "universities": universities_for(person)}
    return render(request, "review/review.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def university(request: HttpRequest, pk: int) -> HttpResponse:
    """One proposal: approve it, or decline it with a reason."""
    found = universities_to_review(person_of(request)).filter(pk=pk).first()
    if found is None:
        raise not_here()
    form = ReasonForm(request.POST if request.POST.get("do") == "decline" else None)
    if request.method == "POST":
        with refusals_on(form):
            if request.POST.get("do") == "approve":
                actions.approve_university(by=request.user, university=found, at=clock.now())
                messages.success(request, _("Approved: %(name)s.") % {"name": found.name})
                return redirect("review")
            if form.is_valid():
                reason = form.cleaned_data["reason"]
                actions.decline_university(by=request.user, university=found, reason=reason, at=clock.now())
                messages.success(request, _("Declined. The proposer is told why."))
                return redirect("review")
    return form_page(request, "review/university.html", form, {"university": found})

"""Universities: the list, one of them, and proposing one."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from campus.activities.queries import upcoming
from campus.activities.queries.order import hiding_of
from campus.base import clock
from campus.base.text import name_key
from campus.directory import rules
from campus.directory.actions import propose_university as propose
from campus.directory.models import Society
from campus.directory.queries import (
    listed_universities,
    public_societies,
    reporting_term_on,
    university_by_slug,
)
from frontend.directory.forms import FindForm, ProposalForm
from frontend.forms import form_page, refusals_on
from frontend.people import person_of, signed_in

UNIVERSITIES_SHOWN = 50
SOCIETIES_SHOWN = 50
DATES_SHOWN = 6


@require_safe
def universities(request: HttpRequest) -> HttpResponse:
    """The approved ones by name, with how many societies each has."""
    form = FindForm(request.GET)
    form.is_valid()
    found = listed_universities().annotate(
        society_count=Count(
            "societies", filter=Q(societies__status=Society.Status.APPROVED, societies__hidden_at__isnull=True)
        )
    )
    if word := form.cleaned_data.get("q"):
        found = found.filter(Q(name_key__contains=name_key(word)) | Q(city__icontains=word))
    if country := form.cleaned_data.get("country"):
        found = found.filter(country=country)
    page = Paginator(found.order_by("name_key"), UNIVERSITIES_SHOWN).get_page(request.GET.get("page"))
    return render(request, "directory/universities.html", {"form": form, "page": page})


@require_safe
def university(request: HttpRequest, university: str) -> HttpResponse:
    """One university: its societies, its term, its next dates."""
    person, at = person_of(request), clock.now()
    found = university_by_slug(person, university)
    context = {
        "university": found,
        "page": Paginator(public_societies(found), SOCIETIES_SHOWN).get_page(request.GET.get("page")),
        "dates": upcoming(at=at, university=found)[:DATES_SHOWN],
        "term": reporting_term_on(found, clock.today(found.zone, at)),
        "at": at,
        "may_keep": rules.may_keep(person, found, at),
        "may_keep_sign_in": rules.may_keep_sign_in(person, found, at),
        "is_public": rules.is_public_university(found),
        "hiding": hiding_of(found),
        "may_approve": rules.may_approve(person, found, at),
    }
    return render(request, "directory/university.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def propose_university(request: HttpRequest) -> HttpResponse:
    """Somebody's own university or school; it is listed once it is approved."""
    form = ProposalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            proposed = propose(by=signed_in(request), at=clock.now(), **form.cleaned_data)
            messages.success(request, _("Thank you. Somebody looks at it, and you get a mail either way."))
            return redirect("university", proposed.slug)
    return form_page(request, "directory/propose_university.html", form)

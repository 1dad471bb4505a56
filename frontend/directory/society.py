"""A society's public page, and joining and leaving it."""

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from campus.activities.queries import series_of, upcoming
from campus.activities.queries.order import hiding_of
from campus.base import clock
from campus.directory import rules
from campus.directory.queries import is_led, officers_shown, society_by_slugs
from campus.membership.actions import join, leave
from campus.membership.news import news_sentence, wants_news
from campus.membership.queries import is_member, joined_societies
from campus.reports.figures import public_participants
from frontend.activities.answers import following
from frontend.links import next_page
from frontend.people import person_of
from frontend.together import with_hosts

DATES_SHOWN = 8


@require_safe
def society(request: HttpRequest, university: str, society: str) -> HttpResponse:
    """What it is for, when it meets, who leads it. Before it is approved its drafter is led to the registration."""
    person, at = person_of(request), clock.now()
    found = society_by_slugs(person, university, society)
    if found.slug != society:
        return redirect("society", university, found.slug, permanent=True)
    if rules.is_drafter(person, found):
        return redirect("registration", university, found.slug)
    is_open = rules.is_open(found)
    context = {
        "society": found,
        "dates": with_hosts(upcoming(at=at, society=found, together=True)[:DATES_SHOWN], found) if is_open else [],
        "at": at,
        "series": series_of(found) if is_open else [],
        "officers": officers_shown(person, found, at),
        "participants": public_participants(found, at) if is_open else None,
        "is_member": is_member(person, found),
        "is_officer": rules.is_officer(person, found, at),
        "nobody_leads": is_open and is_member(person, found) and not is_led(found, at),
        "is_open": is_open,
        "is_public": rules.is_public(found),
        "is_hidden": rules.is_hidden(found),
        "hiding": hiding_of(found),
        "wants_news": wants_news(person, found),
        "news_sentence": news_sentence(found),
        **following(person, found),
        "reads_reason": rules.is_officer(person, found, at) or rules.may_keep(person, found.university, at),
    }
    return render(request, "directory/society.html", context)


@require_POST
def membership(request: HttpRequest, university: str, society: str) -> HttpResponse:
    """Join, or with answer=leave leave. Whoever is not signed in does that first and comes back to the society."""
    person, at = person_of(request), clock.now()
    leaves = request.POST.get("answer") == "leave"
    joined = joined_societies(person).filter(university__slug=university, slug=society).first() if leaves else None
    found = joined or society_by_slugs(person, university, society)
    page = reverse("society", args=(university, found.slug)) if rules.may_see(person, found) else reverse("me")
    if person is None:
        return redirect_to_login(page)
    if leaves:
        leave(by=person, society=found, at=at)
        messages.success(request, _("You left %(society)s. You may still come to anything.") % {"society": found.name})
    else:
        join(by=person, society=found, at=at, news=request.POST.get("news") == "yes")
        messages.success(request, _("You are a member of %(society)s now.") % {"society": found.name})
    return redirect(next_page(request, page))

"""A series and one of its dates, as everybody sees them; officers also see the code that opens the door."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from campus.activities.queries import code_in_force, occurrence_by_id, series_by_id, upcoming
from campus.activities.queries.hosting import guests_of_series, hosts_of
from campus.activities.queries.order import hiding_of
from campus.activities.rules import is_open, is_public_series
from campus.base import clock
from campus.directory import rules
from campus.directory.rules import Right, may
from frontend.activities.answers import answering, following
from frontend.activities.door import door
from frontend.people import person_of

DATES_OF_SERIES = 12
MORE_DATES = 4


@require_safe
def series(request: HttpRequest, pk: int) -> HttpResponse:
    """One series: what it is, its rhythm in words, its coming dates."""
    person = person_of(request)
    found = series_by_id(person, pk)
    context = {
        "series": found,
        "society": found.society,
        "is_society_open": rules.is_open(found.society),
        "is_hidden": not is_public_series(found),
        "hiding": hiding_of(found),
        "dates": upcoming(at=clock.now(), series=found)[:DATES_OF_SERIES],
        "guests": guests_of_series(found),
        **following(person, found),
    }
    if may(person, Right.RUN_ACTIVITIES, found.society):
        context |= door(code_in_force(found))
    return render(request, "activities/series.html", context)


@require_safe
def occurrence(request: HttpRequest, pk: int) -> HttpResponse:
    """One date: when, where, who may come, and how to be counted."""
    person = person_of(request)
    found = occurrence_by_id(person, pk)
    at = clock.now()
    context = {
        "occurrence": found,
        "society": found.society,
        "is_open": rules.is_open(found.society) and is_public_series(found.series) and is_open(found, at),
        "is_society_open": rules.is_open(found.society),
        "is_hidden": not is_public_series(found.series),
        "hiding": hiding_of(found.series),
        "is_over": found.closes_at < at,
        "dates": upcoming(at=at, series=found.series).exclude(pk=found.pk)[:MORE_DATES],
        "guests": hosts_of(found)[1:],
        **answering(person, found),
        **following(person, found.series),
    }
    if may(person, Right.RUN_ACTIVITIES, found.society):
        context |= door(code_in_force(found) or code_in_force(found.series))
    return render(request, "activities/occurrence.html", context)

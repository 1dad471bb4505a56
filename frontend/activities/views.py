"""A series and one of its dates, as everybody sees them; officers also see the code that opens the door."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from campus.activities.models import Code, Series
from campus.activities.queries import code_in_force, occurrence_by_id, series_by_id, upcoming
from campus.activities.words import rule_in_words
from campus.base import clock, codes, links
from campus.base.qr import qr_path
from campus.directory.models import Society
from campus.directory.rules import Right, may
from campus.people.models import Person
from frontend.people import person_of


@require_GET
def series(request: HttpRequest, pk: int) -> HttpResponse:
    """One series: what it is, its rhythm in words, its coming dates."""
    person = person_of(request)
    found = series_by_id(person, pk)
    context = {
        "series": found,
        "society": found.society,
        "dates": upcoming(at=clock.now(), series=found)[:12],
        "rhythms": rhythms(found),
        **door(person, found.society, code_in_force(found)),
    }
    return render(request, "activities/series.html", context)


@require_GET
def occurrence(request: HttpRequest, pk: int) -> HttpResponse:
    """One date: when, where, who may come, and how to be counted."""
    person = person_of(request)
    found = occurrence_by_id(person, pk)
    at = clock.now()
    context = {
        "occurrence": found,
        "society": found.society,
        "is_open": not found.is_cancelled and found.opens_at <= at <= found.closes_at,
        "is_over": found.closes_at < at,
        "dates": upcoming(at=at, series=found.series).exclude(pk=found.pk)[:4],
        **door(person, found.society, code_in_force(found) or code_in_force(found.series)),
    }
    return render(request, "activities/occurrence.html", context)


def door(person: Person | None, society: Society, code: Code | None) -> dict[str, Any]:
    """QR, typed code and address, for those who run the door: whoever has a poster code can check in with it."""
    if code is None or not may(person, Right.RUN_ACTIVITIES, society):
        return {"code": None}
    return {
        "code": code,
        "printed_code": codes.printed(code.code),
        "qr": qr_path(links.poster_link(code.code)),
        "short_link": links.short_link(code.code),
    }


def rhythms(series: Series) -> list[str]:
    """The rule of each stretch of a series, in words."""
    return [
        rule_in_words(
            rrule=activity.rrule,
            first_date=activity.first_date,
            start_time=activity.start_time,
            window=activity.window,
            zone=activity.zone,
        )
        for activity in series.activities.all()
    ]

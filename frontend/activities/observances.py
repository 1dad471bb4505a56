"""The days that societies plan around, for everybody: a page and a calendar."""

import hashlib
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.translation import override
from django.views.decorators.http import require_safe
from django_countries import countries

from campus.activities.models import Follow, Observance
from campus.activities.observance_calendar import observances_calendar, status_of
from campus.activities.queries.follows import follows_of
from campus.activities.queries.observances import Marked, coming_observances, public_observances
from campus.base import clock, links
from frontend.people import person_of

CALENDAR = "text/calendar; charset=utf-8"
MOST_ASKED = 50


@dataclass(frozen=True)
class Shown:
    """An observance on the page: when it comes next, whose day it is, and the visitor's following of it."""

    marked: Marked
    status: str
    follow: Follow | None


@require_safe
def observances(request: HttpRequest) -> HttpResponse:
    """All of them by their next dates, with what each is and where that is known from."""
    country, asked = _asked(request)
    person = person_of(request)
    follows = {follow.observance_id: follow for follow in follows_of(person) if follow.observance_id}
    found = coming_observances(public_observances(country, asked), clock.today("UTC", clock.now()))
    query = urlencode([("country", country)] * bool(country) + [("with", slug) for slug in asked])
    shown = [Shown(marked, status_of(marked.observance), follows.get(marked.observance.pk)) for marked in found]
    context = {
        "shown": shown,
        "country": countries.name(country),
        "countries": _kept_by(),
        "calendar_url": links.absolute(reverse("observances_calendar")) + (f"?{query}" if query else ""),
    }
    return render(request, "activities/observances.html", context)


@require_safe
def observances_ics(request: HttpRequest) -> HttpResponse:
    """The same as a calendar. One that is dangerous to mark in some places is in it only when asked for by ?with=."""
    country, asked = _asked(request)
    page = links.absolute(reverse("observances"))
    with override(settings.LANGUAGE_CODE):
        content = observances_calendar(
            public_observances(country, asked), url=page, host=urlsplit(page).hostname or "localhost"
        )
    etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    answer = HttpResponse(content, content_type=CALENDAR)
    answer["ETag"] = etag
    answer["Cache-Control"] = "public, max-age=3600"
    answer["Content-Disposition"] = 'inline; filename="observances.ics"'
    return get_conditional_response(request, etag=etag, response=answer) or answer


def _asked(request: HttpRequest) -> tuple[str, list[str]]:
    """The country and the slugs of an address; what is neither is not looked at."""
    country = request.GET.get("country", "").upper()
    return country if country in dict(countries) else "", request.GET.getlist("with")[:MOST_ASKED]


def _kept_by() -> list[tuple[str, str]]:
    """The countries that keep days of their own, by name."""
    codes = Observance.objects.exclude(country="").values_list("country", flat=True).distinct()
    return sorted(((code, countries.name(code)) for code in codes), key=lambda pair: pair[1])

"""Calendars and news feeds at their addresses: programs ask for them again and again, so most answers are a 304."""

from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.utils.translation import override
from django.views.decorators.http import require_safe

from campus.activities.atom import atom
from campus.activities.queries.feeds import (
    Feed,
    coming_feed,
    occurrence_feed,
    open_society,
    own_feed,
    owner_of_calendar,
    series_feed,
    society_feed,
    university_feed,
)
from campus.base import clock

CALENDAR = "text/calendar; charset=utf-8"
ATOM = "application/atom+xml; charset=utf-8"
FOR_ALL = "public, max-age=300"
FOR_ONE = "private, no-cache"


@require_safe
def occurrence_calendar(request: HttpRequest, pk: int) -> HttpResponse:
    """One date, to be added to a calendar."""
    return _calendar(request, occurrence_feed(pk, settings.LANGUAGE_CODE), clock.now(), name=f"occurrence-{pk}")


@require_safe
def series_calendar(request: HttpRequest, pk: int) -> HttpResponse:
    """The dates of a series."""
    at = clock.now()
    return _calendar(request, series_feed(pk, settings.LANGUAGE_CODE, at), at, name=f"series-{pk}")


@require_safe
def society_calendar(request: HttpRequest, university: str, society: str) -> HttpResponse:
    """The dates of a society; a former address leads to the present one."""
    found, at = open_society(university, society), clock.now()
    if found.slug != society:
        return redirect("society_calendar", university, found.slug, permanent=True)
    return _calendar(request, society_feed(found, settings.LANGUAGE_CODE, at), at, name=found.slug)


@require_safe
def university_calendar(request: HttpRequest, university: str) -> HttpResponse:
    """The dates of all societies of a university."""
    at = clock.now()
    return _calendar(request, university_feed(university, settings.LANGUAGE_CODE, at), at, name=university)


@require_safe
def own_calendar(request: HttpRequest, secret: str) -> HttpResponse:
    """A person's own dates, for whoever has the address. Not for search engines, and no cache that others share."""
    at, person = clock.now(), owner_of_calendar(secret)
    feed = own_feed(person, person.language or settings.LANGUAGE_CODE, at)
    answer = _calendar(request, feed, at, name="dates", cache=FOR_ONE)
    answer["X-Robots-Tag"] = "noindex"
    return answer


@require_safe
def society_atom(request: HttpRequest, university: str, society: str) -> HttpResponse:
    """The coming dates of a society for feed readers."""
    found, at = open_society(university, society), clock.now()
    if found.slug != society:
        return redirect("society_atom", university, found.slug, permanent=True)
    feed = coming_feed(found, settings.LANGUAGE_CODE, at)

    def content() -> bytes:
        with override(feed.language):
            return atom(found, feed.dates())

    return _answer(request, feed, at, content, kind=ATOM)


def _calendar(request: HttpRequest, feed: Feed, at: datetime, *, name: str, cache: str = FOR_ALL) -> HttpResponse:
    answer = _answer(request, feed, at, feed.content, kind=CALENDAR, cache=cache)
    if answer.status_code == HttpResponse.status_code:
        answer["Content-Disposition"] = f'inline; filename="{name}.ics"'
    return answer


def _answer(
    request: HttpRequest, feed: Feed, at: datetime, content: Callable[[], bytes], *, kind: str, cache: str = FOR_ALL
) -> HttpResponse:
    """What was asked for; 304 without it, and without having made it, for who has this version."""
    version = feed.version(at)
    modified = int(version.modified.timestamp()) if version.modified else None
    answer = get_conditional_response(request, etag=version.etag, last_modified=modified)
    if answer is None:
        answer = HttpResponse(content(), content_type=kind)
    answer["ETag"] = version.etag
    answer["Cache-Control"] = cache
    if modified is not None:
        answer["Last-Modified"] = http_date(modified)
    response: HttpResponse = answer
    return response

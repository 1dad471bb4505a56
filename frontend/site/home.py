"""The start page: what is on, for everybody."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from campus.activities.models import Occurrence
from campus.activities.queries import upcoming
from campus.base import clock
from campus.directory.queries import public_societies
from frontend.people import person_of
from frontend.site.forms import Filter, Place

DATES_SHOWN = 30
SOCIETIES_SHOWN = 6


@dataclass(frozen=True)
class Group:
    """Dates under one heading."""

    heading: str
    anchor: str
    occurrences: list[Occurrence]


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What is on, nearest first, narrowed by the filter; without one, near the person's own university."""
    at = clock.now()
    person = person_of(request)
    form = Filter(request.GET, person=person)
    form.is_valid()
    place = form.place
    dates = _filtered(upcoming(at=at, university=place.university, country=place.country), form, at)
    page = Paginator(dates, DATES_SHOWN).get_page(request.GET.get("page"))
    societies = _societies(place)
    context = {
        "form": form,
        "is_filtered": form.is_filtered,
        "place": place,
        "page": page,
        "at": at,
        "groups": groups(page, at),
        "societies": societies[:SOCIETIES_SHOWN],
        "society_count": societies.count(),
        "this_week": None if person else upcoming(at=at).filter(_runs_within(at, days=7)).count(),
    }
    return render(request, "site/home.html", context)


def _filtered(dates: QuerySet[Occurrence], form: Filter, at: datetime) -> QuerySet[Occurrence]:
    wanted: dict[str, Any] = form.cleaned_data
    if wanted.get("q"):
        words = Q(name__icontains=wanted["q"]) | Q(society__name__icontains=wanted["q"])
        dates = dates.filter(words | Q(place__icontains=wanted["q"]))
    if wanted.get("newcomers"):
        dates = dates.filter(series__for_newcomers=True)
    if form.days:
        dates = dates.filter(starts_at__lt=at + timedelta(days=form.days))
    return dates


def _runs_within(at: datetime, days: int) -> Q:
    return Q(starts_at__lt=at + timedelta(days=days), cancelled_at__isnull=True)


def _societies(place: Place) -> QuerySet[Any]:
    societies = public_societies(place.university)
    return societies.filter(university__country=place.country) if place.country else societies


def groups(occurrences: Iterable[Occurrence], at: datetime) -> list[Group]:
    """Today, the rest of the seven days, and later; what is today goes by the zone of each place."""

    def key(occurrence: Occurrence) -> str:
        return _when(occurrence.date, clock.today(occurrence.zone, at))

    headings = {"today": _("Today"), "week": _("In the next days"), "later": _("Later")}
    ordered = sorted(occurrences, key=lambda occurrence: (list(headings).index(key(occurrence)), occurrence.starts_at))
    return [Group(headings[name], name, list(rows)) for name, rows in groupby(ordered, key)]


def _when(day: date, today: date) -> str:
    if day <= today:
        return "today"
    return "week" if day < today + timedelta(days=7) else "later"

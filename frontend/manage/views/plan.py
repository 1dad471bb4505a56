"""The plan of a society: a term in weeks, a month, and all its dates as a list."""

from collections.abc import Sequence
from datetime import datetime

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from campus.activities.models import Occurrence, Series
from campus.activities.queries import conflicts_of, occurrences_for
from campus.activities.queries.nudges import nudges_for
from campus.base import clock
from campus.directory.rules import Right
from frontend.manage.month_sheet import month_sheet
from frontend.manage.scope import Desk, desk_for
from frontend.manage.sheet_days import SheetWeek
from frontend.manage.term_sheet import term_sheet

COMING, PAST, CANCELLED = "coming", "past", "cancelled"
KINDS = ((COMING, _("To come")), (PAST, _("Past")), (CANCELLED, _("Cancelled")))
PER_PAGE = 50


@login_required
@require_safe
def plan(request: HttpRequest, university: str, society: str) -> HttpResponse:
    """The running term as weeks, with every date of the society in it."""
    desk = desk_for(request, university, society, Right.RUN_ACTIVITIES)
    at = clock.now()
    sheet = term_sheet(desk.society, at, request.GET.get("term", ""))
    context = {"sheet": sheet, "view": "term", **_hints(desk, sheet.weeks, at)}
    return render(request, "manage/plan.html", desk.page("manage_plan", **context))


@login_required
@require_safe
def month(request: HttpRequest, university: str, society: str) -> HttpResponse:
    """One month, and the way to the ones beside it."""
    desk = desk_for(request, university, society, Right.RUN_ACTIVITIES)
    at = clock.now()
    sheet = month_sheet(desk.society, at, request.GET.get("month", ""))
    context = {"sheet": sheet, "view": "month", **_hints(desk, sheet.weeks, at)}
    return render(request, "manage/plan_month.html", desk.page("manage_plan", **context))


@login_required
@require_safe
def dates(request: HttpRequest, university: str, society: str) -> HttpResponse:
    """All dates: those to come, the past ones, the cancelled ones; to look one up, or to change many."""
    desk = desk_for(request, university, society, Right.RUN_ACTIVITIES)
    asked = request.GET.get("when", COMING)
    kind = asked if asked in {value for value, _name in KINDS} else COMING
    searched = request.GET.get("q", "").strip()[:120]
    found = _dates(desk, kind, searched, clock.now())
    series = _series(desk, request.GET.get("series", ""))
    if series is not None:
        found = found.filter(series=series)
    context = {
        "series": series,
        "page": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        "kinds": KINDS,
        "kind": kind,
        "q": searched,
        "can_change": kind != PAST,
    }
    return render(request, "manage/plan_dates.html", desk.page("manage_plan", **context))


def _series(desk: Desk, asked: str) -> Series | None:
    return desk.society.series.filter(pk=int(asked)).first() if asked.isdecimal() and len(asked) < 10 else None


def _hints(desk: Desk, weeks: Sequence[SheetWeek], at: datetime) -> dict[str, object]:
    """What stands above a sheet: what gets in each other's way from today on, and what might be planned."""
    hints: dict[str, object] = {"nudges": nudges_for(desk.society, at)}
    if weeks:
        since = max(weeks[0].starts_on, clock.today(desk.society.university.zone, at))
        last = weeks[-1].ends_on
        hints["conflicts"] = conflicts_of(desk.society, since, last) if since <= last else ()
    return hints


def _dates(desk: Desk, kind: str, searched: str, at: datetime) -> QuerySet[Occurrence]:
    found = occurrences_for(desk.person, desk.society)
    if searched:
        found = found.filter(name__icontains=searched)
    if kind == CANCELLED:
        return found.filter(cancelled_at__isnull=False).order_by("-starts_at", "-pk")
    if kind == PAST:
        return found.filter(ends_at__lte=at).order_by("-starts_at", "-pk")
    return found.filter(ends_at__gt=at)

"""What a society holds together with others: who asks, who was asked, and who came to it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from campus.activities.actions.hosting import invite_cohost, refuse_over
from campus.activities.models import CoHost, Occurrence, Series
from campus.activities.queries import hosting
from campus.base import clock
from campus.base.errors import CampusError, NotFound, not_here
from campus.base.text import name_key
from campus.checkin import actions
from campus.checkin.queries import Counts, attendances_at, counts_of
from campus.directory.models import Society
from campus.directory.rules import Right
from campus.directory.words import date_in_words
from frontend.forms import form_page, refusals_on
from frontend.manage.scope import Desk, desk_for
from frontend.manage.together_forms import SearchForm

PER_PAGE = 30
FOUND_SHOWN = 20
DATES_SHOWN = 20


@dataclass(frozen=True)
class Line:
    """One invitation as a society sees it; `other` is the other side."""

    cohost: CoHost
    other: Society
    is_asked: bool  # and not asking
    may_accept: bool
    may_end: bool

    @property
    def name(self) -> str:
        if self.cohost.series:
            return self.cohost.series.name
        held = self.cohost.occurrence
        return f"{held.name}, {date_in_words(held.date)}" if held else ""


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def together(request: HttpRequest, university: str, society: str) -> HttpResponse:
    """What was asked and what stands, the newest first; accept, decline, take back and leave."""
    desk = desk_for(request, university, society, Right.RUN_ACTIVITIES)
    at = clock.now()
    if request.method == "POST":
        return _answer(request, desk, at)
    page = Paginator(hosting.together(desk.person, desk.society), PER_PAGE).get_page(request.GET.get("page"))
    lines = [_line(row, desk.society, at) for row in page]
    context = {"page": page, "lines": lines, "dates": _begun(desk, at)}
    return render(request, "manage/together.html", desk.page("manage_plan", **context))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: HttpRequest, university: str, society: str) -> HttpResponse:
    """Find the society to ask, and ask exactly that one."""
    desk = desk_for(request, university, society, Right.RUN_ACTIVITIES)
    at, target = clock.now(), _target(desk.society, request)
    refuse_over(target, at)
    form = SearchForm(request.GET if "q" in request.GET else None)
    if request.method == "POST":
        chosen = _chosen(desk.society, request.POST.get("guest", ""))
        with refusals_on(form):
            invite_cohost(by=desk.person, target=target, guest=chosen, at=at)
            messages.success(request, _("%(society)s is asked. You hear when they answer.") % {"society": chosen.name})
            return redirect(_page_of(desk, target))
    found = hosting.may_ask(desk.society, name_key(form.cleaned_data["q"])) if form.is_valid() else None
    context = {
        "target": target,
        "kind": "series" if isinstance(target, Series) else "occurrence",
        "back": _page_of(desk, target),
        "found": found[:FOUND_SHOWN] if found is not None else None,
        "more": found is not None and found.count() > FOUND_SHOWN,
        "asked": {row.guest_id for row in hosting.cohosts_of(desk.person, target)},
    }
    return form_page(request, "manage/invite_cohost.html", form, desk.page("manage_plan", **context))


@login_required
@require_safe
def together_date(request: HttpRequest, university: str, society: str, pk: int) -> HttpResponse:
    """A date that another society holds with this one: how many came and, in one university, who."""
    desk = desk_for(request, university, society, Right.SEE_NAMES)
    held = hosting.dates_with(desk.society).filter(pk=pk, opens_at__lte=clock.now()).first()
    if held is None:
        raise not_here()
    is_near = held.university_id == desk.society.university_id
    context = {
        "occurrence": held,
        "counts": counts_of([pk], desk.society, desk.person).get(pk, Counts()),
        "is_near": is_near,
        "came": _came(held, desk) if is_near else [],
    }
    return render(request, "manage/together_date.html", desk.page("manage_plan", **context))


def _answer(request: HttpRequest, desk: Desk, at: datetime) -> HttpResponse:
    do, number = request.POST.get("do", ""), request.POST.get("cohost", "")
    cohost = hosting.cohost_by_number(desk.person, int(number) if number.isdecimal() and len(number) < 19 else 0, at)
    if desk.society.pk not in (cohost.society_id, cohost.guest_id):
        raise not_here()
    try:
        if do == "accept":
            actions.accept_cohost(by=desk.person, cohost=cohost, at=at)
            messages.success(request, _("Accepted. It stands on your page too, and whoever comes counts for both."))
        else:
            actions.end_cohost(by=desk.person, cohost=cohost, at=at)
            messages.success(request, _("Done. The other society is told."))
    except NotFound:
        raise
    except CampusError as refusal:
        messages.error(request, str(refusal.sentence))
    back = {"series": cohost.series, "occurrence": cohost.occurrence}.get(request.POST.get("back", ""))
    is_own = back is not None and back.society_id == desk.society.pk
    return redirect(_page_of(desk, back) if back and is_own else request.path)


def _line(row: CoHost, society: Society, at: datetime) -> Line:
    is_asked = row.guest_id == society.pk
    over = row.series.ended_at is not None if row.series else row.occurrence is None or row.occurrence.starts_at <= at
    stands = row.ended_at is None and not over
    return Line(
        row,
        row.society if is_asked else row.guest,
        is_asked,
        may_accept=is_asked and stands and row.accepted_at is None,
        may_end=stands,
    )


def _begun(desk: Desk, at: datetime) -> list[tuple[Occurrence, Counts | None]]:
    """The latest dates of others that this society held with them, with how many came, for who sees counts."""
    if not desk.is_officer:
        return []
    begun = hosting.dates_with(desk.society).filter(opens_at__lte=at).order_by("-starts_at", "-pk")[:DATES_SHOWN]
    dates = list(begun)
    counts = counts_of([row.pk for row in dates], desk.society, desk.person)
    return [(row, counts.get(row.pk)) for row in dates]


def _came(held: Occurrence, desk: Desk) -> Any:
    try:
        return attendances_at(held, desk.person)
    except NotFound:  # closed since: it is no co-host to anybody at the moment
        return []


def _target(society: Society, request: HttpRequest) -> Series | Occurrence:
    asked = {**request.GET.dict(), **request.POST.dict()}
    for kind, rows in (("occurrence", society.occurrences), ("series", society.series)):
        number = asked.get(kind, "")
        if number.isdecimal() and len(number) < 19 and (found := rows.filter(pk=number).first()):
            found.society = society
            return found
    raise not_here()


def _chosen(society: Society, number: str) -> Society:
    found = hosting.may_ask(society, "").filter(pk=number).first() if number.isdecimal() and len(number) < 19 else None
    if found is None:
        raise not_here()
    return found


def _page_of(desk: Desk, target: Series | Occurrence) -> str:
    name = "manage_series" if isinstance(target, Series) else "manage_occurrence"
    return reverse(name, args=(desk.society.university.slug, desk.society.slug, target.pk))

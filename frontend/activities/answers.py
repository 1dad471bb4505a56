"""Saying whether one comes, and following: forms that work before signing in, too."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from campus.activities import actions
from campus.activities.answering import capacity_of, takes_answers
from campus.activities.models import Observance, Occurrence, Rsvp, Series
from campus.activities.queries import occurrence_by_id, series_by_id
from campus.activities.queries.answers import FEW_PLACES, answer_by, place_in_line, places_left
from campus.activities.queries.follows import follows_of, is_following, thing_of
from campus.base import clock
from campus.base.errors import not_here
from campus.directory.models import Society
from campus.directory.queries.by_number import society_by_number
from campus.people.models import Person
from frontend.links import next_page
from frontend.people import person_of, signed_in

WITHDRAW = "withdraw"
Followed = Society | Series | Observance


def answering(person: Person | None, occurrence: Occurrence) -> dict[str, Any]:
    """What activities/parts/answer.html shows of a date: the person's own answer, and whether there are places."""
    at = clock.now()
    mine = answer_by(person, occurrence)
    takes = takes_answers(occurrence, at)
    left = places_left(occurrence) if takes else None
    return {
        "takes_answers": takes,
        "mine": mine,
        "may_withdraw": mine is not None and at < occurrence.starts_at,
        "place_in_line": place_in_line(mine) if mine else 0,
        "capacity": capacity_of(occurrence),
        "left": left,
        "few_left": left is not None and left <= FEW_PLACES,
        "choices": Rsvp.Answer.choices,
    }


def following(person: Person | None, thing: Followed) -> dict[str, Any]:
    """What activities/parts/follow.html shows of a society, a series or an observance."""
    kind = type(thing).__name__.casefold()
    return {"follow": {"kind": kind, "number": thing.pk, "is_on": is_following(person, thing)}}


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Say yes, maybe or no, or take it back. Whoever is not signed in does that first and comes back to their answer:
    to this page, which asks once more, because nothing happens by looking."""
    person = person_of(request)
    found = _own_or_seen(person, pk)
    asked = (request.POST if request.method == "POST" else request.GET).get("answer", "")
    if person is None:
        chosen = QueryDict(mutable=True)
        chosen["answer"] = asked if asked in Rsvp.Answer.values else ""
        return redirect_to_login(f"{reverse('answer', args=(pk,))}?{chosen.urlencode()}")
    if request.method == "POST":
        _answer(request, person, found, asked)
        return redirect(next_page(request, reverse("occurrence", args=(pk,))))
    context = {"occurrence": found, "society": found.society, "asked": asked, **answering(person, found)}
    return render(request, "activities/answer.html", context)


@require_POST
def follow(request: HttpRequest, kind: str, number: int) -> HttpResponse:
    """Follow a society or a series, or with do=stop stop it. Signing in comes first, where it was not done."""
    person, at = person_of(request), clock.now()
    stops = request.POST.get("do") == "stop"
    thing = _own_follow(person, kind, number) if stops else None
    thing = thing or _thing(person, kind, number)
    back = _page_of(thing)
    if person is None:
        return redirect_to_login(back)
    if stops:
        actions.unfollow(by=person, thing=thing, at=at)
        messages.success(request, _("You do not follow %(name)s any more.") % {"name": thing})
    else:
        actions.follow(by=person, thing=thing, at=at)
        messages.success(request, _("You follow %(name)s now. Nobody sees that.") % {"name": thing})
    return redirect(next_page(request, back))


@require_POST
@login_required
def unfollow(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop following, from the list on my page: also what is hidden by now."""
    person = signed_in(request)
    row = follows_of(person).filter(pk=pk).first()
    if row:
        thing = thing_of(row)
        actions.unfollow(by=person, thing=thing, at=clock.now())
        messages.success(request, _("You do not follow %(name)s any more.") % {"name": thing})
    return redirect("me")


def _answer(request: HttpRequest, person: Person, occurrence: Occurrence, asked: str) -> None:
    at = clock.now()
    if asked == WITHDRAW:
        actions.withdraw_answer(by=person, occurrence=occurrence, at=at)
        messages.success(request, _("Your answer is gone, as if there had been none."))
        return
    row = actions.answer_occurrence(by=person, occurrence=occurrence, answer=asked, at=at)
    messages.success(request, _said(row))


def _said(row: Rsvp) -> str:
    if row.is_waiting:
        place = place_in_line(row)
        return ngettext(
            "All places are taken. You are the first who waits, and you get a mail when one is free.",
            "All places are taken. You are number %(place)s of those who wait, and you get a mail when one is free.",
            place,
        ) % {"place": place}
    said = {
        Rsvp.Answer.YES: _("You come. See you there."),
        Rsvp.Answer.MAYBE: _("Noted: you may come."),
        Rsvp.Answer.NO: _("Noted: you do not come. Thank you for saying so."),
    }
    return said[Rsvp.Answer(row.answer)]


def _own_or_seen(person: Person | None, pk: int) -> Occurrence:
    """A date that they see, or that they answered: what one said one may look at and take away, hidden or not."""
    own = Rsvp.objects.filter(person=person, occurrence=pk) if person else Rsvp.objects.none()
    row = own.select_related("occurrence__series__society__university", "occurrence__society__university").first()
    return row.occurrence if row else occurrence_by_id(person, pk)


def _own_follow(person: Person | None, kind: str, number: int) -> Followed | None:
    row = follows_of(person).filter(**{f"{kind}_id": number}).first() if kind in KINDS else None
    return thing_of(row) if row else None


def _thing(person: Person | None, kind: str, number: int) -> Followed:
    if kind not in KINDS:
        raise not_here()
    return KINDS[kind](person, number)


def _observance(person: Person | None, number: int) -> Observance:
    found = Observance.objects.filter(pk=number).first()
    if found is None:
        raise not_here()
    return found


def _page_of(thing: Followed) -> str:
    if isinstance(thing, Series):
        return reverse("series", args=(thing.pk,))
    if isinstance(thing, Society):
        return reverse("society", args=(thing.university.slug, thing.slug))
    return reverse("me")


KINDS: dict[str, Any] = {"society": society_by_number, "series": series_by_id, "observance": _observance}

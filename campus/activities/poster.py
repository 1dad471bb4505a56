"""The poster of a code: what, when, the QR that checks in, and the same as an address and as eight symbols to type."""

from django.db.models import QuerySet

from campus.activities.models import Activity, Code, Occurrence
from campus.activities.queries.occurrences import upcoming
from campus.activities.words import time_in_words, weekday_and_date
from campus.base import clock, codes, links
from campus.base.paper import pdf
from campus.base.qr import qr_path

DATES = 4


def poster_pdf(code: Code) -> bytes:
    """The poster on A4, in the active language. Raises Unavailable where PDFs cannot be made.

    Whoever holds it can check in, so ask `directory.rules.may(person, Right.TAKE_PAPERS, society)` first.
    """
    target = code.target
    dates = list(_coming(code)[:DATES])
    return pdf(
        "poster.html",
        {
            "name": target.name,
            "society": code.society,
            "university": code.society.university,
            "rhythm": _in_words(code, dates),
            "place": _place(code, dates),
            "dates": dates if code.series_id else [],
            "qr": qr_path(links.poster_link(code.code)),
            "short_link": links.short_link(code.code),
            "printed_code": codes.printed(code.code),
        },
    )


def _coming(code: Code) -> "QuerySet[Occurrence]":
    if code.occurrence_id:
        return Occurrence.objects.filter(pk=code.occurrence_id)
    return upcoming(at=clock.now(), series=code.series).filter(cancelled_at__isnull=True)


def _in_words(code: Code, dates: list[Occurrence]) -> str:
    """The rhythm of what comes next: of a series that changed its day, the stretch of the next date."""
    if code.occurrence is not None:
        return f"{weekday_and_date(code.occurrence.date)}, {time_in_words(code.occurrence.time)}"
    activities = Activity.objects.filter(series=code.series_id)
    activity = activities.filter(pk=dates[0].activity_id).first() if dates else activities.last()
    return activity.in_words if activity else ""


def _place(code: Code, dates: list[Occurrence]) -> str:
    """Where, when all the dates shown agree on it."""
    places = {date.place for date in dates}
    return places.pop() if len(places) == 1 else ""

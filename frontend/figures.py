"""Figures as charts and tiles: what the pages draw of what reports count."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campus.reports.disclosure import Shown
from campus.reports.figures import Newcomers, NewcomerWeek, NewPeopleWeek, ParticipationTable
from frontend.charts import Columns, Row, Series, Value


@dataclass(frozen=True)
class Tile:
    """A figure of parts/tiles.html: its number, what it counts, and the base it stands on."""

    number: Any
    name: str
    base: str = ""
    is_lead: bool = False
    is_hidden: bool = False


def newcomer_tiles(page: Newcomers) -> list[Tile]:
    """The four figures of "new this term", exact, for officers."""
    second = page.second_visits
    again = ngettext("%(count)d of %(base)d.", "%(count)d of %(base)d.", second.came_again) % {
        "count": second.came_again,
        "base": second.could_have,
    }
    if second.censored:
        again += " " + ngettext(
            "For %(count)d, no later date yet.", "For %(count)d, no later date yet.", second.censored
        ) % {"count": second.censored}
    return [
        Tile(page.first_time, _("people came for the first time"), _last_term(page), is_lead=True),
        Tile(
            page.second_visit_share.text,
            _("of them came again"),
            again,
            is_hidden=page.second_visit_share.is_hidden,
        ),
        Tile(
            page.new_members,
            _("joined as members"),
            _("%(count)d of them are new people too") % {"count": page.new_in_both},
        ),
        Tile(
            page.participants,
            _("people in all"),
            _("%(new)d new, %(last)d from last term, %(back)d back again")
            % {"new": page.first_time, "last": page.from_last_term, "back": page.back_again},
        ),
    ]


def _last_term(page: Newcomers) -> str:
    if page.beside is None:
        return _("No earlier term to put beside it")
    return _("%(term)s at this point: %(count)d") % {
        "term": page.beside.term.name,
        "count": page.beside.so_far.first_time,
    }


def newcomer_chart(page: Newcomers) -> Columns:
    """New people by week beside those who came again. Exact, for officers."""
    rows = [
        Row(
            name=_so_far(week),
            label=week.label,
            values=[Value.of(week.first_time), Value.of(week.came_again)],
            is_break=week.is_break and not (week.first_time or week.came_again),
            is_open=week.is_open,
        )
        for week in page.weeks
    ]
    return Columns(
        title=_("New people by week"),
        base=_("First attendance ever in this society, beside the people who came again"),
        sentence=_sentence(page.weeks),
        row_name=_("Week"),
        series=[Series(_("First time"), 1), Series(_("Came again"), 2)],
        rows=rows,
    )


def participation_tiles(table: ParticipationTable) -> list[Tile]:
    """What a university's staff read first: disclosed figures of all societies together."""
    before = table.total_beside

    def tile(figure: str, name: str, *, is_lead: bool = False) -> Tile:
        now: Shown = getattr(table.total, figure)
        base = ""
        if before is not None and table.beside is not None:
            then: Shown = getattr(before, figure)
            base = _("%(term)s: %(count)s") % {"term": table.beside.term.name, "count": then.text}
        return Tile(now.text, name, base, is_lead=is_lead, is_hidden=now.is_hidden)

    return [
        tile("new_participants", _("new people this term"), is_lead=True),
        tile("participants", _("people came")),
        tile("visits", _("visits")),
        tile("new_members", _("joined as members")),
    ]


def new_people_chart(table: ParticipationTable) -> Columns:
    """New people of a university by week, as its staff may read them."""
    rows = [
        Row(
            name=_so_far(week),
            label=week.label,
            values=[Value(text=str(week.first_time.text), number=week.first_time.value)],
            is_break=week.is_break and week.first_time.is_hidden,
            is_open=week.is_open,
        )
        for week in table.weeks
    ]
    return Columns(
        title=_("New people by week"),
        base=_("First time in any society of %(university)s") % {"university": table.university.name},
        sentence=_("Weeks with few new people have no column: their number is not shown, and neither is a zero."),
        row_name=_("Week"),
        series=[Series(_("New people"), 1)],
        rows=rows,
    )


def _so_far(week: NewcomerWeek | NewPeopleWeek) -> str:
    return _("%(week)s, so far") % {"week": week.name} if week.is_open else week.name


def _sentence(weeks: Sequence[NewcomerWeek]) -> str:
    """One sentence that says what the chart shows."""
    best = max(weeks, key=lambda week: week.first_time, default=None)
    if best is None or not best.first_time:
        return _("Nobody new yet.")
    said = ngettext(
        "Most new people came in one week, %(week)s: %(count)d.",
        "Most new people came in one week, %(week)s: %(count)d.",
        best.first_time,
    )
    return said % {"week": best.name, "count": best.first_time}

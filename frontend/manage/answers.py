"""Who answered about a date, for its officers: on the page of the date, and as a file."""

from datetime import UTC, datetime
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from campus.activities.answering import takes_answers
from campus.activities.models import Occurrence, Rsvp
from campus.activities.queries import occurrence_by_id
from campus.activities.queries.answers import answers_for, tally
from campus.base import clock
from campus.base.errors import not_here
from campus.checkin.turnout import goal_of, turnout_of
from campus.directory.rules import Right
from campus.reports.sheet import as_csv
from frontend.manage.scope import Desk, desk_for


def answers_context(desk: Desk, occurrence: Occurrence, at: datetime) -> dict[str, Any]:
    """What manage/parts/answers.html shows: counts for all officers, names for those who see names."""
    if not desk.is_officer:
        return {}
    begun = occurrence.starts_at <= at
    rows = list(answers_for(desk.person, occurrence, at)) if desk.may(Right.SEE_NAMES) else None
    groups = [] if rows is None else [(label, group) for label, group in _groups(rows) if group]
    return {
        "answers": {
            "tally": tally(occurrence),
            "goal": goal_of(occurrence),
            "groups": groups,
            "may_see_names": rows is not None,
            "is_taking": takes_answers(occurrence, at),
            "turnout": turnout_of(occurrence, desk.person, at) if begun else None,
        }
    }


@login_required
@require_safe
def answers_csv(request: HttpRequest, university: str, society: str, pk: int) -> HttpResponse:
    """Who answered about one date, by name, as CSV."""
    desk = desk_for(request, university, society, Right.SEE_NAMES)
    found = occurrence_by_id(desk.person, pk)
    if found.society_id != desk.society.pk:
        raise not_here()
    head = (_("Name"), _("Answer"), _("Waits for a place"), _("Said (UTC)"))
    lines = [_line(row) for row in answers_for(desk.person, found, clock.now())]
    answer = HttpResponse(as_csv([head, *lines]), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="answers-{found.date.isoformat()}-{found.pk}.csv"'
    return answer


def _groups(rows: list[Rsvp]) -> list[tuple[str, list[Rsvp]]]:
    yes, maybe = Rsvp.Answer.YES, Rsvp.Answer.MAYBE
    return [
        (_("Yes"), [row for row in rows if row.answer == yes and not row.is_waiting]),
        (_("Waiting for a place"), [row for row in rows if row.is_waiting]),
        (_("Maybe"), [row for row in rows if row.answer == maybe]),
        (
            _("Yes, and taken back too late"),
            [row for row in rows if row.answer != yes and row.withdrawn_in_time is False],
        ),
    ]


def _line(row: Rsvp) -> tuple[str, str, str, str]:
    waits = _("yes") if row.is_waiting else _("no")
    name = row.person.name or _("No name")
    return name, str(row.get_answer_display()), waits, f"{row.answered_at.astimezone(UTC):%Y-%m-%d %H:%M}"

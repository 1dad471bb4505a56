"""A calendar from a file: read row by row, chosen where a row is unclear, and put up as a proposed version."""

from collections.abc import Mapping

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from campus.directory import calendar_files
from campus.directory.calendar_files import LEAVE_OUT, TERM, Reading, Row, RowError
from campus.directory.models import Break
from frontend.forms import form_page, refusals_on
from frontend.review.calendar_forms import ImportForm
from frontend.review.drafts import calendar_for, draft_of, propose
from frontend.review.scope import university_for, with_tabs

CHOICES = ((LEAVE_OUT, gettext_lazy("Leave it out")), (TERM, gettext_lazy("Term")), *Break.Kind.choices)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def import_calendar(request: HttpRequest, university: str, pk: int) -> HttpResponse:
    """Terms and breaks from a table or an iCalendar file; nothing is made of it while a row is wrong or unclear."""
    here = university_for(request, university)
    found = calendar_for(here, pk)
    form = ImportForm(request.POST, request.FILES) if request.method == "POST" else ImportForm()
    reading, errors = None, []
    if form.is_valid():
        with refusals_on(form):
            sent = form.cleaned_data["file"]
            text = calendar_files.decoded(sent.read(calendar_files.LARGEST + 1)) if sent else form.cleaned_data["text"]
            reading = calendar_files.read(text, _chosen(request.POST))
            draft = draft_of(found)
            content, wrong = calendar_files.proposed(
                draft.content, reading.rows, keeps_others=form.cleaned_data["keeps_others"]
            )
            errors = sorted([*reading.errors, *wrong], key=lambda error: error.line)
            if not errors and not reading.unclear:
                said = {name: form.cleaned_data[name] for name in ("source", "read_on")}
                return redirect(propose(request, draft, content, **said))
            form.add_error(None, _asks(errors, reading))
            form.data = {**request.POST.dict(), "text": text}  # a file cannot be sent back, its text can
    context: dict[str, object] = {
        "calendar": found,
        "reading": reading,
        "rows": _rows(reading, errors),
        "loose": _loose(reading, errors),
    }
    context |= {"choices": CHOICES}
    return form_page(request, "review/calendar_import.html", form, with_tabs(here, "review_terms", **context))


@login_required
@require_safe
def example(request: HttpRequest, university: str) -> HttpResponse:
    """A table to fill in."""
    university_for(request, university)
    answer = HttpResponse(calendar_files.EXAMPLE, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="terms.csv"'
    return answer


def _chosen(sent: Mapping[str, str]) -> dict[int, str]:
    """What was chosen for the rows of the preview, by line."""
    named = {name.removeprefix("row-"): value for name, value in sent.items() if name.startswith("row-")}
    return {int(line): value for line, value in named.items() if line.isascii() and line.isdecimal() and len(line) < 7}


def _asks(errors: list[RowError], reading: Reading) -> str:
    if errors:
        return _("Some rows cannot be taken. Mend them or leave them out.")
    return _("Say of %(count)s rows what they are.") % {"count": len(reading.unclear)}


def _rows(reading: Reading | None, errors: list[RowError]) -> list[tuple[Row, list[str]]]:
    """Each row with what is wrong in it."""
    said: dict[int, list[str]] = {}
    for error in errors:
        said.setdefault(error.line, []).append(error.sentence)
    return [(row, said.get(row.line, [])) for row in reading.rows] if reading else []


def _loose(reading: Reading | None, errors: list[RowError]) -> list[RowError]:
    """What is wrong in lines that no row could be read from."""
    lines = {row.line for row in reading.rows} if reading else set()
    return [error for error in errors if error.line not in lines]

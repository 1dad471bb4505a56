"""A calendar of another program becomes activities: paste or upload it, look at what would be, choose."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from campus.activities.actions.imports import ImportResult, import_activities
from campus.activities.ics_lines import MOST_BYTES, decoded
from campus.activities.models import Activity
from campus.activities.queries.imports import ImportPreview, preview_import
from campus.activities.rules import refuse_unless_planning
from campus.base import clock
from campus.base.errors import Invalid
from campus.directory.rules import Right
from frontend.forms import form_page, refusals_on
from frontend.inputs import long_text
from frontend.manage.scope import Desk, desk_for
from frontend.sentences import PlainForm

Window = Activity.Window


class ImportForm(PlainForm):
    """A file or its text; a file that was read stands in the text from then on, so that nobody chooses it twice."""

    file = forms.FileField(
        label=gettext_lazy("A calendar file"),
        required=False,
        allow_empty_file=True,
        help_text=gettext_lazy("It ends in .ics; 1 MB at most. Google, Outlook and Apple call this “export”."),
        widget=forms.FileInput(attrs={"accept": ".ics,text/calendar"}),
    )
    text = long_text(
        gettext_lazy("Or its text"),
        rows=6,
        max_length=MOST_BYTES,
        required=False,
        help_text=gettext_lazy("All of it, from BEGIN:VCALENDAR to END:VCALENDAR."),
    )
    window = forms.ChoiceField(
        label=gettext_lazy("Which of its dates"),
        choices=(
            (Window.ALWAYS, gettext_lazy("All, as the calendar has them")),
            (Window.ACTIVE, gettext_lazy("Those in term time")),
            (Window.TEACHING, gettext_lazy("Those in teaching weeks")),
        ),
        widget=forms.RadioSelect,
        initial=Window.ALWAYS,
    )

    def __init__(self, data: QueryDict | None = None, files: Any = None) -> None:
        super().__init__(data.copy() if data is not None else None, files)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        file = cleaned.pop("file", None)
        try:
            if file is not None:
                cleaned["text"] = decoded(file.read())
                self.data["text"] = cleaned["text"]  # type: ignore[index] # a copy of our own
        except Invalid as refusal:
            self.add_error("file", str(refusal.sentence))
        else:
            if not cleaned.get("text", "").strip() and "text" not in self.errors:
                self.add_error("file", _("Choose a file, or paste its text."))
        return cleaned


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def import_calendar(request: HttpRequest, university: str, society: str) -> HttpResponse:
    """The form; then what would be planned, in words, with a box for each; then it is."""
    desk = desk_for(request, university, society, Right.RUN_ACTIVITIES)
    is_sent = request.method == "POST"
    form = ImportForm(request.POST if is_sent else None, request.FILES if is_sent else None)
    found: ImportPreview | None = None
    chosen = request.POST.getlist("chosen")
    if is_sent and form.is_valid():
        asked = {"text": form.cleaned_data["text"], "window": form.cleaned_data["window"], "at": clock.now()}
        with refusals_on(form):
            refuse_unless_planning(desk.society)
            found = preview_import(desk.society, **asked)
            if request.POST.get("do") == "import":
                result = import_activities(by=desk.person, society=desk.society, chosen=chosen, **asked)
                return _done(request, desk, result)
    has_chosen = is_sent and request.POST.get("do") == "import"
    context = {"found": found, "chosen": chosen if has_chosen else _all(found), "choosable": len(_all(found))}
    return form_page(request, "manage/import.html", form, desk.page("manage_plan", **context))


def _done(request: HttpRequest, desk: Desk, result: ImportResult) -> HttpResponse:
    said = []
    if number := len(result.planned):
        said.append(ngettext("%(count)d activity is planned.", "%(count)d activities are planned.", number))
        said[-1] %= {"count": number}
    if number := len(result.changed):
        said.append(ngettext("%(count)d activity is changed.", "%(count)d activities are changed.", number))
        said[-1] %= {"count": number}
    messages.success(request, " ".join(said) or _("Nothing was to be done: all of it is planned as it is."))
    return redirect("manage_plan", university=desk.society.university.slug, society=desk.society.slug)


def _all(found: ImportPreview | None) -> list[str]:
    """What can be chosen is chosen at first."""
    return [row.uid for row in found.rows if row.can_be_chosen] if found else []

"""The record of who did what, as a page and as CSV: for officers, staff and operators alike."""

from collections.abc import Iterator
from datetime import UTC
from itertools import islice
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.core.validators import MaxValueValidator, MinValueValidator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from campus.base.faults import EARLIEST, LATEST
from campus.directory.queries.audit import Asked, Line, Record
from campus.reports.sheet import as_csv
from frontend.inputs import date_field
from frontend.sentences import PlainForm

PER_PAGE = 50
LINES_AT_ONCE = 1000
DAYS = [MinValueValidator(EARLIEST), MaxValueValidator(LATEST)]
# Where an act can be looked at: kind of object -> page with its number.
PAGES = {"occurrence": "occurrence", "series": "series"}


class RecordForm(PlainForm):
    """What to look for in a record."""

    verb = forms.ChoiceField(label=lazy("What was done"), required=False)
    name = forms.CharField(
        label=lazy("By whom"), required=False, max_length=120, widget=forms.TextInput(attrs={"type": "search"})
    )
    since = date_field(lazy("From"), required=False, validators=DAYS)
    until = date_field(lazy("Until"), required=False, validators=DAYS)

    def __init__(self, data: Any, record: Record) -> None:
        super().__init__(data)
        words = sorted(((str(said), verb) for verb, said in record.verbs.items()), key=lambda pair: pair[0].casefold())
        self.fields["verb"].choices = [("", _("Everything")), *((verb, said) for said, verb in words)]  # type: ignore[attr-defined]

    @property
    def asked(self) -> Asked:
        """What was entered and could be read; what could not leaves the list as long as it is."""
        self.is_valid()
        return Asked(**{name: value for name, value in self.cleaned_data.items() if value})


def record_page(
    request: HttpRequest, template: str, record: Record, context: dict[str, Any], csv_url: str
) -> HttpResponse:
    """A page of the record, filtered as asked; `csv_url` gives the same lines as a file."""
    form = RecordForm(request.GET, record)
    page = Paginator(record.matching(form.asked), PER_PAGE).get_page(request.GET.get("page"))
    query = "&".join(part for part in request.GET.urlencode().split("&") if part and not part.startswith("page="))
    filled = {
        "form": form,
        "page": page,
        "lines": [(line, _address(line)) for line in record.lines(page)],
        "zone": record.zone,
        "is_filtered": form.asked != Asked(),
        "csv_url": f"{csv_url}?{query}" if query else csv_url,
    }
    return render(request, template, {**context, **filled}, status=400 if form.errors else 200)


def record_csv(request: HttpRequest, record: Record, name: str) -> StreamingHttpResponse:
    """The lines that the page shows, all of them, written as they are read."""
    lines = _sheet(record, RecordForm(request.GET, record).asked)
    answer = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="record-{name}.csv"'
    return answer


def _sheet(record: Record, asked: Asked) -> Iterator[str]:
    yield as_csv([(_("When (UTC)"), _("Who"), _("What"), _("About"), _("Why"), _("Number"))])
    events = record.matching(asked).iterator(chunk_size=LINES_AT_ONCE)
    while part := list(islice(events, LINES_AT_ONCE)):
        yield as_csv(_row(line) for line in record.lines(part))


def _row(line: Line) -> tuple[str, ...]:
    at = f"{line.at.astimezone(UTC):%Y-%m-%d %H:%M:%S}"
    return (at, line.who, line.what, line.about, line.reason, line.object)


def _address(line: Line) -> str:
    """The page of what it was done to, or ""."""
    kind, _colon, number = line.object.partition(":")
    return reverse(PAGES[kind], args=(int(number),)) if kind in PAGES else ""

"""Letters to a society's people: those that were written, a new one with its recipients counted first, and one."""

from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from campus.activities.models import Occurrence
from campus.base import clock
from campus.base.errors import not_here
from campus.checkin import letters as queries
from campus.checkin.actions import write_letter
from campus.checkin.letters import Address
from campus.checkin.models import Letter
from campus.directory.models import Society
from campus.directory.rules import Right
from frontend.forms import form_page, refusals_on
from frontend.manage.letter_forms import LetterForm
from frontend.manage.scope import Desk, desk_for

PER_PAGE = 20


@login_required
@require_safe
def letters(request: HttpRequest, university: str, society: str) -> HttpResponse:
    """What was written, the newest first."""
    desk = desk_for(request, university, society, Right.SEE_NAMES)
    page = Paginator(queries.letters_of(desk.society, desk.person), PER_PAGE).get_page(request.GET.get("page"))
    left = queries.letters_left(Address(desk.society, Letter.Audience.MEMBERS), clock.now())
    return render(request, "manage/letters.html", desk.page("manage_letters", page=page, left=max(0, left)))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, university: str, society: str) -> HttpResponse:
    """A new letter; "preview" says whom it reaches and whom not, and sends nothing."""
    desk = desk_for(request, university, society, Right.SEE_NAMES)
    at, held = clock.now(), _date(desk.society, request)
    if request.method != "POST":
        initial = {"audience": request.GET.get("to", "") or ("yes" if held else "members")}
        return _page(request, desk, held, LetterForm(of_date=held is not None, initial=initial))
    form = LetterForm(request.POST, of_date=held is not None)
    if not form.is_valid():
        return _page(request, desk, held, form)
    if request.POST.get("do") != "send":
        return _previewed(request, desk, held, form, at)
    with refusals_on(form):
        letter = write_letter(by=desk.person, society=desk.society, occurrence=held, at=at, **form.cleaned_data)
        count = letter.recipients
        sentence = ngettext("Written: it goes to %(count)d person.", "Written: it goes to %(count)d people.", count)
        messages.success(request, sentence % {"count": count})
        return redirect("manage_letter", university=university, society=society, pk=letter.pk)
    return _page(request, desk, held, form)


@login_required
@require_safe
def letter(request: HttpRequest, university: str, society: str, pk: int) -> HttpResponse:
    """One letter as it went out."""
    desk = desk_for(request, university, society, Right.SEE_NAMES)
    found = queries.letter_by_number(desk.person, pk)
    if found.society_id != desk.society.pk:
        raise not_here()
    return render(request, "manage/letter.html", desk.page("manage_letters", letter=found))


def _previewed(
    request: HttpRequest, desk: Desk, held: Occurrence | None, form: LetterForm, at: datetime
) -> HttpResponse:
    address = Address(desk.society, form.cleaned_data["audience"], held)
    found = queries.preview(desk.person, address, at)
    shown = {**form.cleaned_data, "to": dict(form.fields["audience"].choices)[form.cleaned_data["audience"]]}  # type: ignore[attr-defined]
    left = queries.letters_left(address, at)
    return _page(request, desk, held, form, preview=found, shown=shown, is_over=left <= 0)


def _page(request: HttpRequest, desk: Desk, held: Occurrence | None, form: LetterForm, **more: object) -> HttpResponse:
    context = desk.page("manage_letters", occurrence=held, **more)
    return form_page(request, "manage/write_letter.html", form, context)


def _date(society: Society, request: HttpRequest) -> Occurrence | None:
    """The date that it is about, if it is about one. Raises NotFound for a number of none of this society's."""
    asked = request.POST.get("occurrence", "") or request.GET.get("occurrence", "")
    if not asked:
        return None
    found = society.occurrences.filter(pk=asked).first() if asked.isdecimal() and len(asked) < 19 else None
    if found is None:
        raise not_here()
    return found

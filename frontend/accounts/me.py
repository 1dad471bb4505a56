"""My page: what I joined, where I was counted, which offices I hold, how the pages speak to me."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from campus.activities.models import Rsvp
from campus.activities.queries.answers import my_answers
from campus.activities.queries.follows import follows_of
from campus.base import clock
from campus.base.errors import not_here
from campus.checkin.models import Attendance
from campus.checkin.queries import attendances_of
from campus.checkin.tokens import not_me_token
from campus.directory.actions import show_office
from campus.directory.queries import offices_of, societies_for
from campus.membership.queries import affiliations_of, memberships_of
from campus.people.actions import change_person
from campus.people.models import Person
from frontend.accounts.forms import SettingsForm
from frontend.accounts.one_person import one_person
from frontend.forms import form_page, refusals_on
from frontend.people import signed_in
from frontend.site.preferences import keep_language, keep_theme

COUNTED_SHOWN = 10
ANSWERS_SHOWN = 20


@require_safe
@never_cache
@login_required
def me(request: HttpRequest) -> HttpResponse:
    """Everything about the person who is here, for them alone."""
    person = signed_in(request)
    page = Paginator(attendances_of(person), COUNTED_SHOWN).get_page(request.GET.get("page"))
    context = {
        "answers": _answers(person),
        "follows": follows_of(person),
        "memberships": memberships_of(person),
        "affiliations": affiliations_of(person),
        "offices": offices_of(person),
        "drafts": [society for society in societies_for(person) if society.approved_at is None],
        "page": page,
        "counted": [(attendance, _not_me_token(attendance, person)) for attendance in page],
        "form": _settings_form(person),
        **one_person(person),
    }
    return render(request, "accounts/me.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def me_settings(request: HttpRequest) -> HttpResponse:
    """Name, language and colours."""
    person = signed_in(request)
    form = SettingsForm(request.POST) if request.method == "POST" else _settings_form(person)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            person = change_person(by=person, at=clock.now(), **form.cleaned_data)
            messages.success(request, _("Saved."))
            answer = redirect("me")
            keep_language(answer, person.language)
            keep_theme(answer, person.theme)
            return answer
    return form_page(request, "accounts/me_settings.html", form)


@require_POST
@login_required
def my_office(request: HttpRequest, pk: int) -> HttpResponse:
    """Let everybody see my name beside my office, or no longer."""
    person = signed_in(request)
    office = offices_of(person).filter(pk=pk).first()
    if office is None:
        raise not_here()
    shown = show_office(by=person, office=office, is_public=request.POST.get("is_public") == "yes", at=clock.now())
    if shown.is_public:
        messages.success(request, _("Everybody sees your name on the page of the society now."))
    else:
        messages.success(request, _("Your name is off the page of the society."))
    return redirect("me")


def _answers(person: Person) -> list[tuple[Rsvp, bool]]:
    """What they said yes or maybe to and is not over; each with whether it can still be changed."""
    at = clock.now()
    return [
        (row, at < row.occurrence.starts_at)
        for row in my_answers(person, at).exclude(answer=Rsvp.Answer.NO)[:ANSWERS_SHOWN]
    ]


def _settings_form(person: Person) -> SettingsForm:
    return SettingsForm(initial={"name": person.name, "language": person.language, "theme": person.theme})


def _not_me_token(attendance: Attendance, person: Person) -> str:
    """The token of "not me", for what somebody may have typed in the person's stead; else ""."""
    if attendance.identity != Attendance.Identity.TYPED:
        return ""
    day = clock.today(attendance.university.zone, attendance.at)
    return not_me_token(person=person, university=attendance.university, day=day)

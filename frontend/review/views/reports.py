"""What was reported and what is hidden: at a university, and for operators and coordinators beyond one."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from campus.activities import actions
from campus.activities.order import may_answer, may_appeal
from campus.activities.queries import order
from campus.activities.subjects import Subject, subject_by_key, university_of
from campus.base import clock
from campus.base.errors import not_here
from campus.directory.models import Hiding
from frontend.forms import form_page, refusals_on
from frontend.order_forms import AnswerForm, AppealForm, HideForm, KeepForm
from frontend.people import signed_in
from frontend.review.scope import university_for, with_tabs
from frontend.subjects import subject_url


@login_required
@require_safe
def reports(request: HttpRequest, university: str) -> HttpResponse:
    """What waits at a university, longest first, and what is hidden there now."""
    here, person = university_for(request, university), signed_in(request)
    context = {"waiting": order.reports_waiting(person, here), "hidden": order.hidden_at_university(person, here)}
    return render(request, "review/reports.html", with_tabs(here, "review_reports", **context))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, university: str, kind: str, number: int) -> HttpResponse:
    """What was said about one society or series: keep it as it is, or hide it."""
    here = university_for(request, university)
    subject = order.subject_to_decide(signed_in(request), f"{kind}:{number}")
    if university_of(subject) != here:
        raise not_here()
    shown = _decision(request, subject, "review/report.html", with_tabs(here, "review_reports"))
    return shown or redirect("review_reports", here.slug)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def hiding(request: HttpRequest, university: str, pk: int) -> HttpResponse:
    """Something hidden at a university: answer the appeal, or as its staff appeal for the university itself."""
    here, found = university_for(request, university), order.hiding_by_number(signed_in(request), pk)
    if found.university_id != here.pk:
        raise not_here()
    return _answer(request, found, "review/hiding.html", with_tabs(here, "review_reports"))


@login_required
@require_safe
def all_reports(request: HttpRequest) -> HttpResponse:
    """Reported universities, and all that is hidden: of a country for its coordinator, of all for operators."""
    person = signed_in(request)
    if not order.has_reach(person):
        raise not_here()
    context = {"waiting": order.universities_reported(person), "hidden": order.hidden_within_reach(person)}
    return render(request, "review/all_reports.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def report_of_university(request: HttpRequest, pk: int) -> HttpResponse:
    """What was said about one university: keep it as it is, or hide it with all its societies."""
    subject = order.subject_to_decide(signed_in(request), f"university:{pk}")
    return _decision(request, subject, "review/report_of_university.html", {}) or redirect("reports")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def hiding_anywhere(request: HttpRequest, pk: int) -> HttpResponse:
    """Something hidden, for operators and coordinators."""
    person = signed_in(request)
    found = order.hiding_by_number(person, pk)
    if not may_answer(person, found):
        raise not_here()
    return _answer(request, found, "review/hiding_anywhere.html", {})


def _decision(request: HttpRequest, subject: Subject, template: str, context: dict[str, Any]) -> HttpResponse | None:
    """The page of what was reported; None once it is decided."""
    person, at, do = signed_in(request), clock.now(), request.POST.get("do")
    keep_form = KeepForm(request.POST if do == "keep" else None)
    hide_form = HideForm(request.POST if do == "hide" else None)
    if keep_form.is_valid():
        with refusals_on(keep_form):
            actions.keep_page(by=person, subject=subject, at=at, **keep_form.cleaned_data)
            messages.success(request, _("It stays as it is: %(name)s.") % {"name": subject})
            return None
    if hide_form.is_valid():
        with refusals_on(hide_form):
            actions.hide_page(by=person, subject=subject, at=at, **hide_form.cleaned_data)
            messages.success(request, _("Hidden: %(name)s. Its people get a mail with the reason.") % {"name": subject})
            return None
    said: dict[str, Any] = {"subject": subject}
    said |= {"zone": university_of(subject).zone, "keep_form": keep_form, "hide_form": hide_form}
    said |= {"flags": order.reports_about(person, subject), "url": subject_url(subject)}
    return form_page(request, template, hide_form if do == "hide" else keep_form, {**context, **said})


def _answer(request: HttpRequest, found: Hiding, template: str, context: dict[str, Any]) -> HttpResponse:
    """The page of something hidden, with the form that this person may fill in, if any."""
    person, at, do = signed_in(request), clock.now(), request.POST.get("do")
    answer_form = AnswerForm(request.POST if do in {"lift", "uphold"} else None)
    appeal_form = AppealForm(request.POST if do == "appeal" else None)
    if answer_form.is_valid():
        act = actions.lift_hiding if do == "lift" else actions.uphold_hiding
        with refusals_on(answer_form):
            act(by=person, hiding=found, at=at, **answer_form.cleaned_data)
            messages.success(request, _("Saved. Its people get a mail with your answer."))
            return redirect(request.path)
    if appeal_form.is_valid():
        with refusals_on(appeal_form):
            actions.appeal_hiding(by=person, hiding=found, at=at, **appeal_form.cleaned_data)
            messages.success(request, _("Your appeal is sent. You get a mail when it is answered."))
            return redirect(request.path)
    said: dict[str, Any] = {"hiding": found, "subject": subject_by_key(found.subject), "zone": found.university.zone}
    said |= {"answer_form": answer_form, "appeal_form": appeal_form, "url": subject_url(said["subject"])}
    said |= {"may_answer": may_answer(person, found), "may_appeal": may_appeal(person, found)}
    return form_page(request, template, appeal_form if do == "appeal" else answer_form, {**context, **said})

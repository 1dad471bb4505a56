"""The Django admin, cut down: for operators, to look things up, keep reference data, and call actions.

Nothing that shows who attended, answered or committed is registered, nobody writes a row past the domain, and what
is done is recorded where everything is: in the AuditEvent of the action. Mounted at /admin/.
"""

from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar, cast

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.views import redirect_to_login
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from campus.activities.actions.observances import keep_observance
from campus.activities.models import Observance
from campus.activities.observances import first_days
from campus.base import clock
from campus.base.errors import CampusError, not_here
from campus.directory import rules
from campus.directory.actions import approve_university, end_office
from campus.directory.models import Office, Society, Term, University
from campus.people.models import Person

Row = TypeVar("Row", bound=Model)
View = TypeVar("View", bound=Callable[..., HttpResponseBase])
ABSENT = frozenset({"password_change", "password_change_done", "view_on_site", "login"})  # there are no passwords


class OperatorsSite(admin.AdminSite):
    """An admin that an operator enters, with a second factor, by the sign-in of the pages; to others it is not here."""

    site_header = site_title = "HeForShe Campus"
    index_title = _("Looking things up")
    site_url = "/"
    enable_nav_sidebar = False

    def has_permission(self, request: HttpRequest) -> bool:
        return request.user.is_authenticated and rules.is_operator(request.user)

    def admin_view(self, view: View, cacheable: bool = False) -> View:
        guarded = super().admin_view(view, cacheable)

        def enter(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if not self.has_permission(request):
                raise not_here()
            return guarded(request, *args, **kwargs)

        return cast(View, enter)

    def get_urls(self) -> list[Any]:
        return [url for url in super().get_urls() if getattr(url, "name", None) not in ABSENT]


class Readable(admin.ModelAdmin[Row]):
    """Rows to look at. What changes one is an action of the domain, which asks for itself who may."""

    list_per_page = 50
    show_full_result_count = False
    actions_on_bottom = True

    def has_module_permission(self, request: HttpRequest) -> bool:
        return True

    def has_view_permission(self, request: HttpRequest, obj: Row | None = None) -> bool:
        return True

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Row | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Row | None = None) -> bool:
        return False

    def each(self, request: HttpRequest, rows: QuerySet[Row], act: Callable[[Person, Row], object]) -> None:
        """Do one thing to each chosen row, and say what was refused."""
        assert isinstance(request.user, Person)  # noqa: S101 - nobody else enters
        done = 0
        for row in rows:
            try:
                act(request.user, row)
                done += 1
            except CampusError as refusal:
                messages.error(request, f"{row}: {refusal.sentence}")
        if done:
            messages.success(request, gettext("Done: %(count)d.") % {"count": done})


class UniversityAdmin(Readable[University]):
    list_display = ("name", "country", "city", "kind", "status", "status_at")
    list_filter = ("status", "kind", "country")
    search_fields = ("name", "slug")
    fields = (
        "name",
        "slug",
        "country",
        "city",
        "zone",
        "kind",
        "evidence_url",
        "requires_domain",
        "asks_under_18",
        "small_number",
        "keep_attendance_months",
        "keep_audit_months",
        "holiday_region",
        "status",
        "status_at",
        "status_reason",
        "hidden_at",
    )
    actions = ("approve",)

    @admin.action(description=_("Approve the proposed ones"))
    def approve(self, request: HttpRequest, rows: QuerySet[University]) -> None:
        self.each(request, rows, lambda by, row: approve_university(by=by, university=row, at=clock.now()))


class SocietyAdmin(Readable[Society]):
    list_display = ("name", "university", "status", "status_at", "approved_at", "hidden_at")
    list_filter = ("status", "university__country")
    list_select_related = ("university",)
    search_fields = ("name", "slug")
    fields = (
        "university",
        "name",
        "slug",
        "purpose",
        "status",
        "status_at",
        "status_reason",
        "approved_at",
        "hidden_at",
    )


class OfficeAdmin(Readable[Office]):
    """Who holds which office: operators see officers' names (campus.directory.rules.may_see_officers)."""

    list_display = ("role", "person", "country", "university", "society", "starts_on", "ends_on", "accepted_at")
    list_filter = ("role",)
    list_select_related = ("person", "university", "society")
    search_fields = ("university__name", "society__name")
    fields = (
        "role",
        "person",
        "country",
        "university",
        "society",
        "shadow_from",
        "starts_on",
        "ends_on",
        "invited_at",
        "accepted_at",
        "ended_at",
    )
    actions = ("end",)

    @admin.action(description=_("End the chosen offices now"))
    def end(self, request: HttpRequest, rows: QuerySet[Office]) -> None:
        self.each(request, rows, lambda by, row: end_office(by=by, office=row, at=clock.now()))


class TermAdmin(Readable[Term]):
    list_display = ("name", "university", "calendar", "active_from", "teaching_from", "teaching_to", "active_to")
    list_filter = ("university__country",)
    list_select_related = ("university", "calendar")
    search_fields = ("name", "university__name")
    date_hierarchy = "active_from"


class ObservanceForm(forms.ModelForm):
    """What the action refuses stands on the form."""

    def clean_rrule(self) -> str:
        rrule: str = self.cleaned_data["rrule"].strip().upper()
        try:
            if not first_days(rrule, date(2000, 1, 1), date(2031, 12, 31)):
                raise forms.ValidationError(_("No date fits this rule. Name the month and the day in it."))
        except CampusError as refusal:
            raise forms.ValidationError(str(refusal.sentence)) from refusal
        return rrule


class ObservanceAdmin(Readable[Observance]):
    """Reference data: the one table that operators write here. A row that societies chose is never deleted."""

    form = ObservanceForm
    list_display = ("name", "slug", "kind", "rrule", "days", "country", "tier", "shows_by_default", "needs_opt_in")
    list_filter = ("tier", "kind", "on_un_list", "needs_opt_in")
    search_fields = ("name", "slug")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return True

    def has_change_permission(self, request: HttpRequest, obj: Observance | None = None) -> bool:
        return True

    def save_model(self, request: HttpRequest, obj: Observance, form: Any, change: bool) -> None:
        assert isinstance(request.user, Person)  # noqa: S101 - nobody else enters
        keep_observance(by=request.user, observance=obj, at=clock.now())

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """The action records it."""

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """The action records it."""


site = OperatorsSite(name="admin")
site.register(University, UniversityAdmin)
site.register(Society, SocietyAdmin)
site.register(Office, OfficeAdmin)
site.register(Term, TermAdmin)
site.register(Observance, ObservanceAdmin)
site.disable_action("delete_selected")

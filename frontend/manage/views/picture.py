"""The picture of a society: upload it, describe it, remove it."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from campus.base import clock
from campus.directory import actions
from campus.directory.models import Society
from campus.directory.rules import Right
from frontend.forms import form_page, refusals_on
from frontend.manage.scope import desk_for
from frontend.sentences import PlainForm


class PictureForm(PlainForm):
    """A file and what is on it; the file may be left out while there is a picture."""

    picture = forms.FileField(
        label=gettext_lazy("Picture"),
        required=False,
        allow_empty_file=True,
        help_text=gettext_lazy("JPEG, PNG or WebP, 2 MB at most. Where and with what it was taken is not kept."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )
    alt = forms.CharField(
        max_length=160,
        label=gettext_lazy("What is on it"),
        help_text=gettext_lazy("For those who cannot see it, for example: twelve people around a table, laughing."),
        error_messages={"required": gettext_lazy("Say in words what is on it, for those who cannot see it.")},
    )

    def __init__(self, society: Society, data: Any = None, files: Any = None) -> None:
        super().__init__(data, files, initial={"alt": society.picture_alt})

    def given(self) -> dict[str, Any]:
        """What the action takes. Only after is_valid()."""
        file = self.cleaned_data["picture"]
        return {"alt": self.cleaned_data["alt"], "content": file.read() if file is not None else None}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def picture(request: HttpRequest, university: str, society: str) -> HttpResponse:
    """The picture as it is, a form to change it, and a button to remove it."""
    desk = desk_for(request, university, society, Right.KEEP_SOCIETY)
    here, at, do = desk.society, clock.now(), request.POST.get("do")
    form = PictureForm(here, request.POST if do == "set" else None, request.FILES if do == "set" else None)
    with refusals_on(form):
        if do == "remove":
            actions.remove_picture(by=desk.person, society=here, at=at)
            messages.success(request, _("The picture is removed."))
            return redirect(request.path)
        if form.is_valid():
            actions.set_picture(by=desk.person, society=here, at=at, **form.given())
            messages.success(request, _("Saved. It stands on the page of the society."))
            return redirect(request.path)
    return form_page(request, "manage/picture.html", form, desk.page("manage_settings"))

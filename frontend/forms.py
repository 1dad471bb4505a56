"""Forms and the domain: how a refusal gets onto the form it belongs to."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from campus.base.errors import CampusError, Conflict, Invalid, TooMany, Unavailable
from frontend.refusals import status_of


@contextmanager
def refusals_on(form: BaseForm) -> Iterator[None]:
    """Put what an action refuses onto the form, sentence by sentence, and go on after the block.

    Only what mending the form can mend: NotFound and NotAllowed pass through and become a page of their own.
    What was typed stays, and `form_page` answers with the refusal's status.
    """
    try:
        yield
    except (Invalid, Conflict, TooMany, Unavailable) as refusal:
        _put(refusal, form)


def form_page(
    request: HttpRequest, template: str, form: BaseForm, context: dict[str, Any] | None = None
) -> HttpResponse:
    """The page of a form, as `form` in its context: 200 when fresh, 400 or the refusal's own status when refused."""
    status = getattr(form, "refused_with", 400) if form.errors else 200
    return render(request, template, {"form": form, **(context or {})}, status=status)


def _put(refusal: CampusError, form: BaseForm) -> None:
    if not form.is_bound:  # what was refused is a button beside the form; Django expects cleaned data to add to
        form.cleaned_data = {}
    known = {name: sentence for name, sentence in refusal.fields.items() if name in form.fields}
    for name, sentence in known.items():
        form.add_error(name, str(sentence))
    if not known:
        form.add_error(None, str(refusal.sentence))
    form.refused_with = status_of(refusal)  # type: ignore[attr-defined]

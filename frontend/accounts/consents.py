"""What I agreed to, in the very words, and how to take it back."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from campus.base import clock
from campus.base.errors import Sentence
from campus.custody.actions import withdraw
from campus.custody.consents import consent_of, consents_of
from campus.people.models import Consent
from frontend.people import signed_in

WHERE: dict[str, Sentence] = {
    "check-in:signed_in": gettext_lazy("checking in, signed in"),
    "check-in:typed": gettext_lazy("checking in, with a typed name"),
    "invitation": gettext_lazy("accepting the invitation"),
}
DONE: dict[str, Sentence] = {
    Consent.Kind.CHECK_IN: gettext_lazy("Taken back. Your visits there stand under no name any more."),
    Consent.Kind.NEWS: gettext_lazy("Taken back. You get no more news."),
    Consent.Kind.OFFICE: gettext_lazy("Taken back. The office is ended, and its rights with it."),
}


@require_safe
@never_cache
@login_required
def consents(request: HttpRequest) -> HttpResponse:
    """Every one, the newest first."""
    agreed = [(each, WHERE.get(each.consent.where, "")) for each in consents_of(signed_in(request))]
    return render(request, "accounts/consents.html", {"agreed": agreed})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def withdraw_consent(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what taking it back does, and do it when the button says so."""
    person = signed_in(request)
    agreed = consent_of(person, pk)
    if request.method == "POST":
        withdraw(by=person, consent=agreed.consent, at=clock.now())
        messages.success(request, str(DONE[agreed.consent.kind]))
        return redirect("consents")
    if not agreed.stands:
        messages.info(request, _("This was taken back already."))
        return redirect("consents")
    return render(request, "accounts/withdraw_consent.html", {"agreed": agreed})

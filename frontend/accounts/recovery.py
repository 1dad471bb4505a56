"""Recovery codes: ten, each good once, for the day when the phone is gone."""

from allauth.mfa.adapter import get_adapter as get_factors
from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from campus.base.errors import not_here
from frontend.accounts.proof import proof_required
from frontend.forms import form_page, refusals_on
from frontend.people import signed_in


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@proof_required
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """Those just made, until they are put away; later only how many are left, and new ones for the asking."""
    form = forms.Form()
    if request.POST.get("do") == "kept":
        get_factors().put_codes_away(request)
        return redirect("security")
    if request.POST.get("do") == "new":
        with refusals_on(form):
            get_factors().renew_codes(request)
            messages.success(request, _("Here are new codes. The former ones are good for nothing now."))
            return redirect("recovery_codes")
    codes = [_printed(code) for code in get_factors().fresh_codes(request)]
    context = {"codes": codes, "factors": get_factors().factors_of(signed_in(request))}
    return form_page(request, "accounts/recovery_codes.html", form, context)


@require_POST
@never_cache
@proof_required
def recovery_codes_file(request: HttpRequest) -> HttpResponse:
    """Those just made as a text file."""
    codes = get_factors().fresh_codes(request)
    if not codes:
        raise not_here()
    heading = _("Recovery codes of %(address)s at HeForShe Campus. Each is good once.") % {
        "address": signed_in(request).email
    }
    answer = HttpResponse("\n".join([heading, "", *map(_printed, codes), ""]), content_type="text/plain; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="heforshe-campus-recovery-codes.txt"'
    return answer


def _printed(code: str) -> str:
    """Eight digits in two fours; the hyphen need not be typed."""
    return f"{code[:4]}-{code[4:]}"

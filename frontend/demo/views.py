"""The demo's own pages: enter as one of the cast, read the mail that was sent."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from campus.people.models import Person
from frontend.demo.cast import CAST
from frontend.demo.mail import newest
from frontend.links import next_page

MAILS_SHOWN = 50


@require_safe
@never_cache
def demo(request: HttpRequest) -> HttpResponse:
    """The cast, each with a button to enter."""
    people = Person.objects.in_bulk([role.address for role in CAST], field_name="email")
    cast = [(people[role.address], role) for role in CAST if role.address in people]
    return render(request, "demo/demo.html", {"cast": cast})


@require_POST
def demo_enter(request: HttpRequest) -> HttpResponse:
    """Be one of the cast from now on. Impossible outside demo mode, even for somebody who finds this view."""
    address = request.POST.get("address", "")
    if not settings.DEMO or address not in {role.address for role in CAST}:
        raise Http404
    person = Person.objects.filter(email=address).first()
    if person is None:
        messages.error(request, _("The demo campus is not loaded yet. Run make demo."))
        return redirect("demo")
    login(request, person, backend=settings.AUTHENTICATION_BACKENDS[0])
    return redirect(next_page(request, "me"))


@require_safe
@never_cache
def demo_mail(request: HttpRequest) -> HttpResponse:
    """The mail that was sent, newest first."""
    return render(request, "demo/demo_mail.html", {"mails": newest(MAILS_SHOWN)})

"""Language and colours: plain forms in the app bar, kept in a cookie and, when signed in, with the person."""

from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST

from campus.base import clock
from campus.people.actions import change_person
from campus.people.models import Person
from frontend.context import THEME_COOKIE
from frontend.links import next_page

YEAR = int(timedelta(days=365).total_seconds())


@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Speak the language chosen, here and in mail; an unknown one changes nothing."""
    language = request.POST.get("language", "")
    answer = HttpResponseRedirect(next_page(request))
    if language in dict(settings.LANGUAGES):
        keep_language(answer, language)
        if isinstance(request.user, Person):
            change_person(by=request.user, language=language, at=clock.now())
    return answer


@require_POST
def set_theme(request: HttpRequest) -> HttpResponse:
    """Light, dark, or empty for what the device prefers."""
    theme = request.POST.get("theme", "")
    answer = HttpResponseRedirect(next_page(request))
    if theme in Person.Theme.values:
        keep_theme(answer, theme)
        if isinstance(request.user, Person):
            change_person(by=request.user, theme=theme, at=clock.now())
    return answer


def keep_language(answer: HttpResponse, language: str) -> None:
    """Remember the language in this browser."""
    _keep(answer, settings.LANGUAGE_COOKIE_NAME, language)


def keep_theme(answer: HttpResponse, theme: str) -> None:
    """Remember the colours in this browser."""
    _keep(answer, THEME_COOKIE, theme)


def _keep(answer: HttpResponse, name: str, value: str) -> None:
    if value:
        answer.set_cookie(name, value, max_age=YEAR, secure=settings.SECURE, httponly=True, samesite="Lax")
    else:
        answer.delete_cookie(name, samesite="Lax")

"""Pages that only say something."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept, who sees it, for how long, and how to have it gone."""
    return render(request, "site/privacy.html")


@require_safe
def help(request: HttpRequest) -> HttpResponse:  # noqa: A001 - it is the page's name
    """How things work, and where to turn when something happened."""
    return render(request, "site/help.html")


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """What works for whom, and how to say that something does not."""
    return render(request, "site/accessibility.html")


@require_safe
def conduct(request: HttpRequest) -> HttpResponse:
    """What people who meet here agree on."""
    return render(request, "site/conduct.html")

"""The next dates of a university as a page for the frame of its own site: no cookies, nothing to fill in."""

from csp.decorators import csp_replace
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import override
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from campus.activities.queries import upcoming
from campus.activities.queries.feeds import open_society
from campus.base import clock
from campus.directory.queries import university_by_slug

DATES_SHOWN = 10
# Any site: universities have more than the domains of their addresses. There is nothing in it to be tricked into.
FRAMED_BY = ["https:"] if settings.SECURE else ["https:", "http:"]


@require_safe
@xframe_options_exempt
@csp_replace({"frame-ancestors": FRAMED_BY})  # type: ignore[arg-type]  # it passes on what the address holds
def embed(request: HttpRequest, university: str) -> HttpResponse:
    """The next dates there, or with ?society=slug those of one society. Every link opens in a new tab."""
    here = university_by_slug(None, university)
    slug = request.GET.get("society", "")
    society = open_society(university, slug) if slug else None
    context = {
        "university": here,
        "society": society,
        "dates": upcoming(at=clock.now(), university=here, society=society)[:DATES_SHOWN],
        "language": settings.LANGUAGE_CODE,
    }
    with override(settings.LANGUAGE_CODE):
        answer = HttpResponse(render_to_string("activities/embed.html", context))  # without the request: no cookies
    answer["Cache-Control"] = "public, max-age=300"
    return answer

"""The picture of a society as a file."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from campus.base.errors import not_here
from campus.directory import rules
from campus.directory.queries.pictures import society_by_picture
from frontend.people import person_of

WEEK = 7 * 24 * 3600  # seconds


@require_safe
def picture(request: HttpRequest, name: str) -> HttpResponse:
    """It bears another name when it is another picture, so that browsers may keep it; of a hidden society they may not.

    Who asks is looked up only where it matters: a public picture is the same for everybody.
    """
    society = society_by_picture(f"{name}.webp")
    is_public = rules.is_public(society)
    if not is_public and not rules.may_see(person_of(request), society):
        raise not_here()
    try:
        with society.picture.open() as file:
            answer = HttpResponse(file.read(), content_type="image/webp")
    except FileNotFoundError:  # replaced in this very moment
        raise not_here() from None
    answer["Cache-Control"] = f"public, max-age={WEEK}, immutable" if is_public else "private, no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer

"""Papers: a template to a tagged PDF (PDF/UA-1). What a paper shows stands in it or beside its template."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext_lazy as _
from PIL import ImageFile

from campus.base.errors import Unavailable

FOLDER = Path(__file__).resolve().parent.parent / "templates" / "campus" / "paper"
SCHEME = "paper:///"
CONTENT_TYPES = {".css": "text/css", ".svg": "image/svg+xml"}


def pdf(template: str, context: Mapping[str, Any]) -> bytes:
    """The PDF of a template in templates/campus/paper/, with the active language and its direction in the context.

    A template names its style sheet and pictures by full address, like paper:///poster.css.

    Raises Unavailable where Pango, which sets the text, is not installed.
    """
    document = _maker()
    html = render_to_string(
        f"campus/paper/{template}",
        {**context, "language": get_language(), "direction": "rtl" if get_language_bidi() else "ltr"},
    )
    paper = document(string=html, url_fetcher=_own_files())
    made: bytes = paper.write_pdf(pdf_variant="pdf/ua-1")
    return made


def _maker() -> Any:
    """WeasyPrint's HTML. Imported here: it takes half a second and loads Pango, which a web process may lack."""
    try:
        from weasyprint import HTML

        ImageFile.LOAD_TRUNCATED_IMAGES = False  # WeasyPrint turns it on for the whole process; uploads are refused
    except OSError as error:  # a shared library is missing
        raise Unavailable(
            "no_pdf",
            _("This installation cannot make PDFs yet. Its operator needs to install Pango (libpango-1.0-0)."),
        ) from error
    return HTML


@lru_cache(maxsize=1)
def _own_files() -> Any:
    """A fetcher that reads the files beside the templates and nothing else: no network, no other path."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class OwnFiles(URLFetcher):
        def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
            name = url.removeprefix(SCHEME)
            found = {path.name: path for path in FOLDER.iterdir()}.get(name) if url.startswith(SCHEME) else None
            if found is None or found.suffix not in CONTENT_TYPES:
                raise ValueError(f"A paper may not load {url}")
            return URLFetcherResponse(url, found.read_bytes(), {"Content-Type": CONTENT_TYPES[found.suffix]})

    return OwnFiles()

"""What every page has around it: language, colours, places to switch to, refusals, files we ship."""

import hashlib
import json
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory

from campus.base.errors import Conflict, Invalid, NotAllowed, NotFound, TooMany, Unavailable
from frontend import icons
from frontend.charts import Bars, Columns, Row, Series, Value, round_up
from frontend.context import Shell
from frontend.middleware import RefusalMiddleware
from frontend.words import zone_city
from tests.conftest import Cast

STATIC = Path(__file__).resolve().parents[2] / "frontend" / "static"


@pytest.mark.pure
def test_each_vendored_file_is_the_one_its_package_has():
    entries = json.loads((STATIC / "vendor" / "vendor.json").read_text())
    found = {
        entry["file"]: hashlib.sha256((STATIC / "vendor" / entry["file"]).read_bytes()).hexdigest() for entry in entries
    }
    assert found == {entry["file"]: entry["sha256"] for entry in entries}
    assert {path.name for path in (STATIC / "vendor").iterdir()} == {"vendor.json", *found}


@pytest.mark.pure
def test_the_two_dark_blocks_of_the_look_are_equal():
    sheet = (STATIC / "look.css").read_text()
    blocks = re.findall(r"(?::root:not\(\[data-theme=light\]\)|:root\[data-theme=dark\]) \{(.*?)\}", sheet, re.DOTALL)
    by_device, by_choice = ([line.strip() for line in block.strip().splitlines()] for block in blocks)
    assert by_device == by_choice


@pytest.mark.pure
def test_every_icon_a_template_asks_for_is_in_the_sprite():
    templates = STATIC.parent / "templates"
    asked = {name for page in templates.rglob("*.html") for name in re.findall(r'{% icon "([a-z]+)"', page.read_text())}
    assert asked - set(icons.shapes()) == set()


@pytest.mark.pure
def test_nothing_stands_inline_in_a_template():
    pages = (STATIC.parent / "templates").rglob("*.html")
    inline = re.compile(r"<style|<script(?![^>]* src=)|\sstyle=|\son[a-z]+=\"")
    # A block of JSON-LD is data for search engines: no browser executes it, whatever the policy says.
    data = '<script type="application/ld+json">'
    assert [page.name for page in pages if inline.search(page.read_text().replace(data, ""))] == []


def test_a_page_forbids_everything_inline(client: Client, db: None):
    policy = client.get("/privacy/")["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


def test_signed_out_the_bar_leads_to_signing_in(client: Client, db: None):
    page = client.get("/privacy/").content.decode()
    assert re.findall(r'<li><a href="([^"]+)"(?: aria-current="page")?><svg', page) == [
        "/",
        "/universities/",
        "/c/",
        "/sign-in/",
    ]


def test_the_switcher_names_each_place_with_the_role_held_there(cast: Cast, rf: RequestFactory):
    cast.society.memberships.create(
        university=cast.karura, person=cast.kofi, joined_on="2026-09-01", joined_at=cast.society.status_at
    )
    cast.other_society.memberships.create(
        university=cast.other, person=cast.kofi, joined_on="2026-09-01", joined_at=cast.society.status_at
    )
    request = rf.get("/")
    request.user = cast.kofi
    assert [(place.name, str(place.role)) for place in Shell(request).places] == [
        ("HeForShe Karura", "President"),
        ("HeForShe Mzizi", "Member"),
    ]


def test_somebody_without_a_place_has_no_switcher(cast: Cast, rf: RequestFactory):
    request = rf.get("/")
    request.user = cast.amina
    assert Shell(request).places == []


def test_colours_are_kept_in_the_browser(client: Client, db: None):
    answer = client.post("/theme/", {"theme": "dark", "next": "/privacy/"})
    assert (answer.status_code, answer["Location"]) == (302, "/privacy/")
    assert '<html lang="en" dir="ltr" data-theme="dark">' in client.get("/privacy/").content.decode()


def test_colours_are_kept_with_the_person(client: Client, cast: Cast):
    client.force_login(cast.amina)
    client.post("/theme/", {"theme": "light"})
    cast.amina.refresh_from_db()
    assert cast.amina.theme == "light"


def test_an_unknown_colour_changes_nothing(client: Client, db: None):
    client.post("/theme/", {"theme": "neon"})
    assert client.cookies.get("theme") is None


def test_the_language_is_kept_with_the_person(client: Client, cast: Cast):
    client.force_login(cast.amina)
    client.post("/language/", {"language": "en"})
    cast.amina.refresh_from_db()
    assert cast.amina.language == "en"


@pytest.mark.parametrize("goal", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "/\\evil.example"])
def test_a_form_never_leads_off_this_site(client: Client, db: None, goal: str):
    assert client.post("/theme/", {"theme": "dark", "next": goal})["Location"] == "/"


@pytest.mark.parametrize(
    ("refusal", "status"),
    [
        (Invalid("x", "Say when it starts."), 400),
        (NotAllowed("x", "Only its officers can do this."), 403),
        (NotFound("x", "This page is not here, or it is not yours to see."), 404),
        (Conflict("x", "It is cancelled."), 409),
        (TooMany("x", "That was too often.", retry_after=timedelta(minutes=2)), 429),
        (Unavailable("x", "No PDFs here."), 503),
    ],
)
def test_a_refusal_becomes_a_page_with_its_status(rf: RequestFactory, db: None, refusal: Exception, status: int):
    answer = RefusalMiddleware(lambda request: HttpResponse()).process_exception(rf.get("/"), refusal)
    assert answer is not None
    assert answer.status_code == status
    assert f"<h1>{refusal}</h1>" in answer.content.decode()
    assert answer.get("Retry-After") == ("120" if status == 429 else None)


@pytest.mark.pure
def test_what_is_no_refusal_is_left_to_the_server(rf: RequestFactory):
    assert RefusalMiddleware(lambda request: HttpResponse()).process_exception(rf.get("/"), ValueError()) is None


def test_a_page_that_is_not_there_says_so_in_our_words(client: Client, db: None):
    answer = client.get("/nowhere/")
    assert answer.status_code == 404
    assert "This page is not here, or it is not yours to see." in answer.content.decode()


def test_a_form_without_its_token_is_asked_for_once_more(db: None):
    answer = Client(enforce_csrf_checks=True).post("/theme/", {"theme": "dark"})
    assert answer.status_code == 403
    assert "<h1>Send it once more.</h1>" in answer.content.decode()


@pytest.mark.pure
def test_a_zone_is_called_by_its_city():
    assert zone_city("America/Sao_Paulo") == "Sao Paulo"


FIRST, AGAIN = Series("First time", 1), Series("Came again", 2)


def chart(kind: type, rows: list[Row]):
    return kind(title="", base="", sentence="", row_name="", series=[FIRST, AGAIN], rows=rows)


@pytest.mark.pure
def test_the_parts_of_a_column_stand_on_each_other():
    columns = chart(Columns, [Row("Week 1", [Value.of(50), Value.of(30)], label="1")])
    assert columns.top == 80
    assert [(shape.step, shape.y, shape.height) for shape in columns.shapes] == [(1, 37.5, 62.5), (2, 0.0, 36.5)]


@pytest.mark.pure
def test_a_break_is_a_stripe_without_a_column():
    columns = chart(Columns, [Row("Week 1", [Value.of(4), Value.of(0)]), Row("Recess", [], is_break=True)])
    assert columns.stripes == ["10"]
    assert len(columns.shapes) == 1


@pytest.mark.pure
def test_what_is_held_back_has_a_text_and_no_length():
    hidden = Value("too few to show", None)
    bars = chart(Bars, [Row("Large", [Value.of(30), Value.of(10)]), Row("Small", [hidden, Value.of(3)])])
    assert [(bar.figure, bar.is_hidden, len(bar.shapes)) for bar in bars.bars] == [
        ("40", False, 2),
        ("too few to show", True, 0),
    ]


@pytest.mark.pure
@pytest.mark.parametrize(("number", "top"), [(0, 4), (3, 4), (9, 20), (76, 80), (81, 100), (104, 200)])
def test_an_axis_ends_at_a_round_number(number: int, top: int):
    assert round_up(number) == top

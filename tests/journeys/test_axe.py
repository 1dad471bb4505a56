"""No finding on any page: axe with its rules, both widths, both modes, details opened, errors and empty lists included.

At the narrow width also: no sideways scroll at 320 px, and no button or input lower than 44 px.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.template.loader import render_to_string
from playwright.sync_api import ViewportSize

from tests.conftest import Cast
from tests.factories import NOW
from tests.frontend.faces import FACES
from tests.frontend.routes import PAGES, RIGHTFUL, Audience, address_of
from tests.frontend.sent_faces import SENT
from tests.journeys.conftest import DESK, PHONE
from tests.journeys.reader import Reader
from tests.stage import Stage, set_stage

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

MADE_BY_THE_BROWSER = {"receipt"}  # the story of a check-in comes to it
REFUSED_WHEN_EMPTY = (
    *("sign_in", "check_in", "me_settings", "propose_university", "register_society", "registration"),
    *("plan_activity", "manage_occurrence", "manage_series", "void_attendance", "manage_offices", "manage_settings"),
    *("review_university", "review_registration", "review_society", "review_terms", "new_term", "review_term"),
    *("review_offices", "review_settings"),
)
WIDTHS = pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])


@pytest.fixture
def stage(cast: Cast) -> Iterator[Stage]:
    with time_machine.travel(NOW, tick=True):  # the server runs in a thread of this process
        yield set_stage(cast)


@pytest.fixture
def reader(chromium: Any, live_server: Any, stage: Stage) -> Iterator[Callable[..., Reader]]:
    """A browser for one of the cast, or for a stranger; the same one when asked again."""
    made: dict[Any, Reader] = {}

    def of(who: str | None, viewport: ViewportSize = PHONE) -> Reader:
        key = (who, viewport["width"])
        if key not in made:
            made[key] = Reader(chromium, live_server, getattr(stage.cast, who) if who else None, viewport)
        return made[key]

    yield of
    for one in made.values():
        one.context.close()


@WIDTHS
@pytest.mark.parametrize("audience", Audience)
def test_every_page_as_its_rightful_person(audience: Audience, viewport: ViewportSize, stage: Stage, reader: Any):
    somebody, found = reader(RIGHTFUL[audience], viewport), {}
    for name, page in PAGES.items():
        if page.audience is audience and page.is_html and not page.post_only and name not in MADE_BY_THE_BROWSER:
            somebody.goes_to(address_of(name, stage))
            found[name] = somebody.findings()
    assert {name: findings for name, findings in found.items() if findings} == {}


@pytest.mark.parametrize(("viewport", "scheme"), [(PHONE, "light"), (DESK, "dark")], ids=["phone", "desk"])
def test_the_other_faces_of_pages(viewport: ViewportSize, scheme: str, stage: Stage, reader: Any):
    found = {}
    for name, face in FACES.items():
        somebody = reader(face.who, viewport)
        somebody.goes_to(face.address(stage))
        found[name] = somebody.findings((scheme,))
    assert {name: findings for name, findings in found.items() if findings} == {}


@pytest.mark.parametrize(("viewport", "scheme"), [(PHONE, "light"), (DESK, "dark")], ids=["phone", "desk"])
def test_what_follows_a_form_that_was_sent(viewport: ViewportSize, scheme: str, stage: Stage, reader: Any):
    found, statuses = {}, {}
    for name, face in SENT.items():
        somebody = reader(face.who, viewport)
        statuses[name] = somebody.sends(face.address(stage), face.entered(stage))
        found[name] = somebody.findings((scheme,))
    assert statuses == {name: face.status for name, face in SENT.items()}
    assert {name: findings for name, findings in found.items() if findings} == {}


def test_forms_that_were_refused(stage: Stage, reader: Any):
    found = {}
    for name in REFUSED_WHEN_EMPTY:
        somebody = reader(RIGHTFUL[PAGES[name].audience])
        somebody.goes_to(address_of(name, stage))
        assert (name, somebody.empties_and_sends()) == (name, 400)
        found[name] = somebody.findings()
    assert {name: findings for name, findings in found.items() if findings} == {}


@WIDTHS
def test_what_follows_a_check_in(viewport: ViewportSize, stage: Stage, reader: Any):
    somebody = reader(None, viewport)
    somebody.goes_to(address_of("check_in", stage))
    somebody.clicks("Just count me")
    receipt = somebody.findings()
    somebody.goes_to(address_of("check_in", stage))
    again = somebody.findings()
    somebody.goes_to(address_of("undo_check_in", stage))
    somebody.clicks("Undo the check-in")
    assert [receipt, again, somebody.findings()] == [[], [], []]


@WIDTHS
def test_the_page_that_asks_for_the_code(viewport: ViewportSize, stage: Stage, reader: Any):
    somebody = reader(None, viewport)
    somebody.goes_to("/sign-in/")
    somebody.page.get_by_label("E-mail").fill("amina@karura.example")
    somebody.clicks("Send me a code")
    asked = somebody.findings()
    somebody.clicks("Sign in")
    assert [asked, somebody.findings()] == [[], []]


@WIDTHS
@pytest.mark.parametrize("which", [0, 1], ids=["places", "language and colours"])
def test_a_menu_that_is_open(which: int, viewport: ViewportSize, stage: Stage, reader: Any):
    somebody = reader("kofi", viewport)
    somebody.goes_to(address_of("help", stage))
    somebody.page.locator("details[data-menu] > summary").nth(which).click()
    assert somebody.findings() == []


@WIDTHS
def test_the_demo(viewport: ViewportSize, reader: Any, settings: Any, tmp_path: Path):
    settings.DEMO = True
    settings.ROOT_URLCONF = "tests.frontend.demo_urls"
    settings.VAR_DIR = tmp_path
    somebody, found = reader(None, viewport), {}
    for address in ("/demo/", "/demo/mail/", "/c/"):
        somebody.goes_to(address)
        found[address] = somebody.findings()
    assert {address: findings for address, findings in found.items() if findings} == {}


@WIDTHS
@pytest.mark.parametrize("template", ["403.html", "500.html"])
def test_pages_of_what_went_wrong(template: str, viewport: ViewportSize, reader: Any, rf: Any):
    somebody, page = reader(None, viewport), render_to_string(template, request=rf.get("/"))
    somebody.page.route("**/broken/", lambda route: route.fulfill(body=page, content_type="text/html"))
    somebody.goes_to("/broken/")
    assert somebody.findings() == []

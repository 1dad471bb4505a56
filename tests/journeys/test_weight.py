"""What a page weighs on its way to a phone that has never been here: all bytes as Chromium counts them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page

from tests.journeys.conftest import PHONE
from tests.journeys.production import Site, serving

pytestmark = [pytest.mark.browser, pytest.mark.pure]

KILOBYTE = 1024
CHECK_IN_AT_MOST = 20 * KILOBYTE
PAGE_AT_MOST = 100 * KILOBYTE

MANAGE = "/manage/karura/heforshe-karura/"
PUBLIC = (
    *("/", "/universities/karura/", "/societies/karura/heforshe-karura/", "/c/", "/sign-in/", "/privacy/"),
    *("/observances/", "/series/1/", "/occurrences/1/"),
)
PLANNING = ("plan", "plan/month", "plan/dates", "plan/templates", "plan/new", "plan/observances", "plan/import")
OF_THE_PRESIDENT = (
    *("/me/", "/me/calendar/", "/universities/propose/", MANAGE),
    *(f"{MANAGE}{page}/" for page in (*PLANNING, "newcomers", "attendance", "members", "together", "letters/new")),
)
OF_THE_DEAN = (
    *("/review/karura/participation/", "/review/karura/societies/", "/review/karura/terms/"),
    *("/review/karura/calendars/1/", "/review/karura/calendars/1/history/", "/review/karura/enrolments/"),
)


@dataclass
class Scales:
    """Adds up what comes over the wire into a page: headers and bodies, also of answers that redirect."""

    parts: dict[str, float] = field(default_factory=dict)
    kinds: set[str] = field(default_factory=set)
    _names: dict[str, str] = field(default_factory=dict)

    def put_under(self, page: Page) -> None:
        wire = page.context.new_cdp_session(page)
        wire.on("Network.requestWillBeSent", self._asked)
        wire.on("Network.loadingFinished", lambda event: self._came(event["requestId"], event["encodedDataLength"]))
        wire.send("Network.enable")

    def _asked(self, event: dict[str, Any]) -> None:
        if redirect := event.get("redirectResponse"):
            self._came(event["requestId"], redirect["encodedDataLength"])
        self._names[event["requestId"]] = urlsplit(event["request"]["url"]).path
        self.kinds.add(event.get("type", ""))

    def _came(self, request: str, weight: float) -> None:
        name = self._names[request]
        if weight:  # what the browser draws itself, like the arrow of a select, comes from nowhere
            self.parts[name] = self.parts.get(name, 0) + weight

    @property
    def total(self) -> float:
        return sum(self.parts.values())

    def __str__(self) -> str:
        return f"{self.total:.0f} bytes: " + ", ".join(f"{name} {weight:.0f}" for name, weight in self.parts.items())


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with serving(tmp_path_factory.mktemp("production")) as made:
        yield made


def weighed(chromium: Browser, site: Site, path: str, session: str = "") -> tuple[Scales, int]:
    """A page and its icon, loaded by a browser that has nothing of this site yet; and how many scripts stand on it."""
    context = chromium.new_context(base_url=site.url, viewport=PHONE, ignore_https_errors=True)
    if session:
        context.add_cookies([{"name": "sessionid", "value": session, "url": site.url}])
    page, scales = context.new_page(), Scales()
    scales.put_under(page)
    answer = page.goto(path, wait_until="networkidle")
    assert answer is not None
    assert (answer.status, page.url) == (200, site.url + path)
    # Without a window Chromium asks for no icon, so it is asked for here.
    page.evaluate("fetch(document.querySelector('link[rel=icon]').href).then(answer => answer.blob())")
    scripts = page.locator("script").count()
    context.close()
    return scales, scripts


def test_the_check_in_page_is_light_and_without_script(chromium: Browser, site: Site):
    scales, scripts = weighed(chromium, site, f"/c/{site.open_code()}")
    assert len(scales.parts) == 3, f"the page, its sheet and its icon come, and nothing else: {scales}"
    assert scales.total <= CHECK_IN_AT_MOST, f"/c/ weighs {scales}"
    assert (scripts, "Script" in scales.kinds) == (0, False)


def test_the_frame_on_another_site_is_light_and_without_script(chromium: Browser, site: Site):
    scales, scripts = weighed(chromium, site, "/embed/karura/")
    assert len(scales.parts) == 3, f"the page, its sheet and its icon come, and nothing else: {scales}"
    assert scales.total <= CHECK_IN_AT_MOST, f"/embed/ weighs {scales}"
    assert (scripts, "Script" in scales.kinds) == (0, False)


@pytest.mark.parametrize(
    ("who", "paths"),
    [("", PUBLIC), ("kofi@karura.example", OF_THE_PRESIDENT), ("dean@karura.example", OF_THE_DEAN)],
    ids=["anybody", "the president", "the dean"],
)
def test_any_other_page_weighs_at_most_a_hundred_kilobytes(
    who: str, paths: tuple[str, ...], chromium: Browser, site: Site
):
    session = site.session_of(who) if who else ""
    weights = {path: weighed(chromium, site, path, session)[0] for path in paths}
    heavy = {path: str(scales) for path, scales in weights.items() if scales.total > PAGE_AT_MOST}
    assert heavy == {}

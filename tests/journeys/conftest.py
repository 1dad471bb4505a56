"""A real browser against a real server."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect
from pytest_django.live_server_helper import LiveServer

PHONE: ViewportSize = {"width": 360, "height": 740}
DESK: ViewportSize = {"width": 1280, "height": 900}
expect.set_options(timeout=20_000)

REFUSED_FORM = "the server responded with a status of 400"  # the browser says so of every form that is shown again


class Visitor:
    """One person with one browser of their own. Whatever its console complains about fails the test."""

    def __init__(self, chromium: Browser, server: LiveServer, **options: Any) -> None:
        self.context = chromium.new_context(base_url=server.url, **{"viewport": DESK, **options})
        self.page: Page = self.context.new_page()
        self.complaints: list[str] = []
        self.page.on("console", lambda said: self._complain(said.text) if said.type == "error" else None)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _complain(self, text: str) -> None:
        if REFUSED_FORM not in text:
            self.complaints.append(text)

    def click(self, name: str) -> None:
        """The button, or else the link, of this name."""
        button = self.page.get_by_role("button", name=name, exact=True)
        (button if button.count() else self.page.get_by_role("link", name=name, exact=True)).first.click()

    def sees(self, text: str) -> None:
        expect(self.page.locator("main")).to_contain_text(text)


@pytest.fixture
def visitor(chromium: Browser, live_server: LiveServer) -> Iterator[Callable[..., Visitor]]:
    made: list[Visitor] = []

    def new(**options: Any) -> Visitor:
        made.append(Visitor(chromium, live_server, **options))
        return made[-1]

    yield new
    complaints = [complaint for one in made for complaint in one.complaints]
    for one in made:
        one.context.close()
    assert complaints == []

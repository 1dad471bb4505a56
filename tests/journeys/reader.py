"""A browser that looks at pages as axe does, and at what axe does not see: sideways scroll and low targets."""

from collections.abc import Mapping
from typing import Literal

from axe_playwright_python.base import AXE_SCRIPT
from django.test import Client
from playwright.sync_api import Browser, Page, ViewportSize
from pytest_django.live_server_helper import LiveServer

from campus.people.models import Person
from tests.factors import just_signed_in

Scheme = Literal["light", "dark"]
SCHEMES: tuple[Scheme, ...] = ("light", "dark")
NARROW: ViewportSize = {"width": 320, "height": 740}

# Every rule that axe has, those it still tries out and AAA too, but one: a contrast of 7:1, where AA asks 4.5:1.
READ = """async () => {
  const rules = axe.getRules().filter(({ruleId}) => ruleId !== "color-contrast-enhanced");
  const on = Object.fromEntries(rules.map(({ruleId}) => [ruleId, {enabled: true}]));
  const {violations} = await axe.run(document, {rules: on, resultTypes: ["violations"]});
  return violations.flatMap(({id, nodes}) => nodes.map(({target, html, any, all, none}) =>
    `${id} at ${target.join(" ")}: ${html.slice(0, 120)} ${[...any, ...all, ...none].map(({message}) => message)}`));
}"""
# The menus of the app bar lie over the page, so what is below them could not be seen.
OPEN_DETAILS = "for (const one of document.querySelectorAll('details:not([data-menu])')) one.open = true"
# A form of every page, the one that chooses the colours, goes elsewhere with other inputs.
SEND = """([address, pairs]) => {
  const form = document.querySelector("form[method=post]");
  const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
  form.action = address;
  form.replaceChildren(...[["csrfmiddlewaretoken", token], ...pairs].map(([name, value]) => {
    const one = document.createElement("textarea");
    [one.name, one.value] = [name, value];
    return one;
  }));
  form.submit();
}"""
IS_WIDER = "document.scrollingElement.scrollWidth > document.scrollingElement.clientWidth"
LOW = """[...document.querySelectorAll("button, .btn, summary, select, textarea, input, nav a, .pick, .days label")]
  .filter(one => one.checkVisibility() && !one.matches("[type=hidden], [type=checkbox], [type=radio], [aria-hidden]"))
  .filter(one => Math.round(one.getBoundingClientRect().height) < 44)
  .map(one => `lower than 44 px: ${one.outerHTML.slice(0, 160)}`)"""


class Reader:
    """Somebody's browser, or a stranger's, at one width. Nothing moves in it, so colours are what they become."""

    def __init__(self, chromium: Browser, server: LiveServer, who: Person | None, viewport: ViewportSize) -> None:
        self.is_narrow = viewport["width"] < 500
        self.viewport = viewport
        self.context = chromium.new_context(base_url=server.url, viewport=viewport, reduced_motion="reduce")
        self.context.add_init_script(AXE_SCRIPT)
        if who:
            client = just_signed_in(Client(), who)
            session = client.cookies["sessionid"].value
            self.context.add_cookies([{"name": "sessionid", "value": session, "url": server.url}])
        self.page: Page = self.context.new_page()

    def goes_to(self, address: str) -> None:
        self.page.goto(address)

    def findings(self, schemes: tuple[Scheme, ...] = SCHEMES) -> list[str]:
        """Everything that is wrong with the page as it stands, its details opened."""
        self.page.evaluate(OPEN_DETAILS)
        found = self.page.evaluate(LOW) if self.is_narrow else []
        for scheme in schemes:
            self.page.emulate_media(color_scheme=scheme)
            found += [f"{scheme}: {finding}" for finding in self.page.evaluate(READ)]
        if self.is_narrow:
            self.page.set_viewport_size(NARROW)
            found += ["scrolls sideways at 320 px"] if self.page.evaluate(IS_WIDER) else []
            self.page.set_viewport_size(self.viewport)
        return found

    def clicks(self, button: str) -> None:
        """The button of this name, and waits for the page it leads to."""
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=button, exact=True).click()

    def sends(self, address: str, entered: Mapping[str, str | list[str]]) -> int:
        """Sends what is entered to an address from a page of this site; the status of the answer."""
        self.page.goto("/help/")
        pairs = [
            (name, one) for name, value in entered.items() for one in ([value] if isinstance(value, str) else value)
        ]
        with self.page.expect_navigation() as sent:
            self.page.evaluate(SEND, [address, pairs])
        return sent.value.status

    def empties_and_sends(self) -> int:
        """Sends the page's first form of inputs with nothing in it; the status of the answer."""
        self.page.evaluate(OPEN_DETAILS)
        self.page.evaluate("for (const one of document.querySelectorAll('main form[novalidate] .in')) one.value = ''")
        form = self.page.locator("main form[novalidate]").first
        with self.page.expect_response(lambda answer: answer.request.is_navigation_request()) as sent:
            form.locator("button:not([aria-hidden], [formnovalidate])").first.click()
        self.page.wait_for_load_state()
        return sent.value.status

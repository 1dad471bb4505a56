"""Every page is read by axe."""

import time

import pytest
import time_machine
from axe_playwright_python.base import AXE_SCRIPT
from django.test import Client

from tests.conftest import Cast
from tests.factories import NOW
from tests.frontend.faces import FACES
from tests.frontend.routes import PAGES, RIGHTFUL, address_of
from tests.journeys.conftest import PHONE
from tests.stage import set_stage

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def stage(cast: Cast):
    with time_machine.travel(NOW, tick=True):
        yield set_stage(cast)


RUN = """async () => {
  const found = await axe.run(document, {resultTypes: ["violations"], rules: Object.fromEntries(axe.getRules().map(rule => [rule.ruleId, {enabled: true}]))});
  return found.violations.map(one => [one.id, one.impact, one.nodes.map(node => node.html.slice(0, 160) + " @ " + node.target.join(" ") +" "+ [...node.any,...node.all,...node.none].map(x=>x.message).join(";"))]);
}"""


def test_x(stage, chromium, live_server):
    from collections import Counter

    seen = {}
    t = Counter()
    todo = [
        (n, RIGHTFUL[PAGES[n].audience], address_of(n, stage))
        for n in PAGES
        if PAGES[n].is_html and not PAGES[n].post_only and n != "receipt"
    ] + [(n, f.who, f.address(stage)) for n, f in FACES.items()]
    for who in sorted({str(w) for _, w, _ in todo}):
        context = chromium.new_context(base_url=live_server.url, viewport=PHONE)
        context.add_init_script(AXE_SCRIPT)
        if who != "None":
            c = Client()
            c.force_login(getattr(stage.cast, who))
            context.add_cookies([{"name": "sessionid", "value": c.cookies["sessionid"].value, "url": live_server.url}])
        page = context.new_page()
        for name, w, address in todo:
            if str(w) != who:
                continue
            for width in (360, 1280):
                t0 = time.perf_counter()
                page.set_viewport_size({"width": width, "height": 800})
                page.goto(address)
                t1 = time.perf_counter()
                t["load"] += t1 - t0
                page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
                for scheme in ("light", "dark"):
                    page.emulate_media(color_scheme=scheme)
                    t1 = time.perf_counter()
                    for rule, impact, nodes in page.evaluate(RUN):
                        for n in nodes:
                            seen.setdefault((rule, n), set()).add((name, width, scheme))
                    t["axe"] += time.perf_counter() - t1
                if width == 360:
                    page.set_viewport_size({"width": 320, "height": 800})
                    wide = page.evaluate("document.scrollingElement.scrollWidth")
                    if wide > 320:
                        seen.setdefault(("scroll", str(wide)), set()).add(name)
        context.close()
    print(t, len(todo))
    by = {}
    for (rule, node), where in seen.items():
        by.setdefault(rule, []).append((node, where))
    for rule, l in by.items():
        print("##", rule, len(l))
        for node, where in l[:40]:
            print("   ", node[:420], "|", len(where), sorted(where, key=str)[:3])

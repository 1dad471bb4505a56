import time, pytest, time_machine
from axe_playwright_python.base import AXE_SCRIPT
from django.test import Client
from tests.factories import NOW
from tests.frontend.routes import address_of
from tests.stage import set_stage
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
def test_x(cast, chromium, live_server):
    with time_machine.travel(NOW, tick=True):
        stage = set_stage(cast)
        context = chromium.new_context(base_url=live_server.url, viewport={"width":360,"height":740}, reduced_motion="reduce")
        context.add_init_script(AXE_SCRIPT)
        c = Client(); c.force_login(cast.kofi)
        context.add_cookies([{"name": "sessionid", "value": c.cookies["sessionid"].value, "url": live_server.url}])
        page = context.new_page()
        for name in ("manage_today", "home", "manage_newcomers", "manage_plan"):
            t=time.perf_counter(); page.goto(address_of(name, stage)); print(name, "load", time.perf_counter()-t)
            for opts in ('{}', '{resultTypes:["violations"]}', '{preload:false}', '{rules: Object.fromEntries(axe.getRules().filter(r=>r.ruleId!="color-contrast-enhanced").map(rule => [rule.ruleId, {enabled: true}]))}', '{runOnly:["color-contrast"]}', '{preload:false,runOnly:["color-contrast","link-in-text-block"]}'):
                t=time.perf_counter()
                page.evaluate("async () => { const f = await axe.run(document, %s); return f.violations.length }" % opts)
                print("   ", opts[:60], round(time.perf_counter()-t,3))

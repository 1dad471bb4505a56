import pytest
import time_machine
from django.test import Client

from tests.factories import NOW
from tests.stage import set_stage

pytestmark = pytest.mark.django_db

def probe(name, fn):
    try:
        r = fn()
        print(name, r.status_code)
    except Exception as e:
        print(name, "EXC", type(e).__name__, str(e)[:150])

def test_probe(cast):
    from django.db import transaction
    with time_machine.travel(NOW, tick=False):
        stage = set_stage(cast)
    def go(name, fn):
        sid = transaction.savepoint()
        probe(name, fn)
        transaction.savepoint_rollback(sid)
    dean = Client(); dean.force_login(cast.dean)
    kofi = Client(); kofi.force_login(cast.kofi)
    anon = Client()
    go("participation nul", lambda: dean.get("/review/karura/participation/?q=%00"))
    go("participation nul csv", lambda: dean.get("/review/karura/participation.csv?q=%00"))
    go("sign in long", lambda: anon.post("/sign-in/", {"email": "a"*60 + "@" + ".".join(["b"*60]*4) + ".example"}))
    go("sign in ligature", lambda: anon.post("/sign-in/", {"email": "a@ﷺ.example"}))
    go("api sign in long", lambda: anon.post("/api/auth/app/v1/auth/code/request", {"email": "a"*60 + "@" + ".".join(["b"*60]*4) + ".example"}, content_type="application/json"))
    c = Client(); c.cookies["sessionid"] = "abcdefghij\x00"
    go("session nul", lambda: c.get("/me/"))
    c2 = Client()
    go("session nul2", lambda: Client().get("/me/", headers={"cookie": 'sessionid="abcdefghij\\000"'}))
    go("api token nul", lambda: Client().get("/api/v1/me/", headers={"X-Session-Token": 'abcdefghij\x00'}))
    big = 10**30
    for path in (f"/series/{big}/", f"/occurrences/{big}/", f"/receipt/{big}/", f"/receipt/{big}/undo/", f"/manage/karura/heforshe-karura/occurrences/{big}/", f"/manage/karura/heforshe-karura/series/{big}/", f"/manage/karura/heforshe-karura/offices/{big}/end/", f"/manage/karura/heforshe-karura/attendance/{big}/void/", f"/manage/karura/heforshe-karura/attendance/?occurrence={big}", "/manage/karura/heforshe-karura/attendance/?occurrence=999999999999999999", "/?page=abc", f"/?page={big}", "/universities/?page=-1", "/?q=%00&where=%00", "/universities/?q=%00", f"/me/?page={big}", f"/me/offices/{big}/", "/manage/karura/heforshe-karura/newcomers/?term=%00", "/c/%00", "/c/?code=%2F", "/c/?code=%00", "/c/..%2f", "/invitations/%00/", "/mail/stop/%00/", "/mail/not-me/%00/", "/manage/karura/heforshe-karura/posters/%00.pdf"):
        go(path, lambda: kofi.get(path))
    for path in (f"/review/karura/registrations/{big}/", f"/review/universities/{big}/", f"/review/karura/terms/{big}/", f"/review/karura/societies/{big}/", f"/review/karura/participation/?term={big}&order=x"):
        go(path, lambda: dean.get(path))
    go("next", lambda: anon.get("/sign-in/?next=/%09/evil.example"))
    for next in ("/\t/evil.example", "//evil", "/\\evil.example", "/a\nb", "/\x00", "/me/\x00"):
        def f():
            r = kofi.get("/sign-in/", {"next": next}); print(repr(next), r.headers.get("Location")); return r
        go("next", f)
    go("theme", lambda: kofi.post("/theme/", {"theme": "dark", "next": "/a\nSet-Cookie: x=1"}))
    go("lang cookie", lambda: Client().get("/", headers={"cookie": 'django_language="\\000"; theme="\\000"; campus_browser="\\000"; campus_receipts="a:b:c"'}))
    for first in ("0001-01-01", "9999-12-31"):
        go("plan " + first, lambda: kofi.post("/manage/karura/heforshe-karura/plan/new/", {"name": "x", "rhythm": "weekly", "interval": "", "first_date": first, "start_time": "18:00", "minutes": "60", "window": "always", "until": "9999-12-31", "do": "preview"}))
        go("office " + first, lambda: kofi.post("/manage/karura/heforshe-karura/offices/", {"role": "events", "address": "a@b.example", "starts_on": first, "ends_on": first}))
        go("term " + first, lambda: dean.post("/review/karura/terms/new/", {"calendar": cast.karura.calendars.get().pk, "name": "x", "active_from": first, "teaching_from": first, "teaching_to": first, "active_to": "9999-12-31"}))
    go("minutes", lambda: kofi.post("/manage/karura/heforshe-karura/plan/new/", {"name": "x", "rhythm": "weekly", "interval": "", "first_date": "2026-10-27", "start_time": "18:00", "minutes": "-5", "window": "always"}))
    go("minutes", lambda: kofi.post("/manage/karura/heforshe-karura/plan/new/", {"name": "x", "rhythm": "weekly", "interval": "", "first_date": "2026-10-27", "start_time": "18:00", "minutes": "9"*40, "window": "always"}))
    go("terms form calendar nul", lambda: dean.post("/review/karura/terms/new/", {"calendar": "\x00", "name": "x"}))
    go("terms form calendar big", lambda: dean.post("/review/karura/terms/new/", {"calendar": str(big), "name": "x"}))
    go("propose", lambda: kofi.post("/universities/propose/", {"name": "x", "kind": "school", "country": "KE", "zone": "../../etc/passwd", "evidence_url": "javascript:alert(1)", "domains": "\x00"}))

"""The frame for a university's own site."""

from datetime import timedelta

import time_machine
from django.test import Client, override_settings

from campus.directory.actions import suspend_society
from tests import factories
from tests.conftest import Cast
from tests.factories import NOW
from tests.frontend.pages import text
from tests.stage import circle


def test_it_may_stand_on_other_sites_and_no_other_page_may(cast: Cast, client: Client) -> None:
    embedded, page = client.get("/embed/karura/"), client.get("/universities/karura/")
    assert not embedded.has_header("X-Frame-Options")
    assert "frame-ancestors https:" in embedded["Content-Security-Policy"]
    assert "frame-ancestors 'none'" not in embedded["Content-Security-Policy"]
    assert "script-src 'self'" in embedded["Content-Security-Policy"]
    assert (page["X-Frame-Options"], "frame-ancestors 'none'" in page["Content-Security-Policy"]) == ("DENY", True)


def test_it_sets_no_cookie_and_does_not_ask_who_looks(cast: Cast, client: Client) -> None:
    answer = client.get("/embed/karura/")
    assert not answer.cookies
    assert "Cookie" not in answer.get("Vary", "")
    client.force_login(cast.kofi)
    assert client.get("/embed/karura/").content == answer.content


@time_machine.travel(NOW, tick=False)
def test_it_shows_the_next_dates_in_new_tabs(cast: Cast, client: Client) -> None:
    circle(cast)
    shown = client.get("/embed/karura/")
    assert shown.content.count(b'class="go-to"') == 10
    assert b'<base target="_blank">' in shown.content
    assert "HeForShe Karura" in text(shown)


@time_machine.travel(NOW, tick=False)
def test_it_can_be_kept_to_one_society(cast: Cast, client: Client) -> None:
    circle(cast)
    other = factories.society(cast.karura, "Chess Club")
    assert "No date ahead" in text(client.get(f"/embed/karura/?society={other.slug}"))
    assert "Tuesday Circle" in text(client.get("/embed/karura/?society=heforshe-karura"))
    suspend_society(by=cast.dean, society=cast.society, reason="No officers.", at=NOW + timedelta(minutes=1))
    assert client.get("/embed/karura/?society=heforshe-karura").status_code == 404


def test_the_university_is_told_how_to_use_it(cast: Cast, client: Client) -> None:
    client.force_login(cast.dean)
    assert '<iframe src="http://testserver/embed/karura/"' in text(client.get("/review/karura/settings/"))


@override_settings(SITE_URL="https://campus.example")
def test_a_university_that_is_not_public_has_none(cast: Cast, client: Client) -> None:
    cast.karura.hidden_at = NOW
    cast.karura.save()
    assert client.get("/embed/karura/").status_code == 404

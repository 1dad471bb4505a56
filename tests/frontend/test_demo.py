"""The demo's doors: open in demo mode, not there otherwise."""

from pathlib import Path
from typing import Any

import pytest
from django.core.mail import EmailMultiAlternatives, get_connection
from django.http import Http404
from django.test import Client, RequestFactory
from django.urls import NoReverseMatch, reverse

from frontend.demo.cast import CAST
from frontend.demo.views import demo_enter
from tests.conftest import Cast

BACKEND = "frontend.demo.mail.DemoMailBackend"


@pytest.fixture
def demo(settings: Any, tmp_path: Path) -> None:
    settings.DEMO = True
    settings.ROOT_URLCONF = "tests.frontend.demo_urls"
    settings.VAR_DIR = tmp_path


def send(subject: str, text: str, to: str = "amina@karura.example") -> None:
    letter = EmailMultiAlternatives(subject, text, "campus@localhost", [to], connection=get_connection(BACKEND))
    letter.attach_alternative(f"<p>{text}</p>", "text/html")
    letter.send()


class TestOutsideDemoMode:
    @pytest.mark.parametrize("path", ["/demo/", "/demo/mail/", "/demo/enter/"])
    def test_the_addresses_are_not_there(self, client: Client, db: None, path: str):
        assert [client.get(path).status_code, client.post(path).status_code] == [404, 404]

    @pytest.mark.pure
    @pytest.mark.parametrize("name", ["demo", "demo_mail", "demo_enter"])
    def test_the_routes_have_no_name(self, name: str):
        with pytest.raises(NoReverseMatch):
            reverse(name)

    def test_nobody_comes_in_with_a_click(self, client: Client, cast: Cast):
        client.post("/demo/enter/", {"address": "amina@karura.example"})
        assert "_auth_user_id" not in client.session

    def test_the_view_itself_lets_nobody_in(self, rf: RequestFactory, cast: Cast):
        with pytest.raises(Http404):
            demo_enter(rf.post("/", {"address": "amina@karura.example"}))

    def test_even_with_the_routes_in_place_nobody_comes_in(self, client: Client, cast: Cast, settings: Any):
        settings.ROOT_URLCONF = "tests.frontend.demo_urls"
        assert client.post("/demo/enter/", {"address": "amina@karura.example"}).status_code == 404
        assert "_auth_user_id" not in client.session

    def test_no_page_speaks_of_a_demo(self, client: Client, db: None):
        assert 'class="demo' not in client.get("/privacy/").content.decode()


@pytest.mark.usefixtures("demo")
class TestInDemoMode:
    def test_one_click_is_enough(self, client: Client, cast: Cast):
        answer = client.post("/demo/enter/", {"address": "amina@karura.example"})
        assert (answer.status_code, answer["Location"]) == (302, "/me/")
        assert client.session["_auth_user_id"] == str(cast.amina.pk)

    def test_only_the_cast_can_be_entered(self, client: Client, cast: Cast):
        assert client.post("/demo/enter/", {"address": "dennis@karura.example"}).status_code == 404
        assert "_auth_user_id" not in client.session

    def test_entering_takes_a_post(self, client: Client, cast: Cast):
        assert client.get("/demo/enter/?address=amina@karura.example").status_code == 405

    def test_the_page_lists_the_cast_that_is_there(self, client: Client, cast: Cast):
        listed = [role.address for _person, role in client.get("/demo/").context["cast"]]
        assert listed == [role.address for role in CAST if not role.address.endswith("movement.example")]

    def test_without_a_campus_it_says_how_to_load_one(self, client: Client, db: None):
        assert "Run make demo" in client.get("/demo/").content.decode()

    def test_each_page_says_that_it_is_a_demo(self, client: Client, db: None):
        page = client.get("/privacy/").content.decode()
        assert '<a href="/demo/">' in page
        assert '<a href="/demo/mail/">' in page

    def test_mail_is_printed_and_shown_newest_first(self, client: Client, db: None, capsys: pytest.CaptureFixture[str]):
        send("Your code", "ABCD-EFGH")
        send("Your next code", "JKLM-NPQR")
        assert [mail.subject for mail in client.get("/demo/mail/").context["mails"]] == ["Your next code", "Your code"]
        assert "ABCD-EFGH" in client.get("/demo/mail/").content.decode()
        assert "Mail to amina@karura.example: Your code" in capsys.readouterr().out

    def test_without_mail_the_page_says_what_would_bring_some(self, client: Client, db: None):
        assert "No mail yet" in client.get("/demo/mail/").content.decode()

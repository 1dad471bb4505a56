"""Addresses that people enter are asked on the public internet and nowhere else."""

import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
import requests
from urllib3.connection import HTTPSConnection

from campus.base import outbound
from campus.base.outbound import OutsideSession, is_outside

pytestmark = pytest.mark.pure
METADATA_OF_CLOUDS = "169.254.169.254"


class Answers(BaseHTTPRequestHandler):
    """/large is too large; /elsewhere leads to another address of this machine; all else is hello."""

    asked: list[str] = []

    def do_GET(self) -> None:
        self.asked.append(self.path)
        body = b"x" * (outbound.LARGEST + 1) if self.path == "/large" else b"hello"
        self.send_response(302 if self.path == "/elsewhere" else 200)
        self.send_header("Location", "/hello")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: Any) -> None:
        """Says nothing."""


@pytest.fixture
def here() -> Iterator[str]:
    """A server on this machine."""
    server = HTTPServer(("127.0.0.1", 0), Answers)
    Answers.asked.clear()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize(
    ("address", "may_be_asked"),
    [
        ("https://sso.karura.example/realms/all", True),
        ("https://sso.karura.example:8443", True),
        ("https://93.184.216.34/", True),
        ("http://sso.karura.example", False),
        ("https://localhost/", False),
        ("https://127.0.0.1/", False),
        ("https://10.1.2.3/", False),
        (f"https://{METADATA_OF_CLOUDS}/", False),
        ("https://[::1]/", False),
        ("https://[::ffff:10.0.0.1]/", False),
        ("https://[64:ff9b::10.0.0.1]/", False),
        ("https://name:word@sso.karura.example/", False),
        ("file:///etc/passwd", False),
        ("https://", False),
        ("https://[", False),
        ("https://sso.karura.example:port", False),
    ],
)
def test_only_https_on_the_public_internet_may_be_asked(address: str, may_be_asked: bool) -> None:
    assert is_outside(address) is may_be_asked


@pytest.mark.parametrize("behind", ["127.0.0.1", "10.0.0.1", METADATA_OF_CLOUDS, "::1", "fe80::1%eth0"])
def test_a_name_that_leads_inside_is_not_connected_to(behind: str, monkeypatch: Any) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_kind: [(0, 0, 0, "", (behind, 443))])
    with pytest.raises(requests.ConnectionError, match="No public address"):
        OutsideSession().get("https://sso.karura.example/")


def test_what_was_judged_is_what_is_connected_to(monkeypatch: Any) -> None:
    asked = []
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_kind: [(0, 0, 0, "", ("93.184.216.34", 443))])

    def connect(self: Any) -> Any:
        asked.append(self._dns_host)
        raise OSError("not in a test")

    monkeypatch.setattr(HTTPSConnection, "_new_conn", connect)
    with pytest.raises(requests.ConnectionError):
        OutsideSession().get("https://sso.karura.example/")
    assert asked == ["93.184.216.34"]


def test_a_server_of_this_machine_is_not_asked(here: str) -> None:
    with pytest.raises(requests.RequestException):
        OutsideSession().get(f"{here}/hello")
    assert Answers.asked == []


def test_developers_may_ask_their_own_machine(here: str, settings: Any) -> None:
    settings.ALLOW_PRIVATE_NETWORK = True
    assert OutsideSession().get(f"{here}/hello").text == "hello"


def test_it_is_not_led_elsewhere(here: str, settings: Any) -> None:
    settings.ALLOW_PRIVATE_NETWORK = True
    assert OutsideSession().get(f"{here}/elsewhere").status_code == 302
    assert Answers.asked == ["/elsewhere"]


def test_an_answer_that_is_too_large_is_not_read(here: str, settings: Any) -> None:
    settings.ALLOW_PRIVATE_NETWORK = True
    with pytest.raises(requests.RequestException, match="too large"):
        OutsideSession().get(f"{here}/large")

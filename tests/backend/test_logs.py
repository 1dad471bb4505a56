"""What a log line says, and what it keeps to itself."""

import io
import json
import logging

import pytest
import structlog

from backend.logs import logging_for

pytestmark = pytest.mark.pure


def logged(message: str, **values: object) -> dict[str, object]:
    """The line of production that this event becomes."""
    configuration = logging_for(level="INFO", plain=False)["formatters"]["lines"]
    factory = configuration.pop("()")
    output = io.StringIO()
    handler = logging.StreamHandler(output)
    handler.setFormatter(factory(**configuration))
    logger = logging.getLogger("tests.logs")
    logger.setLevel(logging.INFO)
    logger.addHandler(handler)
    structlog.stdlib.get_logger("tests.logs").info(message, **values)
    logger.removeHandler(handler)
    line: dict[str, object] = json.loads(output.getvalue())
    return line


def test_a_line_is_json_and_says_when_where_and_how_grave() -> None:
    line = logged("request_finished", code=200)
    assert {"event": "request_finished", "code": 200, "level": "info", "logger": "tests.logs"}.items() <= line.items()
    assert str(line["timestamp"]).endswith("Z")


@pytest.mark.parametrize(
    ("request_line", "shown"),
    [
        ("GET /invitations/Zk3xV9d0Lq8rT2yW5uB7nM4c/", "GET /invitations/…/"),
        ("POST /mail/not-me/12:1tYxQb:aBcDeFgHiJkLmNoPqRsT", "POST /mail/not-me/…"),
        ("GET /universities/a-university-of-many-words/?q=Amina", "GET /universities/a-university-of-many-words/"),
        ("GET /c/QN2BMZMM", "GET /c/QN2BMZMM"),
        ("GET /calendar/ABCDEFGHJKLMNPQRSTUVWXYZ23456789.ics", "GET /calendar/…"),
        ("GET /calendar/abcd.ics?x=1", "GET /calendar/…"),
        ("POST /me/calendar/revoke/", "POST /me/calendar/revoke/"),
    ],
)
def test_an_address_is_logged_without_what_opens_it(request_line: str, shown: str) -> None:
    assert logged("request_started", request=request_line, user_agent="a browser")["request"] == shown


def test_an_unknown_calendar_is_logged_without_its_secret() -> None:
    assert logged("Not Found: /calendar/ABCDEFGHJKLM.ics")["event"] == "Not Found: /calendar/…"


def test_nobodys_browser_is_logged() -> None:
    assert "user_agent" not in logged("request_started", request="GET /", user_agent="a browser")

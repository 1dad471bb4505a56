"""What tests of pages ask: as whom, what stands there, and whether anything was written."""

import html
import re
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from campus.people.models import Person
from tests.factors import just_signed_in


def as_person(person: Person) -> Client:
    """A browser in which this person is signed in."""
    return just_signed_in(Client(), person)


def text(answer: Any) -> str:
    """The words of a page as somebody reads them: without tags, in one line."""
    body = re.sub(r"<(script|style|title).*?</\1>", " ", answer.content.decode(), flags=re.DOTALL)
    body = re.sub(r"</?(a|abbr|b|bdi|s|small|span|time)\b[^>]*>", "", body)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body)).split())


def said_of(answer: Any) -> dict[str, list[str]]:
    """The sentences on a page's form, by input; "__all__" for those about all of it."""
    return {name: [str(sentence) for sentence in said] for name, said in answer.context["form"].errors.items()}


def messages(answer: Any) -> list[str]:
    """What a page says was done."""
    return [str(message) for message in answer.context["messages"]]


def entered(answer: Any, name: str) -> str:
    """What stands in an input of a page."""
    body = answer.content.decode()
    found = re.search(rf'<input[^>]*name="{name}"[^>]*>', body)
    assert found, f"no input {name}"
    value = re.search(r'value="([^"]*)"', found[0])
    return html.unescape(value[1]) if value else ""


def writes(ask: Any, path: str) -> list[str]:
    """The statements with which asking for a page changed the database; reading leaves none.

    But one in a quarter of an hour: when the session was last seen.
    """
    with CaptureQueriesContext(connection) as captured:
        answer = ask(path)
    assert answer.status_code < 400, path
    written = [query["sql"] for query in captured if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    return [sql for sql in written if "usersessions_usersession" not in sql]

"""Every list: as many queries for three rows as for one, pages by cursor, and filters."""

from base64 import b64encode
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import factories
from tests.backend.rows import ROWS, numbers
from tests.backend.schema import described
from tests.conftest import Cast
from tests.factories import NOW

LISTS = sorted(name for name in described() if name.endswith("_list"))


def asked(client: Any, address: str) -> tuple[Any, int]:
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(address)
    return answer, len(queries)


def test_every_list_is_named() -> None:
    assert sorted(ROWS) == LISTS


@pytest.mark.parametrize("name", LISTS)
def test_three_rows_take_as_many_queries_as_one(name: str, cast: Cast, ask_as: Any) -> None:
    who, one_more = ROWS[name]
    client = ask_as(getattr(cast, who))
    with time_machine.travel(NOW, tick=False):
        client.get("/api/v1/me/")  # that the session is in use is written down once in a while: now
        shown = one_more(cast, 0)
        address = described()[name].path.format(**numbers(cast))
        first, queries_for_one = asked(client, address)
        shown += one_more(cast, 1) + one_more(cast, 2)
        then, queries_for_three = asked(client, address)
    assert queries_for_three == queries_for_one
    assert len(then.json()["results"]) == len(first.json()["results"]) + 2
    assert [word for word in shown if word not in then.content.decode()] == []


@pytest.fixture
def three(cast: Cast) -> list[str]:
    names = ["Ábaco Club", "Baobab Club", "Cedar Club"]
    for name in names:
        factories.society(cast.karura, name)
    return names


def names_of(answer: Any) -> list[str]:
    return [row["name"] for row in answer.json()["results"]]


def test_a_list_is_read_page_by_page(cast: Cast, three: list[str], ask_as: Any) -> None:
    client, address = ask_as(None), f"/api/v1/societies/?university={cast.karura.pk}&page_size=2"
    seen = []
    while address:
        page = client.get(address)
        seen += names_of(page)
        address = page.json()["next"]
    assert seen == [*three, "HeForShe Karura"]


def test_a_page_comes_back_from_the_next_one(three: list[str], ask_as: Any) -> None:
    client = ask_as(None)
    first = client.get("/api/v1/societies/?page_size=2").json()
    second = client.get(first["next"]).json()
    assert client.get(second["previous"]).json()["results"] == first["results"]


def test_the_addresses_of_pages_never_come_from_the_host_header(three: list[str], ask_as: Any) -> None:
    answer = ask_as(None).get("/api/v1/societies/?page_size=2", headers={"host": "evil.example"})
    assert answer.json()["next"].startswith("http://testserver/api/v1/societies/?")


@pytest.mark.parametrize(
    ("collection", "cursor"),
    [
        ("societies", "x"),
        ("occurrences", "p=not+a+date"),
        ("occurrences", "p=%00"),
        ("series", "p=1e9"),
        ("series", "o=-1"),
    ],
)
def test_a_cursor_that_nobody_gave_out_is_not_found(collection: str, cursor: str, ask_as: Any, db: None) -> None:
    sent = cursor if "=" not in cursor else b64encode(cursor.encode()).decode()
    answer = ask_as(None).get(f"/api/v1/{collection}/", {"cursor": sent})
    assert answer.status_code == 404
    assert answer.json()["code"] == "unknown_cursor"


@pytest.mark.parametrize("size", ["0", "201", "many", "-1", "1.5", "9" * 30, "٣"])
def test_a_page_holds_one_to_two_hundred_rows(size: str, ask_as: Any, db: None) -> None:
    answer = ask_as(None).get(f"/api/v1/societies/?page_size={size}")
    assert answer.status_code == 400
    assert answer.json()["fields"] == {"page_size": ["Ask for 1 to 200 rows at once."]}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("name=abaco", ["Ábaco Club"]),
        ("name=CLUB", ["Ábaco Club", "Baobab Club", "Cedar Club"]),
        ("country=ZA", ["HeForShe Mzizi"]),
        ("name=club&country=ZA", []),
    ],
)
def test_societies_are_narrowed_by_name_and_country(query: str, found: list[str], three: Any, ask_as: Any) -> None:
    assert names_of(ask_as(None).get(f"/api/v1/societies/?{query}")) == found


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("university=karura", "university"),
        ("university=0", "university"),
        (f"university={10**18}", "university"),
        ("country=Kenya", "country"),
        ("name=%00", "name"),
    ],
)
def test_a_filter_says_what_is_wrong_with_it(query: str, field: str, ask_as: Any, db: None) -> None:
    answer = ask_as(None).get(f"/api/v1/societies/?{query}")
    assert answer.status_code == 400
    assert set(answer.json()["fields"]) == {field}

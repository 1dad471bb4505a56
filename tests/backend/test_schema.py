"""The committed description of the API is that of the code, and says what a client needs."""

import io
from typing import Any

import pytest
import yaml
from django.core.management import call_command
from django.test import Client
from rest_framework.test import APIClient

from tests.backend.schema import FILE, described, document

OPERATIONS = sorted(described())


@pytest.mark.pure
def test_the_committed_schema_is_current() -> None:
    out = io.StringIO()
    call_command("spectacular", "--validate", "--fail-on-warn", stdout=out)
    assert out.getvalue() == FILE.read_text(), "Run: make schema"


@pytest.mark.pure
@pytest.mark.parametrize("name", OPERATIONS)
def test_an_operation_says_what_it_does_and_who_may(name: str) -> None:
    details = described()[name].details
    assert details["summary"]
    assert details["description"]
    assert details["summary"] not in details["description"]


@pytest.mark.pure
@pytest.mark.parametrize("name", OPERATIONS)
def test_an_operation_names_its_refusals(name: str) -> None:
    where = described()[name]
    refused = {status for status in where.details["responses"] if status >= "4"}
    assert {"406", "503"} <= refused
    assert {"404"} <= refused or "{" not in where.path
    assert {"400", "403", "404", "409", "429"} <= refused or where.method == "get"
    assert ({"413", "415"} <= refused) == ("requestBody" in where.details)
    assert ({"401", "403"} <= refused) or {} in where.details["security"]


@pytest.mark.pure
def test_every_refusal_is_a_problem() -> None:
    for response in document()["components"]["responses"].values():
        assert list(response["content"]) == ["application/problem+json"]


def test_the_schema_is_served_as_it_is_committed(client: Client, db: None) -> None:
    answer = client.get("/api/v1/schema/")
    assert yaml.safe_load(answer.content) == document()


def test_the_docs_come_from_our_own_files_under_a_policy_of_their_own(client: Client, db: None) -> None:
    answer = client.get("/api/docs/")
    assert answer.status_code == 200
    assert "//cdn" not in answer.content.decode()
    assert "'unsafe-inline'" in answer["Content-Security-Policy"].partition("style-src")[2].partition(";")[0]
    assert "'unsafe-inline'" not in answer["Content-Security-Policy"].partition("script-src")[2].partition(";")[0]


def test_the_docs_have_no_script_in_the_page(client: Client, db: None) -> None:
    page = client.get("/api/docs/").content.decode()
    assert [tag for tag in page.split("<script")[1:] if "src=" not in tag.partition(">")[0]] == []
    assert client.get("/api/docs/?script=")["Content-Type"].startswith("application/javascript")


@pytest.mark.parametrize("address", ["/api/v1/", "/api/v1/schema/"])
def test_no_other_address_has_a_relaxed_policy(address: str, client: Client, db: None) -> None:
    assert "unsafe-inline" not in client.get(address)["Content-Security-Policy"]


def test_the_root_says_where_to_begin(db: None) -> None:
    answer: Any = APIClient().get("/api/v1/").json()
    assert answer["societies"] == "http://testserver/api/v1/societies/"
    assert sorted(answer) == ["me", "occurrences", "schema", "series", "societies", "universities"]

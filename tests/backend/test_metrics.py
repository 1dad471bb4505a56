"""Figures for Prometheus: for whoever has the token, and never about a person."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from prometheus_client.parser import text_string_to_metric_families

from campus.base import clock
from campus.outbox.actions import enqueue_job
from tests.conftest import Cast

TOKEN = "let-me-read"


@pytest.fixture(autouse=True)
def _token(settings: Any) -> None:
    settings.METRICS_TOKEN = TOKEN


def read(client: Client) -> dict[tuple[str, str], float]:
    """Every sample, by its name and the value of its first label."""
    answer = client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
    assert answer.status_code == 200
    families = text_string_to_metric_families(answer.content.decode())
    return {(row.name, next(iter(row.labels.values()), "")): row.value for each in families for row in each.samples}


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer wrong", f"Basic {TOKEN}", TOKEN])
def test_without_the_token_nothing_is_here(header: str, db: None, client: Client) -> None:
    assert client.get("/metrics", headers={"Authorization": header}).status_code == 404


def test_where_no_token_is_set_nothing_is_here_for_anybody(db: None, client: Client, settings: Any) -> None:
    settings.METRICS_TOKEN = ""
    assert client.get("/metrics", headers={"Authorization": "Bearer "}).status_code == 404


def test_what_waits_is_counted_with_the_age_of_the_oldest(db: None, client: Client) -> None:
    enqueue_job(kind="replan", arguments={}, at=clock.now() - timedelta(hours=1))
    figures = read(client)
    assert (figures["campus_waiting", "job"], figures["campus_waiting", "mail"]) == (1, 0)
    assert 3600 <= figures["campus_waiting_oldest_seconds", "job"] < 3700


def test_requests_are_counted_by_view_and_no_address_of_a_person_is_told(cast: Cast, client: Client) -> None:
    client.get(f"/manage/{cast.karura.slug}/{cast.society.slug}/?email=amina@karura.example")
    text = client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"}).content.decode()
    assert 'django_http_requests_latency_seconds_by_view_method_count{method="GET",view="manage' in text
    assert "amina" not in text
    assert cast.society.slug not in text

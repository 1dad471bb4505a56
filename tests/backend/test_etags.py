"""Versions: a reader is told that nothing changed, and of two writers who saw the same one succeeds."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from campus.directory.models import Society, Term
from tests.conftest import Cast, gather
from tests.stage import Stage, set_stage

pytestmark = pytest.mark.usefixtures("the_moment")


@pytest.fixture
def stage(cast: Cast) -> Stage:
    return set_stage(cast)


def addresses(stage: Stage) -> dict[str, str]:
    return {
        "society": f"/api/v1/societies/{stage.cast.society.pk}/",
        "series": f"/api/v1/series/{stage.activity.series_id}/",
        "activity": f"/api/v1/activities/{stage.activity.pk}/",
        "occurrence": f"/api/v1/occurrences/{stage.occurrence.pk}/",
        "term": f"/api/v1/terms/{stage.term.pk}/",
    }


CHANGES = {
    "society": ("kofi", {"first_time": "Come as you are."}),
    "series": ("kofi", {"name": "Evening Circle"}),
    "term": ("dean", {"name": "Autumn term"}),
}


@pytest.mark.parametrize("what", ["society", "series", "activity", "occurrence", "term"])
def test_a_reader_who_has_the_version_is_told_so(what: str, stage: Stage, ask_as: Any) -> None:
    client, address = ask_as(None), addresses(stage)[what]
    etag = client.get(address)["ETag"]
    assert etag.startswith('"')
    for known in (etag, f"W/{etag}", f'"other", {etag}', "*"):
        answer = client.get(address, headers={"If-None-Match": known})
        assert (answer.status_code, answer.content, answer["ETag"]) == (304, b"", etag)
    assert client.get(address, headers={"If-None-Match": '"other"'}).json()["id"]


@pytest.mark.parametrize("what", CHANGES)
def test_a_writer_of_the_present_version_gets_the_next_one(what: str, stage: Stage, ask_as: Any) -> None:
    who, change = CHANGES[what]
    client, address = ask_as(getattr(stage.cast, who)), addresses(stage)[what]
    etag = client.get(address)["ETag"]
    answer = client.patch(address, change, format="json", headers={"If-Match": etag})
    assert answer.status_code == 200
    assert answer["ETag"] == client.get(address)["ETag"] != etag


@pytest.mark.parametrize("what", CHANGES)
def test_a_writer_of_an_earlier_version_changes_nothing(what: str, stage: Stage, ask_as: Any) -> None:
    who, change = CHANGES[what]
    client, address = ask_as(getattr(stage.cast, who)), addresses(stage)[what]
    etag = client.get(address)["ETag"]
    client.patch(address, change, format="json")
    changed = client.get(address).json()
    answer = client.patch(address, {next(iter(change)): "Mine"}, format="json", headers={"If-Match": etag})
    assert (answer.status_code, answer.json()["code"]) == (412, "changed_meanwhile")
    assert client.get(address).json() == changed


@pytest.mark.parametrize(
    ("condition", "status"),
    [("*", 200), ('"a", {etag}', 200), ("W/{etag}", 412), ('"a"', 412), ("no etag", 412), ("", 412)],
)
def test_if_match_is_read_as_rfc_9110_says(condition: str, status: int, stage: Stage, ask_as: Any) -> None:
    client, address = ask_as(stage.cast.kofi), addresses(stage)["series"]
    sent = condition.format(etag=client.get(address)["ETag"])
    assert client.patch(address, {"name": "Mine"}, format="json", headers={"If-Match": sent}).status_code == status


def test_what_would_be_refused_anyway_is_refused_for_that(stage: Stage, ask_as: Any) -> None:
    address, stale = addresses(stage)["series"], {"If-Match": '"stale"'}
    assert ask_as(stage.cast.kofi).patch(address, {"name": " "}, format="json", headers=stale).status_code == 400
    assert ask_as(stage.cast.grace).patch(address, {"name": "Mine"}, format="json", headers=stale).status_code == 403
    assert ask_as(None).patch(address, {"name": "Mine"}, format="json", headers=stale).status_code == 401


def test_a_cancellation_of_an_earlier_version_is_refused(stage: Stage, ask_as: Any) -> None:
    client, address = ask_as(stage.cast.kofi), addresses(stage)["occurrence"]
    cancellation = f"{address}cancellation/"
    etag = client.get(address)["ETag"]
    made = client.post(cancellation, {"reason": "Rain."}, format="json", headers={"If-Match": etag})
    assert (made.status_code, made["ETag"]) == (201, client.get(address)["ETag"])
    assert client.delete(cancellation, headers={"If-Match": etag}).status_code == 412
    assert client.delete(cancellation, headers={"If-Match": made["ETag"]}).status_code == 204
    assert client.get(address)["ETag"] == etag


def test_a_term_of_an_earlier_version_is_not_removed(stage: Stage, ask_as: Any) -> None:
    client, later = ask_as(stage.cast.dean), stage.term.calendar.terms.latest("active_from")
    assert client.delete(f"/api/v1/terms/{later.pk}/", headers={"If-Match": '"stale"'}).status_code == 412
    assert Term.objects.filter(pk=later.pk).exists()


def test_a_break_is_part_of_the_version_of_its_term(stage: Stage, ask_as: Any) -> None:
    client, address = ask_as(stage.cast.dean), addresses(stage)["term"]
    etag = client.get(address)["ETag"]
    pause = stage.term.breaks.get()
    client.patch(f"/api/v1/breaks/{pause.pk}/", {"name": "Midterm"}, format="json")
    assert client.get(address)["ETag"] != etag


def test_compressing_would_weaken_an_etag_and_is_left_out(stage: Stage) -> None:
    client, address = Client(headers={"accept-encoding": "gzip"}), addresses(stage)["society"]
    assert client.get(address)["ETag"].startswith('"')
    assert client.get("/api/v1/societies/")["Content-Encoding"] == "gzip"


@pytest.mark.django_db(transaction=True)
def test_of_two_writers_at_once_who_saw_the_same_one_succeeds(ask_as: Any) -> None:
    cast = gather()
    address = f"/api/v1/societies/{cast.society.pk}/"
    clients = [ask_as(person) for person in (cast.kofi, cast.wanjiru)]
    etag, gate = clients[0].get(address)["ETag"], Barrier(2)

    def go(number: int) -> int:
        try:
            gate.wait(timeout=30)
            sent = {"first_time": f"Text {number}"}
            answer = clients[number].patch(address, sent, format="json", headers={"If-Match": etag})
            status: int = answer.status_code
            return status
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        statuses = list(threads.map(go, range(2)))
    assert sorted(statuses) == [200, 412]
    assert Society.objects.get(pk=cast.society.pk).first_time == f"Text {statuses.index(200)}"


def test_a_version_is_the_same_in_every_language(stage: Stage, ask_as: Any) -> None:
    address = addresses(stage)["activity"]
    versions = {ask_as(None).get(address, headers={"accept-language": tongue})["ETag"] for tongue in ("en", "sw", "ar")}
    assert len(versions) == 1

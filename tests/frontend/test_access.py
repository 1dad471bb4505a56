"""Who sees which page. Every page is named with its audience; one that is not fails."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import transaction
from django.test import Client

from campus.custody.merging import locked_pair, merge_rows
from campus.directory.models import Office
from tests.conftest import Cast
from tests.factories import NOW
from tests.factors import just_signed_in
from tests.frontend.routes import PAGES, RIGHTFUL, Audience, address_of, names_of_pages
from tests.stage import Stage, set_stage

GUARDED = [name for name, page in PAGES.items() if page.audience is not Audience.PUBLIC]
OF_OTHERS = [name for name in GUARDED if PAGES[name].audience is not Audience.SELF]
MADE_BY_THE_BROWSER = {"receipt"}  # shown to the browser that holds it and to nobody else


@pytest.fixture
def stage(cast: Cast) -> Stage:
    with time_machine.travel(NOW, tick=False):
        return set_stage(cast)


@pytest.fixture(autouse=True)
def _the_clock_of_the_story():
    with time_machine.travel(NOW, tick=False):
        yield


def ask(stage: Stage, name: str, who: str | None) -> Any:
    client = Client()
    if who:
        just_signed_in(client, getattr(stage.cast, who))
    address = address_of(name, stage)
    return client.post(address) if PAGES[name].post_only else client.get(address)


def statuses(stage: Stage, names: Iterable[str], who: str | None) -> dict[str, int]:
    return {name: ask(stage, name, who).status_code for name in names}


def test_every_page_is_named_with_its_audience() -> None:
    assert set(names_of_pages()) == set(PAGES)


@pytest.mark.parametrize("audience", Audience)
def test_the_rightful_person_gets_each_page_with_its_rows(audience: Audience, stage: Stage) -> None:
    names = [name for name, page in PAGES.items() if page.audience is audience and not page.post_only]
    answers = {name: ask(stage, name, RIGHTFUL[audience]) for name in names if name not in MADE_BY_THE_BROWSER}
    without = {
        name: answer.status_code
        for name, answer in answers.items()
        if answer.status_code != 200 or PAGES[name].shows.encode() not in answer.getvalue()
    }
    assert without == {}


def test_signed_out_a_guarded_page_asks_to_sign_in_or_is_not_there(stage: Stage) -> None:
    answers = {name: ask(stage, name, None) for name in GUARDED}
    given = {
        name: answer.status_code
        for name, answer in answers.items()
        if answer.status_code != 404 and not answer.headers.get("Location", "").startswith("/sign-in/")
    }
    assert given == {}


@pytest.mark.parametrize("stranger", ["zola", "zolas_dean"])
def test_somebody_of_another_university_finds_nothing(stranger: str, stage: Stage) -> None:
    assert statuses(stage, OF_OTHERS, stranger) == dict.fromkeys(OF_OTHERS, 404)


def test_an_officer_finds_nothing_the_day_after_the_last_in_office(stage: Stage) -> None:
    Office.objects.filter(person=stage.cast.wanjiru).update(ends_on=NOW.date() - timedelta(days=1))
    assert statuses(stage, OF_OTHERS, "wanjiru") == dict.fromkeys(OF_OTHERS, 404)


def test_who_was_merged_into_another_finds_nothing_in_the_session_they_had(stage: Stage) -> None:
    client = Client()
    client.force_login(stage.cast.kofi)
    names = [name for name in OF_OTHERS if PAGES[name].audience is Audience.OFFICERS and not PAGES[name].post_only]
    addresses = [address_of(name, stage) for name in names]
    assert {client.get(address).status_code for address in addresses} == {200}
    with transaction.atomic():
        pair = locked_pair(stage.cast.amina, stage.cast.kofi)
        merge_rows(*pair, by=stage.cast.amina, at=NOW, verb="accounts_merged")
    assert {client.get(address).status_code for address in addresses} <= {302, 404}


def test_a_receipt_is_only_in_the_browser_that_holds_it(stage: Stage) -> None:
    assert ask(stage, "receipt", "amina").status_code == 404

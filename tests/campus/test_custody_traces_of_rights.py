"""Of somebody erased nothing is left of what they asked for, reported, were blocked for, or were merged from."""

from pathlib import Path

import pytest
from django.db import transaction

from campus.activities.actions import report_page
from campus.custody.actions import erase, give_token
from campus.custody.merging import locked_pair, merge_rows
from campus.membership.actions import ask_for_office, block_person, join
from campus.people.models import Person
from tests import factories
from tests.conftest import Cast
from tests.factories import NOW
from tests.traces import traces_of

FORMER = "amina.w@private.example"
WROTE = {
    "She knows the porter of Block C.": "campus_officerequest",
    "The picture shows my sister.": "campus_flag",
    "Amina's old laptop": "campus_apitoken",
    "Shouted at the door on Tuesday.": "campus_block",
    "Amina Wanjiku": "campus_person",
    FORMER: "campus_person",
}


@pytest.fixture
def amina(cast: Cast) -> Person:
    """Amina asked to lead, reported, made a token, was blocked once, and has two accounts that are one now."""
    request, report, token, block, other_name, address = WROTE
    orphan = factories.society(cast.karura, "Orphan Circle")
    join(by=cast.amina, society=orphan, at=NOW)
    ask_for_office(by=cast.amina, society=orphan, message=request, at=NOW)
    report_page(by=cast.amina, subject=cast.society, reason="private", text=report, at=NOW)
    give_token(by=cast.amina, name=token, scopes=["read"], at=NOW)
    block_person(by=cast.kofi, society=cast.society, person=cast.amina, reason=block, at=NOW)
    with transaction.atomic():
        pair = locked_pair(cast.amina, factories.person(other_name, email=address))
        merge_rows(*pair, by=cast.amina, at=NOW, verb="accounts_merged")
    return cast.amina


def test_each_thing_is_found_before_and_none_after(amina: Person, tmp_path: Path) -> None:
    before = {value: traces_of(value, tmp_path) for value in WROTE}
    assert {value for value, table in WROTE.items() if table not in before[value]} == set()
    erase(by=amina, at=NOW)
    assert {value: traces_of(value, tmp_path) for value in WROTE} == {value: set() for value in WROTE}

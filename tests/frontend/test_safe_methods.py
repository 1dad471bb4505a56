"""Looking at a page changes nothing: no GET and no HEAD writes a row, whoever asks."""

from django.test import Client

from tests.frontend.pages import as_person, writes
from tests.frontend.routes import PAGES, RIGHTFUL, address_of
from tests.stage import Stage

MADE_BY_THE_BROWSER = {"receipt"}  # its own test is in test_checkin


def browser_of(stage: Stage, name: str) -> Client:
    who = RIGHTFUL[PAGES[name].audience]
    return as_person(getattr(stage.cast, who)) if who else Client()


def test_get_and_head_of_every_page_write_nothing(stage: Stage):
    names = [name for name, page in PAGES.items() if not page.post_only and name not in MADE_BY_THE_BROWSER]
    written = {}
    for name in names:
        client, address = browser_of(stage, name), address_of(name, stage)
        written[name] = writes(client.get, address) + writes(client.head, address)
    assert written == {name: [] for name in names}

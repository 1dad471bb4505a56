"""The cast, so that an access test is one sentence."""

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.core.cache import cache
from playwright.sync_api import Browser, sync_playwright

from campus.activities.actions.observances import load_observances
from campus.activities.models import Observance
from campus.directory.models import Society, University
from campus.people.models import Person
from tests import factories


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser journeys share one worker: two browsers at once are slower than one after the other."""
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.xdist_group("browser"))


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for all tests of a worker: a second Playwright cannot start beside the first."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        missing = "Chromium is not installed: apt-get install chromium"
        if os.environ.get("CI"):
            pytest.fail(missing)
        pytest.skip(missing)
    # Playwright's loop runs on in the thread of the tests, where Django would refuse to touch the database.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


@dataclass
class Cast:
    """Two universities and the people around them. The clock of their story stands at factories.NOW."""

    karura: University
    society: Society
    amina: Person  # a student, proven, no office
    kofi: Person  # president of the society
    wanjiru: Person  # its secretary
    dennis: Person  # its events officer
    grace: Person  # its treasurer
    dean: Person  # staff of Karura
    lucia: Person  # coordinator of Kenya
    olga: Person  # operator
    other: University
    other_society: Society
    zola: Person  # president of a society of another university: must find nothing
    zolas_dean: Person  # staff there


def gather() -> Cast:
    """Make them all, and the observances that come with a release, where a test before emptied every table."""
    if not Observance.objects.exists():
        load_observances()
    karura = factories.university()
    society = factories.society(karura)
    other = factories.university("Mzizi University", country="ZA", zone="Africa/Johannesburg")
    other_society = factories.society(other, "HeForShe Mzizi")
    names = {
        "amina": "Amina Otieno",
        "kofi": "Kofi Mensah",
        "wanjiru": "Wanjiru Kamau",
        "dennis": "Dennis Mutua",
        "grace": "Grace Njeri",
        "dean": "Ruth Wekesa",
        "lucia": "Lucía Ortega",
        "olga": "Olga Lind",
    }
    people = {key: factories.person(name, email=f"{key}@karura.example") for key, name in names.items()}
    people["zola"] = factories.person("Zola Dube", email="zola@mzizi.example")
    people["zolas_dean"] = factories.person("Thabo Nkosi", email="dean@mzizi.example")
    factories.office(people["kofi"], "president", society=society)
    factories.office(people["wanjiru"], "secretary", society=society)
    factories.office(people["dennis"], "events", society=society)
    factories.office(people["grace"], "treasurer", society=society)
    factories.office(people["dean"], "staff", university=karura)
    factories.office(people["lucia"], "coordinator", country="KE")
    factories.office(people["olga"], "operator")
    factories.office(people["zola"], "president", society=other_society)
    factories.office(people["zolas_dean"], "staff", university=other)
    return Cast(karura=karura, society=society, other=other, other_society=other_society, **people)


@pytest.fixture
def cast(db: None) -> Cast:
    return gather()


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    """No test inherits another's counters."""
    cache.clear()

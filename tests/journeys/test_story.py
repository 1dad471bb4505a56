"""The main job, end to end, as its people do it: from registering a society to the dean who reviews participation."""

import re
import subprocess
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import zxingcpp
from django.core import mail
from PIL import Image
from playwright.sync_api import expect

from campus.base import clock
from campus.directory.models import Term, University
from tests import factories
from tests.journeys.conftest import PHONE, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser"), pytest.mark.django_db(transaction=True)]


@pytest.fixture
def karura() -> University:
    """A university whose running term is in its fourth week today."""
    karura = factories.university()
    Term.objects.all().delete()
    calendar = karura.calendars.get()
    today = clock.today(karura.zone)
    factories.term(calendar, "This term", today - timedelta(weeks=3), weeks=14)
    factories.term(calendar, "Last term", today - timedelta(weeks=30), weeks=14)
    factories.office(factories.person("Ruth Wekesa", email="dean@karura.example"), "staff", university=karura)
    return karura


def sign_in(one: Visitor, address: str) -> None:
    """By the code that comes by mail."""
    one.page.goto("/sign-in/")
    one.page.get_by_label("E-mail").fill(address)
    one.click("Send me a code")
    expect(one.page.get_by_label("Code")).to_be_visible()
    sent = next(sent for sent in reversed(mail.outbox) if address in sent.to)
    [code] = re.findall(r"Your code is (\S+)\.", str(sent.body))
    one.page.get_by_label("Code").fill(code)
    one.click("Sign in")
    one.page.wait_for_url("**/me/")


def address_in_poster(pdf: bytes, folder: Path) -> str:
    """What a phone would read off the printed poster: the QR on the page at 150 dpi."""
    (folder / "poster.pdf").write_bytes(pdf)
    printing = ["pdftoppm", "-r", "150", "-png", "-singlefile", str(folder / "poster.pdf")]
    page = subprocess.run(printing, check=True, capture_output=True).stdout
    [found] = zxingcpp.read_barcodes(Image.open(BytesIO(page)))
    return found.text


def test_a_society_registers_plans_opens_its_door_and_sees_who_is_new(karura, visitor, settings, live_server, tmp_path):
    settings.SITE_URL = live_server.url
    kofi, dean = visitor(), visitor()

    sign_in(kofi, "kofi@karura.example")
    kofi.page.goto("/universities/karura/register/")
    kofi.page.get_by_label("Name").fill("HeForShe Karura")
    kofi.page.get_by_label("What it is for").fill("One question each Tuesday.")
    kofi.click("Save and go on")
    kofi.click("Submit to the university")
    kofi.sees("Karura University looks at it.")

    sign_in(dean, "dean@karura.example")
    dean.page.goto("/review/karura/")
    dean.click("HeForShe Karura")
    dean.sees("One question each Tuesday.")
    dean.click("Approve")
    dean.sees("Approved: HeForShe Karura.")

    plan_a_weekly_circle(kofi, karura)

    pdf = kofi.context.request.get(kofi.page.get_by_role("link", name="Print the poster").get_attribute("href")).body()
    address = address_in_poster(pdf, tmp_path)
    assert address == f"{live_server.url.upper()}/C/{address[-8:]}"

    amina = visitor(viewport=PHONE)
    amina.page.goto(address)
    amina.page.get_by_label("Your name").fill("Amina Otieno")
    amina.page.get_by_label("E-mail").fill("amina@karura.example")
    amina.click("Check in")
    amina.sees("You are in, Amina.")
    amina.page.reload()
    amina.sees("You are in, Amina.")
    amina.page.goto(address)
    amina.sees("You are already in, since")

    brian = visitor(viewport=PHONE, java_script_enabled=False)
    brian.page.goto(address)
    brian.click("Just count me")
    brian.sees("You are in.")
    fatuma = visitor(viewport=PHONE, java_script_enabled=False)
    fatuma.page.goto(address)
    fatuma.click("Check in")
    fatuma.sees("Write your name, as people call you.")
    fatuma.page.get_by_label("Your name").fill("Fatuma Hassan")
    fatuma.page.get_by_label("E-mail").fill("fatuma@elsewhere.example")
    fatuma.click("Check in")
    fatuma.sees("You are in, Fatuma.")

    kofi.page.goto("/manage/karura/heforshe-karura/newcomers/")
    expect(kofi.page.locator(".tile.lead")).to_contain_text("2")
    kofi.sees("Amina Otieno")
    kofi.sees("Fatuma Hassan")

    dean.page.goto("/review/karura/participation/")
    row = dean.page.get_by_role("row", name="HeForShe Karura")
    expect(row).to_contain_text("fewer than 5")
    expect(dean.page.locator("body")).not_to_contain_text("Amina")


def plan_a_weekly_circle(kofi: Visitor, karura: University) -> None:
    """Every week at this time, from ten minutes from now on: so the doors are open."""
    start = (clock.now() + timedelta(minutes=10)).astimezone(ZoneInfo(karura.zone))
    kofi.page.goto("/manage/karura/heforshe-karura/plan/new/")
    kofi.page.get_by_label("Name").fill("Tuesday Circle")
    kofi.page.get_by_label("First date").fill(start.date().isoformat())
    kofi.page.get_by_label("Starts").fill(f"{start:%H:%M}")
    kofi.page.get_by_label("Minutes").fill("90")
    kofi.page.get_by_label("Place optional", exact=True).fill("Common Room")
    kofi.page.get_by_label("Link").focus()
    expect(kofi.page.locator("#preview")).to_contain_text("in teaching weeks")
    kofi.click("Save and publish")
    kofi.sees("Tuesday Circle is planned:")

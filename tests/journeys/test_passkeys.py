"""Passkeys in a real browser with a virtual authenticator (WebAuthn, section 11), as their owner meets them."""

import re
from typing import Any

import pytest
from django.core import mail
from playwright.sync_api import expect

from campus.people.models import Person
from tests import factories
from tests.factors import code_of
from tests.journeys.conftest import PHONE, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser"), pytest.mark.django_db(transaction=True)]

DEAN = "dean@karura.example"


@pytest.fixture
def dean(settings: Any, live_server: Any) -> Person:
    """University staff whose office sleeps: nothing but the mail protects the sign-in yet."""
    settings.SITE_URL = live_server.url
    dean = factories.person("Ruth Wekesa", email=DEAN)
    factories.office(dean, "staff", university=factories.university())
    Person.objects.update(second_factor_at=None)
    return dean


def authenticator(one: Visitor, **options: Any) -> Any:
    """A device that makes passkeys and says yes by itself; the session to ask it further."""
    devtools = one.context.new_cdp_session(one.page)
    devtools.send("WebAuthn.enable")
    device = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        **options,
    }
    number = devtools.send("WebAuthn.addVirtualAuthenticator", {"options": device})["authenticatorId"]
    return lambda method, **more: devtools.send(f"WebAuthn.{method}", {"authenticatorId": number, **more})


def types_mail_code(one: Visitor) -> None:
    one.page.goto("/sign-in/")
    one.page.get_by_label("E-mail").fill(DEAN)
    one.click("Send me a code")
    expect(one.page.get_by_label("Code")).to_be_visible()
    [code] = re.findall(r"Your code is (\S+)\.", str(mail.outbox[-1].body))
    one.page.get_by_label("Code").fill(code)
    one.click("Sign in")


def adds_passkey(one: Visitor, name: str = "My laptop") -> None:
    one.page.goto("/me/security/passkeys/new/")
    one.page.get_by_label("What do you call it?").fill(name)
    one.click("Make a passkey")


def test_a_passkey_wakes_the_office_and_signs_in_alone(dean: Person, visitor: Any):
    laptop = visitor(viewport=PHONE)
    authenticator(laptop)
    types_mail_code(laptop)
    laptop.sees("Your office sleeps")
    laptop.click("Set up the second step")
    laptop.click("Add a passkey")
    laptop.page.get_by_label("What do you call it?").fill("My laptop")
    laptop.click("Make a passkey")
    laptop.sees("Keep these codes")
    laptop.click("I have kept them")
    laptop.sees("My laptop")
    laptop.page.goto("/review/karura/")
    laptop.sees("Karura University")

    laptop.page.goto("/me/")
    laptop.click("Sign out")
    laptop.page.goto("/sign-in/?next=/me/security/")
    laptop.click("Sign in with a passkey")
    laptop.page.wait_for_url("**/me/security/")
    laptop.sees("last used")


def test_after_the_mail_the_passkey_is_the_second_step(dean: Person, visitor: Any):
    laptop = visitor()
    authenticator(laptop)
    types_mail_code(laptop)
    adds_passkey(laptop)
    laptop.sees("Keep these codes")
    laptop.page.goto("/me/")
    laptop.click("Sign out")
    types_mail_code(laptop)
    laptop.sees("One more step")
    laptop.click("Use a passkey")
    laptop.page.wait_for_url("**/me/")


def test_a_recovery_code_stands_in_for_the_passkey_in_another_browser(dean: Person, visitor: Any):
    laptop, phone = visitor(), visitor(viewport=PHONE, java_script_enabled=False)
    authenticator(laptop)
    types_mail_code(laptop)
    adds_passkey(laptop)
    code = laptop.page.locator(".keys li").first.inner_text()
    types_mail_code(phone)
    phone.page.get_by_label("Recovery code").fill(code)
    phone.click("Sign in")
    phone.page.wait_for_url("**/me/")


def test_a_passkey_proves_once_more_that_it_is_you(dean: Person, visitor: Any):
    laptop = visitor()
    authenticator(laptop)
    types_mail_code(laptop)
    adds_passkey(laptop)
    laptop.sees("Keep these codes")
    laptop.page.goto("/me/prove/?next=/me/security/recovery/")
    laptop.click("Use a passkey")
    laptop.page.wait_for_url("**/me/security/recovery/")


def test_who_is_not_verified_by_the_device_is_not_let_in(dean: Person, visitor: Any):
    laptop = visitor()
    device = authenticator(laptop)
    types_mail_code(laptop)
    adds_passkey(laptop)
    laptop.sees("Keep these codes")
    laptop.page.goto("/me/")
    laptop.click("Sign out")
    device("setUserVerified", isUserVerified=False)
    laptop.page.goto("/sign-in/")
    laptop.click("Sign in with a passkey")
    laptop.sees("No passkey was given.")


def test_a_passkey_that_we_do_not_know_any_more_is_refused(dean: Person, visitor: Any):
    laptop = visitor()
    authenticator(laptop)
    types_mail_code(laptop)
    adds_passkey(laptop)
    laptop.sees("Keep these codes")
    laptop.page.goto("/me/security/")
    laptop.click("Remove My laptop")
    laptop.sees("It is your last one.")
    laptop.sees("University staff, Karura University")
    laptop.click("Remove it, let the offices sleep")
    laptop.page.goto("/me/")
    laptop.click("Sign out")
    laptop.page.goto("/sign-in/")
    laptop.click("Sign in with a passkey")
    laptop.sees("This passkey was not accepted.")


def test_without_script_an_app_is_set_up_and_asked_for(dean: Person, visitor: Any):
    phone = visitor(viewport=PHONE, java_script_enabled=False)
    types_mail_code(phone)
    phone.page.goto("/me/security/")
    phone.click("Set up an app")
    secret = phone.page.locator(".key").inner_text().replace(" ", "")
    phone.page.get_by_label("Code that the app shows").fill(code_of(secret))
    phone.click("Turn it on")
    phone.sees("Keep these codes")
    phone.page.goto("/me/")
    phone.click("Sign out")
    types_mail_code(phone)
    phone.page.get_by_label("Code from your app").fill(code_of(secret, 1))
    phone.click("Sign in")
    phone.page.wait_for_url("**/me/")

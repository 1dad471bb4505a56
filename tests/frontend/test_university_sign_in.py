"""The pages on which somebody chooses how to sign in, and on which a university sets it up."""

from typing import Any

import pytest
from django.test import Client

from campus.directory.models import IdentityProvider
from tests import factories
from tests.conftest import Cast
from tests.frontend.pages import as_person
from tests.idp import confirm, key_and_certificate, oidc_row

SIGN_IN = "/review/karura/sign-in/"
ISSUER = "https://sso.karura.example"
OIDC = {"label": "your Karura account", "issuer": ISSUER, "client_id": "campus", "client_secret": "a secret"}


def text(answer: Any) -> str:
    return answer.content.decode()


class TestChoosing:
    def test_without_any_the_sign_in_page_says_nothing_of_it(self, cast: Cast) -> None:
        assert "university/" not in text(Client().get("/sign-in/"))

    def test_a_few_have_their_buttons_on_the_sign_in_page(self, cast: Cast) -> None:
        oidc_row(cast.karura, ISSUER)
        assert 'href="/sign-in/university/karura/?next=%2Fme%2F"' in text(Client().get("/sign-in/"))

    def test_many_are_chosen_from_on_a_page_of_their_own(self, cast: Cast) -> None:
        for number in range(4):
            oidc_row(factories.university(f"Number{number} University"), ISSUER)
        page = text(Client().get("/sign-in/?next=/universities/"))
        assert 'href="/sign-in/university/?next=%2Funiversities%2F"' in page
        assert "/sign-in/university/number0/" not in page

    def test_a_university_is_found_by_part_of_its_name(self, cast: Cast) -> None:
        for university in (cast.karura, cast.other):
            oidc_row(university, ISSUER)
        page = text(Client().get("/sign-in/university/?q=KARU"))
        assert ("/sign-in/university/karura/" in page, "/sign-in/university/mzizi/" in page) == (True, False)

    def test_where_nothing_is_found_the_code_is_offered(self, cast: Cast) -> None:
        assert "Sign in with a code" in text(Client().get("/sign-in/university/?q=nowhere"))

    def test_the_universitys_page_has_its_button_for_who_is_not_signed_in(self, cast: Cast) -> None:
        oidc_row(cast.karura, ISSUER)
        button = "/sign-in/university/karura/?next=%2Funiversities%2Fkarura%2F"
        shown = [button in text(client.get("/universities/karura/")) for client in (Client(), as_person(cast.amina))]
        assert shown == [True, False]

    def test_only_the_page_that_leads_on_may_lead_elsewhere(self, cast: Cast) -> None:
        oidc_row(cast.karura, ISSUER)
        policies = [
            Client().get(page)["Content-Security-Policy"] for page in ("/sign-in/university/karura/", "/sign-in/")
        ]
        assert ["form-action 'self' https:;" in policy + ";" for policy in policies] == [True, False]

    def test_who_is_signed_in_is_led_on(self, cast: Cast) -> None:
        oidc_row(cast.karura, ISSUER)
        answer = as_person(cast.amina).post("/sign-in/university/karura/", {"next": "/universities/"})
        assert answer["Location"] == "/universities/"


class TestSettingUp:
    def test_staff_set_it_up_and_get_our_address_to_copy(self, cast: Cast) -> None:
        client = as_person(cast.dean)
        answer = client.post(f"{SIGN_IN}new/oidc/", OIDC, follow=True)
        made = IdentityProvider.objects.get()
        assert answer.redirect_chain[-1][0] == f"{SIGN_IN}{made.pk}/"
        assert "http://testserver/sign-in/university/karura/callback/" in text(answer)

    def test_the_secret_is_never_shown_again(self, cast: Cast) -> None:
        client = as_person(cast.dean)
        page = text(client.post(f"{SIGN_IN}new/oidc/", OIDC, follow=True))
        assert ("a secret" in page, IdentityProvider.objects.get().sealed_secret in page) == (False, False)

    def test_wrong_input_is_said_at_its_field_and_what_was_typed_stays(self, cast: Cast) -> None:
        answer = as_person(cast.dean).post(f"{SIGN_IN}new/oidc/", {**OIDC, "issuer": "http://sso.karura.example"})
        assert answer.status_code == 400
        assert "begin with https://" in str(answer.context["form"].errors["issuer"])
        assert 'value="campus"' in text(answer)

    def test_saml_asks_for_a_certificate_as_pem(self, cast: Cast) -> None:
        entered = {"label": "Karura", "entity_id": "x", "sso_url": "https://x.example/sso", "certificate": "MIIB"}
        page = f"{SIGN_IN}new/saml/"
        assert "BEGIN CERTIFICATE" in text(as_person(cast.dean).post(page, entered))
        as_person(cast.dean).post(page, {**entered, "certificate": key_and_certificate()[1]})
        assert IdentityProvider.objects.get().entity_id == "x"

    def test_it_is_switched_on_once_an_operator_confirmed_a_domain(self, cast: Cast) -> None:
        row = oidc_row(cast.karura, ISSUER)
        IdentityProvider.objects.update(is_active=False)
        staff, switch = as_person(cast.dean), f"{SIGN_IN}{row.pk}/switch/"
        assert "first an operator" in text(staff.post(switch, {"to": "on"}, follow=True))
        as_person(cast.olga).post(f"{SIGN_IN}domains/{cast.karura.domains.get().pk}/", {"to": "confirmed"})
        staff.post(switch, {"to": "on"})
        row.refresh_from_db()
        assert row.is_active

    def test_staff_see_no_button_to_confirm_and_operators_do(self, cast: Cast) -> None:
        shown = ["Confirm<" in text(as_person(who).get(SIGN_IN)) for who in (cast.dean, cast.olga)]
        assert shown == [False, True]

    @pytest.mark.parametrize("who", ["zolas_dean", "kofi", "amina", "lucia"])
    def test_nobody_else_finds_it(self, cast: Cast, who: str) -> None:
        row, client = oidc_row(cast.karura, ISSUER), as_person(getattr(cast, who))
        pages = [SIGN_IN, f"{SIGN_IN}new/oidc/", f"{SIGN_IN}{row.pk}/"]
        assert [client.get(page).status_code for page in pages] == [404, 404, 404]

    def test_another_universitys_is_not_found_under_ones_own(self, cast: Cast) -> None:
        row = oidc_row(cast.other, ISSUER)
        assert as_person(cast.dean).get(f"{SIGN_IN}{row.pk}/").status_code == 404


def test_what_an_address_says_is_set_where_the_domains_are(cast: Cast) -> None:
    client, row = as_person(cast.dean), cast.karura.domains.get()
    form = client.get("/review/karura/settings/").context["form"]
    entered = {
        name: field.value() for name, field in ((n, form[n]) for n in form.fields) if field.value() not in (None, False)
    }
    client.post("/review/karura/settings/", {**entered, f"affiliation_{row.pk}": "student"})
    row.refresh_from_db()
    assert row.affiliation == "student"


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_database_as_often_for_one_as_for_three(
    cast: Cast, count: int, django_assert_num_queries: Any
) -> None:
    for number in range(count):
        oidc_row(factories.university(f"Number{number} University"), ISSUER)
    client = Client()
    with django_assert_num_queries(3):
        client.get("/sign-in/university/")


def test_my_page_says_what_i_am_there(cast: Cast) -> None:
    confirm(cast.karura)
    cast.amina.affiliations.create(university=cast.karura, kind="student", source="account", since=factories.NOW)
    page = text(as_person(cast.amina).get("/me/"))
    assert ("At your university" in page, "by your account there" in page) == (True, True)

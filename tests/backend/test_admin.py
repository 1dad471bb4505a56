"""The admin: for operators alone, over five tables, and never past the domain."""

from typing import Any

import pytest
from django.contrib.admin import site as stock_site
from django.contrib.admin.models import LogEntry
from django.db.models import Model
from django.test import Client
from django.urls import Resolver404, resolve

from backend.admin import site
from campus.activities.models import Observance
from campus.directory.models import Office, Society, Term, University
from campus.people.models import AuditEvent
from tests import factories
from tests.conftest import Cast
from tests.factories import NOW

REGISTERED: dict[type[Model], str] = {
    University: "university",
    Society: "society",
    Office: "office",
    Term: "term",
    Observance: "observance",
}
LISTS = [f"/admin/campus/{name}/" for name in REGISTERED.values()]


def enter(who: Any) -> Client:
    client = Client()
    client.force_login(who)
    return client


def addresses(cast: Cast) -> list[str]:
    rows = [(name, model._default_manager.first()) for model, name in REGISTERED.items()]
    return ["/admin/", *LISTS, *(f"/admin/campus/{name}/{row.pk}/change/" for name, row in rows if row)]


@pytest.mark.pure
def test_these_five_tables_are_in_it_and_no_other() -> None:
    assert set(site._registry) == set(REGISTERED)


@pytest.mark.pure
def test_what_libraries_register_with_the_stock_admin_is_not_mounted() -> None:
    assert getattr(resolve("/admin/campus/office/").func, "model_admin").admin_site is site  # noqa: B009 - a view has none of its own
    assert Office not in stock_site._registry


def test_an_operator_reads_every_list_and_row(cast: Cast) -> None:
    operator = enter(cast.olga)
    assert {address: operator.get(address).status_code for address in addresses(cast)} == dict.fromkeys(
        addresses(cast), 200
    )


@pytest.mark.parametrize("who", ["lucia", "dean", "kofi", "amina", "zola"])
def test_for_everybody_else_it_is_not_here(who: str, cast: Cast) -> None:
    somebody = enter(getattr(cast, who))
    assert {somebody.get(address).status_code for address in addresses(cast)} == {404}


def test_signed_out_one_is_asked_to_sign_in(cast: Cast) -> None:
    answer = Client().get("/admin/campus/office/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/sign-in/?next=/admin/campus/office/")


def test_an_operator_without_a_second_factor_does_not_enter(cast: Cast) -> None:
    cast.olga.second_factor_at = None
    cast.olga.save()
    assert enter(cast.olga).get("/admin/").status_code == 404


@pytest.mark.parametrize("page", ["add/", "{pk}/delete/"])
def test_no_row_is_made_or_deleted_here(page: str, cast: Cast) -> None:
    address = f"/admin/campus/society/{page.format(pk=cast.society.pk)}"
    assert enter(cast.olga).post(address, {"post": "yes"}).status_code == 403
    assert Society.objects.filter(pk=cast.society.pk).exists()


def test_no_row_is_changed_here(cast: Cast) -> None:
    address = f"/admin/campus/society/{cast.society.pk}/change/"
    assert enter(cast.olga).post(address, {"name": "Another"}).status_code == 403
    assert Society.objects.get(pk=cast.society.pk).name == cast.society.name


def test_approving_calls_the_action_of_the_domain(cast: Cast) -> None:
    proposed = factories.university("Mara College", status=University.Status.PROPOSED)
    chosen = {"action": "approve", "_selected_action": [proposed.pk]}
    enter(cast.olga).post("/admin/campus/university/", chosen)
    assert University.objects.get(pk=proposed.pk).status == "approved"
    assert AuditEvent.objects.filter(verb="university_approved", actor=cast.olga).count() == 1
    assert LogEntry.objects.count() == 0


def test_an_office_that_an_operator_may_not_end_stays_and_the_refusal_is_read(cast: Cast) -> None:
    held = Office.objects.get(person=cast.kofi)
    chosen = {"action": "end", "_selected_action": [held.pk]}
    answer = enter(cast.olga).post("/admin/campus/office/", chosen, follow=True)
    assert Office.objects.get(pk=held.pk).ended_at is None
    assert [str(message) for message in answer.context["messages"]] == [
        "President: This page is not here, or it is not yours to see."
    ]


def test_the_office_of_staff_is_ended_with_who_and_when(cast: Cast) -> None:
    held = Office.objects.get(person=cast.dean)
    enter(cast.olga).post("/admin/campus/office/", {"action": "end", "_selected_action": [held.pk]})
    held.refresh_from_db()
    assert (held.ended_by, held.ended_at is not None) == (cast.olga, True)


@pytest.mark.pure
@pytest.mark.parametrize("gone", ["password_change/", "password_change/done/"])
def test_there_are_no_passwords_to_change(gone: str) -> None:
    try:
        assert resolve(f"/admin/{gone}").url_name is None
    except Resolver404:
        return


def test_no_page_of_it_names_a_member_who_holds_no_office(cast: Cast) -> None:
    visitor = factories.person("Otieno Baraka", email="baraka@karura.example")
    cast.society.memberships.create(university=cast.karura, person=visitor, joined_on=NOW.date(), joined_at=NOW)
    operator = enter(cast.olga)
    pages = [operator.get(address).content for address in addresses(cast)]
    assert any(b"Kofi Mensah" in page for page in pages)
    assert not any(b"Baraka" in page or b"baraka@" in page for page in pages)


OUR_DAY = {
    "slug": "our-day",
    "name": "Our Day",
    "kind": "day",
    "rrule": "freq=yearly;bymonth=5;bymonthday=2",
    "days": 1,
    "tier": "optional",
}


def test_an_operator_keeps_the_observances_and_the_record_says_so(cast: Cast) -> None:
    operator = enter(cast.olga)
    operator.post("/admin/campus/observance/add/", OUR_DAY)
    made = Observance.objects.get(slug="our-day")
    assert made.rrule == "FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=2"
    operator.post(f"/admin/campus/observance/{made.pk}/change/", {**OUR_DAY, "name": "Their Day"})
    made.refresh_from_db()
    assert made.name == "Their Day"
    assert list(AuditEvent.objects.values_list("verb", "actor")) == [("observance_kept", cast.olga.pk)] * 2
    assert LogEntry.objects.count() == 0


@pytest.mark.parametrize("rrule", ["every May", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "FREQ=SECONDLY"])
def test_an_observance_that_never_comes_is_refused_with_a_sentence(rrule: str, cast: Cast) -> None:
    answer = enter(cast.olga).post("/admin/campus/observance/add/", {**OUR_DAY, "rrule": rrule})
    assert (answer.status_code, list(answer.context["adminform"].form.errors)) == (200, ["rrule"])
    assert not Observance.objects.filter(slug="our-day").exists()


def test_no_observance_is_deleted_here(cast: Cast) -> None:
    made = Observance.objects.create(**OUR_DAY)
    assert enter(cast.olga).post(f"/admin/campus/observance/{made.pk}/delete/", {"post": "yes"}).status_code == 403

"""The domains that wait for an operator, of all universities on one page."""

import pytest

from campus.directory.models import University, UniversityDomain
from tests.conftest import Cast
from tests.frontend.pages import as_person, messages, text
from tests.idp import confirm, oidc_row

PAGE = "/review/domains/"


def waiting(cast: Cast) -> list[str]:
    return [row.domain for row in as_person(cast.olga).get(PAGE).context["page"]]


def test_those_that_are_not_confirmed_wait(cast: Cast) -> None:
    before = waiting(cast)
    confirm(cast.karura)
    assert ("karura.example" in before, "karura.example" in waiting(cast)) == (True, False)


def test_a_proposed_university_is_not_there_yet(cast: Cast) -> None:
    University.objects.filter(pk=cast.karura.pk).update(status="proposed")
    assert "karura.example" not in waiting(cast)


def test_where_a_sign_in_is_set_up_comes_first(cast: Cast) -> None:
    UniversityDomain.objects.create(university=cast.other, domain="zz.example")
    oidc_row(cast.other, "https://sso.mzizi.example")
    assert waiting(cast)[-1] == "karura.example"
    assert "Its sign-in is set up" in text(as_person(cast.olga).get(PAGE))


def test_an_operator_confirms_and_comes_back_to_the_list(cast: Cast) -> None:
    row, olga = cast.karura.domains.get(), as_person(cast.olga)
    action = f"/review/karura/sign-in/domains/{row.pk}/"
    assert f'action="{action}"' in olga.get(PAGE).content.decode()
    answer = olga.post(action, {"to": "confirmed", "next": PAGE}, follow=True)
    row.refresh_from_db()
    assert (answer.redirect_chain[-1][0], row.confirmed_at is None) == (PAGE, False)
    assert messages(answer) == ["The university may vouch for addresses there."]


def test_the_page_of_review_says_how_many(cast: Cast) -> None:
    answer = as_person(cast.olga).get("/review/")
    assert f"{len(waiting(cast))} domains to confirm" in text(answer)
    assert f'href="{PAGE}"' in answer.content.decode()


@pytest.mark.parametrize("who", ["dean", "lucia", "kofi"])
def test_nobody_else_finds_it(cast: Cast, who: str) -> None:
    client = as_person(getattr(cast, who))
    assert (client.get(PAGE).status_code, PAGE in client.get("/review/").content.decode()) == (404, False)

"""What an address at a domain says of its owner, through the API."""

from collections.abc import Callable

from rest_framework.test import APIClient

from tests.conftest import Cast

Ask = Callable[..., APIClient]


def test_staff_say_it_and_everybody_reads_it(cast: Cast, ask_as: Ask) -> None:
    address = f"/api/v1/universities/{cast.karura.pk}/"
    said = {"affiliations": {"karura.example": "student"}}
    assert ask_as(cast.dean).patch(address, said, format="json").status_code == 200
    assert ask_as(None).get(address).json()["affiliations"] == {"karura.example": "student"}


def test_nothing_takes_it_back(cast: Cast, ask_as: Ask) -> None:
    client, address = ask_as(cast.dean), f"/api/v1/universities/{cast.karura.pk}/"
    for kind in ("student", ""):
        client.patch(address, {"affiliations": {"karura.example": kind}}, format="json")
    assert client.get(address).json()["affiliations"] == {}


def test_what_cannot_be_so_is_refused(cast: Cast, ask_as: Ask) -> None:
    client, address = ask_as(cast.dean), f"/api/v1/universities/{cast.karura.pk}/"
    for wrong in ({"karura.example": "dean"}, {"mzizi.example": "student"}, "student"):
        assert client.patch(address, {"affiliations": wrong}, format="json").status_code == 400

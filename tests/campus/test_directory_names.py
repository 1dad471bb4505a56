"""Names, and the addresses made from them."""

import pytest

from campus.base.errors import Invalid
from campus.base.faults import Faults
from campus.base.text import name_key
from campus.directory.names import checked_name, slug_of

pytestmark = pytest.mark.pure


def nothing_is_taken(slug: str) -> bool:
    return False


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Karura University", "karura-university"),
        ("  Café  Société ", "cafe-societe"),
        ("Université d’Égée", "universite-degee"),
        ("Straße & Æther", "strasse-aether"),
        ("Łódź Øst", "lodz-ost"),
        ("جامعة القاهرة", "society"),
        ("— — —", "society"),
        ("x" * 80, "x" * 60),
    ],
)
def test_an_address_is_the_name_in_plain_words(name: str, slug: str) -> None:
    assert slug_of(name, taken=nothing_is_taken, fallback="society") == slug


def test_the_third_of_a_kind_ends_in_3() -> None:
    taken = {"karura", "karura-2"}
    assert slug_of("Karura", taken=taken.__contains__, fallback="society") == "karura-3"


def test_a_long_address_keeps_room_for_its_number() -> None:
    slug = slug_of("y" * 80, taken={"y" * 60}.__contains__, fallback="society")
    assert slug == "y" * 58 + "-2"


@pytest.mark.parametrize(
    ("name", "code"),
    [("", "missing"), ("   ", "missing"), ("—", "no_letters"), ("x" * 121, "too_long"), ("ﷺ" * 10, "too_long")],
)
def test_what_cannot_be_a_name_is_refused(name: str, code: str) -> None:
    faults = Faults()
    checked_name(faults, "name", name, limit=120)
    with pytest.raises(Invalid) as refusal:
        faults.refuse()
    assert (refusal.value.code, list(refusal.value.fields)) == (code, ["name"])


@pytest.mark.parametrize(
    "same", ["heforshe KARURA", "Heforshe\u200b Karura\u200f", "HeForShe\x00Karura", "HéForShe  Karura "]
)
def test_names_that_look_alike_are_the_same_name(same: str) -> None:
    assert name_key(same) == name_key("HeForShe Karura") == "heforshe karura"


def test_a_name_is_kept_in_one_line_with_single_spaces() -> None:
    assert checked_name(Faults(), "name", " HeForShe \n Karura ", limit=120) == "HeForShe Karura"

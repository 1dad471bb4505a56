"""What changed between two texts, and which names are alike."""

import pytest

from campus.membership.differences import Piece, difference
from campus.membership.similar import alike, likeness

pytestmark = pytest.mark.pure


def marked(pieces: tuple[Piece, ...]) -> list[str]:
    return [piece.text for piece in pieces if piece.is_marked]


def test_only_the_words_that_changed_are_marked() -> None:
    found = difference("Men’s rugby against violence", "Men’s and women’s rugby against all violence")
    assert marked(found.old) == []
    assert " ".join(marked(found.new)).split() == ["and", "women’s", "all"]


def test_both_sides_read_as_the_texts_they_are_of() -> None:
    old, new = "One, two;  three.\nFour", "Two, two;  3.\nFour five"
    found = difference(old, new)
    assert ("".join(piece.text for piece in found.old), "".join(piece.text for piece in found.new)) == (old, new)


def test_words_that_changed_side_by_side_are_one_mark() -> None:
    assert marked(difference("a red old house", "a big new house").old) == ["red old"]


def test_the_same_text_has_no_marks() -> None:
    assert not difference("The same.", "The same.").is_changed


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("HeForShe Karura", "heforshe  karurá"),
        ("The Rugby Club", "Rugby Society"),
        ("Rugby for Respect", "Respect for Rugby"),
        ("HeForShe Karura", "HeForShe Karua"),
        ("Film Circle", "Film Circles"),
    ],
)
def test_names_that_could_be_taken_for_one_another_are_alike(one: str, other: str) -> None:
    assert alike(one, [other]) == [other]


@pytest.mark.parametrize(
    ("one", "other"), [("Film Circle", "Chess Circle"), ("HeForShe Karura", "HeForShe Mzizi"), ("Debate", "Dance")]
)
def test_names_that_share_a_word_are_not_alike(one: str, other: str) -> None:
    assert alike(one, [other]) == []


def test_the_likest_name_comes_first() -> None:
    assert alike("Film Circle", ["Film Circles", "The Film Circle", "Chess"]) == ["The Film Circle", "Film Circles"]


def test_a_name_of_common_words_only_is_compared_by_these() -> None:
    assert likeness("The Students’ Union", "The Union of Students") > 0.8
    assert likeness("The Club", "Student Group") < 0.8

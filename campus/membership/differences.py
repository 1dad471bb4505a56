"""What changed between two texts, word by word. Pure."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

# A word (women’s, self-run), a run of space, or a single sign: joined again they are the text.
_PARTS = re.compile(r"\w+(?:[’'-]\w+)*|\s+|[^\w\s]")


@dataclass(frozen=True)
class Piece:
    """A stretch of a text that is in both (`is_marked` False), or in this one only."""

    text: str
    is_marked: bool


@dataclass(frozen=True)
class Difference:
    """An old and a new text beside each other; in the old the marked pieces went, in the new they came."""

    old: tuple[Piece, ...]
    new: tuple[Piece, ...]

    @property
    def is_changed(self) -> bool:
        return any(piece.is_marked for piece in (*self.old, *self.new))


def difference(old: str, new: str) -> Difference:
    """The difference between two texts."""
    before, after = _PARTS.findall(old), _PARTS.findall(new)
    gone: list[Piece] = []
    come: list[Piece] = []
    for step, a1, a2, b1, b2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if a2 > a1:
            gone.append(Piece("".join(before[a1:a2]), step != "equal"))
        if b2 > b1:
            come.append(Piece("".join(after[b1:b2]), step != "equal"))
    return Difference(_joined(gone), _joined(come))


def _joined(pieces: list[Piece]) -> tuple[Piece, ...]:
    """Marked stretches with nothing but space between them read as one."""
    joined: list[Piece] = []
    for piece in pieces:
        is_gap = len(joined) > 1 and not joined[-1].is_marked and not joined[-1].text.strip()
        if is_gap and piece.is_marked and joined[-2].is_marked:
            gap = joined.pop()
            joined[-1] = Piece(joined[-1].text + gap.text + piece.text, is_marked=True)
        else:
            joined.append(piece)
    return tuple(joined)

"""Codes that people type and cameras read: Crockford base32.

Source of the alphabet and of the letters read alike: https://www.crockford.com/base32.html
"""

import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
POSTER_LENGTH = 8
_BETWEEN = frozenset("- \t‐‑‒–—")  # phones make a dash of a hyphen
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1"})


def new_code(length: int = POSTER_LENGTH) -> str:
    """`length` random symbols, 5 bits each."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def normalise(typed: str) -> str:
    """What was typed, as the symbols it stands for: case, hyphens and spaces do not matter, O reads as 0, I and L as 1.

    Returns "" when a symbol is left that no code has, so that the caller treats it as unknown.
    """
    bare = "".join(char for char in typed.upper() if char not in _BETWEEN).translate(_READ_AS)
    return bare if bare and all(char in ALPHABET for char in bare) else ""


def printed(code: str) -> str:
    """The form for paper: groups of four, XXXX-XXXX."""
    return "-".join(code[at : at + 4] for at in range(0, len(code), 4))

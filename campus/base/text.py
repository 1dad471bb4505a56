"""Keys under which names and addresses are compared.

They are computed here, not by the database: SQLite's lower() knows ASCII only.
"""

import unicodedata


def name_key(name: str) -> str:
    """The form under which two names are the same name: without letter case, accents and surplus space.

    Nor with what nobody sees: characters of width zero, marks of direction; control characters are space.

    >>> name_key("  Café  Société ") == name_key("CAFE SOCIETE")
    True
    """
    decomposed = unicodedata.normalize("NFKD", name)
    bare = "".join(_as_compared(char) for char in decomposed if not unicodedata.combining(char))
    return " ".join(unicodedata.normalize("NFKC", bare).casefold().split())


def _as_compared(char: str) -> str:
    return {"Cc": " ", "Cf": ""}.get(unicodedata.category(char), char)


def address_key(address: str) -> str:
    """The form under which two e-mail addresses are the same: NFKC, case folded, no space around."""
    return unicodedata.normalize("NFKC", address).strip().casefold()


def address_domain(address: str) -> str:
    """The part of a normalised address after its last @, or "" when there is none."""
    return address_key(address).rpartition("@")[2] if "@" in address else ""

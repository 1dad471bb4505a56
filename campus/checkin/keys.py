"""Keyed hashes under which a browser is known at one occurrence. They differ from occurrence to occurrence."""

from campus.base.signing import keyed_hash


def receipt_hash(receipt: str, occurrence: int) -> str:
    """Under what a browser's receipt is kept with the row that it made; "" for no receipt."""
    return keyed_hash("receipt", receipt, str(occurrence)) if receipt else ""


def anonymous_key(secret: str, occurrence: int) -> str:
    """Under what a browser is counted once without a name."""
    return keyed_hash("anonymous", secret, str(occurrence))

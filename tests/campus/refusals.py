"""A refusal by its code: sentences may be written better, codes stay."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from campus.base.errors import CampusError


@contextmanager
def refused(kind: type[CampusError], code: str) -> Iterator[None]:
    """What is done within is refused so."""
    with pytest.raises(kind) as refusal:
        yield
    assert refusal.value.code == code

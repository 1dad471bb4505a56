from collections.abc import Iterator

import pytest
import time_machine

from tests.conftest import Cast
from tests.factories import NOW
from tests.stage import Stage, set_stage


@pytest.fixture
def stage(cast: Cast) -> Iterator[Stage]:
    """A small campus with rows on every page; the clock stands at factories.NOW while the test runs."""
    with time_machine.travel(NOW, tick=False):
        yield set_stage(cast)

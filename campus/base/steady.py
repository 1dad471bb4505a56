"""Answering in a time that does not tell what was found."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings


@contextmanager
def at_whole_steps() -> Iterator[None]:
    """Let what is done inside take a whole number of steps (settings.ANSWER_STEP, in seconds), however it ends.

    For what takes longer or shorter depending on what must not be told. A step is longer than all of it takes on a
    machine that has other things to do, so that it is nearly always one. Put it around the transaction.
    """
    begun = time.perf_counter()
    try:
        yield
    finally:
        if settings.ANSWER_STEP:
            time.sleep(-(time.perf_counter() - begun) % settings.ANSWER_STEP)

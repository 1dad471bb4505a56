"""How often, and how long apart, what failed is tried again: mail and jobs alike."""

import random
from datetime import timedelta

MAX_TRIES = 5
FIRST_WAIT = timedelta(minutes=1)


def wait_after(tries: int) -> timedelta:
    """About 1, 4, 16 and 64 minutes after the first, second, … try.

    Up to a quarter more or less, so that what failed together does not come back together.
    """
    return FIRST_WAIT * 4.0 ** (tries - 1) * random.uniform(0.75, 1.25)  # noqa: S311 - spreads, keeps no secret

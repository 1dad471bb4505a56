"""Watching processes, for the tests that start real ones."""

import time
from collections.abc import Callable
from pathlib import Path


def wait_until(claim: Callable[[], bool], what: str, seconds: float = 90) -> None:
    """Wait until the claim is true; fail the test when it is still not after `seconds`."""
    end = time.monotonic() + seconds
    while not claim():
        assert time.monotonic() < end, f"waited too long for {what}"
        time.sleep(0.05)


def is_alive(pid: int) -> bool:
    """Whether the process runs. One that ended and that nobody has collected (a zombie) does not."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state not in "ZX"

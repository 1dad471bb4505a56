"""Doing the same thing in several threads that begin together."""

import threading
from collections.abc import Callable
from typing import Any

from django.db import connection, transaction


def at_once(work: Callable[[], Any], times: int) -> list[Any]:
    """What `work` returned in each of `times` threads; an exception in one is its result."""
    barrier, results = threading.Barrier(times), []

    def run() -> None:
        barrier.wait()
        try:
            results.append(work())
        except Exception as error:
            results.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def meanwhile(change: Callable[[], Any], work: Callable[[], Any]) -> Exception | None:
    """Start `work` in a thread while `change` is made but not committed, see it wait, and return what it raised."""
    raised: list[Exception] = []
    started = threading.Event()

    def run() -> None:
        started.set()
        try:
            work()
        except Exception as error:
            raised.append(error)
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    with transaction.atomic():
        change()
        thread.start()
        started.wait()
        thread.join(timeout=0.3)
        assert thread.is_alive()
    thread.join()
    return raised[0] if raised else None

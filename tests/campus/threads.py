"""Doing the same thing in several threads that begin together."""

import threading
from collections.abc import Callable
from typing import Any

from django.db import connection


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

"""Worker processes are kept alive, and none is left behind."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from campus.outbox.supervisor import Workers
from tests.campus.outbox_processes import is_alive, wait_until

pytestmark = [
    pytest.mark.pure,
    pytest.mark.skipif(sys.platform != "linux", reason="processes are watched in /proc"),
]

SLEEPER = [sys.executable, "-c", "import time; time.sleep(60)"]
# Says that it is ready by making a file named by its number, then ignores polite requests.
STUBBORN = """
import os, pathlib, signal, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
pathlib.Path(str(os.getpid())).touch()
time.sleep(60)
"""

MakeWorkers = Callable[..., Workers]


@pytest.fixture
def workers() -> Iterator[MakeWorkers]:
    made: list[Workers] = []

    def make(command: list[str], count: int = 1) -> Workers:
        made.append(Workers(command, count=count))
        return made[-1]

    yield make
    for crew in made:
        crew.stop(0)


def kept(crew: Workers) -> list[int]:
    """The processes there are once the dead ones are replaced."""
    crew.keep()
    return crew.pids


def test_as_many_processes_run_as_were_asked_for(workers: MakeWorkers) -> None:
    crew = workers(SLEEPER, count=2)
    crew.keep()
    started = crew.pids
    crew.keep()
    assert (len(started), crew.pids) == (2, started)


def test_a_killed_process_is_replaced_after_a_pause(workers: MakeWorkers) -> None:
    crew = workers(SLEEPER)
    crew.keep()
    (killed,) = crew.pids
    os.kill(killed, signal.SIGKILL)
    wait_until(lambda: not crew.pids, "its end")
    crew.keep()
    assert crew.pids == []
    wait_until(lambda: kept(crew) != [], "another one")
    assert crew.pids != [killed]


def test_stopping_ends_all_of_them_at_once(workers: MakeWorkers) -> None:
    crew = workers(SLEEPER, count=2)
    crew.keep()
    pids, begun = crew.pids, time.monotonic()
    crew.stop(grace=30)
    assert time.monotonic() - begun < 10
    assert [is_alive(pid) for pid in pids] == [False, False]


def test_who_does_not_listen_is_killed_in_the_end(
    workers: MakeWorkers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    crew = workers([sys.executable, "-c", STUBBORN])
    crew.keep()
    (pid,) = crew.pids
    wait_until(lambda: (tmp_path / str(pid)).exists(), "its start")
    crew.stop(grace=0.1)
    assert not is_alive(pid)


def test_a_killed_supervisor_takes_its_workers_along() -> None:
    program = f"""
import django; django.setup()
from campus.outbox.supervisor import Workers
from tests.campus.outbox_processes import is_alive, wait_until
import time
crew = Workers({SLEEPER!r}); crew.keep(); print(crew.pids[0], flush=True); time.sleep(60)
"""
    supervisor = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)
    with supervisor:
        assert supervisor.stdout is not None
        worker = int(supervisor.stdout.readline())
        supervisor.kill()
    wait_until(lambda: not is_alive(worker), "the worker's end")

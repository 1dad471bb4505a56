"""`manage.py work` as it runs outside tests: real processes on a database file of their own."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from django.conf import settings

from tests.campus.outbox_processes import is_alive, wait_until

pytestmark = [
    pytest.mark.pure,
    pytest.mark.skipif(sys.platform != "linux", reason="processes are watched in /proc"),
]

StartWork = Callable[..., subprocess.Popen[bytes]]

ENQUEUE = """
import sys, django; django.setup()
from campus.base import clock
from campus.outbox.actions import enqueue_job, notify
enqueue_job(kind="hang_once", arguments={"folder": sys.argv[1]}, at=clock.now())
notify(kind="sign_in_code", address="amina@karura.example", subject_key="1", at=clock.now(),
       context={"code": "K7M2PX", "minutes": 15})
"""


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a database file that has all tables."""
    folder = tmp_path_factory.mktemp("installation")
    run(["-m", "django", "migrate", "--skip-checks", "-v0"], folder)
    return folder


@pytest.fixture
def redis(tmp_path: Path) -> Iterator[dict[str, str]]:
    """A Redis of its own, behind a socket in tmp_path, and the environment that makes it the queue."""
    if not (server := shutil.which("redis-server")):
        pytest.skip("redis-server is not installed: apt-get install redis-server")
    socket = tmp_path / "redis.sock"
    command = [server, "--port", "0", "--unixsocket", str(socket), "--save", "", "--dir", str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        wait_until(socket.exists, "Redis", seconds=20)
        yield {"TASKS_BACKEND": "django_tasks_rq.RQBackend", "REDIS_URL": f"unix://{socket}"}
        process.terminate()


@pytest.fixture
def start_work(installation: Path, tmp_path: Path) -> Iterator[StartWork]:
    """Starts `manage.py work` with one job and one mail to see to; all that it keeps and prints is in tmp_path."""
    shutil.copy(installation / "campus.sqlite3", tmp_path)
    command = [sys.executable, "-m", "django", "work", "--skip-checks", "--interval", "0.2", "--grace", "1"]
    with ExitStack() as stack:

        def start(**changes: str) -> subprocess.Popen[bytes]:
            run(["-c", ENQUEUE, str(tmp_path)], tmp_path, **changes)
            out = stack.enter_context((tmp_path / "out").open("wb"))
            process = stack.enter_context(subprocess.Popen(command, env=own(tmp_path) | changes, stdout=out))
            stack.callback(end, process)
            return process

        yield start


def end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(timeout=30)
    except subprocess.TimeoutExpired:
        process.kill()


def own(folder: Path) -> dict[str, str]:
    """The environment of a process that keeps everything in `folder`."""
    inherited = {name: value for name, value in os.environ.items() if name not in ("TEST_DATABASE_URL", "DATABASE_URL")}
    return inherited | {
        "DJANGO_SETTINGS_MODULE": "tests.campus.outbox_settings",
        "PYTHONPATH": str(settings.BASE_DIR),
        "VAR_DIR": str(folder),
    }


def run(command: list[str], folder: Path, **changes: str) -> None:
    subprocess.run([sys.executable, *command], env=own(folder) | changes, check=True, timeout=120)


def number_in(file: Path) -> int:
    wait_until(file.exists, str(file))
    return int(file.read_text())


def job_in(folder: Path) -> tuple[str, int]:
    connection = sqlite3.connect(folder / "campus.sqlite3", timeout=20)
    try:
        row: tuple[str, int] = connection.execute(
            "SELECT state, attempts FROM campus_job WHERE kind = 'hang_once'"
        ).fetchone()
        return row
    finally:
        connection.close()


def see_the_job_through_a_killed_worker(work: subprocess.Popen[bytes], folder: Path) -> None:
    killed = number_in(folder / "first")
    os.kill(killed, signal.SIGKILL)
    successor = number_in(folder / "second")
    wait_until(lambda: job_in(folder) == ("done", 2), "the job's end")
    assert successor not in (killed, work.pid)
    work.send_signal(signal.SIGTERM)
    assert work.wait(timeout=30) == 0
    assert not is_alive(successor)


def test_a_job_whose_worker_was_killed_is_carried_out_after_all(start_work: StartWork, tmp_path: Path) -> None:
    see_the_job_through_a_killed_worker(start_work(), tmp_path)


def test_the_same_holds_with_a_queue_in_redis(redis: dict[str, str], start_work: StartWork, tmp_path: Path) -> None:
    see_the_job_through_a_killed_worker(start_work(**redis), tmp_path)


def test_ctrl_c_in_the_middle_of_a_job_gives_it_back_and_leaves_no_process(
    start_work: StartWork, tmp_path: Path
) -> None:
    work = start_work()
    busy = number_in(tmp_path / "first")
    work.send_signal(signal.SIGINT)
    assert work.wait(timeout=30) == 0
    assert not is_alive(busy)
    assert job_in(tmp_path) == ("waiting", 1)


def test_mail_is_sent_meanwhile(start_work: StartWork, tmp_path: Path) -> None:
    start_work()
    wait_until(lambda: "Subject: Your code: K7M2PX" in (tmp_path / "out").read_text(), "the mail")

"""Keeps worker processes alive, and leaves none behind."""

import ctypes
import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.conf import settings

from campus.outbox.queue import keeps_queue_in_database

logger = logging.getLogger(__name__)

LONGEST_PAUSE = 30.0
PR_SET_PDEATHSIG = 1  # of Linux's prctl(2)


def worker_command(interval: float) -> list[str]:
    """The command line of one worker of the task backend in the settings, which looks for work every `interval` s."""
    manage = [sys.executable, "-m", "django"]
    if keeps_queue_in_database():
        return [*manage, "db_worker", "--skip-checks", "--no-reload", "--no-startup-delay", "--interval", str(interval)]
    return [*manage, "rqworker", "--skip-checks", "--job-class", "django_tasks_rq.Job", "default"]


@dataclass
class _Seat:
    """A place for one worker process; `deaths` in quick succession make the pause before the next one longer."""

    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    deaths: int = 0


@dataclass
class Workers:
    """`count` processes of `command`: `keep` is called often and restarts what died, `stop` ends them all."""

    command: Sequence[str]
    count: int = 1
    _seats: list[_Seat] = field(init=False)

    def __post_init__(self) -> None:
        self._seats = [_Seat() for _ in range(self.count)]

    @property
    def pids(self) -> list[int]:
        """The processes that are alive."""
        return [seat.process.pid for seat in self._seats if seat.process and seat.process.poll() is None]

    def keep(self) -> None:
        """Start what is not running; one that dies again within seconds is given longer and longer pauses."""
        for seat in self._seats:
            if seat.process and seat.process.poll() is not None:
                logger.error("Worker %s ended with %s", seat.process.pid, seat.process.returncode)
                lived = time.monotonic() - seat.started
                seat.deaths = 1 if lived > LONGEST_PAUSE else seat.deaths + 1
                seat.process = None
            if seat.process is None and time.monotonic() >= seat.started + _pause(seat.deaths):
                seat.process = _start(self.command)
                seat.started = time.monotonic()

    def stop(self, grace: float) -> None:
        """Ask them to end after their job, after `grace` seconds to give the job back, then end them. Returns at once
        when the last is gone."""
        for ask, patience in ((signal.SIGTERM, grace), (signal.SIGTERM, 2.0), (signal.SIGKILL, 2.0)):
            running = [seat.process for seat in self._seats if seat.process and seat.process.poll() is None]
            for process in running:
                process.send_signal(ask)
            _wait(running, patience)


def _pause(deaths: int) -> float:
    return min(2.0 ** (deaths - 1), LONGEST_PAUSE) if deaths else 0.0


def _start(command: Sequence[str]) -> subprocess.Popen[bytes]:
    path = os.pathsep.join(part for part in (str(settings.BASE_DIR), os.environ.get("PYTHONPATH", "")) if part)
    environment = os.environ | {"PYTHONPATH": path, "DJANGO_SETTINGS_MODULE": settings.SETTINGS_MODULE}
    return subprocess.Popen(  # noqa: S603 - the command is worker_command's
        command,
        env=environment,
        start_new_session=True,  # Ctrl+C in the terminal reaches the supervisor alone
        preexec_fn=_end_with_parent if sys.platform == "linux" else None,
    )


def _end_with_parent() -> None:
    """In the child: let the kernel tell it to end when the supervisor is killed and cannot."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _wait(processes: Sequence[subprocess.Popen[bytes]], patience: float) -> None:
    end = time.monotonic() + patience
    for process in processes:
        try:
            process.wait(timeout=max(0.0, end - time.monotonic()))
        except subprocess.TimeoutExpired:
            return

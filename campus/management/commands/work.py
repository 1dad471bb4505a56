"""`manage.py work`: everything that happens outside a request, in one supervised command."""

import logging
import signal
import time
from argparse import ArgumentParser
from datetime import datetime
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand
from django.db import close_old_connections

from campus.base import clock
from campus.outbox.sender import send_next
from campus.outbox.slots import tick
from campus.outbox.supervisor import Workers, worker_command
from campus.outbox.sweeper import sweep

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = (
        "Carry out what the outbox holds: sends mail, starts periodic work, sweeps, and keeps the workers of long jobs "
        "alive. Any number may run. Ends on SIGTERM or Ctrl+C."
    )
    is_stopping = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--workers", type=int, default=1, help="worker processes (default: 1)")
        parser.add_argument("--interval", type=float, default=1.0, help="seconds between two looks (default: 1)")
        parser.add_argument(
            "--grace", type=float, default=5.0, help="seconds a running job gets to end at the end (default: 5)"
        )

    def handle(self, *, workers: int, interval: float, grace: float, **options: Any) -> None:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)
        crew = Workers(worker_command(interval), count=workers)
        try:
            while not self.is_stopping:
                crew.keep()
                self._look()
                self._rest(interval)
        finally:
            crew.stop(grace)

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self.is_stopping = True

    def _rest(self, seconds: float) -> None:
        end = time.monotonic() + seconds
        while not self.is_stopping and (left := end - time.monotonic()) > 0:
            time.sleep(min(left, 0.5))  # sleep goes on after a signal, so in short pieces

    def _look(self) -> None:
        for step in (tick, sweep, self._send):
            close_old_connections()
            try:
                step(clock.now())
            except Exception:
                # A database out of reach, a template with a mistake: no reason to end, or to keep the other steps back.
                logger.exception("%s broke off; it goes on in the next round", step.__name__)
        close_old_connections()

    def _send(self, at: datetime) -> None:
        while not self.is_stopping and send_next(at):
            at = clock.now()

"""A kind of job that hangs in its first try and writes down what it does, for test_outbox_work.py."""

import os
import time
from datetime import timedelta
from pathlib import Path

from campus.outbox import kinds
from campus.outbox.kinds import JobKind, Progress
from campus.outbox.models import Job


def hang_once(job: Job, progress: Progress) -> None:
    """Write the worker's number to <folder>/first and hang; in the next try write it to <folder>/second."""
    folder = Path(job.arguments["folder"])
    if job.attempts == 1:
        _write(folder / "first")
        time.sleep(120)
    _write(folder / "second")


def _write(file: Path) -> None:
    draft = file.with_suffix(".draft")
    draft.write_text(str(os.getpid()))
    draft.rename(file)  # whoever sees the file sees all of it


def register() -> None:
    kinds.register(jobs=[JobKind("hang_once", hang_once, lease=timedelta(seconds=2))])

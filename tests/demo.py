"""The demo campus for tests: loaded once for a file, around a day, and gone after it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from io import StringIO
from typing import Any

from django.core.management import call_command
from django.db import transaction
from django.test import override_settings


def load(today: date) -> str:
    """Run the command as of 09:00 UTC on a day; returns what it said."""
    out = StringIO()
    with override_settings(DEMO=True):
        call_command("load_demo", today=today, stdout=out)
    return out.getvalue()


@contextmanager
def loaded(blocker: Any, today: date) -> Iterator[str]:
    """The demo for longer than one test; `blocker` is pytest-django's."""
    with blocker.unblock(), transaction.atomic():
        yield load(today)
        transaction.set_rollback(True)

"""What every measurement needs: a database of its own, where it ran, and where its results are kept."""

import json
import os
import platform
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.db import connection
from django.test.utils import setup_databases, setup_test_environment, teardown_databases

RESULTS = Path(__file__).parent / "results"


@contextmanager
def database() -> Iterator[None]:
    """A database of its own, empty at first and gone afterwards: a file, or TEST_DATABASE_URL's server."""
    setup_test_environment()
    made = setup_databases(verbosity=0, interactive=False)
    try:
        yield
    finally:
        teardown_databases(made, verbosity=0)


def circumstances() -> dict[str, Any]:
    """At which commit, when, on what; inside `database`."""
    return {
        "commit": _git("rev-parse", "HEAD"),
        "changed_since": bool(_git("status", "--porcelain", "--", "campus", "backend", "frontend")),
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "database": _database_name(),
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}",
    }


def keep(name: str, run: dict[str, Any]) -> None:
    """Keep the newest run of each kind of database in results/<name>.json."""
    file = RESULTS / f"{name}.json"
    runs = json.loads(file.read_text()) if file.exists() else {}
    runs[connection.vendor] = run
    file.write_text(json.dumps(runs, indent=2, sort_keys=True) + "\n")


def _database_name() -> str:
    connection.ensure_connection()
    driver: Any = connection
    version = driver.Database.sqlite_version_info if driver.vendor == "sqlite" else divmod(driver.pg_version, 10000)
    return f"{driver.vendor} {'.'.join(map(str, version))}"


def _git(*arguments: str) -> str:
    asked = subprocess.run(["git", *arguments], capture_output=True, text=True, check=False)  # noqa: S603, S607 - our own command
    return asked.stdout.strip()

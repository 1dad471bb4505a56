"""Backup while four processes check people in, restore, compare: nothing acknowledged before it began is missing."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.campus.outbox_processes import wait_until

# It makes databases of its own, so it need not run once for each kind of database.
pytestmark = [pytest.mark.pure, pytest.mark.xdist_group("backup")]

ROOT = Path(__file__).resolve().parent.parent.parent
POSTGRES = "postgres://postgres@127.0.0.1:5432"
WRITERS = "abcd"
# Each typed check-in writes all of these in one transaction.
WHOLE = ("campus_attendance", "campus_credit", "campus_termparticipation", "campus_consent", "campus_claim")


@dataclass
class Installation:
    """A database of its own kind and a folder, used by real processes."""

    folder: Path
    database_url: str
    connect: Callable[[], Any]
    key: str = "of the backup tests"

    @property
    def environment(self) -> dict[str, str]:
        return {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            "VAR_DIR": str(self.folder),
            "DATABASE_URL": self.database_url,
            "SECRET_KEY": self.key,
            "SITE_URL": "http://localhost:8000",
            "LOG_LEVEL": "ERROR",
        }

    def run(self, *arguments: str) -> str:
        """What a command says; it fails the test when the command fails."""
        command = [sys.executable, *arguments]
        both: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
        done = subprocess.run(command, cwd=ROOT, env=self.environment, check=False, text=True, **both)
        assert done.returncode == 0, done.stdout
        return done.stdout

    def query(self, sql: str) -> list[Any]:
        with closing(self.connect()) as connection:
            cursor = connection.cursor()
            cursor.execute(sql)
            return cursor.fetchall()

    def count(self, table: str) -> int:
        return self.query(f"SELECT count(*) FROM {table}")[0][0]  # noqa: S608 - a name from above


def on_sqlite(folder: Path, name: str) -> Iterator[Installation]:
    path = folder / name / "campus.sqlite3"
    path.parent.mkdir()
    yield Installation(path.parent, f"sqlite:///{path}", lambda: sqlite3.connect(path))


def on_postgresql(folder: Path, name: str) -> Iterator[Installation]:
    database = f"campus_backup_{os.getpid()}_{name}"
    try:
        server = psycopg.connect(f"{POSTGRES}/postgres", connect_timeout=3, autocommit=True)
    except psycopg.OperationalError:
        missing = "No PostgreSQL on 127.0.0.1:5432: its backup is not tried."
        if os.environ.get("CI"):
            pytest.fail(missing)
        pytest.skip(missing)
    with server:
        server.execute(f"CREATE DATABASE {database}")
        try:
            (folder / name).mkdir()
            url = f"{POSTGRES}/{database}"
            yield Installation(folder / name, url, lambda: psycopg.connect(url))
        finally:
            server.execute(f"DROP DATABASE {database} WITH (FORCE)")


@pytest.fixture(params=[on_sqlite, on_postgresql])
def make(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[str], Installation]]:
    """Makes an installation of a name, with a database that is gone afterwards."""
    made: list[Iterator[Installation]] = []

    def make(name: str) -> Installation:
        made.append(request.param(tmp_path, name))
        return next(made[-1])

    yield make
    for installation in made:
        next(installation, None)


def writer(of: Installation, log: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "tests.campus.backup_writer", "write", log.stem]
    with log.open("w") as out:
        return subprocess.Popen(command, cwd=ROOT, env=of.environment, stdout=out)


@contextmanager
def writers(of: Installation) -> Iterator[Callable[[], set[str]]]:
    """Four processes that check people in; called, it says who was acknowledged so far."""
    logs = [of.folder / f"{name}.log" for name in WRITERS]
    processes = [writer(of, log) for log in logs]
    try:
        yield lambda: {line for log in logs for line in log.read_text().splitlines(True) if line.endswith("\n")}
        assert [process.poll() for process in processes] == [None] * len(WRITERS)
    finally:
        for process in processes:
            process.terminate()
            process.wait()


def counted(of: Installation) -> set[str]:
    rows = of.query(
        "SELECT claim.address FROM campus_claim claim JOIN campus_attendance attendance USING (person_id) "
        "JOIN campus_credit credit ON credit.attendance_id = attendance.id "
        "JOIN campus_termparticipation participation USING (person_id)"
    )
    return {f"{address}\n" for (address,) in rows}


def test_what_was_acknowledged_before_a_backup_began_is_in_it(make: Callable[[str], Installation], tmp_path: Path):
    old, new, file = make("old"), make("new"), str(tmp_path / "campus.tar.gz")
    old.run("-m", "tests.campus.backup_writer", "open")
    with writers(old) as acknowledged:
        wait_until(lambda: {address[0] for address in acknowledged()} == set(WRITERS), "each writer's first check-in")
        before = acknowledged()
        old.run("manage.py", "backup", file)
        wait_until(lambda: len(acknowledged()) > len(before), "check-ins during the backup")
    new.run("manage.py", "restore", file)
    assert before - counted(new) == set()
    assert {new.count(table) for table in WHOLE} == {len(counted(new))}
    assert counted(new) <= counted(old)


def test_a_backup_goes_with_its_files_into_an_installation_with_empty_tables_and_another_key(
    make: Callable[[str], Installation], tmp_path: Path
):
    old, new, file = make("old"), make("new"), str(tmp_path / "campus.tar.gz")
    old.run("-m", "tests.campus.backup_writer", "open")
    (old.folder / "files" / "lists").mkdir(parents=True)
    (old.folder / "files" / "lists" / "officers.csv").write_text("Kofi Mensah")
    old.run("manage.py", "backup", file)
    new.key = "another"
    new.run("manage.py", "migrate")
    assert "This backup was made with another SECRET_KEY" in new.run("manage.py", "restore", file)
    assert new.query("SELECT name FROM campus_society") == [("HeForShe Karura",)]
    assert (new.folder / "files" / "lists" / "officers.csv").read_text() == "Kofi Mensah"

"""Run all tests: on SQLite, browser journeys included, then again on PostgreSQL where one is in reach.

    .venv/bin/python -m scripts.test [arguments for pytest]

What cannot run here is said in one line; with CI set that is a failure, so that a green run is a whole one.
"""

import os
import subprocess
import sys
import zlib
from pathlib import Path

import psycopg

from scripts.doctor import BROWSER, NEEDS, can_install, install, report

ROOT = Path(__file__).resolve().parent.parent
LOCAL_POSTGRES = "postgres://postgres@127.0.0.1:5432/postgres"
NO_TESTS_COLLECTED = 5


def say(sentence: str) -> None:
    """One line, in order with what pytest prints."""
    print(sentence, flush=True)


def has_browser() -> bool:
    """Whether Chromium is here, after installing it where that is possible."""
    if not BROWSER.is_met() and can_install():
        say("Installing Chromium for the browser journeys")
        install(BROWSER.packages)
    return BROWSER.is_met()


def postgres_url() -> str | None:
    """The database to test on, or None without a PostgreSQL in reach.

    Its name is made of this checkout's path, so that two checkouts can test side by side.
    """
    url = os.environ.get("TEST_DATABASE_URL", LOCAL_POSTGRES)
    try:
        psycopg.connect(url, connect_timeout=3).close()
    except psycopg.OperationalError:
        return None
    if url != LOCAL_POSTGRES:
        return url
    return LOCAL_POSTGRES.replace("5432/postgres", f"5432/campus_{zlib.crc32(bytes(ROOT)):08x}")


def run_pytest(arguments: list[str], marks: str = "", database_url: str = "") -> int:
    """Run pytest in parallel on one database and return its exit code."""
    environment = {name: value for name, value in os.environ.items() if name != "TEST_DATABASE_URL"}
    if database_url:
        environment["TEST_DATABASE_URL"] = database_url
    command = [sys.executable, "-m", "pytest", "-v", "-n", "auto", "--dist", "loadgroup", "--durations", "10"]
    if marks:
        command += ["-m", marks]
    return subprocess.run([*command, *arguments], cwd=ROOT, env=environment, check=False).returncode


def main() -> int:
    arguments = sys.argv[1:]
    in_ci = bool(os.environ.get("CI"))
    browser = has_browser()
    report(NEEDS["test"])
    database_url = postgres_url()
    if not database_url:
        say("No PostgreSQL is in reach: tests run on SQLite only. Set TEST_DATABASE_URL to run them on both.")
    if in_ci and not (browser and database_url):
        say("CI runs all tests or fails.")
        return 1

    say("Tests on SQLite")
    code = run_pytest(arguments, marks="" if browser else "not browser")
    if code or not database_url:
        return code
    say("Tests on PostgreSQL")
    code = run_pytest(arguments, marks="not pure and not browser", database_url=database_url)
    if code == NO_TESTS_COLLECTED and arguments:
        say("None of the chosen tests uses the database.")
        return 0
    return code


if __name__ == "__main__":
    sys.exit(main())

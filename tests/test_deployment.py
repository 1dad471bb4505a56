"""The deployment files say what the project does: each command, variable, port and path, and the whole thing started.

No image is built here. The installation is started as plain processes with exactly the environment of the compose file,
on the PostgreSQL and the Redis of this machine.
"""

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
import redis
from django.core.management import get_commands
from django.urls import resolve

from tests import compose

# It makes a database of its own, so it need not run once for each kind of database.
pytestmark = [pytest.mark.pure, pytest.mark.xdist_group("deployment")]

ROOT = compose.ROOT
POSTGRES = "postgres://postgres@127.0.0.1:5432"
DATABASE = f"campus_deployment_{os.getpid()}"
REDIS = "redis://127.0.0.1:6379/13"
APP_SERVICES = ("web", "work", "migrate")
HOST = "campus.example"


def read_variables() -> set[str]:
    """The names of all variables that the settings and the deployment's Python files read."""
    files = [ROOT / "backend" / "settings.py", *sorted((ROOT / "deploy").glob("*.py"))]
    pattern = re.compile(r'(?:env(?:\.\w+)?\(|environ(?:\.get\(|\[))\s*"(\w+)"')
    return {name for file in files for name in pattern.findall(file.read_text())}


def documented_variables() -> set[str]:
    """The names in the first column of the table of docs/operate.md."""
    return set(re.findall(r"^\| `(\w+)` \|", (ROOT / "docs" / "operate.md").read_text(), re.MULTILINE))


def dockerfile() -> str:
    return (ROOT / "Dockerfile").read_text()


def test_the_services_are_these() -> None:
    assert set(compose.services()) == {"web", "work", "migrate", "db", "cache", "proxy"}


def test_the_example_sets_what_the_compose_file_requires_and_nothing_it_does_not_ask_for() -> None:
    example = set(compose.example_variables())
    assert compose.required_variables() <= example <= compose.asked_variables()


@pytest.mark.parametrize("service", APP_SERVICES)
def test_every_variable_of_a_service_is_read_by_the_project(service: str) -> None:
    assert set(compose.services()[service]["environment"]) - read_variables() == set()


def test_every_variable_that_is_read_is_documented() -> None:
    assert documented_variables() == read_variables()


def test_the_worker_and_migration_commands_exist() -> None:
    named = {
        word
        for service in ("work", "migrate")
        for word in re.findall(r"manage\.py (\w+)", " ".join(compose.services()[service]["command"]))
    }
    assert named == {"work", "check", "migrate"}
    assert named <= set(get_commands())


def test_web_starts_as_the_image_does() -> None:
    command = compose.services()["web"]["command"]
    assert f"CMD {command}".replace("'", '"') in dockerfile()
    assert (ROOT / command[command.index("--config") + 1]).is_file()


def test_web_and_image_are_asked_for_their_health_in_the_same_way() -> None:
    health = compose.services()["web"]["healthcheck"]["test"]
    assert f"{health[0]} {health[1:]}".replace("'", '"') in dockerfile()
    script = (ROOT / health[-1]).read_text()
    (path,) = re.findall(r'"GET", "([^"]+)"', script)
    assert resolve(path).url_name == "readyz"


def test_everybody_means_the_same_port() -> None:
    (exposed,) = compose.services()["web"]["expose"]
    assert f"BIND=0.0.0.0:{exposed}\n" in dockerfile()
    assert f"EXPOSE {exposed}\n" in dockerfile()
    assert f"reverse_proxy web:{exposed}\n" in (ROOT / "deploy" / "Caddyfile").read_text()


def test_database_and_cache_are_named_as_their_services() -> None:
    everything = compose.services()
    database, environment = everything["db"]["environment"], everything["web"]["environment"]
    credentials = f"{database['POSTGRES_USER']}:{database['POSTGRES_PASSWORD']}"
    assert environment["DATABASE_URL"] == f"postgres://{credentials}@db:5432/{database['POSTGRES_DB']}"
    assert environment["REDIS_URL"] == "redis://cache:6379/0"


def test_the_files_volume_lies_where_the_image_keeps_files() -> None:
    (volume,) = compose.services()["web"]["volumes"]
    workdir = re.findall(r"^WORKDIR (\S+)", dockerfile(), re.MULTILINE)[-1]
    assert volume == f"files:{workdir}/var/files"
    assert "mkdir -p var/files" in dockerfile()


def test_the_image_runs_as_nobody_special_with_locked_dependencies() -> None:
    assert re.findall(r"^USER (\S+)", dockerfile(), re.MULTILINE) == ["campus"]
    assert dockerfile().count("--require-hashes -r requirements/") == 2


@pytest.mark.parametrize("lock", ["base", "dev", "installer"])
def test_locks_hold_hashes_and_no_address(lock: str) -> None:
    text = (ROOT / "requirements" / f"{lock}.txt").read_text()
    pinned = re.findall(r"^\S+==.*\\\n    --hash=sha256:", text, re.MULTILINE)
    assert len(pinned) == len(re.findall(r"^\S+==", text, re.MULTILINE)) > 0
    assert "://" not in text


# The installation, started


@dataclass
class Installation:
    """A running one: the environment that all its processes have, and the two that stay."""

    environment: dict[str, str]
    port: int
    processes: dict[str, subprocess.Popen[bytes]]

    def get(self, path: str, scheme: str = "https") -> tuple[int, str]:
        """Status and body of a page as the proxy asks for it."""
        headers = {"Host": HOST, "X-Forwarded-Proto": scheme, "X-Forwarded-For": "203.0.113.7"}
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)) as connection:
            connection.request("GET", path, headers=headers)
            answer = connection.getresponse()
            return answer.status, answer.read().decode()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start(command: list[str], environment: dict[str, str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(command, cwd=ROOT, env=environment, start_new_session=True)


def run(command: list[str], environment: dict[str, str]) -> None:
    subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)


def wait_for(is_so: Callable[[], bool], seconds: float = 90) -> None:
    """Wait until `is_so()` is true."""
    deadline = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < deadline, "it did not come about"
        time.sleep(0.2)


@pytest.fixture(scope="module")
def services_of_this_machine() -> None:
    """PostgreSQL and Redis; without them these tests cannot run, which in CI is a failure."""
    try:
        psycopg.connect(f"{POSTGRES}/postgres", connect_timeout=3).close()
        redis.Redis.from_url(REDIS).ping()
    except (psycopg.OperationalError, redis.ConnectionError):
        missing = "The installation is not started: it needs PostgreSQL on 127.0.0.1:5432 and Redis on 127.0.0.1:6379."
        if os.environ.get("CI"):
            pytest.fail(missing)
        pytest.skip(missing)


@pytest.fixture(scope="module")
def database(services_of_this_machine: None) -> Iterator[str]:
    """An empty database and an empty Redis of the installation's own, gone afterwards."""
    redis.Redis.from_url(REDIS).flushdb()
    with psycopg.connect(f"{POSTGRES}/postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {DATABASE}")
        yield f"{POSTGRES}/{DATABASE}"
        connection.execute(f"DROP DATABASE {DATABASE} WITH (FORCE)")
    redis.Redis.from_url(REDIS).flushdb()


@pytest.fixture(scope="module")
def installation(database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """Static files collected as in the image, tables made by `migrate`, then `web` and `work` as composed."""
    port = free_port()
    everything = compose.services()
    of_the_image = {
        "PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin",
        "BIND": f"127.0.0.1:{port}",
        "VAR_DIR": str(tmp_path_factory.mktemp("var")),
        "PYTHONUNBUFFERED": "1",
    }
    environment = everything["web"]["environment"] | of_the_image | {"DATABASE_URL": database, "REDIS_URL": REDIS}
    assert all(everything[service]["environment"] == everything["web"]["environment"] for service in APP_SERVICES)
    run(["python", "manage.py", "collectstatic", "--noinput", "--verbosity", "0"], environment)
    run(everything["migrate"]["command"], environment)
    processes = {name: start(everything[name]["command"], environment) for name in ("web", "work")}
    started = Installation(environment, port, processes)
    try:
        yield started
    finally:
        for process in processes.values():
            if process.poll() is None:
                process.kill()
                process.wait()


def is_healthy(installation: Installation) -> bool:
    command = compose.services()["web"]["healthcheck"]["test"][1:]
    return subprocess.run(command, cwd=ROOT, env=installation.environment, capture_output=True).returncode == 0


def test_web_becomes_healthy_and_serves_pages_with_their_hashed_static_files(installation: Installation) -> None:
    wait_for(lambda: is_healthy(installation))
    status, page = installation.get("/")
    sheets = re.findall(r'href="(/static/[^"]+\.css)"', page)
    assert status == 200
    assert all(re.search(r"\.[0-9a-f]{12}\.css$", sheet) for sheet in sheets)
    assert [installation.get(sheet)[0] for sheet in sheets] == [200] * len(sheets) != []


def test_what_reaches_the_proxy_unencrypted_is_sent_to_https(installation: Installation) -> None:
    wait_for(lambda: is_healthy(installation))
    assert [installation.get(path, scheme="http")[0] for path in ("/", "/healthz", "/readyz")] == [301, 200, 200]


def test_work_starts_its_clock_and_carries_jobs_out_through_the_queue(installation: Installation) -> None:
    with psycopg.connect(installation.environment["DATABASE_URL"], autocommit=True) as connection:

        def is_done() -> bool:
            return connection.execute("SELECT 1 FROM campus_job WHERE state = 'done'").fetchone() is not None

        wait_for(is_done)


def test_web_and_work_end_cleanly_when_asked_to(installation: Installation) -> None:
    wait_for(lambda: is_healthy(installation))
    for process in installation.processes.values():
        process.send_signal(signal.SIGTERM)
    assert [process.wait(timeout=40) for process in installation.processes.values()] == [0, 0]

"""The demo campus served as in production: gunicorn, TLS, collected and compressed files, DEBUG and DEMO off."""

import os
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from scripts.phone import certificate_for

ROOT = Path(__file__).resolve().parents[2]
LOOPBACK = "127.0.0.1"
PATIENCE = 60  # seconds until it must answer

DOOR = "from campus.management.demo.open_door import keep_a_door_open as door; from campus.base import clock"
SESSION = "from django.test import Client; from campus.people.models import Person; client = Client()"


@dataclass
class Site:
    """A running installation on this machine."""

    url: str
    environment: dict[str, str]

    def ask(self, *lines: str) -> str:
        """What Python prints last when it runs these lines inside the installation."""
        return manage(self.environment, "shell", "--no-imports", "--command", "\n".join(lines)).split()[-1]

    def open_code(self) -> str:
        """A code whose doors are open now."""
        return self.ask(DOOR, "print(door(clock.now()).code.code)")

    def session_of(self, address: str) -> str:
        """A session key of the person with this address."""
        entering = (
            f'client.force_login(Person.objects.get(email="{address}")); print(client.cookies["sessionid"].value)'
        )
        return self.ask(SESSION, entering)


def manage(environment: dict[str, str], *words: str) -> str:
    """Run one of Django's commands; returns what it printed."""
    command = [sys.executable, "manage.py", *words]
    return subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE, text=True).stdout


@contextmanager
def serving(folder: Path) -> Iterator[Site]:
    """Serve the demo campus from a folder of its own; the process ends with the block."""
    port = _free_port()
    site = Site(f"https://{LOOPBACK}:{port}", _environment(folder, port))
    manage(site.environment, "migrate", "--verbosity", "0")
    manage({**site.environment, "DEMO": "1"}, "load_demo")
    manage(site.environment, "collectstatic", "--noinput", "--verbosity", "0")
    certificate, key = certificate_for(ip_address(LOOPBACK), folder)
    gunicorn = [sys.executable, "-m", "gunicorn", "--config", "deploy/gunicorn.conf.py", "--log-level", "error"]
    tls = ["--certfile", str(certificate), "--keyfile", str(key)]
    process = subprocess.Popen([*gunicorn, *tls, "backend.wsgi"], cwd=ROOT, env=site.environment)
    try:
        _wait_until_ready(site, process)
        yield site
    finally:
        process.terminate()
        process.wait(timeout=PATIENCE)


def _environment(folder: Path, port: int) -> dict[str, str]:
    """Only what an operator would set; nothing of the tests' own environment."""
    return {
        "PATH": os.environ["PATH"],
        "SECRET_KEY": "only-for-weighing-pages-" * 3,
        "SITE_URL": f"https://{LOOPBACK}:{port}",
        "BIND": f"{LOOPBACK}:{port}",
        "VAR_DIR": str(folder),
        "LOG_LEVEL": "ERROR",
    }


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])


def _wait_until_ready(site: Site, process: subprocess.Popen[bytes]) -> None:
    trusting = ssl._create_unverified_context()  # noqa: S323 - our own certificate, on our own machine
    deadline = time.monotonic() + PATIENCE
    while process.poll() is None and time.monotonic() < deadline:
        try:
            with urlopen(f"{site.url}/readyz", context=trusting, timeout=5) as answer:  # noqa: S310 - our own address
                assert answer.status == 200
                return
        except URLError:
            time.sleep(0.2)
    raise TimeoutError("gunicorn did not get ready")

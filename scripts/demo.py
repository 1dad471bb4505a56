"""The demo: everything on one SQLite file in var/demo, web and worker supervised together until Ctrl-C.

    .venv/bin/python -m scripts.demo --host localhost --port 8000

Started again it keeps the data and is quick. With an address of the local network as host it serves TLS for a phone.
"""

import argparse
import hashlib
import http.client
import ipaddress
import os
import signal
import socket
import ssl
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType

from scripts import phone

ROOT = Path(__file__).resolve().parent.parent
VAR = ROOT / "var" / "demo"
PATIENCE = 25  # seconds that a process may take to end what it is at


def network_address(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    """The address that `host` writes; ends the program where it is none that a phone could open."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        address = ipaddress.IPv4Address(0)
    if address.is_unspecified:
        sys.exit(f"HOST is {host}: give an address of this machine on your network, such as HOST=192.168.1.5")
    return address


class Site:
    """Where the demo is served: on this machine only, or with TLS on one address of the local network."""

    def __init__(self, host: str, port: int) -> None:
        self.port = port
        self.tls: list[str] = []
        if host in {"localhost", "127.0.0.1"}:
            self.bind, self.url, self.hosts = "127.0.0.1", f"http://localhost:{port}", "localhost,127.0.0.1"
            return
        address = network_address(host)
        in_url = f"[{address}]" if address.version == 6 else str(address)
        self.bind, self.url, self.hosts = str(address), f"https://{in_url}:{port}", in_url
        certificate, key = phone.certificate_for(address, VAR / "tls")
        self.tls = ["--certfile", str(certificate), "--keyfile", str(key)]

    @property
    def environment(self) -> dict[str, str]:
        """The settings of every process of the demo. Nothing of a production environment gets in."""
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TERM", "TMPDIR") if name in os.environ}
        own = {"DEMO": "1", "VAR_DIR": str(VAR), "SITE_URL": self.url, "ALLOWED_HOSTS": self.hosts}
        return {**kept, **own, "BIND": f"{self.bind}:{self.port}", "PYTHONUNBUFFERED": "1"}

    def refuse_taken_port(self) -> None:
        """Say so at once where another program has the port or the address is not this machine's."""
        family = socket.AF_INET6 if ":" in self.bind else socket.AF_INET
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((self.bind, self.port))
            except OSError as error:
                sys.exit(
                    f"Cannot serve on {self.bind}:{self.port} ({error.strerror}). Another port: make demo PORT=8001"
                )

    def is_ready(self) -> bool:
        """Whether the web process answers that it and what it needs are ready."""
        if self.tls:
            trusting = ssl._create_unverified_context()  # noqa: S323 - our own certificate, on our own machine
            connection: http.client.HTTPConnection = http.client.HTTPSConnection(
                self.bind, self.port, timeout=5, context=trusting
            )
        else:
            connection = http.client.HTTPConnection(self.bind, self.port, timeout=5)
        try:
            connection.request("GET", "/readyz")
            return connection.getresponse().status == 200
        except OSError:
            return False
        finally:
            connection.close()


class Supervisor:
    """Starts the demo's processes, ends them together, and lets none outlive the others."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.environment = environment
        self.processes: dict[str, subprocess.Popen[bytes]] = {}
        self.asked_to_end = False
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._ask_to_end)

    def _ask_to_end(self, number: int, frame: FrameType | None) -> None:
        self.asked_to_end = True

    def start(self, name: str, command: list[str]) -> None:
        """Start a process in a session of its own: Ctrl-C reaches only this one, which then ends them in order."""
        self.processes[name] = subprocess.Popen(command, cwd=ROOT, env=self.environment, start_new_session=True)

    def ended(self) -> str | None:
        """The name of a process that ended by itself."""
        return next((name for name, process in self.processes.items() if process.poll() is not None), None)

    def end(self) -> None:
        """End all: politely, and after PATIENCE for good."""
        for process in self.processes.values():
            process.terminate()
        deadline = time.monotonic() + PATIENCE
        for process in self.processes.values():
            try:
                process.wait(max(deadline - time.monotonic(), 0.1))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def manage(*words: str) -> list[str]:
    """The command line of one of Django's commands."""
    return [sys.executable, "manage.py", *words]


def collect_static(environment: dict[str, str]) -> None:
    """Collect the static files under hashed names, unless nothing changed since the last time."""
    sources = sorted(path for path in (ROOT / "frontend" / "static").rglob("*") if path.is_file())
    state = hashlib.sha256()
    for path in [ROOT / "requirements" / "base.txt", *sources]:
        state.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    stamp = VAR / "static.stamp"
    if stamp.exists() and stamp.read_text() == state.hexdigest():
        return
    print("Collecting the static files", flush=True)
    subprocess.run(manage("collectstatic", "--noinput", "--verbosity", "0"), cwd=ROOT, env=environment, check=True)
    stamp.write_text(state.hexdigest())


def prepare(environment: dict[str, str]) -> None:
    """Tables, the invented campus and static files: each step does nothing where it was done before."""
    VAR.mkdir(parents=True, exist_ok=True)
    subprocess.run(manage("migrate", "--noinput", "--verbosity", "0"), cwd=ROOT, env=environment, check=True)
    subprocess.run(manage("load_demo"), cwd=ROOT, env=environment, check=True)
    collect_static(environment)


def introduce(site: Site) -> None:
    """Say what to open and how to sign in."""
    print(f"""
  HeForShe Campus, the demo, is on  {site.url}

  Sign in:  open {site.url}/demo/ and enter as one of the cast with one click,
            or sign in with any address: the code is printed here and shown on {site.url}/demo/mail/
  Data:     kept in {VAR.relative_to(ROOT)}; remove that folder to begin anew
  End:      Ctrl-C
""")
    if site.tls:
        print("On a phone in the same network, scan this and accept the certificate that this machine made:\n")
        print(phone.qr_for_terminal(site.url))
    sys.stdout.flush()


def serve(site: Site) -> int:
    """Run web and worker until asked to end. Returns 0 then, and 1 when one of them ended by itself."""
    supervisor = Supervisor(site.environment)
    gunicorn = [sys.executable, "-m", "gunicorn", "--config", "deploy/gunicorn.conf.py", "--log-level", "warning"]
    supervisor.start("web", [*gunicorn, *site.tls, "backend.wsgi"])
    supervisor.start("worker", manage("work"))
    introduced = False
    try:
        while not supervisor.asked_to_end:
            if name := supervisor.ended():
                print(f"The {name} process ended by itself, so the demo ends. What it said stands above.", flush=True)
                return 1
            if not introduced and site.is_ready():
                introduced = True
                introduce(site)
            time.sleep(0.3)
        return 0
    finally:
        supervisor.end()


def main() -> int:
    parser = argparse.ArgumentParser(description="Serve the demo campus.")
    parser.add_argument("--host", default="localhost")
    parser.add_argument("--port", type=int, default=8000)
    arguments = parser.parse_args()
    site = Site(arguments.host, arguments.port)
    site.refuse_taken_port()
    try:
        prepare(site.environment)
        return serve(site)
    except (KeyboardInterrupt, subprocess.CalledProcessError) as error:
        return 0 if isinstance(error, KeyboardInterrupt) else 1


if __name__ == "__main__":
    sys.exit(main())

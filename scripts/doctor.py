"""What this system lacks, one sentence each, with the apt line that mends it.

    python3 scripts/doctor.py demo|test [--install]

Runs before anything is installed, so it uses the standard library only. It reports and does not fail: without these
the site still runs, and what needs one of them says so itself.
"""

import argparse
import ctypes
import os
import shutil
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

DEJAVU = Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf")
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")


def has_library(*names: str) -> bool:
    """Whether the loader finds a shared library under one of these names."""
    for name in names:
        try:
            ctypes.CDLL(name)
        except OSError:
            continue
        return True
    return False


def has_command(*names: str) -> bool:
    """Whether one of these commands is on the path."""
    return any(shutil.which(name) for name in names)


@dataclass(frozen=True)
class Need:
    """Something of the system: Debian's packages for it, what goes without it, and how to see that it is there."""

    packages: str
    lacking: str
    is_met: Callable[[], bool]


PANGO = Need(
    "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0",
    "Pango is missing: the site runs, but papers and posters as PDF do not.",
    lambda: (
        has_library("libpango-1.0.so.0", "libpango-1.0.dylib")
        and has_library("libpangoft2-1.0.so.0", "libpangoft2-1.0.dylib")
        and has_library("libharfbuzz-subset.so.0", "libharfbuzz-subset.dylib")
    ),
)
FONTS = Need(
    "fonts-dejavu-core",
    "The DejaVu fonts are missing: papers may show boxes instead of letters.",
    lambda: DEJAVU.exists() or not Path("/usr/share/fonts").exists(),
)
BROWSER = Need("chromium", "Chromium is missing: the browser journeys do not run.", lambda: has_command(*CHROMIUM))
POPPLER = Need("poppler-utils", "pdftoppm is missing: tests cannot look at posters.", lambda: has_command("pdftoppm"))
GETTEXT = Need("gettext", "msgfmt is missing: messages cannot be checked or compiled.", lambda: has_command("msgfmt"))

NEEDS = {"demo": (PANGO, FONTS), "test": (PANGO, FONTS, BROWSER, POPPLER, GETTEXT)}


def lacking(needs: Sequence[Need]) -> list[Need]:
    """Those of `needs` that this system does not meet."""
    return [need for need in needs if not need.is_met()]


def can_install() -> bool:
    """Whether this process may use apt."""
    return os.geteuid() == 0 and has_command("apt-get")


def install(packages: str) -> None:
    """Install Debian packages. A failure is left to the report that follows."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["apt-get", "update", "-qq"], ["apt-get", "install", "-y", "-qq", "--no-install-recommends"]):
        words = packages.split() if "install" in command else []
        subprocess.run([*command, *words], env=environment, check=False, stdout=subprocess.DEVNULL)


def report(needs: Sequence[Need]) -> None:
    """Say each thing that is missing and the line that mends it."""
    for need in lacking(needs):
        print(f"{need.lacking} On Debian: apt-get install {need.packages}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description="Say what this system lacks.")
    parser.add_argument("purpose", choices=NEEDS)
    parser.add_argument("--install", action="store_true", help="install it where root and apt are there")
    arguments = parser.parse_args()
    needs = NEEDS[arguments.purpose]
    if arguments.install and can_install() and (missing := lacking(needs)):
        packages = " ".join(need.packages for need in missing)
        print(f"Installing {packages}", flush=True)
        install(packages)
    report(needs)


if __name__ == "__main__":
    main()

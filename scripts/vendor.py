"""Fetch the JavaScript files we ship from their npm packages, and write down what they are.

Run it to update: `python -m scripts.vendor`. Nobody needs npm to run or to test the project; a test compares the
files with the hashes in vendor.json.
"""

import hashlib
import json
import shutil
import subprocess
import tarfile
import tempfile
from pathlib import Path

VENDOR = Path(__file__).resolve().parent.parent / "frontend" / "static" / "vendor"
LIST = VENDOR / "vendor.json"


def main() -> None:
    entries = json.loads(LIST.read_text())
    for entry in entries:
        with tempfile.TemporaryDirectory() as folder:
            fetch(entry, Path(folder))
    LIST.write_text(json.dumps(entries, indent=2) + "\n")


def fetch(entry: dict[str, str], folder: Path) -> None:
    """Put one file of one package in place; `entry` gains its licence and sha256."""
    npm = shutil.which("npm")
    if npm is None:
        raise SystemExit("npm is missing. It is needed only to update vendored files: apt install npm")
    package = f"{entry['name']}@{entry['version']}"
    subprocess.run([npm, "pack", "--silent", package], cwd=folder, check=True)
    with tarfile.open(next(folder.glob("*.tgz"))) as tarball:
        content = _read(tarball, f"package/{entry['source']}")
        entry["licence"] = json.loads(_read(tarball, "package/package.json"))["license"]
    (VENDOR / entry["file"]).write_bytes(content)
    entry["sha256"] = hashlib.sha256(content).hexdigest()


def _read(tarball: tarfile.TarFile, name: str) -> bytes:
    member = tarball.extractfile(name)
    if member is None:
        raise SystemExit(f"{name} is not a file of the package")
    return member.read()


if __name__ == "__main__":
    main()

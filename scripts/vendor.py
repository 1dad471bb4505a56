"""Fetch the JavaScript files we ship, and those our tests use, from their npm packages; write down what they are.

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

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = (ROOT / "frontend" / "static" / "vendor", ROOT / "tests" / "vendor")


def main() -> None:
    for vendor in FOLDERS:
        listed = vendor / "vendor.json"
        entries = json.loads(listed.read_text())
        for entry in entries:
            with tempfile.TemporaryDirectory() as folder:
                fetch(entry, vendor, Path(folder))
        listed.write_text(json.dumps(entries, indent=2) + "\n")


def fetch(entry: dict[str, str], vendor: Path, folder: Path) -> None:
    """Put one file of one package into `vendor`; `entry` gains its licence and sha256."""
    npm = shutil.which("npm")
    if npm is None:
        raise SystemExit("npm is missing. It is needed only to update vendored files: apt install npm")
    package = f"{entry['name']}@{entry['version']}"
    subprocess.run([npm, "pack", "--silent", package], cwd=folder, check=True)
    with tarfile.open(next(folder.glob("*.tgz"))) as tarball:
        content = _read(tarball, f"package/{entry['source']}")
        entry["licence"] = json.loads(_read(tarball, "package/package.json"))["license"]
    (vendor / entry["file"]).write_bytes(content)
    entry["sha256"] = hashlib.sha256(content).hexdigest()


def _read(tarball: tarfile.TarFile, name: str) -> bytes:
    member = tarball.extractfile(name)
    if member is None:
        raise SystemExit(f"{name} is not a file of the package")
    return member.read()


if __name__ == "__main__":
    main()

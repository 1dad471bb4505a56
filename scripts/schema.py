"""Write the API's OpenAPI schema to backend/openapi.yaml, or with --check see that it is current."""

import difflib
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
COMMITTED = ROOT / "backend" / "openapi.yaml"


def generated() -> str:
    """The schema of the code as it stands. A warning of the generator ends the program: clients would read it wrong."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "openapi.yaml"
        command = [sys.executable, "manage.py", "spectacular", "--validate", "--fail-on-warn", "--file", str(target)]
        finished = subprocess.run(command, cwd=ROOT, env={**os.environ, "DEBUG": "1"}, check=False)
        if finished.returncode:
            sys.exit("The schema cannot be generated.")
        return target.read_text()


def main() -> None:
    fresh = generated()
    if "--check" not in sys.argv:
        COMMITTED.write_text(fresh)
        return
    committed = COMMITTED.read_text() if COMMITTED.exists() else ""
    if fresh != committed:
        difference = difflib.unified_diff(committed.splitlines(), fresh.splitlines(), "committed", "code", lineterm="")
        print("\n".join(list(difference)[:40]))
        sys.exit("backend/openapi.yaml is not the schema of the code: make schema")


if __name__ == "__main__":
    main()

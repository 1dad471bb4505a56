"""Gather the sentences to be translated into locale/ and compile them, or with --check see that this was done.

English is the language of the code and needs no catalogue.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NOT_OURS = (".venv", "var", "tests", "bench")


def catalogues() -> list[Path]:
    """Every translated catalogue."""
    return sorted((ROOT / "locale").glob("*/LC_MESSAGES/*.po"))


def languages() -> list[str]:
    """The codes of the settings' languages that need a catalogue."""
    sys.path.insert(0, str(ROOT))
    os.environ.update(DJANGO_SETTINGS_MODULE="backend.settings", DEBUG="1")
    from django.conf import settings

    return [code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE]


def compiled(catalogue: Path) -> bytes:
    """The catalogue as gettext reads it; ends the program where a placeholder or a plural is wrong."""
    with tempfile.NamedTemporaryFile(suffix=".mo") as target:
        if subprocess.run(["msgfmt", "--check", "-o", target.name, str(catalogue)], check=False).returncode:
            sys.exit(f"{catalogue.relative_to(ROOT)} does not compile.")
        return Path(target.name).read_bytes()


def gather() -> None:
    """Bring each language's catalogue up to date with the code and the templates."""
    codes = languages()
    if not codes:
        print("The only language is English, which needs no catalogue.")
        return
    (ROOT / "locale").mkdir(exist_ok=True)
    options = ["--no-wrap", "--no-obsolete", "--add-location", "file"]
    options += [word for code in codes for word in ("--locale", code.replace("-", "_"))]
    options += [word for folder in NOT_OURS for word in ("--ignore", folder)]
    subprocess.run([sys.executable, "manage.py", "makemessages", *options], cwd=ROOT, check=True)


def main() -> None:
    if "--check" not in sys.argv:
        gather()
        for catalogue in catalogues():
            catalogue.with_suffix(".mo").write_bytes(compiled(catalogue))
        return
    for catalogue in catalogues():
        binary = catalogue.with_suffix(".mo")
        if not binary.exists() or binary.read_bytes() != compiled(catalogue):
            sys.exit(f"{binary.relative_to(ROOT)} is not compiled from its catalogue: make messages")


if __name__ == "__main__":
    main()

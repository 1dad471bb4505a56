"""What a backup says of itself, so that a restore can tell whether it fits before it touches anything."""

import json
import tomllib
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings
from django.core.management import CommandError
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.utils.crypto import salted_hmac

from campus.base import clock

FORMAT = 1
FINGERPRINT_DIGITS = 16


@dataclass(frozen=True)
class Manifest:
    """`migrations` are "app.name", `rows` a count per table, `keys` a fingerprint per key and never the key."""

    format: int
    version: str
    made_at: str
    database: str
    migrations: list[str]
    rows: dict[str, int]
    files: int
    keys: dict[str, str]

    def as_json(self) -> bytes:
        return json.dumps(asdict(self), indent=1).encode()

    @property
    def all_rows(self) -> int:
        return sum(self.rows.values())

    @property
    def has_our_key(self) -> bool:
        """Whether it was made with the keys of this installation."""
        present = fingerprints()
        return all(present.get(name) == print_ for name, print_ in self.keys.items())


def describe(connection: BaseDatabaseWrapper, *, rows: dict[str, int], files: int) -> Manifest:
    """The manifest of what was just copied: `rows` per table of the copy, and how many `files`."""
    applied = {f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations()}
    return Manifest(
        format=FORMAT,
        version=version(),
        made_at=clock.now().isoformat(timespec="seconds"),
        database=connection.vendor,
        migrations=sorted(applied & known_migrations()),
        rows=rows,
        files=files,
        keys=fingerprints(),
    )


def read_manifest(text: bytes) -> Manifest:
    """The manifest of a backup. Raises CommandError for what is none, or none that this version reads."""
    try:
        entries = json.loads(text)
        if entries["format"] != FORMAT:
            raise CommandError(f"This backup was made by version {entries['version']}; restore it with that version.")
        return Manifest(**entries)
    except (ValueError, KeyError, TypeError) as error:
        raise CommandError("This file is no backup of HeForShe Campus: its manifest cannot be read.") from error


def known_migrations() -> set[str]:
    """The migrations of this version, as "app.name"."""
    return {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations or {}}


def fingerprints() -> dict[str, str]:
    """Tells keys apart without telling anything of them: the start of an HMAC under each."""
    return {name: _fingerprint(getattr(settings, name)) for name in ("SECRET_KEY", "DATA_KEY")}


def _fingerprint(key: str) -> str:
    made = salted_hmac("campus.backup", "fingerprint", secret=key, algorithm="sha256")
    return made.hexdigest()[:FINGERPRINT_DIGITS]


def version() -> str:
    """The version of this code."""
    project = tomllib.loads((Path(settings.BASE_DIR) / "pyproject.toml").read_text())
    return str(project["project"]["version"])

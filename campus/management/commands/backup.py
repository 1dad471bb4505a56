"""`manage.py backup FILE`: the whole installation in one file, while it is in use."""

import tempfile
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from campus.management.backup import archive
from campus.management.backup.keepers import keeper_of
from campus.management.backup.manifest import describe


class Command(BaseCommand):
    help = (
        "Writes the database, the uploaded and generated files and a manifest into one compressed file that only its "
        "owner can read. May run at any moment: what was acknowledged before it began is inside. No key is."
    )
    requires_system_checks = ()  # it must work where a page is broken

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="Where to write it, such as campus-2026-11-24.tar.gz.")
        parser.add_argument("--force", action="store_true", help="Also over a file that is there already.")

    def handle(self, *, file: Path, force: bool, **options: Any) -> None:
        target = file.absolute()
        if target.exists() and not force:
            raise CommandError(f"{file} is there already. Choose another name, or add --force to replace it.")
        if not target.parent.is_dir():
            raise CommandError(f"There is no folder {target.parent} to write to.")
        if target.is_relative_to(Path(settings.MEDIA_ROOT).absolute()):
            raise CommandError(f"Choose a place outside {settings.MEDIA_ROOT}: what is in there is backed up itself.")
        try:
            self._write(target)
        except OSError as error:
            raise CommandError(f"The backup could not be written: {error}") from error

    def _write(self, target: Path) -> None:
        keeper = keeper_of(connection)
        root = Path(settings.MEDIA_ROOT)
        # The copy lies beside the backup: there is room for both or for none.
        with tempfile.TemporaryDirectory(prefix=f".{target.name}.", dir=target.parent) as folder:
            database = Path(folder) / archive.DATABASE
            self.stdout.write("Copying the database")
            rows = keeper.dump(database)
            files = archive.files_below(root)
            manifest = describe(connection, rows=rows, files=len(files))
            self.stdout.write("Packing")
            archive.write(target, manifest=manifest, database=database, files=files, root=root)
        size = target.stat().st_size / 1_000_000
        self.stdout.write(
            f"{target}: {manifest.all_rows:,} rows in {len(rows)} tables, {len(files)} files, {size:,.1f} MB.\n"
            "SECRET_KEY and DATA_KEY are not in it. Keep them too, in another place: without them sessions, "
            "sent links, second factors and sealed secrets are void."
        )

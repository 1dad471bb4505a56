"""`manage.py restore FILE`: a backup into an empty installation."""

import tempfile
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from campus.management.backup import archive
from campus.management.backup.databases import Keeper
from campus.management.backup.keepers import keeper_of
from campus.management.backup.manifest import Manifest, known_migrations


class Command(BaseCommand):
    help = "Puts what `backup` wrote into an empty installation: a new database, migrated or not, and no files yet."
    requires_system_checks = ()  # it must work where a page is broken

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="What `manage.py backup` wrote.")

    def handle(self, *, file: Path, **options: Any) -> None:
        keeper = keeper_of(connection)
        root = Path(settings.MEDIA_ROOT)
        with archive.opened(file) as backup:
            manifest = backup.manifest
            _refuse_other_kind(manifest)
            _refuse_unless_empty(keeper, root)
            if not manifest.has_our_key:
                self.stderr.write(
                    "This backup was made with another SECRET_KEY or DATA_KEY. Everybody signs in anew; links in "
                    "mails that were sent, receipts, invitations, second factors and secrets of webhooks and "
                    "university accounts are void. Set the former keys to keep them."
                )
            try:
                self._load(backup, keeper, root)
            except OSError as error:
                raise CommandError(f"The restore broke off: {error}") from error
        self._say_what_is_next(manifest)

    def _load(self, backup: archive.Backup, keeper: Keeper, root: Path) -> None:
        root.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".restore.", dir=root.parent) as folder:
            database = Path(folder) / archive.DATABASE
            self.stdout.write("Unpacking")
            backup.copy_database(database)
            self.stdout.write("Loading the database")
            keeper.load(database)
        if keeper.rows() != backup.manifest.rows:
            raise CommandError("The database was loaded, but its rows are not those of the manifest. Do not use it.")
        files = backup.copy_files(root)
        self.stdout.write(
            f"Restored what was there at {backup.manifest.made_at}: {backup.manifest.all_rows:,} rows "
            f"in {len(backup.manifest.rows)} tables, {files} files."
        )

    def _say_what_is_next(self, manifest: Manifest) -> None:
        if known_migrations() - set(manifest.migrations):
            self.stdout.write("The backup is of an earlier version. Run `manage.py migrate` before anything else.")
        self.stdout.write("Start web and work again. Mail that waited when the backup was made goes out now.")


def _refuse_other_kind(manifest: Manifest) -> None:
    if manifest.database != connection.vendor:
        raise CommandError(f"This backup is of {manifest.database}; DATABASE_URL names {connection.vendor}.")
    unknown = sorted(set(manifest.migrations) - known_migrations())
    if unknown:
        raise CommandError(
            f"This backup was made by version {manifest.version}, whose migration {unknown[0]} is not here. "
            "Restore it with that version or a newer one."
        )


def _refuse_unless_empty(keeper: Keeper, root: Path) -> None:
    full = keeper.full_tables()
    if full:
        raise CommandError(
            f"This installation is not empty: there are rows in {full[0]}. "
            "Restore into a new database, and stop web and work before."
        )
    if archive.files_below(root):
        raise CommandError(f"This installation is not empty: there are files in {root}. Move them away first.")

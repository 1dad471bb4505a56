"""PostgreSQL: pg_dump in its custom format, of a snapshot in which the rows are counted too."""

import os
import shutil
import subprocess
from pathlib import Path

from django.core.management import CommandError
from django.db import transaction

from campus.management.backup.databases import Keeper
from campus.management.backup.progress import bytes_bar, show_size

SECONDS_BETWEEN_LOOKS = 0.2
PROGRAMS = ("pg_dump", "pg_restore")


class PostgreSQL(Keeper):
    def check(self) -> None:
        missing = [name for name in PROGRAMS if shutil.which(name) is None]
        if missing:
            raise CommandError(f"{missing[0]} is missing. On Debian: apt-get install postgresql-client")

    def dump(self, target: Path) -> dict[str, int]:
        with transaction.atomic(using=self.connection.alias), self.connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            cursor.execute("SELECT pg_export_snapshot()")
            snapshot = cursor.fetchone()[0]
            options = ["--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}", f"--file={target}"]
            self._run("Copying the database", "pg_dump", options, growing=target)
            return self.rows()

    def load(self, source: Path) -> None:
        """The empty tables that `migrate` made go first; a table that a newer version added would stay else."""
        with transaction.atomic(using=self.connection.alias), self.connection.cursor() as cursor:
            for table in self.connection.introspection.table_names(cursor):
                cursor.execute(f'DROP TABLE IF EXISTS "{table}" CASCADE')
        # Comments: the one on an extension belongs to whoever installed it, who may be somebody else here.
        options = ["--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges", "--no-comments"]
        name = self.connection.settings_dict["NAME"]
        self._run("Loading the database", "pg_restore", [*options, f"--dbname={name}", str(source)])

    def _run(self, what: str, program: str, options: list[str], growing: Path | None = None) -> None:
        command = [program, *options]
        with (
            bytes_bar(what) as bar,
            subprocess.Popen(  # noqa: S603 - PostgreSQL's own programs, by fixed names
                command, env=self._environment(), stderr=subprocess.PIPE, text=True
            ) as process,
        ):
            while True:
                try:
                    _out, said = process.communicate(timeout=SECONDS_BETWEEN_LOOKS)
                    break
                except subprocess.TimeoutExpired:
                    if growing is not None:
                        show_size(bar, growing)
        if process.returncode:
            raise CommandError(f"{program} broke off: {said.strip() or process.returncode}")

    def _environment(self) -> dict[str, str]:
        """The connection's settings as libpq's own variables, so that no password stands in a command line."""
        settings = self.connection.settings_dict
        _command, secrets = self.connection.client.settings_to_cmd_args_env(settings, [])
        names = {"PGDATABASE": "NAME", "PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER"}
        named = {variable: str(settings[key]) for variable, key in names.items() if settings.get(key)}
        return {**os.environ, **(secrets or {}), **named}

"""SQLite: VACUUM INTO reads one moment of the database while others write."""

import sqlite3
from contextlib import closing
from pathlib import Path

from campus.management.backup.databases import Keeper, count_rows
from campus.management.backup.progress import bytes_bar, show_size

STEPS_BETWEEN_LOOKS = 100_000  # of SQLite's virtual machine
PAGES_A_STEP = 2_000


class SQLite(Keeper):
    def dump(self, target: Path) -> dict[str, int]:
        with bytes_bar("Copying the database", self._size()) as bar, self.connection.cursor() as cursor:

            def look() -> int:
                show_size(bar, target)
                return 0  # anything else would break it off

            self.connection.connection.set_progress_handler(look, STEPS_BETWEEN_LOOKS)
            try:
                cursor.execute("VACUUM INTO %s", [str(target)])
            finally:
                self.connection.connection.set_progress_handler(None, 0)
        with closing(sqlite3.connect(target)) as copy:
            names = copy.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
            return count_rows(copy.cursor(), [name for (name,) in names.fetchall()])

    def load(self, source: Path) -> None:
        """Through SQLite's backup API: in one transaction, also with processes that hold the file open."""
        self.connection.ensure_connection()
        with closing(sqlite3.connect(source)) as copy, bytes_bar("Loading the database", source.stat().st_size) as bar:
            size = int(copy.execute("PRAGMA page_size").fetchone()[0])

            def look(status: int, remaining: int, total: int) -> None:
                bar.update((total - remaining) * size - bar.n)

            copy.backup(self.connection.connection, pages=PAGES_A_STEP, progress=look)

    def _size(self) -> int:
        with self.connection.cursor() as cursor:
            cursor.execute("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size")
            return int(cursor.fetchone()[0])

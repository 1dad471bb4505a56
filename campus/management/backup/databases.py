"""Copying a database while it is in use, and loading the copy into an empty one: SQLite and PostgreSQL."""

from abc import ABC, abstractmethod
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

# What `migrate` itself writes: an installation that holds nothing else is empty.
OF_MIGRATE = frozenset({"django_migrations", "django_content_type", "auth_permission", "campus_observance"})


class Keeper(ABC):
    """Copies and loads the database behind one connection."""

    def __init__(self, connection: BaseDatabaseWrapper) -> None:
        self.connection = connection

    @abstractmethod
    def dump(self, target: Path) -> dict[str, int]:
        """Write a consistent copy to `target`; returns the number of rows of each table in that copy."""

    @abstractmethod
    def load(self, source: Path) -> None:
        """Put the copy into the database, whose tables are empty or not there: all of it or nothing."""

    def check(self) -> None:  # noqa: B027 - a hook: SQLite needs nothing but Python
        """Raise CommandError when this machine lacks a program that `dump` or `load` needs."""

    def rows(self) -> dict[str, int]:
        """How many rows each table holds now."""
        with self.connection.cursor() as cursor:
            return count_rows(cursor, self.connection.introspection.table_names(cursor))

    def full_tables(self) -> list[str]:
        """The tables that hold something of people's; none in an empty installation."""
        return sorted(name for name, count in self.rows().items() if count and name not in OF_MIGRATE)


def count_rows(cursor: Any, tables: Iterable[str]) -> dict[str, int]:
    """The number of rows of each table, by its name; `tables` come from the database's own list."""
    counts = {}
    for table in tables:
        cursor.execute(f'SELECT count(*) FROM "{table}"')  # noqa: S608 - a name the database itself gave
        counts[table] = int(cursor.fetchone()[0])
    return counts

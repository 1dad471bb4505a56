"""Which keeper a connection needs."""

from django.core.management import CommandError
from django.db.backends.base.base import BaseDatabaseWrapper

from campus.management.backup.databases import Keeper
from campus.management.backup.postgresql import PostgreSQL
from campus.management.backup.sqlite import SQLite

KEEPERS: dict[str, type[Keeper]] = {"sqlite": SQLite, "postgresql": PostgreSQL}


def keeper_of(connection: BaseDatabaseWrapper) -> Keeper:
    """The keeper of the connection's database, once this machine has what it needs. Raises CommandError."""
    if connection.vendor not in KEEPERS:
        raise CommandError(f"Only SQLite and PostgreSQL are backed up here, not {connection.vendor}.")
    keeper = KEEPERS[connection.vendor](connection)
    keeper.check()
    return keeper

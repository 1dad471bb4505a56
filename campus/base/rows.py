"""Locking a row, so that a rule about it and what hangs on it holds when two people act at once."""

from typing import TypeVar

from django.db import connection
from django.db.models import Model

from campus.base.errors import not_here

Row = TypeVar("Row", bound=Model)


def locked(row: Row) -> Row:
    """The row as it is now, locked until the transaction ends; NotFound when it has gone.

    Lock a parent before its children, so that no two actions wait for each other. On SQLite the transaction itself
    is the lock. NO KEY: inserting rows that point at this one does not have to wait.
    """
    found = type(row)._default_manager.select_for_update(no_key=True).filter(pk=row.pk).first()
    if found is None:
        raise not_here()
    return found


def alone(work: str) -> None:
    """Until the transaction ends nobody else does the same `work`: for rules about rows that have no parent to lock.

    On SQLite the transaction itself is the lock.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [work])


def held(row: Row) -> Row:
    """The row as it is now, which nobody changes until the transaction ends; NotFound when it has gone.

    Any number may hold a row at once; whoever locks or changes it waits for them all. Never change a row that is only
    held: two who hold it would wait for each other. On SQLite the transaction itself is the lock.
    """
    if connection.vendor == "postgresql":  # Django knows no FOR SHARE
        table, key = (connection.ops.quote_name(name) for name in (row._meta.db_table, row._meta.pk.attname))
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT 1 FROM {table} WHERE {key} = %s FOR SHARE", [row.pk])  # noqa: S608 - quoted names
    found = type(row)._default_manager.filter(pk=row.pk).first()
    if found is None:
        raise not_here()
    return found

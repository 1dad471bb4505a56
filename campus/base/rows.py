"""Locking a row, so that a rule about it and what hangs on it holds when two people act at once."""

from typing import TypeVar

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

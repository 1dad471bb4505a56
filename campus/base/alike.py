"""A statement that reads the same whether it does something or not.

For where nobody may learn from the way through the database what was found there: not from how many statements it
takes, nor from which.
"""

from django.db import connection
from django.db.models import Model

NOBODY = 0  # the number of no row: what a condition names that must find nothing


def insert_if(condition: bool, row: Model) -> bool:
    """Insert `row` if `condition` holds and no unique constraint forbids it; says whether it did, and sets its number.

    One INSERT … SELECT … WHERE … ON CONFLICT DO NOTHING, whatever comes of it. Django can write each half of it only.
    """
    quote = connection.ops.quote_name
    key = row._meta.pk
    fields = [field for field in row._meta.concrete_fields if field is not key]
    values = [field.get_db_prep_save(field.pre_save(row, add=True), connection) for field in fields]
    columns = ", ".join(quote(str(field.column)) for field in fields)
    places = ", ".join(["%s"] * len(fields))
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {quote(row._meta.db_table)} ({columns}) SELECT {places} WHERE %s "
            f"ON CONFLICT DO NOTHING RETURNING {quote(str(key.column))}",
            [*values, condition],
        )
        made = cursor.fetchone()
    if made is None:
        return False
    row.pk = made[0]
    row._state.adding = False
    return True

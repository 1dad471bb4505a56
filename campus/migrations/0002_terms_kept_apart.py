"""On PostgreSQL the database itself keeps the active periods of one calendar's terms apart.

Elsewhere the action alone does, by locking the calendar. The calendar's number enters as a range of one, because a
GiST index knows ranges without an extension and plain numbers only with one.
"""

from django.db import migrations

ADD = """
ALTER TABLE campus_term ADD CONSTRAINT terms_kept_apart EXCLUDE USING gist (
    int8range(calendar_id, calendar_id, '[]') WITH &&,
    daterange(active_from, active_to, '[]') WITH &&
)
"""
DROP = "ALTER TABLE campus_term DROP CONSTRAINT terms_kept_apart"


def add(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(ADD)


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(DROP)


class Migration(migrations.Migration):
    dependencies = [("campus", "0001_initial")]
    operations = [migrations.RunPython(add, drop)]

"""A society has one president, one secretary and one treasurer at a time.

Offices that overlap from before are mended: the earlier one ends the day before the later one starts. On PostgreSQL
the database itself keeps them apart from then on; elsewhere the actions alone do, by locking the society. The
society's number enters as a range of one, because a GiST index knows ranges without an extension and plain numbers
only with one; so each role has a constraint of its own.
"""

from datetime import timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from django.db import migrations
from django.utils import timezone

ROLES = ("president", "secretary", "treasurer")
ADD = """
ALTER TABLE campus_office ADD CONSTRAINT one_{role}_at_a_time EXCLUDE USING gist (
    int8range(society_id, society_id, '[]') WITH &&,
    daterange(starts_on, ends_on, '[]') WITH &&
) WHERE (role = '{role}' AND accepted_at IS NOT NULL AND ended_at IS NULL)
"""
DROP = "ALTER TABLE campus_office DROP CONSTRAINT one_{role}_at_a_time"


def mend(apps, schema_editor):
    Office = apps.get_model("campus", "Office")
    held = Office.objects.filter(role__in=ROLES, accepted_at__isnull=False, ended_at__isnull=True)
    rows = held.select_related("university").order_by("society", "role", "starts_on", "accepted_at", "pk")
    for _of, offices in groupby(rows, lambda office: (office.society_id, office.role)):
        _set_apart(list(offices))


def _set_apart(offices):
    """Let each office end before the next one begins; they come in the order in which they begin."""
    now = timezone.now()
    earlier = None
    for later in offices:
        if earlier is None or _is_over(earlier, later.starts_on):
            earlier = later
            continue
        if _is_over(later, now.astimezone(ZoneInfo(later.university.zone)).date()) and not _ends_first(earlier, later):
            later.ended_at = now  # a past interlude: whoever held the office around it goes on
            later.save(update_fields=["ended_at"])
            continue
        if earlier.starts_on < later.starts_on:
            earlier.ends_on = later.starts_on - timedelta(days=1)
        else:
            earlier.ended_at = now  # both began on one day: the one that was accepted later stands
        earlier.save(update_fields=["ends_on", "ended_at"])
        earlier = later


def _is_over(office, day):
    return office.ends_on is not None and office.ends_on < day


def _ends_first(earlier, later):
    return earlier.ends_on is not None and earlier.ends_on <= later.ends_on


def add(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for role in ROLES:
            schema_editor.execute(ADD.format(role=role))


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for role in ROLES:
            schema_editor.execute(DROP.format(role=role))


class Migration(migrations.Migration):
    dependencies = [("campus", "0003_people_and_rights")]
    operations = [migrations.RunPython(mend, migrations.RunPython.noop), migrations.RunPython(add, drop)]

"""The observances that come with the release, as reference data. `manage.py load_observances` brings later ones."""

import json
from pathlib import Path

from django.db import migrations

FILE = Path(__file__).parent.parent / "activities" / "data" / "observances.json"


def load(apps, schema_editor):
    """Reads of the file what this migration's table has: a later release may keep more there."""
    Observance = apps.get_model("campus", "Observance")
    known = {field.name for field in Observance._meta.concrete_fields}
    rows = json.loads(FILE.read_text(encoding="utf-8"))
    found = [Observance(**{name: value for name, value in row.items() if name in known}) for row in rows]
    Observance.objects.bulk_create(found, ignore_conflicts=True)


class Migration(migrations.Migration):
    dependencies = [("campus", "0005_rhythm")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]

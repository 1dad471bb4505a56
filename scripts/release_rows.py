"""Writes tests/data/release-<version>.json: a populated campus as this version keeps it, for the next one's migrations.

    .venv/bin/python -m scripts.release_rows

Run it when a version is released; tests/campus/test_upgrade.py then takes these rows through every later migration.
"""

import json
import os
import sys
from pathlib import Path

import django
from django.core.serializers.json import DjangoJSONEncoder

TARGET = Path(__file__).resolve().parent.parent / "tests" / "data"


def populate() -> None:
    """The stage of the tests, and a row in each table that it leaves empty."""
    from campus.directory.actions import change_society
    from campus.directory.models import StaleMark
    from campus.outbox.actions import enqueue_job, stop_mail
    from campus.outbox.models import Slot
    from tests.conftest import gather
    from tests.factories import NOW
    from tests.stage import set_stage

    stage = set_stage(gather())
    cast = stage.cast
    change_society(by=cast.kofi, society=cast.society, name="HeForShe Karura Hills", at=NOW)
    stop_mail(token=stage.stop_token, at=NOW)
    enqueue_job(kind="replan", arguments={"university": cast.karura.pk}, at=NOW)
    Slot.objects.create(name="extend_plans", slot_at=NOW)
    StaleMark.objects.create(university=cast.karura, at=NOW)


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    from django.apps import apps
    from django.core import serializers
    from django.db import connection

    from campus.management.backup.manifest import version

    connection.creation.create_test_db(verbosity=0)
    try:
        populate()
        models = apps.get_app_config("campus").get_models()
        rows = [row for model in models for row in serializers.serialize("python", model._base_manager.order_by("pk"))]
    finally:
        connection.creation.destroy_test_db(str(connection.settings_dict["NAME"]), verbosity=0)
    lines = ",\n".join(json.dumps(row, cls=DjangoJSONEncoder) for row in rows)
    target = TARGET / f"release-{version()}.json"
    target.write_text(f"[\n{lines}\n]\n")
    print(f"{target.name}: {len(rows)} rows in {len({row['model'] for row in rows})} tables")
    return 0


if __name__ == "__main__":
    sys.exit(main())

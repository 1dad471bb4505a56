"""A campus that the last release filled goes through every migration since, and loses nothing.

`python -m scripts.release_rows` writes the rows when a version is released; LAST names what it had migrated to.
"""

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor

from campus.directory.models import Office, Society
from campus.directory.queries import public_societies
from campus.membership.models import Claim
from campus.people.models import Person

ROWS = json.loads((Path(__file__).parent.parent / "data" / "release-0.2.0.json").read_text())
LAST = [("campus", "0004_single_holders")]
COUNTS = Counter(row["model"] for row in ROWS)


def load(old_apps: Any) -> None:
    """Every row as the last release kept it, in tables as it had them."""
    rows_by_model: dict[str, list[Any]] = {}
    for row in ROWS:
        model = old_apps.get_model(row["model"])
        fields = {"pk": row["pk"]}
        for name, value in row["fields"].items():
            field = model._meta.get_field(name)
            fields[field.attname] = field.target_field.to_python(value) if field.is_relation else field.to_python(value)
        rows_by_model.setdefault(row["model"], []).append(model(**fields))
    with transaction.atomic():  # rows of one table may point at a later one's
        for name, rows in rows_by_model.items():
            old_apps.get_model(name)._base_manager.bulk_create(rows)
    models = [old_apps.get_model(name) for name in rows_by_model]
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)


@pytest.fixture
def _upgraded(transactional_db: None) -> Iterator[None]:
    """The tables of the last release, filled, then brought to this version."""
    executor = MigrationExecutor(connection)
    executor.migrate(LAST)
    load(executor.loader.project_state(LAST).apps)
    call_command("migrate", verbosity=0)
    yield
    call_command("migrate", verbosity=0)


@pytest.mark.pure
def test_the_rows_of_the_last_release_fill_every_table_it_had() -> None:
    assert len(COUNTS) == 26
    assert sum(COUNTS.values()) > 100


@pytest.mark.usefixtures("_upgraded")
def test_every_row_is_there_after_the_migrations_and_every_key_points_at_one() -> None:
    from django.apps import apps

    kept = {name: apps.get_model(name)._base_manager.count() for name in COUNTS}
    assert kept == dict(COUNTS)
    connection.check_constraints()


@pytest.mark.usefixtures("_upgraded")
def test_what_was_there_means_what_it_meant() -> None:
    assert "HeForShe Karura Hills" in {society.name for society in public_societies()}
    assert Society.objects.exclude(hidden_at=None).count() == 0
    assert Person.objects.exclude(merged_into=None).count() == 0
    assert Claim.objects.filter(address="").count() == 0


@pytest.mark.usefixtures("_upgraded")
def test_of_two_presidents_at_once_the_earlier_one_ends_the_day_before_the_later_begins() -> None:
    society = Society.objects.get(name="HeForShe Karura Hills")
    terms = Office.objects.filter(society=society, role="president").order_by("starts_on")
    assert [(str(office.person), str(office.ends_on)) for office in terms] == [
        ("Kofi Mensah", "2026-10-19"),
        ("Wanjiru Kamau", "None"),
    ]

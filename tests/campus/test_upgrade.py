"""A campus that an earlier release filled goes through every migration since, and loses nothing.

`python -m scripts.release_rows` writes the rows when a version is released; RELEASES names what it had migrated to.
"""

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor

from campus.activities.models import Activity, Occurrence
from campus.directory.models import Office, Society
from campus.directory.queries import public_societies
from campus.membership.models import Claim
from campus.people.models import Person

RELEASES = {"0.1.0": "0002_terms_kept_apart", "0.2.0": "0004_single_holders"}
TABLES = {"0.1.0": 26, "0.2.0": 42}

Rows = list[dict[str, Any]]


def rows_of(release: str) -> Rows:
    rows: Rows = json.loads((Path(__file__).parent.parent / "data" / f"release-{release}.json").read_text())
    return rows


def load(rows: Rows, old_apps: Any) -> None:
    """Every row as the release kept it, in tables as it had them."""
    rows_by_model: dict[str, list[Any]] = {}
    for row in rows:
        model = old_apps.get_model(row["model"])
        fields = {"pk": row["pk"]}
        for name, value in row["fields"].items():
            field = model._meta.get_field(name)
            fields[field.attname] = field.target_field.to_python(value) if field.is_relation else field.to_python(value)
        rows_by_model.setdefault(row["model"], []).append(model(**fields))
    with transaction.atomic():  # rows of one table may point at a later one's
        for name, made in rows_by_model.items():
            old_apps.get_model(name)._base_manager.bulk_create(made)
    models = [old_apps.get_model(name) for name in rows_by_model]
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)


@pytest.fixture(params=RELEASES)
def upgraded(request: pytest.FixtureRequest, transactional_db: None) -> Iterator[Rows]:
    """The tables of a release, filled, then brought to this version; gives its rows."""
    rows, last = rows_of(request.param), [("campus", RELEASES[request.param])]
    executor = MigrationExecutor(connection)
    executor.migrate(last)
    load(rows, executor.loader.project_state(last).apps)
    call_command("migrate", verbosity=0)
    yield rows
    call_command("migrate", verbosity=0)


@pytest.mark.pure
@pytest.mark.parametrize("release", RELEASES)
def test_the_rows_of_a_release_fill_every_table_it_had(release: str) -> None:
    rows = rows_of(release)
    assert len({row["model"] for row in rows}) == TABLES[release]
    assert len(rows) > 100


def test_every_row_is_there_after_the_migrations_and_means_what_it_meant(upgraded: Rows) -> None:
    counts = Counter(row["model"] for row in upgraded)
    kept = {name: apps.get_model(name)._base_manager.count() for name in counts}
    assert kept == dict(counts)
    connection.check_constraints()
    assert "HeForShe Karura Hills" in {society.name for society in public_societies()}
    uids = set(Activity.objects.values_list("uid", flat=True))
    assert len(uids) == counts["campus.activity"]
    assert set(Occurrence.objects.values_list("timing", "sequence", "is_kept")) == {("timed", 0, False)}


@pytest.mark.parametrize("upgraded", ["0.1.0"], indirect=True)
def test_what_0_1_0_did_not_know_is_empty(upgraded: Rows) -> None:
    assert Society.objects.exclude(hidden_at=None).count() == 0
    assert Person.objects.exclude(merged_into=None).count() == 0
    assert Claim.objects.filter(address="").count() == 0


@pytest.mark.parametrize("upgraded", ["0.1.0"], indirect=True)
def test_of_two_presidents_at_once_the_earlier_one_ends_the_day_before_the_later_begins(upgraded: Rows) -> None:
    society = Society.objects.get(name="HeForShe Karura Hills")
    terms = Office.objects.filter(society=society, role="president").order_by("starts_on")
    assert [(str(office.person), str(office.ends_on)) for office in terms] == [
        ("Kofi Mensah", "2026-10-19"),
        ("Wanjiru Kamau", "None"),
    ]

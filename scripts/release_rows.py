"""Writes tests/data/release-<version>.json: a populated campus as this version keeps it, for the next one's migrations.

    .venv/bin/python -m scripts.release_rows

Run it when a version is released; tests/campus/test_upgrade.py then takes these rows through every later migration.
"""

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import django
from django.core.serializers.json import DjangoJSONEncoder

if TYPE_CHECKING:
    from tests.stage import Stage

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
    populate_rights(stage)
    populate_rhythm(stage)


def populate_rights(stage: "Stage") -> None:
    """Who may sign in how, what was handed over, reported, offered and sent to programs."""
    from campus.membership.models import Affiliation, MergeOffer
    from campus.outbox.models import Delivery, Webhook
    from campus.people.models import ApiToken, IdempotencyKey
    from tests import factories
    from tests.factories import NOW
    from tests.frontend.office_rows import a_request, a_task
    from tests.frontend.order_rows import a_block, a_hiding, a_report
    from tests.idp import saml_row

    cast, society = stage.cast, stage.cast.society
    for make in (a_report, a_hiding, a_block, a_task, a_request):
        make(stage)
    saml_row(cast.karura, certificate="-----BEGIN CERTIFICATE-----")
    Affiliation.objects.create(
        university=cast.karura, person=cast.amina, kind="student", source="domain", since=NOW.date()
    )
    MergeOffer.objects.create(
        university=cast.karura,
        society=society,
        unproven=factories.person("Amina W.", proven=False),
        proven=cast.amina,
        at=NOW,
        by=cast.kofi,
    )
    ApiToken.objects.create(
        person=cast.kofi, name="Notice board", token_hash="0" * 64, hint="abcd", scopes=["read"], created_at=NOW
    )
    IdempotencyKey.objects.create(
        person=cast.kofi, principal=f"person:{cast.kofi.pk}", key_hash="1" * 64, body_hash="2" * 64, created_at=NOW
    )
    webhook = Webhook.objects.create(
        university_id=cast.karura.pk,
        society_id=society.pk,
        url="https://board.karura.example/hook",
        events=["activity"],
        sealed_secret="",
        created_at=NOW,
        created_by=cast.kofi,
    )
    Delivery.objects.create(webhook=webhook, kind="activity.planned", created_at=NOW, send_after=NOW)


def populate_rhythm(stage: "Stage") -> None:
    """Who comes, follows and hosts, what is observed and written, and a calendar's earlier version."""
    from campus.activities.models import (
        CalendarAddress,
        CoHost,
        Follow,
        Observance,
        ObservanceChoice,
        ObservedOn,
        Occurrence,
        Rsvp,
    )
    from campus.checkin.models import Letter
    from campus.directory.models import Calendar, CalendarRevision, Enrolment
    from tests import factories
    from tests.factories import NOW

    cast, society = stage.cast, stage.cast.society
    here = {"university": cast.karura, "society": society}
    coming = Occurrence.objects.filter(society=society, starts_at__gt=NOW).earliest("starts_at")
    Rsvp.objects.create(**here, occurrence=coming, person=cast.amina, answer="yes", queued_at=NOW, answered_at=NOW)
    Follow.objects.create(university=cast.karura, person=cast.amina, series=coming.series, since=NOW)
    CalendarAddress.objects.create(person=cast.amina, secret_hash="3" * 64, made_at=NOW)
    guest = factories.society(cast.karura, "Debate Union")
    CoHost.objects.create(**here, guest=guest, occurrence=coming, invited_at=NOW, accepted_at=NOW)
    day = Observance.objects.create(slug="made-up-day", name="A day", kind="day", rrule="FREQ=YEARLY", tier="core")
    ObservanceChoice.objects.create(**here, observance=day, choice="follow", chosen_at=NOW)
    dates = {"official_date": NOW.date(), "observed_on": NOW.date()}
    ObservedOn.objects.create(**here, observance=day, **dates, chosen_at=NOW)
    Letter.objects.create(
        **here, audience="members", subject="Next week", text="Bring a friend.", written_at=NOW, recipients=3
    )
    calendar = Calendar.objects.get(university=cast.karura, is_reporting=True)
    CalendarRevision.objects.create(
        university=cast.karura, calendar=calendar, number=99, content={}, state="discarded", made_at=NOW, decided_at=NOW
    )
    Enrolment.objects.create(
        university=cast.karura, counted_on=NOW.date(), students=9200, source="Yearbook", entered_at=NOW
    )


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
        models = list(apps.get_app_config("campus").get_models())
        rows = [row for model in models for row in serializers.serialize("python", model._base_manager.order_by("pk"))]
    finally:
        connection.creation.destroy_test_db(str(connection.settings_dict["NAME"]), verbosity=0)
    empty = {model._meta.label_lower for model in models} - {row["model"] for row in rows}
    if empty:
        raise SystemExit(f"no row in: {', '.join(sorted(empty))}")
    lines = ",\n".join(json.dumps(row, cls=DjangoJSONEncoder) for row in rows)
    target = TARGET / f"release-{version()}.json"
    target.write_text(f"[\n{lines}\n]\n")
    print(f"{target.name}: {len(rows)} rows in {len({row['model'] for row in rows})} tables")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""What the outbox keeps about a person when they ask for it, leave, or turn out to be another."""

from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from campus.outbox.models import Job, MailStop, Notice
from campus.outbox.personal import export_outbox, forget_address_outbox, forget_outbox, merge_outbox
from campus.people.models import Person
from tests import factories
from tests.conftest import Cast
from tests.factories import NOW


@pytest.fixture(autouse=True)
def _own_files(settings: Any, tmp_path: str) -> None:
    settings.MEDIA_ROOT = tmp_path


def rows_of(person: Person, subject_key: str = "1") -> Notice:
    MailStop.objects.get_or_create(person=person, topic="office_reminder", defaults={"at": NOW})
    Job.objects.create(
        kind="export", owner=person, run_after=NOW, state="done", result=ContentFile(b"a", name="mine.zip")
    )
    return Notice.objects.create(
        kind="society_approved", person=person, subject_key=subject_key, context={"society": "X"}, send_after=NOW
    )


def test_the_export_holds_own_rows_and_nobody_elses(cast: Cast) -> None:
    rows_of(cast.amina)
    rows_of(cast.zola)
    exported = export_outbox(cast.amina)
    assert {name: len(rows) for name, rows in exported.items()} == {"mails": 1, "stopped_mails": 1, "jobs": 1}
    assert [row["kind"] for row in exported["mails"]] == ["society_approved"]


def test_who_is_erased_gets_no_more_mail_and_leaves_no_file(cast: Cast) -> None:
    notice = rows_of(cast.amina)
    kept = rows_of(cast.zola)
    forget_outbox(cast.amina, NOW)
    notice.refresh_from_db()
    assert (notice.dropped_at, notice.outcome, notice.context) == (NOW, "person is gone", {})
    kept.refresh_from_db()
    assert (kept.dropped_at, kept.context) == (None, {"society": "X"})
    assert [job.owner for job in Job.objects.all()] == [cast.zola]
    assert {stop.person for stop in MailStop.objects.all()} == {cast.amina, cast.zola}
    assert len(default_storage.listdir("jobs")[1]) == 1


def test_a_forgotten_address_gets_no_mail_and_stands_on_no_list(cast: Cast) -> None:
    for address in ("amina@karura.example", "zola@mzizi.example"):
        Notice.objects.create(kind="you_were_counted", address=address, subject_key="1", send_after=NOW)
        MailStop.objects.create(address=address, topic="you_were_counted", at=NOW)
    forget_address_outbox("amina@karura.example", NOW)
    assert [notice.address for notice in Notice.objects.all()] == ["zola@mzizi.example"]
    assert [stop.address for stop in MailStop.objects.all()] == ["zola@mzizi.example"]


def test_of_what_both_have_each_keeps_their_own(cast: Cast) -> None:
    other = factories.person("Amina O.", email="amina2@karura.example")
    kept, same, moved = rows_of(cast.amina), rows_of(other), rows_of(other, "2")
    merge_outbox(cast.amina, other, NOW)
    assert list(Notice.objects.filter(person=cast.amina).order_by("pk")) == [kept, moved]
    assert list(Notice.objects.filter(person=other)) == [same]
    assert (MailStop.objects.filter(person=cast.amina).count(), MailStop.objects.filter(person=other).count()) == (1, 1)
    assert Job.objects.filter(owner=cast.amina).count() == 3

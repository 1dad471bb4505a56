"""Who locks much locks it in the order in which everybody does: society, series, dates, persons. Nobody waits in a
circle."""

import threading
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection, transaction

from campus.activities import actions
from campus.activities.actions.hosting import invite_cohost
from campus.activities.actions.instants import recompute_instants
from campus.activities.edits import Batch
from campus.activities.models import Activity, Occurrence
from campus.base.rows import locked
from campus.checkin.actions import accept_cohost
from campus.checkin.actions.counting import at_the_door
from campus.people.locking import lock_standing
from tests import factories
from tests import factories_checkin as make
from tests.campus.plans import WEEKLY
from tests.conftest import Cast
from tests.factories import NOW

pytestmark = pytest.mark.django_db(transaction=True)


def beside(first: Callable[[], Any], work: Callable[[], Any], then: Callable[[], Any]) -> Exception | None:
    """Do `first` and `then` in one transaction, `work` in another that begins between them; what `work` raised."""
    raised: list[Exception] = []

    def run() -> None:
        try:
            work()
        except Exception as error:
            raised.append(error)
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    with transaction.atomic():
        first()
        thread.start()
        thread.join(timeout=0.5)
        assert thread.is_alive()
        then()
    thread.join()
    return raised[0] if raised else None


@pytest.fixture
def activity(cast: Cast) -> Activity:
    return actions.plan_activity(by=cast.kofi, society=cast.society, plan=WEEKLY, at=NOW)


def _whole(activity: Activity) -> None:
    locked(activity.society)
    locked(activity.series)


def test_a_batch_beside_an_edit_of_all_dates(cast: Cast, activity: Activity) -> None:
    row = activity.occurrences.filter(starts_at__gt=NOW).earliest("starts_at")
    batch = Batch("place", place="Hall 2")
    raised = beside(
        lambda: _whole(activity),
        lambda: actions.change_dates(by=cast.kofi, occurrences=[row], batch=batch, at=NOW),
        lambda: activity.occurrences.update(name="Circle"),
    )
    assert raised is None
    row.refresh_from_db()
    assert (row.name, row.place) == ("Circle", "Hall 2")


def test_new_time_zones_beside_an_edit_of_all_dates(cast: Cast, activity: Activity) -> None:
    row = activity.occurrences.filter(starts_at__gt=NOW).latest("starts_at")
    starts_at = row.starts_at
    Occurrence.objects.filter(pk=row.pk).update(starts_at=starts_at - timedelta(minutes=5))
    raised = beside(
        lambda: _whole(activity),
        lambda: recompute_instants(at=NOW),
        lambda: activity.occurrences.update(name="Circle"),
    )
    assert raised is None
    row.refresh_from_db()
    assert (row.name, row.starts_at) == ("Circle", starts_at)


@pytest.mark.parametrize("day", [date(2026, 10, 21), date(2026, 12, 1)], ids=["check-in", "answer"])
@pytest.mark.skipif(connection.vendor != "postgresql", reason="on SQLite the transaction itself is the lock")
def test_a_cohost_beside_who_comes_to_another_date_or_answers_it(cast: Cast, day: date) -> None:
    """A check-in and an answer hold their date, then ask for the person."""
    door = make.open_door(cast.society)
    came = factories.person("Brian Ochieng")
    door.signed_in(came, phone="his")  # before the start
    other = make.occurrence(door.series, day, pinned_at=NOW if day.month == 10 else None)
    guest = factories.society(cast.karura, "Film Circle")
    factories.office(cast.amina, "president", society=guest)
    invited = invite_cohost(by=cast.kofi, target=door.series, guest=guest, at=NOW - timedelta(days=1))
    raised = beside(
        lambda: at_the_door(other),
        lambda: accept_cohost(by=cast.amina, cohost=invited, at=NOW),
        lambda: lock_standing(came),
    )
    assert raised is None
    invited.refresh_from_db()
    assert invited.accepted_at == NOW

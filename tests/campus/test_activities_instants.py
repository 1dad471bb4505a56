"""After an update of the time zones coming dates begin at their local time again."""

from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command

from campus.activities import actions
from campus.activities.models import Activity, Occurrence
from tests.campus.plans import WEEKLY
from tests.conftest import Cast
from tests.factories import NOW

HOUR = timedelta(hours=1)


@pytest.fixture
def activity(cast: Cast) -> Activity:
    return actions.plan_activity(by=cast.kofi, society=cast.society, plan=WEEKLY, at=NOW)


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("recompute_instants", *arguments, stdout=out)
    return out.getvalue().strip()


def test_dates_to_come_follow_and_what_is_past_stays(activity: Activity) -> None:
    past, coming, *others = activity.occurrences.all()
    for row in (past, coming):  # as if the zone had been an hour further east when they were planned
        shifted = {name: getattr(row, name) - HOUR for name in ("starts_at", "ends_at", "opens_at", "closes_at")}
        Occurrence.objects.filter(pk=row.pk).update(**shifted)
    with time_machine.travel(past.ends_at, tick=False):
        seen = run("--dry-run").splitlines()
        assert seen == [
            "Africa/Nairobi: 1",
            f"1 of {len(others) + 1} coming dates would begin or end at another instant.",
        ]
        run()
        assert run() == f"0 of {len(others) + 1} coming dates begin or end at another instant."
    after = {row.pk: row for row in activity.occurrences.all()}
    assert after[past.pk].starts_at == past.starts_at - HOUR
    now = after[coming.pk]
    assert (now.starts_at, now.closes_at, now.sequence) == (coming.starts_at, coming.closes_at, 1)
    assert {after[row.pk].sequence for row in others} == {0}

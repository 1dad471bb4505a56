"""Rows that pages about what is held together show."""

from datetime import timedelta

from campus.activities.models import CoHost
from tests import factories_checkin as make
from tests.backend import operations
from tests.factories import NOW
from tests.stage import Stage


def held_with_another(stage: Stage) -> int:
    """A date of another society of Karura that the story's society holds with it, begun a week ago."""
    host = operations.a_guest(stage)
    day = NOW.date() - timedelta(days=7)
    held = host.occurrences.first() or make.occurrence(make.series(host, "Screening"), day)
    CoHost.objects.get_or_create(
        university=stage.cast.karura,
        society=host,
        guest=stage.cast.society,
        occurrence=held,
        defaults={"invited_at": NOW - timedelta(days=20), "accepted_at": NOW - timedelta(days=20)},
    )
    return held.pk

"""A check-in in the very moment in which the night takes somebody's name away."""

from datetime import timedelta

import pytest

from campus.checkin.models import Attendance, TermParticipation
from campus.custody.actions import retain
from campus.membership.models import Claim
from tests import factories
from tests import factories_checkin as make
from tests.campus.threads import meanwhile
from tests.factories import NOW

pytestmark = pytest.mark.django_db(transaction=True)

LATER = NOW + timedelta(days=760)
BRIAN = "brian@karura.example"


@pytest.fixture
def door() -> make.Door:
    """Brian came two years ago, and the doors are open now; somebody else has been counted today."""
    door = make.open_door(factories.society(factories.university()))
    door.typed(BRIAN)
    door.occurrence = make.occurrence(door.series, LATER.date())
    door.typed("fatuma@karura.example", at=door.occurrence.starts_at)
    door.occurrence.refresh_from_db()
    return door


def the_night() -> None:
    retain(at=LATER, progress=lambda done, total: None)


def test_who_types_their_address_in_that_moment_is_counted_as_somebody_new(door: make.Door) -> None:
    assert meanwhile(the_night, lambda: door.typed(BRIAN, at=door.occurrence.starts_at)) is None
    then, now = Attendance.objects.exclude(person__claims__address="fatuma@karura.example").order_by("pk")
    assert then.person is not None
    assert now.person is not None
    assert (then.person.erased_at, now.person.erased_at, now.person.name) == (LATER, None, "Brian Ochieng")
    assert Claim.objects.get(address=BRIAN).person == now.person


def test_who_came_a_moment_before_keeps_all(door: make.Door) -> None:
    assert meanwhile(lambda: door.typed(BRIAN, at=door.occurrence.starts_at), the_night) is None
    brian = Claim.objects.get(address=BRIAN).person
    assert Attendance.objects.filter(person=brian).count() == 2
    assert TermParticipation.objects.filter(person=brian).count() == 2

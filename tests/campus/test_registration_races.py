"""Renewals, reminders and two societies that become one, when several act at the same moment."""

from functools import partial

import pytest

from campus.activities.models import Occurrence
from campus.checkin.actions import check_in_signed_in
from campus.checkin.models import Credit, TermParticipation
from campus.custody.joining import join_societies
from campus.directory.models import Society
from campus.membership.actions import approve_registration, remind
from campus.membership.models import Registration
from campus.outbox.models import Notice
from tests import factories_checkin as make
from tests.campus.test_directory_races import TIMES, results
from tests.campus.test_joining import circle
from tests.campus.test_renewal import renew, renewing
from tests.campus.threads import meanwhile
from tests.conftest import Cast
from tests.factories import NOW

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_renewal_handed_in_at_once_by_two_waits_once(cast: Cast) -> None:
    renewing(cast)
    assert results(partial(renew, cast), partial(renew, cast, by=cast.wanjiru)) == ["done"] * TIMES
    assert Registration.objects.count() == 1


def test_a_renewal_approved_twice_is_told_once(cast: Cast) -> None:
    renewing(cast)
    registration = renew(cast)
    assert results(partial(approve_registration, by=cast.dean, registration=registration, at=NOW)) == ["done"] * TIMES
    assert Notice.objects.filter(kind="renewal_approved", person=cast.kofi).count() == 1


def test_a_line_reminded_of_at_once_is_reminded_of_once(cast: Cast) -> None:
    renewing(cast)
    key = f"renewal-{cast.society.pk}"
    came = results(partial(remind, by=cast.dean, society=cast.society, key=key, at=NOW))
    assert came == ["done", *["reminded_today"] * (TIMES - 1)]


def test_two_societies_become_one_once(cast: Cast) -> None:
    society = circle(cast)
    act = partial(
        join_societies, by=cast.dean, society=society, into=cast.society, typed_name=society.name, reason="One.", at=NOW
    )
    assert results(act) == ["done", *["joined_already"] * (TIMES - 1)]


def test_who_checks_in_while_societies_become_one_counts_for_the_one_that_stays(cast: Cast) -> None:
    society = circle(cast)
    door = make.open_door(society)
    found = Occurrence.objects.select_related("society__university", "university", "series").get(pk=door.occurrence.pk)

    def join() -> Society:
        return join_societies(
            by=cast.dean, society=society, into=cast.society, typed_name=society.name, reason="One.", at=NOW
        )

    def check_in() -> object:
        return check_in_signed_in(by=cast.grace, occurrence=found, code=door.code, at=NOW, browser=make.browser())

    assert meanwhile(join, check_in) is None
    assert [row.society for row in Credit.objects.all()] == [cast.society]
    assert [(row.society, row.visits) for row in TermParticipation.objects.all()] == [(cast.society, 1)]

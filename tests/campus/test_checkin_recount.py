"""TermParticipation always equals the rows it comes from."""

from datetime import date, time, timedelta
from functools import partial

import pytest

from campus.activities.actions import cancel_occurrence, end_series, restore_occurrence
from campus.checkin.actions import rebuild_participation, rebuild_work
from campus.checkin.models import TermParticipation
from campus.checkin.queries import is_recounting
from campus.directory.models import StaleMark, Term
from campus.outbox.models import Job
from tests import factories
from tests import factories_checkin as make
from tests.conftest import Cast
from tests.factories import NOW


@pytest.fixture
def circle(cast: Cast):
    return make.series(cast.society)


def rows():
    kept = TermParticipation.objects.order_by("first_on", "person__name")
    return [(row.person.name, row.term.name, row.visits, row.first_on, row.last_on) for row in kept]


def rebuild(university):
    seen = []
    rebuild_participation(university=university, progress=lambda done, total: seen.append((done, total)))
    return seen


def test_a_rebuild_of_right_rows_changes_nothing(cast, circle):
    for weeks in (0, 1, 40):
        make.attendance(make.occurrence(circle, make.TODAY - timedelta(weeks=weeks)), cast.amina)
    before = rows()
    rebuild(cast.karura)
    assert rows() == before
    assert len(before) == 2


def test_a_rebuild_puts_lost_and_wrong_rows_right(cast, circle):
    for person in (cast.amina, cast.kofi):
        make.attendance(make.occurrence(circle, at=time(8 + person.pk % 9)), person)
    TermParticipation.objects.filter(person=cast.amina).delete()
    TermParticipation.objects.filter(person=cast.kofi).update(visits=9, first_on=date(2020, 1, 1))
    rebuild(cast.karura)
    assert [(name, visits, first) for name, _term, visits, first, _last in rows()] == [
        ("Amina Otieno", 1, make.TODAY),
        ("Kofi Mensah", 1, make.TODAY),
    ]


def test_moved_terms_move_the_visits(cast, circle):
    make.attendance(make.occurrence(circle), cast.amina)
    term = Term.objects.get(university=cast.karura, name="Semester 1, 2026/27")
    Term.objects.filter(pk=term.pk).update(
        active_from=make.TODAY + timedelta(days=1),
        teaching_from=make.TODAY + timedelta(days=1),
    )
    rebuild(cast.karura)
    assert [row[1] for row in rows()] == ["Semester 2, 2025/26"]


def test_a_removed_term_leaves_its_visits_to_the_rebuild(cast, circle):
    make.attendance(make.occurrence(circle), cast.amina)
    Term.objects.get(university=cast.karura, name="Semester 1, 2026/27").delete()
    rebuild(cast.karura)
    assert [row[1:3] for row in rows()] == [("Semester 2, 2025/26", 1)]


def test_voided_rows_and_cancelled_dates_do_not_count(cast, circle):
    make.attendance(make.occurrence(circle), cast.amina)
    make.attendance(make.occurrence(circle, at=time(8)), cast.amina, voided_at=NOW, void_reason="left")
    cancelled = make.occurrence(circle, at=time(9))
    make.attendance(cancelled, cast.amina)
    type(cancelled).objects.filter(pk=cancelled.pk).update(cancelled_at=NOW, cancel_reason="Flooded.")
    rebuild(cast.karura)
    assert [row[2] for row in rows()] == [1]


def test_a_rebuild_keeps_to_its_university(cast, circle):
    make.attendance(make.occurrence(make.series(cast.other_society)), cast.zola)
    TermParticipation.objects.update(visits=7)
    rebuild(cast.karura)
    assert [row[2] for row in rows()] == [7]


def test_a_date_that_is_cancelled_after_people_came_is_recounted(cast, circle):
    held = make.occurrence(circle, pinned_at=NOW)
    make.attendance(held, cast.amina)
    cancel_occurrence(by=cast.kofi, occurrence=held, reason="The room is flooded.", at=NOW)
    assert is_recounting(cast.karura, cast.society)
    rebuild_work(Job.objects.get(kind="rebuild_participation"), lambda done, total: None)
    assert (rows(), is_recounting(cast.karura)) == ([], False)


def test_a_series_that_ends_before_the_date_people_came_early_to_is_recounted(cast, circle):
    """Doors open before the start: whoever was counted then is at a date that is cancelled now."""
    early = make.occurrence(circle, pinned_at=NOW)
    make.attendance(early, cast.amina)
    end_series(by=cast.kofi, series=circle, at=NOW)
    assert is_recounting(cast.karura, cast.society)
    rebuild_work(Job.objects.get(kind="rebuild_participation"), lambda done, total: None)
    assert rows() == []


def test_a_date_that_is_cancelled_and_restored_is_recounted_both_times(cast, circle):
    early = make.occurrence(circle, pinned_at=NOW)
    make.attendance(early, cast.amina)
    for change, came in ((partial(cancel_occurrence, reason="Flood."), 0), (restore_occurrence, 1)):
        change(by=cast.kofi, occurrence=early, at=NOW)
        rebuild_work(Job.objects.filter(kind="rebuild_participation").latest("pk"), lambda done, total: None)
        assert len(rows()) == came


def test_progress_is_told_society_by_society(cast):
    factories.society(cast.karura, "Film Circle")
    assert rebuild(cast.karura) == [(0, 2), (1, 2), (2, 2)]


def test_figures_are_recounting_until_the_job_is_done(cast):
    StaleMark.objects.create(university=cast.karura, at=NOW)
    assert is_recounting(cast.karura, cast.society)
    job = Job(kind="rebuild_participation", arguments={"university": cast.karura.pk})
    rebuild_work(job, lambda done, total: None)
    assert not is_recounting(cast.karura, cast.society)


def test_a_mark_that_is_set_meanwhile_stays(cast):
    def set_again(done, total):
        if done == 0:
            StaleMark.objects.create(university=cast.karura, at=NOW)

    rebuild_participation(university=cast.karura, progress=set_again)
    assert is_recounting(cast.karura)


def test_a_mark_of_one_society_leaves_the_others_alone(cast):
    film = factories.society(cast.karura, "Film Circle")
    StaleMark.objects.create(university=cast.karura, society=film, at=NOW)
    assert (is_recounting(cast.karura, film), is_recounting(cast.karura, cast.society)) == (True, False)

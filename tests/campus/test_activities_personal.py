"""What this area keeps about persons: the traces of officers' acts."""

from campus.activities import actions
from campus.activities.models import Activity, Code, Occurrence, Series
from campus.activities.personal import PERSONAL, export_activities, forget_activities, merge_activities
from campus.people.models import Person
from tests.campus.plans import WEEKLY
from tests.conftest import Cast
from tests.factories import NOW


def act(cast: Cast) -> None:
    activity = actions.plan_activity(by=cast.kofi, society=cast.society, plan=WEEKLY, at=NOW)
    actions.cancel_occurrence(
        by=cast.kofi, occurrence=activity.occurrences.earliest("starts_at"), reason="Rain.", at=NOW
    )


def test_every_link_to_a_person_is_declared() -> None:
    links = {
        f"{model.__name__}.{field.name}"
        for model in (Series, Activity, Occurrence, Code)
        for field in model._meta.get_fields()
        if field.many_to_one and field.related_model is Person
    }
    assert set(PERSONAL) == links


def test_the_export_holds_what_the_person_did_and_nobody_elses(cast: Cast) -> None:
    act(cast)
    exported = export_activities(cast.kofi)
    assert exported["dates_cancelled"] == [{"name": "Tuesday Circle", "date": "2026-10-27", "reason": "Rain."}]
    assert [len(rows) for rows in exported.values()] == [1, 1, 1, 1]
    assert not any(export_activities(cast.zola).values())


def test_forgetting_a_person_keeps_the_societys_rows(cast: Cast) -> None:
    act(cast)
    forget_activities(cast.kofi, NOW)
    assert (Series.objects.count(), Occurrence.objects.filter(cancelled_at=NOW).count()) == (1, 1)


def test_a_merge_moves_nothing_for_each_row_goes_on_saying_who_did_it(cast: Cast) -> None:
    act(cast)
    assert merge_activities(cast.wanjiru, cast.kofi, NOW) == {}
    assert [len(rows) for rows in export_activities(cast.kofi).values()] == [1, 1, 1, 1]

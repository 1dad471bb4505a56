"""What this area keeps about persons: the traces of officers' acts."""

from campus.activities import actions, models
from campus.activities.models import Occurrence, Series
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


def acts_of(person: Person) -> dict[str, int]:
    """How many rows there are under each heading of the export that has some."""
    return {heading: len(rows) for heading, rows in export_activities(person).items() if rows}


def test_every_link_to_a_person_is_declared() -> None:
    links = {
        f"{model.__name__}.{field.name}"
        for model in (getattr(models, name) for name in models.__all__)
        if hasattr(model, "_meta")
        for field in model._meta.get_fields()
        if field.many_to_one and field.related_model is Person
    }
    assert set(PERSONAL) == links


def test_the_export_holds_what_the_person_did_and_nobody_elses(cast: Cast) -> None:
    act(cast)
    exported = export_activities(cast.kofi)
    assert exported["dates_cancelled"] == [{"name": "Tuesday Circle", "date": "2026-10-27", "reason": "Rain."}]
    assert acts_of(cast.kofi) == {"series_begun": 1, "activities_planned": 1, "dates_cancelled": 1, "codes_made": 1}
    assert not any(export_activities(cast.zola).values())


def test_forgetting_a_person_keeps_the_societys_rows(cast: Cast) -> None:
    act(cast)
    forget_activities(cast.kofi, NOW)
    assert (Series.objects.count(), Occurrence.objects.filter(cancelled_at=NOW).count()) == (1, 1)


def test_a_merge_moves_nothing_for_each_row_goes_on_saying_who_did_it(cast: Cast) -> None:
    act(cast)
    before = acts_of(cast.kofi)
    assert not any(merge_activities(cast.wanjiru, cast.kofi, NOW).values())
    assert acts_of(cast.kofi) == before

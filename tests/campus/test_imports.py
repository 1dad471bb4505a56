"""Importing a calendar: what is planned, and what a second import of it does."""

from datetime import date, datetime, timedelta

import pytest

from campus.activities.actions import cancel_occurrence, end_series
from campus.activities.actions.imports import ImportResult, import_activities
from campus.activities.ics_lines import decoded
from campus.activities.models import Activity, Occurrence
from campus.activities.queries.imports import ImportRow, preview_import
from campus.base.errors import Conflict, Invalid
from campus.custody.joining import join_societies
from campus.directory.models import Society
from campus.people.models import Person
from tests import factories
from tests.campus.rights import EVENTS, PRESIDENT_AND_SECRETARY, Line, cells
from tests.campus.test_ics_import import FILES, calendar, event
from tests.conftest import Cast
from tests.factories import NOW

GOOGLE = decoded(FILES["google.ics"])
CIRCLE, FILM = "3v1lq0h4k5m6n7o8p9@google.com", "5abc0d1e2f3g4h5i6j@google.com"
LATER = NOW + timedelta(days=9)


def preview(cast: Cast, text: str, at: datetime = NOW, window: str = "always") -> dict[str, ImportRow]:
    return {row.uid: row for row in preview_import(cast.society, text, window=window, at=at).rows}


def take(cast: Cast, text: str, *chosen: str, at: datetime = NOW, window: str = "always") -> ImportResult:
    return import_activities(by=cast.kofi, society=cast.society, text=text, chosen=chosen, window=window, at=at)


def dates(activity: Activity) -> list[str]:
    rows = Occurrence.objects.filter(activity=activity, cancelled_at__isnull=True).order_by("starts_at")
    return [f"{row.date:%m-%d} {row.time:%H:%M}" for row in rows]


def weekly(*lines: str, until: str = "20261124T235959") -> str:
    return event("DTSTART:20261027T180000", "DURATION:PT1H", f"RRULE:FREQ=WEEKLY;UNTIL={until}", *lines)


def test_the_preview_says_what_is_to_be_and_saves_nothing(cast: Cast) -> None:
    rows = preview(cast, GOOGLE)
    assert [row.state for row in rows.values()] == ["new"] * 4
    assert (rows[FILM].in_words, len(rows[FILM].starts)) == ("Once, on Friday 4 December 2026 at 18:00", 1)
    assert rows[CIRCLE].in_words.startswith("Every Tuesday at 17:30")
    assert Activity.objects.count() == 0


def test_only_what_was_chosen_is_planned_with_its_single_dates(cast: Cast) -> None:
    made = take(cast, GOOGLE, CIRCLE)
    activity = Activity.objects.get()
    assert ([each.pk for each in made.planned], list(made.changed)) == ([activity.pk], [])
    assert (activity.name, activity.imported_uid, activity.series.description[:23]) == (
        "Tuesday Circle",
        CIRCLE,
        "One question each week.",
    )
    assert dates(activity)[:7] == [
        "10-20 17:30",
        "10-27 17:30",
        "11-03 17:30",
        "11-17 17:30",  # the 10th is cancelled in the file
        "11-25 18:00",  # moved from the 24th
        "12-08 17:30",  # the 1st is left out
        "12-15 17:30",
    ]
    moved = Occurrence.objects.get(original_date=date(2026, 11, 24))
    assert (moved.name, moved.place, moved.minutes) == ("Tuesday Circle: 16 Days", "Great Hall", 90)


def test_a_second_import_of_the_same_file_changes_nothing_also_days_later(cast: Cast) -> None:
    take(cast, GOOGLE, CIRCLE, FILM)
    before = list(Occurrence.objects.order_by("pk").values())
    for at in (NOW, LATER):
        assert [preview(cast, GOOGLE, at)[uid].state for uid in (CIRCLE, FILM)] == ["same", "same"]
        again = take(cast, GOOGLE, CIRCLE, FILM, at=at)
        assert (again.planned, again.changed) == ([], [])
    assert list(Occurrence.objects.order_by("pk").values()) == before


def test_a_rule_that_is_counted_is_the_same_while_its_dates_pass(cast: Cast) -> None:
    text = event("DTSTART:20261013T180000", "DURATION:PT1H", "RRULE:FREQ=WEEKLY;COUNT=5")
    activity = take(cast, text, "one").planned[0]
    assert (activity.rrule, dates(activity)[-1]) == ("FREQ=WEEKLY;COUNT=4", "11-10 18:00")
    assert preview(cast, text, LATER)["one"].state == "same"


def test_what_changed_in_the_file_changes_here_and_is_named_first(cast: Cast) -> None:
    take(cast, weekly(), "one")
    changed = weekly("LOCATION:Great Hall", until="20261110T235959").replace("Circle", "Square")
    row = preview(cast, changed)["one"]
    assert (row.state, list(row.differs)) == ("changed", ["Name", "Place", "Dates"])
    done = take(cast, changed, "one")
    activity = Activity.objects.get()
    assert ([each.pk for each in done.changed], activity.name, activity.place) == (
        [activity.pk],
        "Square",
        "Great Hall",
    )
    assert dates(activity) == ["10-27 18:00", "11-03 18:00", "11-10 18:00"]
    assert preview(cast, changed)["one"].state == "same"


def test_another_time_keeps_the_rows_and_so_whoever_answered(cast: Cast) -> None:
    take(cast, weekly(), "one")
    before = list(Occurrence.objects.order_by("date").values_list("pk", flat=True))
    later = weekly().replace("DTSTART:20261027T180000", "DTSTART:20261027T193000")
    take(cast, later, "one")
    rows = Occurrence.objects.order_by("date")
    assert [row.pk for row in rows] == before
    assert {f"{row.time:%H:%M}" for row in rows} == {"19:30"}
    assert preview(cast, later)["one"].state == "same"


def test_a_single_date_moved_in_the_file_moves_here_and_back(cast: Cast) -> None:
    take(cast, weekly(), "one")
    for starts, state in (("20261104T190000", "changed"), ("20261103T180000", "changed")):
        single = event("RECURRENCE-ID:20261103T180000", f"DTSTART:{starts}", "DURATION:PT1H")
        text = calendar(weekly(), single)
        row = preview(cast, text)["one"]
        assert (row.state, list(row.differs)) == (state, ["Single dates"])
        take(cast, text, "one")
        found = Occurrence.objects.get(original_date=date(2026, 11, 3))
        assert f"{found.date:%Y%m%d}T{found.time:%H%M%S}" == starts
        assert preview(cast, text)["one"].state == "same"


def test_a_date_cancelled_in_the_file_goes_and_one_cancelled_here_stays_cancelled(cast: Cast) -> None:
    take(cast, weekly(), "one")
    here = Occurrence.objects.get(date=date(2026, 11, 10))
    cancel_occurrence(by=cast.kofi, occurrence=here, reason="The room is being painted.", at=NOW)
    text = weekly("EXDATE:20261103T180000")
    take(cast, text, "one")
    assert dates(Activity.objects.get()) == ["10-27 18:00", "11-17 18:00", "11-24 18:00"]
    here.refresh_from_db()
    assert here.cancel_reason == "The room is being painted."


def test_what_was_ended_here_stays_ended(cast: Cast) -> None:
    activity = take(cast, weekly(), "one").planned[0]
    end_series(by=cast.kofi, series=activity.series, at=NOW)
    row = preview(cast, weekly("LOCATION:Hall"))["one"]
    assert (row.state, "ended" in row.problem) == ("kept", True)
    assert take(cast, weekly("LOCATION:Hall"), "one").changed == []


def test_an_imported_series_can_keep_to_teaching_weeks(cast: Cast) -> None:
    text = event("DTSTART:20261201T180000", "DURATION:PT1H", "RRULE:FREQ=WEEKLY;COUNT=8")
    activity = take(cast, text, "one", window="teaching").planned[0]
    assert dates(activity) == ["12-01 18:00", "12-08 18:00", "01-12 18:00", "01-19 18:00"]


def test_nothing_is_planned_when_one_of_the_chosen_cannot_be(cast: Cast) -> None:
    wrong = event("DTSTART:20261220T180000", "DURATION:PT1H", "RRULE:FREQ=DAILY;COUNT=3", uid="two")
    text = calendar(weekly(), wrong)
    assert preview(cast, text, window="teaching")["two"].state == "wrong"
    with pytest.raises(Invalid) as refused:
        take(cast, text, "one", "two", window="teaching")
    assert (refused.value.code, Activity.objects.count()) == ("event_cannot_be_planned", 0)
    assert str(refused.value.sentence).startswith("Line 10: ")


def test_choosing_nothing_is_said(cast: Cast) -> None:
    with pytest.raises(Invalid) as refused:
        take(cast, weekly(), "unknown")
    assert refused.value.code == "nothing_chosen"


def test_a_society_that_is_not_approved_imports_nothing(cast: Cast) -> None:
    Society.objects.filter(pk=cast.society.pk).update(status=Society.Status.SUSPENDED)
    cast.society.refresh_from_db()
    with pytest.raises(Conflict):
        take(cast, weekly(), "one")


def test_two_societies_may_import_the_same_calendar_and_become_one_later(cast: Cast) -> None:
    other = factories.society(cast.karura, "Debate Union")
    factories.office(cast.amina, "president", society=other)
    take(cast, weekly(), "one")
    import_activities(by=cast.amina, society=other, text=weekly(), chosen=["one"], at=NOW)
    join_societies(
        by=cast.dean, society=other, into=cast.society, typed_name="Debate Union", reason="They agreed.", at=NOW
    )
    assert sorted(Activity.objects.values_list("society", "imported_uid")) == [
        (cast.society.pk, ""),
        (cast.society.pk, "one"),
    ]


def test_the_preview_takes_as_many_queries_for_many_events_as_for_one(
    cast: Cast, django_assert_max_num_queries: pytest.FixtureRequest
) -> None:
    many = calendar(*(weekly().replace("UID:one", f"UID:{number}") for number in range(12)))
    take(cast, many, *map(str, range(6)))
    with django_assert_max_num_queries(8):  # type: ignore[operator]
        assert len(preview(cast, many)) == 12


def _import(cast: Cast, who: Person) -> object:
    return import_activities(by=who, society=cast.society, text=weekly(), chosen=["one"], at=NOW)


@cells(Line("import a calendar", _import, PRESIDENT_AND_SECRETARY | EVENTS))
def test_only_those_who_run_activities_import(line: Line, who: str, cast: Cast) -> None:
    line.check(cast, who)

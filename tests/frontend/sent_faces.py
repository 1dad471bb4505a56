"""The faces of pages that come after a form was sent: second steps with a preview, and what they refuse."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from campus.activities.models import Occurrence
from campus.directory.calendar_files import EXAMPLE
from frontend.manage.edit_form import EditForm
from tests.backend import operations
from tests.campus.test_ics_import import FILES
from tests.frontend.routes import address_of
from tests.stage import Stage

Entered = Mapping[str, str | list[str]]
COMING = date(2026, 11, 10)
PLAN: Entered = {
    "do": "preview",
    "name": "Study Circle",
    "rhythm": "weekly",
    "first_date": "2026-10-22",
    "start_time": "17:00",
    "minutes": "90",
    "window": "teaching",
}
LETTER: Entered = {"do": "preview", "subject": "The term ahead", "text": "We meet on Tuesdays.", "audience": "members"}
# A term that ends before it begins. Without names of weekdays: they are read in English and in the page's language.
WRONG = EXAMPLE.replace("2026-12-11", "2025-12-11").replace(",Monday", ",").replace(",Friday", ",")
UNCLEAR = "BEGIN:VCALENDAR\n{}END:VCALENDAR\n".format(
    "".join(
        f"BEGIN:VEVENT\nDTSTART;VALUE=DATE:{first}\nDTEND;VALUE=DATE:{end}\nSUMMARY:{name}\nEND:VEVENT\n"
        for first, end, name in (("20270906", "20271211", "Semester 7"), ("20271018", "20271024", "Founders"))
    )
)


@dataclass(frozen=True)
class Sent:
    """`who` of the cast sends the form at the address with what is entered; `typed` are words of theirs in it."""

    who: str
    address: Callable[[Stage], str]
    entered: Callable[[Stage], Entered]
    typed: tuple[str, ...] = ()
    status: int = 200


def desk(name: str, *rest: str) -> Callable[[Stage], str]:
    return lambda stage: reverse(name, args=("karura", "heforshe-karura", *rest))


def page(name: str) -> Callable[[Stage], str]:
    return lambda stage: address_of(name, stage)


def fills(base: Entered, **more: str | list[str]) -> Callable[[Stage], Entered]:
    return lambda stage: {**base, **more}


def _coming(stage: Stage) -> Occurrence:
    return Occurrence.objects.select_related("activity").get(activity=stage.activity, date=COMING)


def edited(stage: Stage) -> str:
    return reverse("edit_occurrence", args=("karura", "heforshe-karura", _coming(stage).pk))


def as_it_stands(**changed: str) -> Callable[[Stage], Entered]:
    """What the form of a date sends when nothing but `changed` was touched."""

    def entered(stage: Stage) -> Entered:
        row = _coming(stage)
        form = EditForm.of(row, row.society)
        values: dict[str, Any] = {name: form[name].value() for name in form.fields}
        kept = {name: value for name, value in values.items() if value not in (None, "", False, [])}
        said = {name: value if isinstance(value, list) else str(value) for name, value in kept.items()}
        return {**said, "scope": "this", **changed}

    return entered


def an_answered_date(stage: Stage) -> str:
    operations.a_date_answered(stage)
    return edited(stage)


def chosen(**deed: str) -> Callable[[Stage], Entered]:
    def entered(stage: Stage) -> Entered:
        return {"date": [str(stage.cancelled.pk), str(_coming(stage).pk)], **deed}

    return entered


def with_news(stage: Stage) -> str:
    operations.members_who_want_news(stage)
    return reverse("write_letter", args=("karura", "heforshe-karura"))


def calendar_file(name: str) -> str:
    return FILES[name].decode()


def _words_of(name: str) -> tuple[str, ...]:
    """What stands in a calendar, as the page of its import shows it."""
    lines = calendar_file(name).replace("\r\n ", "").splitlines()
    written = (line.partition(":")[2] for line in lines if line.startswith(("SUMMARY", "LOCATION", "DESCRIPTION")))
    words = [each.replace("\\,", ",").replace("\\;", ";").replace("\\n", "\n") for each in written]
    return (*words, calendar_file(name))


SENT = {
    "plan_activity, its dates": Sent("kofi", desk("plan_activity"), fills(PLAN), ("Study Circle",)),
    "plan_activity, its dates on a day off": Sent(
        "kofi",
        desk("plan_activity"),
        fills(PLAN, rhythm="monthly", month_by="day", month_day="31", timing="all_day", days="2", weekdays=[]),
        ("Study Circle",),
    ),
    "plan_activity, by chosen dates": Sent(
        "kofi",
        desk("plan_activity"),
        fills(PLAN, rhythm="dates", dates=["2026-11-04", "2026-12-24"], more_times=["19:00"]),
        ("Study Circle",),
    ),
    "plan_activity, without dates": Sent(
        "kofi", desk("plan_activity"), fills(PLAN, first_date="2026-12-30", rhythm="once"), ("Study Circle",)
    ),
    "plan_activity, more room": Sent(
        "kofi", desk("plan_activity"), fills(PLAN, do="more", with_dates="on"), ("Study Circle",)
    ),
    "plan_activity, refused": Sent(
        "kofi",
        desk("plan_activity"),
        fills(PLAN, do="save", name="", ends="until", rule="FREQ=NEVER", link="meet", capacity="0", first_date="x"),
        ("FREQ=NEVER", "meet", "x"),
        status=400,
    ),
    "edit_occurrence, second step": Sent(
        "kofi", an_answered_date, as_it_stands(date="2026-11-11", start_time="19:00", place="Library"), ("Library",)
    ),
    "edit_occurrence, this and following": Sent(
        "kofi", an_answered_date, as_it_stands(scope="following", interval="2", start_time="18:30")
    ),
    "edit_occurrence, all": Sent("kofi", an_answered_date, as_it_stands(scope="all", window="always")),
    "edit_occurrence, changed meanwhile": Sent(
        "kofi", edited, as_it_stands(date="2026-11-11", do="confirm", seen="something else")
    ),
    "edit_occurrence, refused": Sent(
        "kofi", edited, as_it_stands(name="", date="", start_time="", capacity="0", link="meet"), ("meet",), status=400
    ),
    "change_dates, moved": Sent("kofi", desk("change_dates"), chosen(deed="move", days="1", start_time="18:00")),
    "change_dates, cancelled": Sent(
        "kofi", desk("change_dates"), chosen(deed="cancel", reason="The room is closed."), ("The room is closed.",)
    ),
    "change_dates, put on again": Sent("kofi", desk("change_dates"), chosen(deed="restore")),
    "change_dates, refused": Sent("kofi", desk("change_dates"), chosen(deed="move"), status=400),
    "import_activities, found": Sent(
        "kofi",
        desk("import_activities"),
        lambda stage: {"do": "preview", "window": "always", "text": calendar_file("google.ics")},
        _words_of("google.ics"),
    ),
    "import_activities, with mistakes": Sent(
        "kofi",
        desk("import_activities"),
        lambda stage: {"do": "preview", "window": "teaching", "text": calendar_file("outlook.ics")},
        (*_words_of("outlook.ics"), "Berlin", "Nowhere Standard Time"),  # where it says it was written
    ),
    "import_activities, no calendar": Sent(
        "kofi",
        desk("import_activities"),
        lambda stage: {"do": "preview", "window": "always", "text": "Dear all"},
        ("Dear all",),
        status=400,
    ),
    "write_letter, previewed": Sent("kofi", with_news, fills(LETTER), ("The term ahead", "We meet on Tuesdays.")),
    "write_letter, to nobody": Sent(
        "kofi", desk("write_letter"), fills(LETTER, audience="newcomers"), ("The term ahead", "We meet on Tuesdays.")
    ),
    "my_calendar, told once": Sent("amina", lambda stage: reverse("my_calendar"), lambda stage: {}),
    "import_calendar, read": Sent(
        "dean",
        page("import_calendar"),
        lambda stage: {"text": WRONG, "source": "Registrar’s page"},
        (WRONG, "Registrar’s page", "Semester 2, 2026/27", "Easter", "Reading week", "Exams"),
        status=400,
    ),
    "import_calendar, to be said": Sent(
        "dean",
        page("import_calendar"),
        lambda stage: {"text": UNCLEAR},
        (UNCLEAR, "Semester 7", "Founders"),
        status=400,
    ),
    "import_calendar, no columns": Sent(
        "dean", page("import_calendar"), lambda stage: {"text": "when,what"}, ("when,what",), status=400
    ),
}

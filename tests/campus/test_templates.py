"""The templates of activities: each can be planned as it stands."""

from datetime import date, datetime, time

import pytest

from campus.activities import recurrence, rule_text, template_words
from campus.activities.models import Activity, Timing
from campus.activities.observances import rows
from campus.activities.plans import LONGEST
from campus.activities.templates import TEMPLATES, Template, template_for

pytestmark = pytest.mark.pure

# As societies are known to hold them; the rest happens once.
RULES = {
    "weekly-discussion": "FREQ=WEEKLY;BYDAY=SU",
    "barbershop-1": "FREQ=WEEKLY;COUNT=3",
    "cineforum": "FREQ=MONTHLY;BYDAY=2TU",
    "dialogue": "FREQ=MONTHLY;BYDAY=2TH",
    "ideathon": "FREQ=YEARLY;BYMONTH=2",
    "debate": "FREQ=MONTHLY;BYDAY=-1WE",
    "ambush-lecture": "FREQ=WEEKLY;COUNT=4",
    "sports-team": "FREQ=MONTHLY",
    "awareness-week": "FREQ=DAILY;COUNT=5",
    "sixteen-days": "FREQ=DAILY;COUNT=16",
    "orange-day": "FREQ=MONTHLY;BYMONTHDAY=25",
    "anniversary": "FREQ=YEARLY;BYMONTH=9;BYMONTHDAY=20",
    "imd-event": "FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=19",
    "arts-week": "FREQ=DAILY;COUNT=8",
    "period-drive": "FREQ=YEARLY;BYMONTH=11",
    "gala": "FREQ=YEARLY;BYMONTH=3",
    "consent-training": "FREQ=YEARLY;BYMONTH=9,10",
    "stem-outreach": "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=11",
    "committee": "FREQ=MONTHLY;BYDAY=1MO",
    "agm": "FREQ=YEARLY;BYMONTH=3",
    "reregistration": "FREQ=YEARLY;BYMONTH=8",
    "games-social": "FREQ=MONTHLY;BYDAY=-1FR",
}
EACH = pytest.mark.parametrize("template", TEMPLATES.values(), ids=list(TEMPLATES))


def test_there_are_32_with_the_rules_that_are_known() -> None:
    assert len(TEMPLATES) == 32
    assert {template.id: template.rrule for template in TEMPLATES.values() if template.rrule} == RULES


@EACH
def test_its_rule_is_read_and_gives_dates(template: Template) -> None:
    if template.rrule:
        rule = rule_text.parse(template.rrule)
        first = datetime(2026, 9, 1)
        assert recurrence.expand(rule, first, "UTC", first.date(), date(2027, 8, 31))


@EACH
def test_it_can_be_planned_as_it_stands(template: Template) -> None:
    assert (template.timing in Timing.values, template.window in Activity.Window.values) == (True, True)
    assert 1 <= template.minutes <= LONGEST
    assert (template.timing == Timing.ALL_DAY) == (template.minutes % (24 * 60) == 0)
    assert all((template.name, template.purpose, template.cadence, template.source, template.roles))
    assert all((template.facilitation, template.safeguarding, template.record))


def test_what_it_is_held_for_is_an_observance() -> None:
    known = {row["slug"]: row["rrule"] for row in rows()}
    held = {template.observance for template in TEMPLATES.values()} - {""}
    assert held == {
        "16-days",
        "arts-week",
        "heforshe-anniversary",
        "intl-mens-day",
        "iwd",
        "orange-day",
        "women-girls-science",
    }
    assert held <= set(known)


def test_the_days_of_a_span_come_before_one_meeting_among_them() -> None:
    found = {slug: template_for(slug) for slug in ("16-days", "iwd", "fgm")}
    assert {slug: template.id if template else "" for slug, template in found.items()} == {
        "16-days": "sixteen-days",
        "iwd": "awareness-week",
        "fgm": "",
    }


def test_the_awareness_week_ends_on_the_8th_of_march() -> None:
    week = TEMPLATES["awareness-week"]
    rule, first = rule_text.parse(week.rrule), datetime.combine(date(2027, 3, 8 - week.days_before), time.min)
    assert [start.date() for start in recurrence.starts(rule, first)][-1] == date(2027, 3, 8)


def test_one_that_is_marked_on_another_day_this_year_is_held_once() -> None:
    outreach, orange = TEMPLATES["stem-outreach"], TEMPLATES["orange-day"]
    assert (outreach.rule_from(date(2027, 2, 11)), outreach.rule_from(date(2027, 2, 18))) == (outreach.rrule, "")
    assert (orange.rule_from(date(2027, 1, 25)), orange.rule_from(date(2027, 1, 26))) == (orange.rrule, "")
    assert TEMPLATES["weekly-discussion"].rule_from(date(2027, 1, 26)) == "FREQ=WEEKLY;BYDAY=SU"


def test_everything_they_say_stands_in_the_list_for_translators() -> None:
    listed = {
        text
        for name in ("NAMES", "PURPOSES", "CADENCES", "ROLES", "FACILITATION", "SAFEGUARDING", "MATERIALS", "RECORD")
        for text in getattr(template_words, name)
    }
    said = {
        text
        for each in TEMPLATES.values()
        for text in (
            each.name,
            each.purpose,
            each.cadence,
            *(*each.roles, *each.facilitation, *each.safeguarding, *each.materials, *each.record),
        )
    }
    assert listed == said

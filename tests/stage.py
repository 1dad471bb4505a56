"""A small campus in which every page has rows: made through the actions, so that it is what the program makes.

The clock of the story stands at factories.NOW; the society's circle is going on right then.
"""

from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any

from campus.activities.actions import ActivityPlan, cancel_occurrence, code_for_occurrence, plan_activity
from campus.activities.models import Activity, Code, Occurrence
from campus.activities.queries import code_in_force
from campus.checkin.actions import Browser, check_in_anonymous, check_in_signed_in, check_in_typed
from campus.checkin.models import Attendance
from campus.custody.actions import take_address
from campus.directory.actions import add_break, draft_society, invite_to_office, propose_university
from campus.directory.models import Break, Office, Society, Term, University
from campus.membership.actions import (
    add_template,
    add_window,
    approve_registration,
    join,
    return_registration,
    submit_registration,
)
from campus.membership.models import AnswerTemplate, Registration, RegistrationWindow
from campus.outbox.models import Notice
from campus.outbox.unsubscribe import stop_link
from campus.people.models import Merge
from tests.conftest import Cast
from tests.factories import NOW

LAST_WEEK = NOW - timedelta(days=7)


@dataclass
class Stage:
    """What the pages of the story are about."""

    cast: Cast
    activity: Activity
    occurrence: Occurrence  # going on now, people counted
    cancelled: Occurrence
    code: Code
    attendance: Attendance
    registration: Registration  # waits
    window: RegistrationWindow  # still to come
    template: AnswerTemplate
    draft: Society
    proposal: University
    term: Term
    invitation: Office
    invitation_token: str
    stop_token: str
    not_me_token: str
    merge_of_two: Merge  # Amina’s, with an address of hers


def circle(cast: Cast) -> Activity:
    """A weekly circle on Tuesdays at 17:00 in Nairobi, an hour and a half long, since three weeks."""
    plan = ActivityPlan(
        name="Tuesday Circle",
        description="One question each week.",
        rrule="FREQ=WEEKLY;BYDAY=TU",
        first_date=NOW.date() - timedelta(days=21),
        start_time=time(17, 0),
        minutes=90,
        zone="Africa/Nairobi",
        window=Activity.Window.TEACHING,
        place="Common Room, Block C",
        for_newcomers=True,
    )
    return plan_activity(by=cast.kofi, society=cast.society, plan=plan, at=NOW - timedelta(days=21))


def set_stage(cast: Cast) -> Stage:
    """Fill every page's lists."""
    term = Term.objects.get(calendar__university=cast.karura, name="Semester 1, 2026/27")
    reading_week: dict[str, Any] = {"starts_on": date(2026, 11, 2), "ends_on": date(2026, 11, 8)}
    add_break(by=cast.dean, term=term, kind=Break.Kind.READING_WEEK, name="", at=NOW, **reading_week)
    activity = circle(cast)
    now_on = activity.occurrences.get(date=NOW.date())
    earlier = activity.occurrences.get(date=LAST_WEEK.date())
    code = code_in_force(activity.series)
    assert code is not None
    for who in ("Brian Ochieng", "Fatuma Hassan", "Samuel Kiptoo"):
        address = f"{who.split()[0].casefold()}@karura.example"
        browser = Browser(secret=who, receipt=who)
        check_in_typed(
            occurrence=earlier, code=code, name=who, address=address, at=LAST_WEEK, browser=browser, network="10.0.0.1"
        )
    attendance = check_in_signed_in(
        by=cast.amina, occurrence=now_on, code=code, at=NOW, browser=Browser(secret="a", receipt="a")
    ).attendance
    check_in_signed_in(by=cast.kofi, occurrence=now_on, code=code, at=NOW, browser=Browser(secret="k", receipt="k"))
    check_in_anonymous(occurrence=now_on, code=code, at=NOW, browser=Browser(secret="s", receipt="s"))
    for member in (cast.amina, cast.kofi, cast.dean):
        join(by=member, society=cast.society, at=LAST_WEEK)
    next_week = activity.occurrences.get(date=NOW.date() + timedelta(days=7))
    cancel_occurrence(by=cast.kofi, occurrence=next_week, reason="The room is being painted.", at=NOW)
    code_for_occurrence(by=cast.kofi, occurrence=now_on, at=NOW)
    invitation = invite_to_office(
        by=cast.kofi,
        role=Office.Role.TREASURER,
        society=cast.society,
        address="new.treasurer@karura.example",
        starts_on=date(2027, 7, 1),
        ends_holder=True,
        at=NOW,
    )
    counted = Notice.objects.filter(kind="you_were_counted").latest("pk")
    return Stage(
        cast=cast,
        activity=activity,
        occurrence=now_on,
        cancelled=next_week,
        code=code,
        attendance=attendance,
        registration=_registrations(cast),
        window=_window(cast),
        template=add_template(
            by=cast.dean, university=cast.karura, name="Second officer", text="Name a second officer.", at=NOW
        ),
        draft=draft_society(by=cast.amina, university=cast.karura, name="Film Circle", purpose="Films.", at=NOW),
        proposal=propose_university(
            by=cast.amina,
            name="Mara College",
            country="KE",
            city="Narok",
            zone="Africa/Nairobi",
            kind=University.Kind.UNIVERSITY,
            domains=["mara.example"],
            evidence_url="https://mara.example/about",
            at=NOW,
        ),
        term=term,
        invitation=invitation,
        invitation_token=_token(Notice.objects.get(kind="office_invitation").context["link"]),
        stop_token=_token(stop_link(counted)),
        not_me_token=_token(counted.context["not_me_link"]),
        merge_of_two=take_address(by=cast.amina, address="amina@home.example", at=NOW),
    )


def _token(link: str) -> str:
    """The last part of a link in a mail."""
    return link.rstrip("/").rpartition("/")[2]


def _registrations(cast: Cast) -> Registration:
    """One that was returned, one that was approved, and one that waits."""
    made = []
    for name in ("Debate Union", "Girls in ICT Mentors", "Rugby for Respect"):
        society = draft_society(by=cast.grace, university=cast.karura, name=name, purpose="To meet.", at=NOW)
        made.append(submit_registration(by=cast.grace, society=society, message="We are ready.", at=NOW))
    return_registration(by=cast.dean, registration=made[0], reason="Add a second officer.", at=NOW)
    approve_registration(by=cast.dean, registration=made[1], at=NOW)
    return made[2]


def _window(cast: Cast) -> RegistrationWindow:
    """Open to new societies now; renewing is still to come."""
    return add_window(
        by=cast.dean,
        university=cast.karura,
        name="2027/28",
        new_from=NOW.date(),
        new_to=NOW.date() + timedelta(days=200),
        renew_from=NOW.date() + timedelta(days=150),
        renew_to=NOW.date() + timedelta(days=200),
        officers=3,
        roles=[Office.Role.PRESIDENT, Office.Role.TREASURER],
        questions=[{"label": "Who of the staff advises you?", "required": False}],
        at=NOW,
    )

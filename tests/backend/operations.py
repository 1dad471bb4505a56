"""Every operation of the API by its id: who may do it, and with what it is asked on the stage."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from enum import Enum
from typing import Any

from campus.activities.actions import code_for_occurrence
from campus.directory.actions import suspend_society
from campus.directory.models import Break, Office
from tests.factories import NOW
from tests.stage import Stage


class Audience(Enum):
    """Who may do it. The cast that stands for each is in `RIGHTFUL`."""

    PUBLIC = "public"
    SELF = "self"
    DRAFTER = "drafter"
    OFFICERS = "officers"
    UNIVERSITY = "own university"
    APPROVERS = "approvers"


RIGHTFUL = {
    Audience.PUBLIC: None,
    Audience.SELF: "amina",
    Audience.DRAFTER: "amina",
    Audience.OFFICERS: "kofi",
    Audience.UNIVERSITY: "dean",
    Audience.APPROVERS: "lucia",
}
PUBLIC, SELF, DRAFTER = Audience.PUBLIC, Audience.SELF, Audience.DRAFTER
OFFICERS, UNIVERSITY, APPROVERS = Audience.OFFICERS, Audience.UNIVERSITY, Audience.APPROVERS

Numbers = Callable[[Stage], dict[str, Any]]
Body = Callable[[Stage], dict[str, Any]]


def nothing(stage: Stage) -> dict[str, Any]:
    return {}


@dataclass(frozen=True)
class Operation:
    """`shows` is a word of the story in the answer to who may; `fields` are all that a stranger may see of it."""

    audience: Audience
    shows: str = ""
    path: Numbers = nothing
    body: Body = nothing
    fields: frozenset[str] = field(default=frozenset())


def under(**values: Callable[[Stage], Any]) -> Numbers:
    return lambda stage: {name: value(stage) for name, value in values.items()}


def sends(**values: Any) -> Body:
    return lambda stage: {name: value(stage) if callable(value) else value for name, value in values.items()}


def keys(prefix: str, names: str) -> frozenset[str]:
    return frozenset(f"{prefix}{name}" for name in names.split())


UNIVERSITY_REF = "id slug name"
SOCIETY_REF = "id slug name university university.id university.slug university.name"
UNIVERSITY_KEYS = keys(
    "",
    "id slug name country city zone kind domains requires_domain asks_under_18 small_number evidence_url status "
    "status_at status_reason",
)
CALENDAR_KEYS = keys("", "id university name is_reporting week_starts_on first_week breaks_take_number")
BREAK_NAMES = "id term kind name starts_on ends_on"
TERM_KEYS = keys("", "id calendar name teaching_from teaching_to active_from active_to breaks") | keys(
    "breaks.", BREAK_NAMES
)
SOCIETY_KEYS = keys("", "id slug name university purpose first_time calendar status status_at approved_at") | keys(
    "university.", UNIVERSITY_REF
)
OFFICE_KEYS = keys("", "id role country university society holder starts_on ends_on")
SERIES_KEYS = keys("", "id society name description for_newcomers opens_before closes_after ended_at") | keys(
    "society.", SOCIETY_REF
)
ACTIVITY_KEYS = keys(
    "",
    "id series society name rrule in_words first_date start_time minutes zone window calendar place link planned_until",
)
OCCURRENCE_KEYS = (
    keys(
        "",
        "id series society name date time minutes zone starts_at ends_at opens_at closes_at place link cancelled_at "
        "cancel_reason",
    )
    | keys("series.", "id name for_newcomers")
    | keys("society.", SOCIETY_REF)
)
OF_OCCURRENCE = frozenset({"occurrence"} | {f"occurrence.{key}" for key in OCCURRENCE_KEYS})
CHECK_IN_KEYS = OF_OCCURRENCE | keys("", "how since again first_time secret receipt")
FOUND_KEYS = OF_OCCURRENCE | keys("", "state others opens_at takes_names asks_under_18 privacy privacy_version")

of_karura = under(university=lambda stage: stage.cast.karura.pk)
of_society = under(society=lambda stage: stage.cast.society.pk)
the_society = under(id=lambda stage: stage.cast.society.pk)
the_university = under(id=lambda stage: stage.cast.karura.pk)
the_calendar = under(id=lambda stage: stage.term.calendar_id)
the_term = under(id=lambda stage: stage.term.pk)
the_series = under(id=lambda stage: stage.activity.series_id)
the_occurrence = under(id=lambda stage: stage.occurrence.pk)
at_occurrence = under(occurrence=lambda stage: stage.occurrence.pk)
the_code = under(code=lambda stage: stage.code.code)
the_registration = under(id=lambda stage: stage.registration.pk)
the_attendance = under(id=lambda stage: stage.attendance.pk)


def a_break(stage: Stage) -> dict[str, int]:
    day = stage.term.teaching_from + timedelta(days=66)
    made = Break.objects.create(
        term=stage.term, kind=Break.Kind.HOLIDAY, name="Jamhuri Day", starts_on=day, ends_on=day
    )
    return {"id": made.pk}


def a_later_term(stage: Stage) -> dict[str, int]:
    return {"id": stage.term.calendar.terms.latest("active_from").pk}


def a_proposal(stage: Stage) -> dict[str, int]:
    return {"id": stage.proposal.pk}


def a_suspended_society(stage: Stage) -> dict[str, int]:
    suspend_society(by=stage.cast.dean, society=stage.cast.society, reason="A complaint.", at=NOW)
    return {"id": stage.cast.society.pk}


def a_colleagues_office(stage: Stage) -> dict[str, int]:
    return {"id": Office.objects.get(person=stage.cast.dennis).pk}


def one_code_for_one_date(stage: Stage) -> dict[str, str]:
    return {"code": code_for_occurrence(by=stage.cast.kofi, occurrence=stage.occurrence, at=NOW).code}


TERM_BODY = sends(
    name="Semester 1, 2027/28",
    teaching_from="2027-09-06",
    teaching_to="2027-12-10",
    active_from="2027-08-30",
    active_to="2027-12-17",
)
PLAN_BODY = sends(
    society=lambda stage: stage.cast.society.pk,
    name="Reading Hour",
    rrule="FREQ=WEEKLY;BYDAY=TH",
    first_date="2026-10-22",
    start_time="18:00",
    minutes=60,
)
REASON = sends(reason="Two of three officers have left.")

OPERATIONS = {
    "universities_list": Operation(PUBLIC, "Karura University", fields=UNIVERSITY_KEYS),
    "universities_retrieve": Operation(PUBLIC, "Karura University", the_university, fields=UNIVERSITY_KEYS),
    "universities_create": Operation(
        SELF,
        "Tana College",
        body=sends(name="Tana College", country="KE", zone="Africa/Nairobi", evidence_url="https://tana.example"),
    ),
    "universities_partial_update": Operation(UNIVERSITY, "Limuru", the_university, sends(city="Limuru")),
    "universities_approvals_create": Operation(APPROVERS, "approved", a_proposal),
    "universities_declines_create": Operation(APPROVERS, "declined", a_proposal, REASON),
    "university_proposals_list": Operation(APPROVERS, "Mara College"),
    "universities_calendars_list": Operation(PUBLIC, "Main calendar", of_karura, fields=CALENDAR_KEYS),
    "universities_calendars_create": Operation(UNIVERSITY, "Evening classes", of_karura, sends(name="Evening classes")),
    "calendars_retrieve": Operation(PUBLIC, "Main calendar", the_calendar, fields=CALENDAR_KEYS),
    "calendars_partial_update": Operation(UNIVERSITY, "Day classes", the_calendar, sends(name="Day classes")),
    "calendars_terms_list": Operation(
        PUBLIC, "Semester 1, 2026/27", under(calendar=lambda stage: stage.term.calendar_id), fields=TERM_KEYS
    ),
    "calendars_terms_create": Operation(
        UNIVERSITY, "Semester 1, 2027/28", under(calendar=lambda stage: stage.term.calendar_id), TERM_BODY
    ),
    "terms_retrieve": Operation(PUBLIC, "Semester 1, 2026/27", the_term, fields=TERM_KEYS),
    "terms_partial_update": Operation(UNIVERSITY, "Autumn term", the_term, sends(name="Autumn term")),
    "terms_destroy": Operation(UNIVERSITY, path=a_later_term),
    "terms_breaks_list": Operation(
        PUBLIC, "reading_week", under(term=lambda stage: stage.term.pk), fields=keys("", BREAK_NAMES)
    ),
    "terms_breaks_create": Operation(
        UNIVERSITY,
        "Mashujaa Day",
        under(term=lambda stage: stage.term.pk),
        sends(kind="holiday", name="Mashujaa Day", starts_on="2026-11-20", ends_on="2026-11-20"),
    ),
    "breaks_retrieve": Operation(PUBLIC, "Jamhuri Day", a_break, fields=keys("", BREAK_NAMES)),
    "breaks_partial_update": Operation(UNIVERSITY, "Founders", a_break, sends(name="Founders’ Day")),
    "breaks_destroy": Operation(UNIVERSITY, path=a_break),
    "universities_offices_list": Operation(UNIVERSITY, "Ruth Wekesa", of_karura),
    "universities_invitations_list": Operation(UNIVERSITY, "new.dean@karura.example", of_karura),
    "universities_registrations_list": Operation(UNIVERSITY, "Rugby for Respect", of_karura),
    "universities_participation_retrieve": Operation(UNIVERSITY, "HeForShe Karura", of_karura),
    "universities_participation_csv_retrieve": Operation(UNIVERSITY, "HeForShe Karura", of_karura),
    "societies_list": Operation(PUBLIC, "HeForShe Karura", fields=SOCIETY_KEYS),
    "societies_retrieve": Operation(PUBLIC, "HeForShe Karura", the_society, fields=SOCIETY_KEYS),
    "societies_create": Operation(
        SELF,
        "Chess Club",
        body=sends(university=lambda stage: stage.cast.karura.pk, name="Chess Club", purpose="To play."),
    ),
    "societies_partial_update": Operation(
        OFFICERS, "Come as you are", the_society, sends(first_time="Come as you are")
    ),
    "societies_destroy": Operation(DRAFTER, path=under(id=lambda stage: stage.draft.pk)),
    "societies_suspensions_create": Operation(UNIVERSITY, "suspended", the_society, REASON),
    "societies_reopenings_create": Operation(UNIVERSITY, "approved", a_suspended_society),
    "societies_archivings_create": Operation(UNIVERSITY, "archived", the_society, REASON),
    "societies_offices_list": Operation(PUBLIC, "Wanjiru Kamau", of_society, fields=OFFICE_KEYS),
    "societies_invitations_list": Operation(OFFICERS, "new.treasurer@karura.example", of_society),
    "societies_memberships_list": Operation(OFFICERS, "Amina Otieno", of_society),
    "societies_memberships_create": Operation(SELF, "HeForShe Karura", of_society),
    "societies_memberships_destroy": Operation(SELF, path=of_society),
    "societies_registrations_list": Operation(
        UNIVERSITY, "Rugby for Respect", under(society=lambda stage: stage.registration.society_id)
    ),
    "societies_registrations_create": Operation(
        DRAFTER, "Film Circle", under(society=lambda stage: stage.draft.pk), sends(message="Every second Friday.")
    ),
    "societies_occurrences_list": Operation(OFFICERS, "Tuesday Circle", of_society),
    "societies_codes_list": Operation(OFFICERS, "printed", of_society),
    "societies_newcomers_retrieve": Operation(OFFICERS, "Brian Ochieng", of_society),
    "societies_newcomers_csv_retrieve": Operation(OFFICERS, "Brian Ochieng", of_society),
    "offices_retrieve": Operation(OFFICERS, "Dennis Mutua", a_colleagues_office),
    "offices_partial_update": Operation(
        OFFICERS,
        '"is_public":true',
        lambda stage: {"id": Office.objects.get(person=stage.cast.kofi).pk},
        sends(is_public=True),
    ),
    "offices_destroy": Operation(OFFICERS, path=a_colleagues_office),
    "invitations_create": Operation(
        OFFICERS,
        "events@karura.example",
        body=sends(
            role="events",
            society=lambda stage: stage.cast.society.pk,
            address="events@karura.example",
            starts_on="2026-10-20",
        ),
    ),
    "invitation_acceptances_create": Operation(
        SELF, "Amina Otieno", body=sends(token=lambda stage: stage.invitation_token)
    ),
    "invitation_declines_create": Operation(PUBLIC, body=sends(token=lambda stage: stage.invitation_token)),
    "registrations_retrieve": Operation(UNIVERSITY, "Rugby for Respect", the_registration),
    "registrations_approvals_create": Operation(UNIVERSITY, "approved", the_registration),
    "registrations_returns_create": Operation(UNIVERSITY, "returned", the_registration, REASON),
    "series_list": Operation(PUBLIC, "Tuesday Circle", fields=SERIES_KEYS),
    "series_retrieve": Operation(PUBLIC, "Tuesday Circle", the_series, fields=SERIES_KEYS),
    "series_partial_update": Operation(OFFICERS, "Evening Circle", the_series, sends(name="Evening Circle")),
    "series_endings_create": Operation(OFFICERS, "Tuesday Circle", the_series),
    "series_activities_list": Operation(
        PUBLIC, "Tuesday Circle", under(series=lambda stage: stage.activity.series_id), fields=ACTIVITY_KEYS
    ),
    "activities_retrieve": Operation(
        PUBLIC, "Tuesday Circle", under(id=lambda stage: stage.activity.pk), fields=ACTIVITY_KEYS
    ),
    "activities_create": Operation(OFFICERS, "Reading Hour", body=PLAN_BODY),
    "activity_previews_create": Operation(OFFICERS, "2026-10-22", body=PLAN_BODY),
    "occurrences_list": Operation(PUBLIC, "Tuesday Circle", fields=OCCURRENCE_KEYS),
    "occurrences_retrieve": Operation(PUBLIC, "Tuesday Circle", the_occurrence, fields=OCCURRENCE_KEYS),
    "occurrences_cancellation_create": Operation(OFFICERS, "left", at_occurrence, REASON),
    "occurrences_cancellation_destroy": Operation(OFFICERS, path=under(occurrence=lambda stage: stage.cancelled.pk)),
    "occurrences_codes_create": Operation(OFFICERS, "printed", at_occurrence),
    "occurrences_attendances_list": Operation(OFFICERS, "Amina Otieno", at_occurrence),
    "codes_retrieve": Operation(PUBLIC, "Tuesday Circle", the_code, fields=FOUND_KEYS),
    "codes_poster_retrieve": Operation(OFFICERS, "%PDF", the_code),
    "codes_replacements_create": Operation(OFFICERS, "printed", one_code_for_one_date),
    "check_ins_create": Operation(
        PUBLIC,
        "anonymous",
        body=sends(code=lambda stage: stage.code.code, anonymous=True),
        fields=CHECK_IN_KEYS,
    ),
    "check_in_withdrawals_create": Operation(
        PUBLIC, body=sends(occurrence=lambda stage: stage.occurrence.pk, receipt="a receipt of nothing")
    ),
    "attendances_retrieve": Operation(OFFICERS, "Amina Otieno", the_attendance),
    "attendances_voids_create": Operation(OFFICERS, "mistake", the_attendance, sends(reason="mistake")),
    "me_retrieve": Operation(SELF, "amina@karura.example"),
    "me_partial_update": Operation(SELF, "Amina O.", body=sends(name="Amina O.")),
    "me_offices_list": Operation(OFFICERS, "president"),
    "me_societies_list": Operation(SELF, "Film Circle"),
    "me_memberships_list": Operation(SELF, "HeForShe Karura"),
    "me_attendances_list": Operation(SELF, "Tuesday Circle"),
}
OWN_LISTS = {"me_offices_list", "university_proposals_list"}  # answered to everybody, with what is theirs

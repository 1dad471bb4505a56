"""Every operation of the API by its id: who may do it, and with what it is asked on the stage."""

import io
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import Enum
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from campus.activities.actions import code_for_occurrence
from campus.directory import checklist
from campus.directory.actions import add_task, add_webhook, begin_handover, ping_webhook, suspend_society
from campus.directory.models import Break, Handover, Office, Society, University
from campus.directory.queries import open_handover
from campus.membership.actions import ask_for_office, join
from campus.outbox.models import Webhook
from campus.people.actions import create_token
from campus.people.models import Person
from tests import factories
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
    format: str = "json"


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
    "status_at status_reason takes_student_numbers keep_attendance_months keep_audit_months affiliations",
)
CALENDAR_KEYS = keys("", "id university name is_reporting week_starts_on first_week breaks_take_number")
BREAK_NAMES = "id term kind name starts_on ends_on"
TERM_KEYS = keys("", "id calendar name teaching_from teaching_to active_from active_to breaks") | keys(
    "breaks.", BREAK_NAMES
)
SOCIETY_KEYS = keys(
    "", "id slug name university purpose first_time picture picture_alt calendar status status_at approved_at"
) | keys("university.", UNIVERSITY_REF)
CHECKLIST_KEYS = keys("", "version points") | keys("points.", "names sign_in report end help")
OFFICE_KEYS = keys("", "id role country university society holder starts_on ends_on")
WINDOW_KEYS = keys(
    "", "id university name new_from new_to renew_from renew_to officers members roles questions"
) | keys("questions.", "key label required")
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
FOUND_KEYS = OF_OCCURRENCE | keys(
    "", "state others opens_at takes_names takes_student_numbers asks_under_18 privacy privacy_version"
)

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
the_window = under(id=lambda stage: stage.window.pk)
the_registration = under(id=lambda stage: stage.registration.pk)
the_attendance = under(id=lambda stage: stage.attendance.pk)


def a_picture(stage: Stage) -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", (30, 20), "#b80d68").save(out, "PNG")
    return SimpleUploadedFile("door.png", out.getvalue(), "image/png")


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


def a_token(stage: Stage) -> dict[str, int]:
    token, _secret = create_token(by=stage.cast.amina, name="Feed of the week", scopes=["read"], at=NOW)
    return {"id": token.pk}


def with_a_token(stage: Stage) -> dict[str, int]:
    a_token(stage)
    return {}


def _webhook(by: Person, scope: Society | University) -> Webhook:
    webhook, _secret = add_webhook(by=by, scope=scope, url="https://feed.example/hook", events=["activity"], at=NOW)
    return webhook


def a_webhook(stage: Stage) -> dict[str, int]:
    return {"id": _webhook(stage.cast.kofi, stage.cast.society).pk}


def with_a_webhook(stage: Stage) -> dict[str, int]:
    return {"society": _webhook(stage.cast.kofi, stage.cast.society).society_id or 0}


def university_with_a_webhook(stage: Stage) -> dict[str, int]:
    return {"university": _webhook(stage.cast.dean, stage.cast.karura).university_id}


def a_message(stage: Stage) -> dict[str, int]:
    webhook = _webhook(stage.cast.kofi, stage.cast.society)
    return {"id": ping_webhook(by=stage.cast.kofi, webhook=webhook, at=NOW).pk}


def webhook_with_a_message(stage: Stage) -> dict[str, int]:
    webhook = _webhook(stage.cast.kofi, stage.cast.society)
    ping_webhook(by=stage.cast.kofi, webhook=webhook, at=NOW)
    return {"webhook": webhook.pk}


def a_handover(stage: Stage) -> dict[str, int]:
    society = stage.cast.society
    days = {"takes_over_on": date(2027, 7, 1), "shadow_from": date(2027, 6, 1)}
    made = open_handover(society) or begin_handover(
        by=stage.cast.kofi, society=society, notes="Ask the porter.", at=NOW, **days
    )
    return {"id": made.pk}


def of_a_handover(stage: Stage) -> dict[str, int]:
    a_handover(stage)
    return {"society": stage.cast.society.pk}


def an_orphan(stage: Stage) -> dict[str, int]:
    """A society that nobody leads, with Amina as its member."""
    found = Society.objects.filter(slug="orphan-circle").first() or factories.society(
        stage.cast.karura, "Orphan Circle"
    )
    join(by=stage.cast.amina, society=found, at=NOW)
    return {"society": found.pk}


def an_office_request(stage: Stage) -> dict[str, int]:
    found = Society.objects.get(pk=an_orphan(stage)["society"])
    return {"id": ask_for_office(by=stage.cast.amina, society=found, message="I would go on.", at=NOW).pk}


def asked_for_at_karura(stage: Stage) -> dict[str, int]:
    an_office_request(stage)
    return {"university": stage.cast.karura.pk}


def a_task(stage: Stage) -> dict[str, int]:
    handover = Handover.objects.get(pk=a_handover(stage)["id"])
    return {"id": add_task(by=stage.cast.kofi, handover=handover, text="Book the room", at=NOW).pk}


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
WINDOW_BODY = sends(
    name="2029/30",
    new_from="2029-09-03",
    new_to="2029-09-28",
    renew_from="2029-10-01",
    renew_to="2029-11-30",
    members=10,
    roles=["president"],
    questions=[{"label": "Who of the staff advises you?", "required": True}],
)
REASON = sends(reason="Two of three officers have left.")
WEBHOOK_BODY = sends(url="https://feed.example/hook", events=["registration", "attendance"])

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
    "universities_registration_windows_list": Operation(PUBLIC, "2027/28", of_karura, fields=WINDOW_KEYS),
    "universities_registration_windows_create": Operation(UNIVERSITY, "2029/30", of_karura, WINDOW_BODY),
    "registration_windows_retrieve": Operation(PUBLIC, "2027/28", the_window, fields=WINDOW_KEYS),
    "registration_windows_partial_update": Operation(UNIVERSITY, "Autumn 2027", the_window, sends(name="Autumn 2027")),
    "registration_windows_destroy": Operation(UNIVERSITY, path=the_window),
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
    "societies_picture_update": Operation(
        OFFICERS,
        "A red door.",
        of_society,
        sends(picture=a_picture, alt="A red door."),
        format="multipart",
    ),
    "societies_picture_destroy": Operation(OFFICERS, path=of_society),
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
        DRAFTER,
        "Film Circle",
        under(society=lambda stage: stage.draft.pk),
        sends(message="Every second Friday.", questions=[{"key": "q1", "answer": "Dr Achieng"}]),
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
        SELF,
        "Amina Otieno",
        body=sends(
            token=lambda stage: stage.invitation_token,
            checklist=checklist.SOCIETY,
            confirmed=list(checklist.WORDINGS[checklist.SOCIETY]),
        ),
    ),
    "office_checklists_retrieve": Operation(
        PUBLIC, "I keep no list of my own", sends(kind="society"), fields=CHECKLIST_KEYS
    ),
    "societies_handovers_list": Operation(OFFICERS, "Ask the porter", of_a_handover),
    "societies_handovers_create": Operation(
        OFFICERS,
        "Ask the porter",
        of_society,
        sends(takes_over_on="2027-07-01", shadow_from="2027-06-01", notes="Ask the porter."),
    ),
    "universities_office_requests_list": Operation(UNIVERSITY, "I would go on", asked_for_at_karura),
    "societies_office_requests_create": Operation(SELF, "I would go on", an_orphan, sends(message="I would go on.")),
    "office_requests_retrieve": Operation(UNIVERSITY, "I would go on", an_office_request),
    "office_requests_grants_create": Operation(UNIVERSITY, "given", an_office_request),
    "office_requests_declines_create": Operation(UNIVERSITY, "declined", an_office_request, REASON),
    "handovers_retrieve": Operation(OFFICERS, "Ask the porter", a_handover),
    "handovers_partial_update": Operation(OFFICERS, "Keys: room 4", a_handover, sends(notes="Keys: room 4")),
    "handovers_invitations_create": Operation(
        OFFICERS, "next.events@karura.example", a_handover, sends(events="next.events@karura.example")
    ),
    "handovers_tasks_create": Operation(OFFICERS, "Sign at the bank", a_handover, sends(text="Sign at the bank")),
    "handovers_closings_create": Operation(OFFICERS, "Ask the porter", a_handover),
    "handover_tasks_partial_update": Operation(OFFICERS, "Book the room", a_task, sends(is_done=True)),
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
    "me_destroy": Operation(SELF, body=sends(confirm=lambda stage: stage.cast.amina.email)),
    "me_export_retrieve": Operation(SELF, "Tuesday Circle"),
    "me_tokens_list": Operation(SELF, "Feed of the week", with_a_token),
    "me_tokens_create": Operation(SELF, "hfsc_", body=sends(name="Feed", scopes=["read"], days=30)),
    "me_tokens_destroy": Operation(SELF, path=a_token),
    "societies_webhooks_list": Operation(OFFICERS, "feed.example", with_a_webhook),
    "societies_webhooks_create": Operation(OFFICERS, "whsec_", of_society, WEBHOOK_BODY),
    "universities_webhooks_list": Operation(UNIVERSITY, "feed.example", university_with_a_webhook),
    "universities_webhooks_create": Operation(UNIVERSITY, "whsec_", of_karura, WEBHOOK_BODY),
    "webhooks_retrieve": Operation(OFFICERS, "feed.example", a_webhook),
    "webhooks_destroy": Operation(OFFICERS, path=a_webhook),
    "webhooks_secrets_create": Operation(OFFICERS, "whsec_", a_webhook),
    "webhooks_tests_create": Operation(OFFICERS, "ping", a_webhook),
    "webhooks_deliveries_list": Operation(OFFICERS, "ping", webhook_with_a_message),
    "deliveries_retrieve": Operation(OFFICERS, "ping", a_message),
    "deliveries_repetitions_create": Operation(OFFICERS, "ping", a_message),
    "me_memberships_list": Operation(SELF, "HeForShe Karura"),
    "me_attendances_list": Operation(SELF, "Tuesday Circle"),
}
OWN_LISTS = {"me_offices_list", "university_proposals_list"}  # answered to everybody, with what is theirs

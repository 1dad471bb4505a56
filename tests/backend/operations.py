"""Every operation of the API by its id: who may do it, and with what it is asked on the stage."""

import io
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import Enum
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from campus.activities.actions import answer_occurrence, code_for_occurrence, follow
from campus.activities.actions.hosting import invite_cohost
from campus.activities.actions.observances import load_observances
from campus.activities.models import Occurrence
from campus.base import clock
from campus.checkin.actions import write_letter
from campus.directory import checklist
from campus.directory.actions import (
    add_enrolment,
    add_task,
    add_webhook,
    begin_handover,
    ping_webhook,
    propose_revision,
    suspend_society,
)
from campus.directory.calendar_content import Content, content_of, to_json
from campus.directory.models import Break, Handover, Office, Society, University
from campus.directory.queries import open_handover, open_proposal
from campus.membership.actions import ask_for_office, join, want_news
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
    "status_at status_reason takes_student_numbers keep_attendance_months keep_audit_months affiliations "
    "holiday_region",
)
CALENDAR_KEYS = keys(
    "",
    "id university name is_reporting week_starts_on first_week breaks_take_number week_labels weeks_before weeks_after",
)
BREAK_NAMES = "id term kind name starts_on ends_on takes_number"
TERM_KEYS = keys("", "id calendar name teaching_from teaching_to active_from active_to first_week breaks") | keys(
    "breaks.", BREAK_NAMES
)
ENROLMENT_KEYS = keys("", "id university counted_on students source")
SOCIETY_KEYS = keys(
    "", "id slug name university purpose first_time picture picture_alt calendar status status_at approved_at feed"
) | keys("university.", UNIVERSITY_REF)
CHECKLIST_KEYS = keys("", "version points") | keys("points.", "names sign_in report end help")
OFFICE_KEYS = keys("", "id role country university society holder starts_on ends_on")
WINDOW_KEYS = keys(
    "", "id university name new_from new_to renew_from renew_to officers members roles questions"
) | keys("questions.", "key label required")
SERIES_KEYS = keys(
    "",
    "id society name description for_newcomers opens_before closes_after takes_answers capacity in_time_hours ended_at "
    "feed",
) | keys("society.", SOCIETY_REF)
ACTIVITY_KEYS = keys(
    "",
    "id series society name rrule in_words first_date timing start_time more_times minutes zone extra_dates "
    "skipped_dates last_date window calendar skips_holidays observance place link planned_until",
)
OCCURRENCE_KEYS = (
    keys(
        "",
        "id series society name description timing date time minutes zone starts_at ends_at opens_at closes_at place "
        "link cancelled_at cancel_reason capacity feed",
    )
    | keys("series.", "id name for_newcomers")
    | keys("society.", SOCIETY_REF)
)
OBSERVANCE_KEYS = keys(
    "",
    "id slug name kind rrule days next_on country tier theme first_year on_un_list instrument shows_by_default "
    "needs_opt_in source verified note",
)
TEMPLATES_KEYS = keys("", "templates") | keys(
    "templates.",
    "id name purpose cadence rrule minutes timing window observance days_before newcomer_friendly roles facilitation "
    "safeguarding materials record source verified",
)
OF_OCCURRENCE = frozenset({"occurrence"} | {f"occurrence.{key}" for key in OCCURRENCE_KEYS})
CHECK_IN_KEYS = OF_OCCURRENCE | keys("", "how since again first_time secret receipt")
FOUND_KEYS = (
    OF_OCCURRENCE
    | keys("", "state hosts others opens_at takes_names takes_student_numbers asks_under_18 privacy privacy_version")
    | keys("hosts.", SOCIETY_REF)
)

CALENDAR_TEXT = (
    "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:hour\r\nSUMMARY:Reading Hour\r\nDTSTART:20271102T180000\r\n"
    "DURATION:PT1H\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
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


def dates_to_change(stage: Stage) -> list[int]:
    return list(stage.activity.occurrences.filter(starts_at__gt=clock.now()).values_list("pk", flat=True)[1:3])


def observances(stage: Stage) -> dict[str, Any]:
    """They are there, also after a test that emptied the tables."""
    load_observances()
    return {}


def an_observance(stage: Stage) -> dict[str, Any]:
    return {**of_society_with_observances(stage), "slug": "iwd"}


def of_society_with_observances(stage: Stage) -> dict[str, Any]:
    return {**observances(stage), **of_society(stage)}


def a_picture(stage: Stage) -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", (30, 20), "#b80d68").save(out, "PNG")
    return SimpleUploadedFile("door.png", out.getvalue(), "image/png")


def a_break(stage: Stage) -> dict[str, int]:
    day = stage.term.teaching_from + timedelta(days=66)
    made, _is_new = Break.objects.get_or_create(
        term=stage.term, kind=Break.Kind.HOLIDAY, name="Jamhuri Day", starts_on=day, ends_on=day
    )
    return {"id": made.pk}


def a_later_term(stage: Stage) -> dict[str, int]:
    return {"id": stage.term.calendar.terms.latest("active_from").pk}


def _autumn(stage: Stage) -> Content:
    """The calendar with another name for the running term."""
    content = content_of(stage.term.calendar)
    terms = [replace(term, name="Autumn term") if term.id == stage.term.pk else term for term in content.terms]
    return replace(content, terms=tuple(terms))


def a_revision(stage: Stage) -> dict[str, int]:
    """A version of the calendar that waits."""
    calendar = stage.term.calendar
    made = open_proposal(calendar) or propose_revision(
        by=stage.cast.dean, calendar=calendar, content=_autumn(stage), source="Registrar’s page", at=NOW
    )
    return {"id": made.pk}


def calendar_with_a_revision(stage: Stage) -> dict[str, int]:
    a_revision(stage)
    return {"calendar": stage.term.calendar_id}


def an_enrolment(stage: Stage) -> dict[str, int]:
    karura = stage.cast.karura
    made = karura.enrolments.first() or add_enrolment(
        by=stage.cast.dean,
        university=karura,
        counted_on=date(2026, 9, 30),
        students=8412,
        source="Facts and figures",
        at=NOW,
    )
    return {"id": made.pk}


def karura_with_an_enrolment(stage: Stage) -> dict[str, int]:
    an_enrolment(stage)
    return {"university": stage.cast.karura.pk}


def a_proposal(stage: Stage) -> dict[str, int]:
    return {"id": stage.proposal.pk}


def a_suspended_society(stage: Stage) -> dict[str, int]:
    """Not that of the story, which goes on."""
    found = Society.objects.filter(slug="chess-circle").first()
    if found is None:
        found = factories.society(stage.cast.karura, "Chess Circle")
        suspend_society(by=stage.cast.dean, society=found, reason="A complaint.", at=NOW)
    return {"id": found.pk}


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


def a_coming_date(stage: Stage) -> dict[str, int]:
    coming = Occurrence.objects.filter(activity=stage.activity, starts_at__gt=clock.now(), cancelled_at__isnull=True)
    return {"occurrence": coming.earliest("starts_at").pk}


def a_date_answered(stage: Stage) -> dict[str, int]:
    """By Amina, with a yes."""
    found = a_coming_date(stage)
    occurrence = Occurrence.objects.get(pk=found["occurrence"])
    answer_occurrence(by=stage.cast.amina, occurrence=occurrence, answer="yes", at=clock.now())
    return found


def with_an_answer(stage: Stage) -> dict[str, int]:
    a_date_answered(stage)
    return {}


def a_follow(stage: Stage) -> dict[str, int]:
    """Amina follows the circle."""
    return {"id": follow(by=stage.cast.amina, thing=stage.activity.series, at=clock.now()).pk}


def with_a_follow(stage: Stage) -> dict[str, int]:
    a_follow(stage)
    return {}


def one_code_for_one_date(stage: Stage) -> dict[str, str]:
    return {"code": code_for_occurrence(by=stage.cast.kofi, occurrence=stage.occurrence, at=NOW).code}


def a_guest(stage: Stage) -> Society:
    """Another society of Karura, led by Kofi too, so that who asks may also answer."""
    found = Society.objects.filter(slug="guest-circle").first()
    if found is None:
        found = factories.society(stage.cast.karura, "Guest Circle")
        factories.office(stage.cast.kofi, "president", society=found)
    return found


def with_a_guest(numbers: Numbers) -> Numbers:
    def made(stage: Stage) -> dict[str, Any]:
        a_guest(stage)
        return numbers(stage)

    return made


def an_invitation_to_host(stage: Stage) -> dict[str, int]:
    guest = a_guest(stage)
    made = invite_cohost(by=stage.cast.kofi, target=stage.activity.series, guest=guest, at=clock.now())
    return {"id": made.pk}


def asked_to_host(stage: Stage) -> dict[str, int]:
    an_invitation_to_host(stage)
    return {"society": stage.cast.society.pk}


def members_who_want_news(stage: Stage) -> dict[str, int]:
    want_news(by=stage.cast.amina, society=stage.cast.society, where="society", at=clock.now())
    join(by=stage.cast.amina, society=stage.cast.society, at=clock.now())
    return {"society": stage.cast.society.pk}


def a_letter(stage: Stage) -> dict[str, int]:
    members_who_want_news(stage)
    made = write_letter(
        by=stage.cast.kofi,
        society=stage.cast.society,
        audience="members",
        subject="The term ahead",
        text="We meet on Tuesdays.",
        at=clock.now(),
    )
    return {"id": made.pk}


def with_a_letter(stage: Stage) -> dict[str, int]:
    a_letter(stage)
    return {"society": stage.cast.society.pk}


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
    "calendars_revisions_list": Operation(UNIVERSITY, "Registrar’s page", calendar_with_a_revision),
    "calendars_revisions_create": Operation(
        UNIVERSITY,
        "Autumn term",
        under(calendar=lambda stage: stage.term.calendar_id),
        sends(content=lambda stage: to_json(_autumn(stage)), source="Senate minute 4", read_on="2026-10-19"),
    ),
    "calendar_revisions_retrieve": Operation(UNIVERSITY, "Autumn term", a_revision),
    "calendar_revisions_acceptances_create": Operation(UNIVERSITY, "accepted", a_revision),
    "calendar_revisions_discards_create": Operation(UNIVERSITY, "discarded", a_revision),
    "universities_enrolments_list": Operation(
        PUBLIC, "Facts and figures", karura_with_an_enrolment, fields=ENROLMENT_KEYS
    ),
    "universities_enrolments_create": Operation(
        UNIVERSITY, "Registrar", of_karura, sends(counted_on="2026-03-31", students=8000, source="Registrar")
    ),
    "enrolments_retrieve": Operation(PUBLIC, "Facts and figures", an_enrolment, fields=ENROLMENT_KEYS),
    "enrolments_partial_update": Operation(UNIVERSITY, "8400", an_enrolment, sends(students=8400)),
    "enrolments_destroy": Operation(UNIVERSITY, path=an_enrolment),
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
    "societies_memberships_create": Operation(SELF, "HeForShe Karura", of_society, sends(news=True)),
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
    "societies_cohosts_list": Operation(OFFICERS, "Guest Circle", asked_to_host),
    "series_cohosts_create": Operation(
        OFFICERS,
        "Guest Circle",
        with_a_guest(under(series=lambda stage: stage.activity.series_id)),
        sends(guest=lambda stage: a_guest(stage).pk),
    ),
    "occurrences_cohosts_create": Operation(
        OFFICERS, "Guest Circle", with_a_guest(a_coming_date), sends(guest=lambda stage: a_guest(stage).pk)
    ),
    "cohosts_retrieve": Operation(OFFICERS, "Guest Circle", an_invitation_to_host),
    "cohosts_acceptances_create": Operation(OFFICERS, "accepted_at", an_invitation_to_host),
    "cohosts_destroy": Operation(OFFICERS, path=an_invitation_to_host),
    "societies_letters_list": Operation(OFFICERS, "The term ahead", with_a_letter),
    "societies_letters_create": Operation(
        OFFICERS,
        "A film on Friday",
        members_who_want_news,
        sends(audience="members", subject="A film on Friday", text="Come early."),
    ),
    "societies_letter_previews_create": Operation(
        OFFICERS, '"reached":1', members_who_want_news, sends(audience="members")
    ),
    "letters_retrieve": Operation(OFFICERS, "The term ahead", a_letter),
    "societies_news_create": Operation(SELF, path=of_society),
    "societies_news_destroy": Operation(SELF, path=of_society),
    "societies_newcomers_retrieve": Operation(OFFICERS, "Brian Ochieng", of_society),
    "societies_newcomers_csv_retrieve": Operation(OFFICERS, "Brian Ochieng", of_society),
    "offices_retrieve": Operation(OFFICERS, "Dennis Mutua", a_colleagues_office),
    "offices_partial_update": Operation(
        OFFICERS,
        '"is_public":true',
        lambda stage: {"id": Office.objects.get(person=stage.cast.kofi, society=stage.cast.society).pk},
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
    "series_ending_previews_create": Operation(
        OFFICERS, '"deleted"', under(series=lambda stage: stage.activity.series_id)
    ),
    "occurrences_edits_create": Operation(
        OFFICERS, "Evening Circle", a_coming_date, sends(scope="all", name="Evening Circle")
    ),
    "occurrences_edit_previews_create": Operation(
        OFFICERS, "T18:00", a_coming_date, sends(scope="following", start_time="18:00")
    ),
    "societies_date_batches_create": Operation(
        OFFICERS, "Hall 2", of_society, sends(occurrences=dates_to_change, do="place", place="Hall 2")
    ),
    "societies_date_batch_previews_create": Operation(
        OFFICERS, "before", of_society, sends(occurrences=dates_to_change, do="move", days=1)
    ),
    "societies_conflicts_retrieve": Operation(OFFICERS, '"conflicts"', of_society),
    "series_activities_list": Operation(
        PUBLIC, "Tuesday Circle", under(series=lambda stage: stage.activity.series_id), fields=ACTIVITY_KEYS
    ),
    "activities_retrieve": Operation(
        PUBLIC, "Tuesday Circle", under(id=lambda stage: stage.activity.pk), fields=ACTIVITY_KEYS
    ),
    "activities_create": Operation(OFFICERS, "Reading Hour", body=PLAN_BODY),
    "activity_previews_create": Operation(OFFICERS, "2026-10-22", body=PLAN_BODY),
    "observances_list": Operation(PUBLIC, "International Women's Day", observances, fields=OBSERVANCE_KEYS),
    "societies_observances_list": Operation(OFFICERS, "International Women's Day", of_society_with_observances),
    "societies_observances_retrieve": Operation(OFFICERS, "International Women's Day", an_observance),
    "societies_observances_partial_update": Operation(
        OFFICERS, '"choice":"follow"', an_observance, sends(choice="follow")
    ),
    "societies_calendar_import_previews_create": Operation(
        OFFICERS, "Reading Hour", of_society, sends(text=CALENDAR_TEXT)
    ),
    "societies_calendar_imports_create": Operation(
        OFFICERS, "Reading Hour", of_society, sends(text=CALENDAR_TEXT, chosen=["hour"])
    ),
    "activity_templates_retrieve": Operation(PUBLIC, "Weekly discussion", fields=TEMPLATES_KEYS),
    "occurrences_list": Operation(PUBLIC, "Tuesday Circle", fields=OCCURRENCE_KEYS),
    "occurrences_retrieve": Operation(PUBLIC, "Tuesday Circle", the_occurrence, fields=OCCURRENCE_KEYS),
    "occurrences_cancellation_create": Operation(OFFICERS, "left", at_occurrence, REASON),
    "occurrences_cancellation_destroy": Operation(OFFICERS, path=under(occurrence=lambda stage: stage.cancelled.pk)),
    "occurrences_codes_create": Operation(OFFICERS, "printed", at_occurrence),
    "occurrences_answers_list": Operation(OFFICERS, "Amina Otieno", a_date_answered),
    "occurrences_answers_create": Operation(SELF, '"answer":"yes"', a_coming_date, sends(answer="yes")),
    "occurrences_answers_destroy": Operation(SELF, path=a_date_answered),
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
    "me_answers_list": Operation(SELF, "Tuesday Circle", with_an_answer),
    "me_follows_list": Operation(SELF, "Tuesday Circle", with_a_follow),
    "me_follows_create": Operation(SELF, "Tuesday Circle", body=sends(series=lambda stage: stage.activity.series_id)),
    "me_follows_destroy": Operation(SELF, path=a_follow),
    "me_attendances_list": Operation(SELF, "Tuesday Circle"),
}
OWN_LISTS = {"me_offices_list", "university_proposals_list"}  # answered to everybody, with what is theirs

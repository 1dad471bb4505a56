"""Every page, by the name of its route: who may see it, and with what it is asked for on the stage."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from allauth.socialaccount.models import SocialAccount
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from campus.activities.actions.calendar_address import make_calendar_address
from campus.directory.models import IdentityProvider
from campus.outbox.models import Webhook
from campus.people.models import Person
from tests.backend import operations
from tests.factories import NOW
from tests.factors import app
from tests.frontend.guest_rows import held_with_another
from tests.frontend.office_rows import a_request, a_task, asked_for, prepared
from tests.frontend.order_rows import (
    a_block,
    a_hiding,
    a_report,
    a_report_of_the_university,
    picture,
    the_reported,
)
from tests.idp import saml_row
from tests.stage import Stage


class Audience(Enum):
    """Who may see a page. The cast that stands for each is in `RIGHTFUL`."""

    PUBLIC = "public"
    SELF = "self"
    DRAFTER = "drafter"
    OFFICERS = "officers"
    UNIVERSITY = "own university"
    APPROVERS = "approvers"
    OPERATORS = "operators"


RIGHTFUL = {
    Audience.PUBLIC: None,
    Audience.SELF: "amina",
    Audience.DRAFTER: "amina",
    Audience.OFFICERS: "kofi",
    Audience.UNIVERSITY: "dean",
    Audience.APPROVERS: "lucia",
    Audience.OPERATORS: "olga",
}


@dataclass(frozen=True)
class Page:
    """`shows` is a word of the story that stands on the page for who may see it: an answer of 200 alone is no test."""

    audience: Audience
    shows: str = ""
    kwargs: Callable[[Stage], dict[str, Any]] = field(default=lambda stage: {})
    post_only: bool = False
    is_html: bool = True


def university(stage: Stage) -> dict[str, Any]:
    return {"university": stage.cast.karura.slug}


def society(stage: Stage) -> dict[str, Any]:
    return {"university": stage.cast.karura.slug, "society": stage.cast.society.slug}


def consent(stage: Stage) -> int:
    return stage.cast.amina.consents.earliest("pk").pk


def way_in(stage: Stage) -> IdentityProvider:
    """How people sign in at the university, made when it is asked for first."""
    return IdentityProvider.objects.first() or saml_row(stage.cast.karura)


def linked(stage: Stage, person: Person) -> SocialAccount:
    """The account at the university with which somebody signs in, too."""
    return SocialAccount.objects.get_or_create(user=person, provider=way_in(stage).slug, uid=str(person.pk))[0]


def in_university(pk: Callable[[Stage], int]) -> Callable[[Stage], dict[str, Any]]:
    return lambda stage: {**university(stage), "pk": pk(stage)}


def in_society(**more: Callable[[Stage], Any]) -> Callable[[Stage], dict[str, Any]]:
    return lambda stage: {**society(stage), **{name: value(stage) for name, value in more.items()}}


def nothing(stage: Stage) -> dict[str, Any]:
    return {}


def after(
    make: Callable[[Stage], object], kwargs: Callable[[Stage], dict[str, Any]]
) -> Callable[[Stage], dict[str, Any]]:
    """The address once something was made that the page shows."""

    def made(stage: Stage) -> dict[str, Any]:
        make(stage)
        return kwargs(stage)

    return made


def a_token(stage: Stage) -> dict[str, Any]:
    return {"pk": operations.a_token(stage)["id"]}


def date_answered_number(stage: Stage) -> int:
    """A date to which Amina said yes."""
    return operations.a_date_answered(stage)["occurrence"]


def date_answered(stage: Stage) -> dict[str, Any]:
    return {"pk": date_answered_number(stage)}


def own_calendar(stage: Stage) -> dict[str, Any]:
    return {"secret": make_calendar_address(by=stage.cast.amina, at=NOW)}


def a_webhook(stage: Stage) -> int:
    return operations.a_webhook(stage)["id"]


def the_calendar_number(stage: Stage) -> int:
    return stage.term.calendar_id


def a_version(stage: Stage) -> int:
    return operations.a_revision(stage)["id"]


def proposed_term(stage: Stage) -> dict[str, Any]:
    """The running term as the open proposal has it."""
    return {**university(stage), "pk": a_version(stage), "position": 2}


def an_enrolment(stage: Stage) -> int:
    return operations.an_enrolment(stage)["id"]


def with_a_message(stage: Stage) -> int:
    return operations.webhook_with_a_message(stage)["webhook"]


def a_universitys_webhook(stage: Stage) -> int:
    operations.university_with_a_webhook(stage)
    return Webhook.objects.filter(society_id=None).latest("pk").pk


PUBLIC, SELF, DRAFTER = Audience.PUBLIC, Audience.SELF, Audience.DRAFTER
OFFICERS, UNIVERSITY, APPROVERS = Audience.OFFICERS, Audience.UNIVERSITY, Audience.APPROVERS
OPERATORS = Audience.OPERATORS

PAGES = {
    "home": Page(PUBLIC, "Tuesday Circle"),
    "privacy": Page(PUBLIC, "Privacy"),
    "help": Page(PUBLIC, "Help"),
    "accessibility": Page(PUBLIC, "Accessibility"),
    "conduct": Page(PUBLIC, "conduct"),
    "healthz": Page(PUBLIC, is_html=False),
    "readyz": Page(PUBLIC, is_html=False),
    "report": Page(PUBLIC, "Report"),
    "reported": Page(PUBLIC, "Thank you for the report"),
    "picture": Page(PUBLIC, "RIFF", picture, is_html=False),
    "set_language": Page(PUBLIC, post_only=True),
    "set_theme": Page(PUBLIC, post_only=True),
    "sign_in": Page(PUBLIC, "Sign in"),
    "sign_in_code": Page(PUBLIC, post_only=True),
    "second_factor": Page(PUBLIC, post_only=True),
    "sign_in_passkey": Page(PUBLIC, post_only=True),
    "welcome": Page(PUBLIC, post_only=True),
    "university_sign_in": Page(PUBLIC, "Choose your university"),
    "university_account": Page(PUBLIC, "Karura account", lambda stage: {"slug": way_in(stage).slug}),
    "openid_connect_callback": Page(PUBLIC, "", lambda stage: {"slug": "karura"}, post_only=True),
    "saml_acs": Page(PUBLIC, "", lambda stage: {"slug": "karura"}, post_only=True),
    "saml_finish": Page(PUBLIC, "", lambda stage: {"slug": "karura"}, post_only=True),
    "university_refused": Page(PUBLIC, "", lambda stage: {"slug": "karura"}, post_only=True),
    "saml_metadata": Page(PUBLIC, "EntityDescriptor", lambda stage: {"slug": way_in(stage).slug}, is_html=False),
    "sign_out": Page(PUBLIC, post_only=True),
    "universities": Page(PUBLIC, "Karura University"),
    "university": Page(PUBLIC, "HeForShe Karura", university),
    "society": Page(PUBLIC, "HeForShe Karura", society),
    "series": Page(PUBLIC, "Tuesday Circle", lambda stage: {"pk": stage.activity.series_id}),
    "occurrence": Page(PUBLIC, "Tuesday Circle", lambda stage: {"pk": stage.occurrence.pk}),
    "answer": Page(SELF, "Do you come?", date_answered),
    "follow": Page(PUBLIC, "", lambda stage: {"kind": "series", "number": stage.activity.series_id}, post_only=True),
    "unfollow": Page(SELF, "", lambda stage: {"pk": 1}, post_only=True),
    "series_calendar": Page(PUBLIC, "BEGIN:VEVENT", lambda stage: {"pk": stage.activity.series_id}, is_html=False),
    "occurrence_calendar": Page(PUBLIC, "BEGIN:VEVENT", lambda stage: {"pk": stage.occurrence.pk}, is_html=False),
    "society_calendar": Page(PUBLIC, "BEGIN:VEVENT", society, is_html=False),
    "society_atom": Page(PUBLIC, "<entry>", society, is_html=False),
    "university_calendar": Page(PUBLIC, "BEGIN:VEVENT", university, is_html=False),
    "own_calendar": Page(PUBLIC, "My dates", own_calendar, is_html=False),
    "embed": Page(PUBLIC, "Tuesday Circle", university),
    "enter_code": Page(PUBLIC, "code"),
    "check_in": Page(PUBLIC, "Tuesday Circle", lambda stage: {"code": stage.code.code}),
    "check_in_upper": Page(PUBLIC, "Tuesday Circle", lambda stage: {"code": stage.code.code}),
    "undo_check_in": Page(PUBLIC, "Tuesday Circle", lambda stage: {"occurrence": stage.occurrence.pk}),
    "invitation": Page(PUBLIC, "HeForShe Karura", lambda stage: {"token": stage.invitation_token}),
    "stop_mail": Page(PUBLIC, "mail", lambda stage: {"token": stage.stop_token}),
    "not_me": Page(PUBLIC, "Tuesday Circle", lambda stage: {"token": stage.not_me_token}),
    "me": Page(SELF, "Tuesday Circle"),
    "me_settings": Page(SELF, "Amina Otieno"),
    "prove": Page(SELF, "Is it you?"),
    "security": Page(SELF, "What protects my sign-in"),
    "new_passkey": Page(SELF, "Make a passkey"),
    "authenticator_app": Page(SELF, "Scan this with the app"),
    "recovery_codes": Page(SELF, "They come with the first passkey or app."),
    "recovery_codes_file": Page(SELF, post_only=True, is_html=False),
    "sessions": Page(SELF, "Where I am signed in"),
    "end_session": Page(SELF, "", lambda stage: {"pk": 1}, post_only=True),
    "end_other_sessions": Page(SELF, post_only=True),
    "remove_factor": Page(SELF, "Remove the app?", lambda stage: {"pk": app(stage.cast.amina).pk}),  # after the others
    "unlink_account": Page(SELF, "Unlink your account", lambda stage: {"pk": linked(stage, stage.cast.amina).pk}),
    "consents": Page(SELF, "HeForShe Karura"),
    "tokens": Page(SELF, "Feed of the week", after(a_token, nothing)),
    "my_calendar": Page(SELF, "Your address works", after(own_calendar, nothing)),
    "revoke_calendar": Page(SELF, "", post_only=True),
    "revoke_token": Page(SELF, "", a_token, post_only=True),
    "my_data": Page(SELF, "Tuesday Circle"),
    "my_data_file": Page(SELF, post_only=True, is_html=False),
    "my_visits": Page(SELF, "Nothing to decide"),
    "answer_merge_offer": Page(OFFICERS, "", lambda stage: {"pk": 1}, post_only=True),
    "merge": Page(SELF, "Add an address"),
    "merge_codes": Page(SELF, "", post_only=True),
    "part": Page(SELF, "amina@home.example", lambda stage: {"pk": stage.merge_of_two.pk}),
    "my_office": Page(OFFICERS, "", lambda stage: {"pk": stage.cast.kofi.offices.get().pk}, post_only=True),
    "manage": Page(SELF),
    "review": Page(SELF),
    "propose_university": Page(SELF),
    "register_society": Page(SELF, "Karura University", university),
    "registration": Page(DRAFTER, "Film Circle", lambda stage: {**university(stage), "society": stage.draft.slug}),
    "lead_society": Page(SELF, "HeForShe Karura", society),
    "membership": Page(SELF, "", society, post_only=True),
    "society_news": Page(SELF, "", society, post_only=True),
    "receipt": Page(SELF, "", lambda stage: {"occurrence": stage.occurrence.pk}),
    "withdraw_consent": Page(SELF, "HeForShe Karura", lambda stage: {"pk": consent(stage)}),  # takes visits away
    "erase_me": Page(SELF, "Film Circle"),  # the last of its kind: whoever posts to each is signed out after it
    "manage_today": Page(OFFICERS, "Tuesday Circle", society),
    "observances": Page(PUBLIC, "16 Days of Activism", operations.observances),
    "observances_calendar": Page(PUBLIC, "BEGIN:VEVENT", operations.observances, is_html=False),
    "manage_observances": Page(OFFICERS, "16 Days of Activism", after(operations.observances, society)),
    "manage_observance": Page(
        OFFICERS, "Mark it on another day", after(operations.observances, in_society(slug=lambda stage: "iwd"))
    ),
    "import_activities": Page(OFFICERS, "Which calendar?", society),
    "manage_plan": Page(OFFICERS, "Tuesday Circle", society),
    "plan_activity": Page(OFFICERS, "", society),
    "plan_month": Page(OFFICERS, "Tuesday Circle", society),
    "plan_dates": Page(OFFICERS, "Tuesday Circle", society),
    "change_dates": Page(OFFICERS, "", society, post_only=True),
    "plan_templates": Page(OFFICERS, "Weekly discussion", society),
    "edit_occurrence": Page(OFFICERS, "Tuesday Circle", in_society(pk=lambda stage: stage.cancelled.pk)),
    "manage_answers_csv": Page(OFFICERS, "Amina Otieno", in_society(pk=date_answered_number), is_html=False),
    "manage_occurrence": Page(OFFICERS, "Tuesday Circle", in_society(pk=lambda stage: stage.occurrence.pk)),
    "manage_series": Page(OFFICERS, "Tuesday Circle", in_society(pk=lambda stage: stage.activity.series_id)),
    "end_series": Page(OFFICERS, "Tuesday Circle", in_society(pk=lambda stage: stage.activity.series_id)),
    "manage_newcomers": Page(OFFICERS, "Brian Ochieng", society),
    "manage_newcomers_csv": Page(OFFICERS, "Brian Ochieng", society, is_html=False),
    "manage_attendance": Page(OFFICERS, "Amina Otieno", society),
    "void_attendance": Page(OFFICERS, "Amina Otieno", in_society(pk=lambda stage: stage.attendance.pk)),
    "manage_people": Page(OFFICERS, "Same person twice?", society),
    "compare_people": Page(OFFICERS, "", society, post_only=True),
    "undo_merge": Page(OFFICERS, "", in_society(pk=lambda stage: 1), post_only=True),
    "manage_members": Page(OFFICERS, "Amina Otieno", society),
    "manage_letters": Page(OFFICERS, "The term ahead", after(operations.a_letter, society)),
    "write_letter": Page(OFFICERS, "Subject", society),
    "manage_letter": Page(OFFICERS, "The term ahead", in_society(pk=lambda stage: operations.a_letter(stage)["id"])),
    "manage_together": Page(OFFICERS, "Guest Circle", after(operations.an_invitation_to_host, society)),
    "invite_cohost": Page(OFFICERS, "", society, post_only=True),
    "together_date": Page(OFFICERS, "Screening", in_society(pk=held_with_another)),
    "manage_blocks": Page(OFFICERS, "Shouted at a first-year.", after(a_block, society)),
    "block_member": Page(OFFICERS, "Amina Otieno", in_society(pk=lambda stage: stage.cast.amina.memberships.get().pk)),
    "block_attendee": Page(OFFICERS, "Amina Otieno", in_society(pk=lambda stage: stage.attendance.pk)),
    "lift_block": Page(OFFICERS, "Shouted at a first-year.", in_society(pk=lambda stage: a_block(stage).pk)),
    "manage_hiding": Page(OFFICERS, "Private photographs.", in_society(pk=lambda stage: a_hiding(stage).pk)),
    "manage_picture": Page(OFFICERS, "2 MB", society),
    "manage_offices": Page(OFFICERS, "Wanjiru Kamau", society),
    "end_office": Page(OFFICERS, "Treasurer", in_society(pk=lambda stage: stage.invitation.pk)),
    "manage_handover": Page(OFFICERS, "Wanjiru Kamau", society),
    "handover_committee": Page(OFFICERS, "Wanjiru Kamau", prepared),
    "change_handover": Page(OFFICERS, "Ask the porter", prepared),
    "close_handover": Page(OFFICERS, "Call the hand-over off?", prepared),
    "handover_tasks": Page(OFFICERS, "What is to be done", prepared),
    "handover_task": Page(OFFICERS, "", in_society(pk=a_task), post_only=True),
    "handover_pack": Page(OFFICERS, "%PDF", society, is_html=False),
    "manage_posters": Page(OFFICERS, "Tuesday Circle", society),
    "poster": Page(OFFICERS, "%PDF", in_society(code=lambda stage: stage.code.code), is_html=False),
    "replace_code": Page(OFFICERS, "", in_society(code=lambda stage: stage.code.code)),
    "manage_registration": Page(OFFICERS, "2027/28", society),
    "manage_settings": Page(OFFICERS, "HeForShe Karura", society),
    "manage_webhooks": Page(OFFICERS, "feed.example", after(a_webhook, society)),
    "manage_webhook": Page(OFFICERS, "ping", lambda stage: {**society(stage), "pk": with_a_message(stage)}),
    "manage_audit": Page(OFFICERS, "The room is being painted.", society),
    "manage_audit_csv": Page(OFFICERS, "The room is being painted.", society, is_html=False),
    "review_university": Page(APPROVERS, "Mara College", lambda stage: {"pk": stage.proposal.pk}),
    "review_registrations": Page(UNIVERSITY, "Rugby for Respect", university),
    "review_registration": Page(UNIVERSITY, "Rugby for Respect", in_university(lambda stage: stage.registration.pk)),
    "remove_application": Page(UNIVERSITY, "Rugby for Respect", in_university(lambda stage: stage.registration.pk)),
    "review_waiting": Page(UNIVERSITY, "Rugby for Respect", university),
    "review_windows": Page(UNIVERSITY, "2027/28", university),
    "review_window": Page(UNIVERSITY, "2027/28", in_university(lambda stage: stage.window.pk)),
    "remove_window": Page(UNIVERSITY, "2027/28", in_university(lambda stage: stage.window.pk)),
    "review_templates": Page(UNIVERSITY, "Second officer", university),
    "review_template": Page(UNIVERSITY, "Second officer", in_university(lambda stage: stage.template.pk)),
    "join_society": Page(UNIVERSITY, "HeForShe Karura", society),
    "review_participation": Page(UNIVERSITY, "HeForShe Karura", university),
    "review_participation_csv": Page(UNIVERSITY, "HeForShe Karura", university, is_html=False),
    "review_societies": Page(UNIVERSITY, "HeForShe Karura", university),
    "review_society": Page(UNIVERSITY, "HeForShe Karura", in_university(lambda stage: stage.cast.society.pk)),
    "review_calendar": Page(UNIVERSITY, "Main calendar", in_university(lambda stage: stage.term.calendar_id)),
    "calendar_weeks": Page(UNIVERSITY, "Main calendar", in_university(lambda stage: stage.term.calendar_id)),
    "calendar_history": Page(UNIVERSITY, "Registrar’s page", after(a_version, in_university(the_calendar_number))),
    "import_calendar": Page(UNIVERSITY, "Main calendar", in_university(lambda stage: stage.term.calendar_id)),
    "calendar_example": Page(UNIVERSITY, "Reading week", university, is_html=False),
    "review_revision": Page(UNIVERSITY, "Autumn term", in_university(lambda stage: a_version(stage))),
    "proposed_term": Page(UNIVERSITY, "Autumn term", lambda stage: proposed_term(stage)),
    "review_enrolments": Page(UNIVERSITY, "8,412 students", after(an_enrolment, university)),
    "review_enrolment": Page(UNIVERSITY, "Facts and figures", in_university(lambda stage: an_enrolment(stage))),
    "review_terms": Page(UNIVERSITY, "Semester 1, 2026/27", university),
    "new_term": Page(UNIVERSITY, "", university),
    "review_term": Page(UNIVERSITY, "Semester 1, 2026/27", in_university(lambda stage: stage.term.pk)),
    "remove_term": Page(UNIVERSITY, "Semester 1, 2026/27", in_university(lambda stage: stage.term.pk)),
    "review_reports": Page(UNIVERSITY, "1 report", after(a_report, university)),
    "review_report": Page(UNIVERSITY, "My sister is on it.", after(a_report, the_reported)),
    "review_hiding": Page(UNIVERSITY, "Private photographs.", in_university(lambda stage: a_hiding(stage).pk)),
    "office_requests": Page(UNIVERSITY, "Film Circle", asked_for),
    "office_request": Page(UNIVERSITY, "I would go on", in_university(a_request)),
    "review_offices": Page(UNIVERSITY, "Ruth Wekesa", university),
    "end_university_office": Page(
        UNIVERSITY, "Ruth Wekesa", in_university(lambda stage: stage.cast.dean.offices.get().pk)
    ),
    "review_sign_in": Page(UNIVERSITY, "karura.example", university),
    "new_provider": Page(UNIVERSITY, "Issuer", lambda stage: {**university(stage), "protocol": "oidc"}),
    "review_provider": Page(UNIVERSITY, "Karura account", in_university(lambda stage: way_in(stage).pk)),
    "switch_provider": Page(UNIVERSITY, "", in_university(lambda stage: way_in(stage).pk), post_only=True),
    "review_domain": Page(
        UNIVERSITY, "", in_university(lambda stage: stage.cast.karura.domains.get().pk), post_only=True
    ),
    "review_settings": Page(UNIVERSITY, "karura.example", university),
    "review_webhooks": Page(UNIVERSITY, "feed.example", after(a_universitys_webhook, university)),
    "review_webhook": Page(
        UNIVERSITY, "feed.example", lambda stage: {**university(stage), "pk": a_universitys_webhook(stage)}
    ),
    "review_audit": Page(UNIVERSITY, "Add a second officer.", university),
    "review_audit_csv": Page(UNIVERSITY, "Add a second officer.", university, is_html=False),
    "reports": Page(APPROVERS, "Karura University", after(a_report_of_the_university, nothing)),
    "report_of_university": Page(
        APPROVERS, "It is no university.", after(a_report_of_the_university, lambda stage: {"pk": stage.cast.karura.pk})
    ),
    "hiding_anywhere": Page(APPROVERS, "Private photographs.", lambda stage: {"pk": a_hiding(stage).pk}),
    "domains": Page(OPERATORS, "karura.example"),
    "appointments": Page(OPERATORS, "Lucía Ortega"),
    "end_appointment": Page(OPERATORS, "Lucía Ortega", lambda stage: {"pk": stage.cast.lucia.offices.get().pk}),
    "audit": Page(OPERATORS, "Mara College"),
    "audit_csv": Page(OPERATORS, "Mara College", is_html=False),
}


def names_of_pages() -> Iterator[str]:
    """The name of every page, as the resolver has them; "" for one without a name. API, admin and metrics have tests
    of their own.
    """
    return _names(get_resolver().url_patterns)


def address_of(name: str, stage: Stage) -> str:
    return reverse(name, kwargs=PAGES[name].kwargs(stage))


def _names(patterns: list[Any]) -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            if not str(pattern.pattern).startswith(("api/", "admin/")):
                yield from _names(pattern.url_patterns)
        elif isinstance(pattern, URLPattern) and str(pattern.pattern) != "metrics":
            yield pattern.name or ""

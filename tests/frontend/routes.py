"""Every page, by the name of its route: who may see it, and with what it is asked for on the stage."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse

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


def in_university(pk: Callable[[Stage], int]) -> Callable[[Stage], dict[str, Any]]:
    return lambda stage: {**university(stage), "pk": pk(stage)}


def in_society(**more: Callable[[Stage], Any]) -> Callable[[Stage], dict[str, Any]]:
    return lambda stage: {**society(stage), **{name: value(stage) for name, value in more.items()}}


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
    "set_language": Page(PUBLIC, post_only=True),
    "set_theme": Page(PUBLIC, post_only=True),
    "sign_in": Page(PUBLIC, "Sign in"),
    "sign_in_code": Page(PUBLIC, post_only=True),
    "sign_out": Page(PUBLIC, post_only=True),
    "universities": Page(PUBLIC, "Karura University"),
    "university": Page(PUBLIC, "HeForShe Karura", university),
    "society": Page(PUBLIC, "HeForShe Karura", society),
    "series": Page(PUBLIC, "Tuesday Circle", lambda stage: {"pk": stage.activity.series_id}),
    "occurrence": Page(PUBLIC, "Tuesday Circle", lambda stage: {"pk": stage.occurrence.pk}),
    "enter_code": Page(PUBLIC, "code"),
    "check_in": Page(PUBLIC, "Tuesday Circle", lambda stage: {"code": stage.code.code}),
    "check_in_upper": Page(PUBLIC, "Tuesday Circle", lambda stage: {"code": stage.code.code}),
    "undo_check_in": Page(PUBLIC, "Tuesday Circle", lambda stage: {"occurrence": stage.occurrence.pk}),
    "invitation": Page(PUBLIC, "HeForShe Karura", lambda stage: {"token": stage.invitation_token}),
    "stop_mail": Page(PUBLIC, "mail", lambda stage: {"token": stage.stop_token}),
    "not_me": Page(PUBLIC, "Tuesday Circle", lambda stage: {"token": stage.not_me_token}),
    "me": Page(SELF, "Tuesday Circle"),
    "me_settings": Page(SELF, "Amina Otieno"),
    "my_data": Page(SELF, "Tuesday Circle"),
    "my_data_file": Page(SELF, post_only=True, is_html=False),
    "my_office": Page(OFFICERS, "", lambda stage: {"pk": stage.cast.kofi.offices.get().pk}, post_only=True),
    "manage": Page(SELF),
    "review": Page(SELF),
    "propose_university": Page(SELF),
    "register_society": Page(SELF, "Karura University", university),
    "registration": Page(DRAFTER, "Film Circle", lambda stage: {**university(stage), "society": stage.draft.slug}),
    "membership": Page(SELF, "", society, post_only=True),
    "receipt": Page(SELF, "", lambda stage: {"occurrence": stage.occurrence.pk}),
    "erase_me": Page(SELF, "Film Circle"),  # the last of its kind: whoever posts to each is signed out after it
    "manage_today": Page(OFFICERS, "Tuesday Circle", society),
    "manage_plan": Page(OFFICERS, "Tuesday Circle", society),
    "plan_activity": Page(OFFICERS, "", society),
    "manage_occurrence": Page(OFFICERS, "Tuesday Circle", in_society(pk=lambda stage: stage.occurrence.pk)),
    "manage_series": Page(OFFICERS, "Tuesday Circle", in_society(pk=lambda stage: stage.activity.series_id)),
    "end_series": Page(OFFICERS, "Tuesday Circle", in_society(pk=lambda stage: stage.activity.series_id)),
    "manage_newcomers": Page(OFFICERS, "Brian Ochieng", society),
    "manage_newcomers_csv": Page(OFFICERS, "Brian Ochieng", society, is_html=False),
    "manage_attendance": Page(OFFICERS, "Amina Otieno", society),
    "void_attendance": Page(OFFICERS, "Amina Otieno", in_society(pk=lambda stage: stage.attendance.pk)),
    "manage_members": Page(OFFICERS, "Amina Otieno", society),
    "manage_offices": Page(OFFICERS, "Wanjiru Kamau", society),
    "end_office": Page(OFFICERS, "Treasurer", in_society(pk=lambda stage: stage.invitation.pk)),
    "manage_posters": Page(OFFICERS, "Tuesday Circle", society),
    "poster": Page(OFFICERS, "%PDF", in_society(code=lambda stage: stage.code.code), is_html=False),
    "replace_code": Page(OFFICERS, "", in_society(code=lambda stage: stage.code.code)),
    "manage_settings": Page(OFFICERS, "HeForShe Karura", society),
    "manage_audit": Page(OFFICERS, "The room is being painted.", society),
    "manage_audit_csv": Page(OFFICERS, "The room is being painted.", society, is_html=False),
    "review_university": Page(APPROVERS, "Mara College", lambda stage: {"pk": stage.proposal.pk}),
    "review_registrations": Page(UNIVERSITY, "Rugby for Respect", university),
    "review_registration": Page(UNIVERSITY, "Rugby for Respect", in_university(lambda stage: stage.registration.pk)),
    "review_participation": Page(UNIVERSITY, "HeForShe Karura", university),
    "review_participation_csv": Page(UNIVERSITY, "HeForShe Karura", university, is_html=False),
    "review_societies": Page(UNIVERSITY, "HeForShe Karura", university),
    "review_society": Page(UNIVERSITY, "HeForShe Karura", in_university(lambda stage: stage.cast.society.pk)),
    "review_calendar": Page(UNIVERSITY, "Main calendar", in_university(lambda stage: stage.term.calendar_id)),
    "review_terms": Page(UNIVERSITY, "Semester 1, 2026/27", university),
    "new_term": Page(UNIVERSITY, "", university),
    "review_term": Page(UNIVERSITY, "Semester 1, 2026/27", in_university(lambda stage: stage.term.pk)),
    "remove_term": Page(UNIVERSITY, "Semester 1, 2026/27", in_university(lambda stage: stage.term.pk)),
    "remove_break": Page(UNIVERSITY, "", in_university(lambda stage: stage.term.breaks.get().pk), post_only=True),
    "review_offices": Page(UNIVERSITY, "Ruth Wekesa", university),
    "end_university_office": Page(
        UNIVERSITY, "Ruth Wekesa", in_university(lambda stage: stage.cast.dean.offices.get().pk)
    ),
    "review_settings": Page(UNIVERSITY, "karura.example", university),
    "review_audit": Page(UNIVERSITY, "Add a second officer.", university),
    "review_audit_csv": Page(UNIVERSITY, "Add a second officer.", university, is_html=False),
    "appointments": Page(OPERATORS, "Lucía Ortega"),
    "end_appointment": Page(OPERATORS, "Lucía Ortega", lambda stage: {"pk": stage.cast.lucia.offices.get().pk}),
    "audit": Page(OPERATORS, "Mara College"),
    "audit_csv": Page(OPERATORS, "Mara College", is_html=False),
}


def names_of_pages() -> Iterator[str]:
    """The name of every route outside the API, as the resolver has them; "" for one without a name."""
    return _names(get_resolver().url_patterns)


def address_of(name: str, stage: Stage) -> str:
    return reverse(name, kwargs=PAGES[name].kwargs(stage))


def _names(patterns: list[Any]) -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            if not str(pattern.pattern).startswith("api/"):
                yield from _names(pattern.url_patterns)
        elif isinstance(pattern, URLPattern):
            yield pattern.name or ""

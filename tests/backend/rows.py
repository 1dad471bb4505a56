"""For every list of the API: how one more row comes into it, and which words of it and of its related rows it shows."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from campus.activities.actions import follow
from campus.activities.models import CoHost, Observance, Occurrence
from campus.checkin.models import Letter
from campus.directory.actions import add_webhook
from campus.directory.calendar_content import content_of, to_json
from campus.directory.models import Break, Calendar, Handover, Office, Society, University
from campus.membership.actions import add_window
from campus.membership.models import Membership, Registration
from campus.outbox.models import Webhook
from campus.outbox.webhooks import leave
from campus.people.actions import create_token
from campus.people.models import Person
from tests import factories, factories_checkin
from tests.conftest import Cast
from tests.factories import NOW

Row = Callable[[Cast, int], list[str]]


def university(cast: Cast, number: int) -> list[str]:
    made = factories.university(f"University {number}", slug=f"university-{number}")
    return [made.name, f"university-{number}.example"]


def proposal(cast: Cast, number: int) -> list[str]:
    made = factories.university(f"College {number}", slug=f"college-{number}", status=University.Status.PROPOSED)
    return [made.name, f"college-{number}.example"]


def calendar(cast: Cast, number: int) -> list[str]:
    name = f"Cohort {number}"
    Calendar.objects.create(university=cast.karura, name=name, name_key=name.casefold())
    return [name]


def term(cast: Cast, number: int) -> list[str]:
    of = cast.karura.calendars.get()
    made = factories.term(of, f"Summer {number}", date(2030 + number, 6, 3), weeks=6)
    _break(made.breaks, f"Long weekend {number}", made.teaching_from)
    return [made.name, f"Long weekend {number}"]


def pause(cast: Cast, number: int) -> list[str]:
    of = cast.karura.calendars.get().terms.order_by("active_from")[0]
    _break(of.breaks, f"Holiday {number}", of.teaching_from + timedelta(days=number))
    return [f"Holiday {number}"]


def _break(breaks: Any, name: str, day: date) -> None:
    breaks.create(kind=Break.Kind.HOLIDAY, name=name, starts_on=day, ends_on=day)


def society(cast: Cast, number: int) -> list[str]:
    made = factories.society(factories.university(f"Home {number}", slug=f"home-{number}"), f"Society {number}")
    return [made.name, f"Home {number}"]


def own_society(cast: Cast, number: int) -> list[str]:
    shown = society(cast, number)
    factories.office(cast.amina, "events", society=Society.objects.get(name=shown[0]))
    return shown


def officer(cast: Cast, number: int) -> list[str]:
    factories.office(factories.person(f"Officer {number}"), "events", society=cast.society, is_public=True)
    return [f"Officer {number}"]


def staff(cast: Cast, number: int) -> list[str]:
    factories.office(factories.person(f"Registrar {number}"), "staff", university=cast.karura)
    return [f"Registrar {number}"]


def own_office(cast: Cast, number: int) -> list[str]:
    office = factories.office(cast.amina, "events", society=factories.society(cast.karura, f"Society {number}"))
    return [f'"society":{office.society_id},"holder":"Amina Otieno"']


def society_invitation(cast: Cast, number: int) -> list[str]:
    return _invitation(number, role="events", university=cast.karura, society=cast.society)


def university_invitation(cast: Cast, number: int) -> list[str]:
    return _invitation(number, role="staff", university=cast.karura)


def _invitation(number: int, **scope: object) -> list[str]:
    address = f"invited{number}@karura.example"
    Office.objects.create(
        invited_address=address, invited_at=NOW, starts_on=NOW.date(), invitation_hash=f"hash {number}", **scope
    )
    return [address]


def member(cast: Cast, number: int) -> list[str]:
    _membership(cast.society, factories.person(f"Member {number}"))
    return [f"Member {number}"]


def own_membership(cast: Cast, number: int) -> list[str]:
    home = factories.university(f"Home {number}", slug=f"home-{number}")
    _membership(factories.society(home, f"Society {number}"), cast.amina)
    return [f"Society {number}", f"Home {number}"]


def _membership(of: Society, person: Person) -> None:
    Membership.objects.create(university=of.university, society=of, person=person, joined_on=NOW.date(), joined_at=NOW)


def registration(cast: Cast, number: int) -> list[str]:
    applicant = factories.person(f"Applicant {number}")
    of = factories.society(cast.karura, f"Club {number}", status=Society.Status.SUBMITTED, approved_at=None)
    _registration(of, applicant)
    return [f"Club {number}", f"Applicant {number}"]


def registration_of_one(cast: Cast, number: int) -> list[str]:
    made = _registration(cast.society, factories.person(f"Applicant {number}"))
    made.decision, made.decided_at = Registration.Decision.APPROVED, NOW
    made.save()
    return [f"Applicant {number}"]


def _registration(of: Society, applicant: Person) -> Registration:
    return Registration.objects.create(
        university=of.university,
        society=of,
        answers={"name": of.name, "purpose": of.purpose, "message": ""},
        submitted_at=NOW,
        submitted_by=applicant,
    )


def office_request(cast: Cast, number: int) -> list[str]:
    of = factories.society(cast.karura, f"Orphan {number}")
    asking = factories.person(f"Member {number}")
    of.office_requests.create(university=cast.karura, person=asking, message=f"Message {number}", at=NOW)
    return [f"Orphan {number}", f"Member {number}", f"Message {number}"]


def handover(cast: Cast, number: int) -> list[str]:
    """One that is closed, so that another could be begun."""
    made = Handover.objects.create(
        university=cast.karura,
        society=cast.society,
        takes_over_on=NOW.date(),
        shadow_from=NOW.date(),
        notes=f"Notes {number}",
        opened_at=NOW,
        closed_at=NOW,
    )
    made.tasks.create(text=f"Task {number}", added_at=NOW)
    return [f"Notes {number}", f"Task {number}"]


def series(cast: Cast, number: int) -> list[str]:
    shown = society(cast, number)
    factories_checkin.series(Society.objects.get(name=shown[0]), f"Series {number}")
    return [*shown, f"Series {number}"]


def activity(cast: Cast, number: int) -> list[str]:
    of = cast.society.series.first() or factories_checkin.series(cast.society)
    first = of.activities.get(name="Tuesday Circle")
    if number:
        first.pk, first.uid, first.name = None, uuid4(), f"Stretch {number}"
        first.save(force_insert=True)
    return [first.name]


def occurrence(cast: Cast, number: int) -> list[str]:
    shown = series(cast, number)
    factories_checkin.occurrence(Society.objects.get(name=shown[0]).series.get())
    return shown


def own_occurrence(cast: Cast, number: int) -> list[str]:
    factories_checkin.occurrence(factories_checkin.series(cast.society, f"Series {number}"))
    return [f"Series {number}", cast.society.name, cast.karura.name]


def code(cast: Cast, number: int) -> list[str]:
    made = factories_checkin.code(factories_checkin.series(cast.society, f"Series {number}"))
    return [made.code]


def attendance(cast: Cast, number: int) -> list[str]:
    of = cast.society.occurrences.first() or factories_checkin.open_door(cast.society).occurrence
    factories_checkin.attendance(of, factories.person(f"Visitor {number}"))
    return [f"Visitor {number}"]


def own_attendance(cast: Cast, number: int) -> list[str]:
    shown = occurrence(cast, number)
    factories_checkin.attendance(Society.objects.get(name=shown[0]).occurrences.get(), cast.amina)
    return shown


def answer(cast: Cast, number: int) -> list[str]:
    of = cast.society.occurrences.first() or factories_checkin.occurrence(factories_checkin.series(cast.society))
    _answer(of, factories.person(f"Visitor {number}"), number)
    return [f"Visitor {number}"]


def own_answer(cast: Cast, number: int) -> list[str]:
    """To one who waits, so that the place in the line shows."""
    shown = occurrence(cast, number)
    _answer(Society.objects.get(name=shown[0]).occurrences.get(), cast.amina, number)
    return shown


def _answer(of: Occurrence, person: Person, number: int) -> None:
    at = NOW + timedelta(minutes=number)
    of.rsvps.create(
        university_id=of.university_id,
        society_id=of.society_id,
        person=person,
        answer="yes",
        is_waiting=True,
        queued_at=at,
        answered_at=at,
    )


def own_follow(cast: Cast, number: int) -> list[str]:
    """A society, a series, a society…"""
    name, home, circle = series(cast, number)
    society_of_it = Society.objects.get(name=name)
    follow(by=cast.amina, thing=society_of_it.series.get() if number % 2 else society_of_it, at=NOW)
    return [circle] if number % 2 else [name, home]


def cohost(cast: Cast, number: int) -> list[str]:
    """The society asks another one, of another university, to hold a series with it."""
    guest = factories.society(factories.university(f"Guests {number}", slug=f"guests-{number}"), f"Guest {number}")
    CoHost.objects.create(
        university=cast.karura,
        society=cast.society,
        guest=guest,
        series=factories_checkin.series(cast.society, f"Series {number}"),
        invited_at=NOW,
        invited_by=cast.kofi,
    )
    return [guest.name]


def letter(cast: Cast, number: int) -> list[str]:
    Letter.objects.create(
        university=cast.karura,
        society=cast.society,
        audience=Letter.Audience.MEMBERS,
        subject=f"Subject {number}",
        text=f"Text {number}",
        written_at=NOW,
        written_by=factories.person(f"Writer {number}"),
        recipients=1,
    )
    return [f"Subject {number}"]


def observance(cast: Cast, number: int) -> list[str]:
    made = Observance.objects.create(
        slug=f"day-{number}",
        name=f"Day {number}",
        kind=Observance.Kind.DAY,
        rrule="FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=25",
        tier=Observance.Tier.CORE,
        shows_by_default=True,
    )
    return [made.name]


def own_token(cast: Cast, number: int) -> list[str]:
    create_token(by=cast.amina, name=f"Feed {number}", scopes=["read"], at=NOW)
    return [f"Feed {number}"]


def society_webhook(cast: Cast, number: int) -> list[str]:
    url = f"https://feed{number}.example/"
    add_webhook(by=cast.kofi, scope=cast.society, url=url, events=["activity"], at=NOW)
    return [url]


def university_webhook(cast: Cast, number: int) -> list[str]:
    url = f"https://feed{number}.example/"
    add_webhook(by=cast.dean, scope=cast.karura, url=url, events=["activity"], at=NOW)
    return [url]


def message(cast: Cast, number: int) -> list[str]:
    if not Webhook.objects.exists():
        society_webhook(cast, number)
    leave(Webhook.objects.get(), kind="activity.changed", payload={"series": 1000 + number}, at=NOW)
    return [str(1000 + number)]


def registration_window(cast: Cast, number: int) -> list[str]:
    year = 2030 + number
    first, last = date(year, 1, 1), date(year, 1, 31)
    add_window(
        by=cast.dean,
        university=cast.karura,
        name=f"Year {number}",
        new_from=first,
        new_to=last,
        renew_from=first,
        renew_to=last,
        at=NOW,
    )
    return [f"Year {number}"]


def revision(cast: Cast, number: int) -> list[str]:
    of = cast.karura.calendars.get(is_reporting=True)
    last = of.revisions.first()
    source = f"Circular {number}"
    of.revisions.create(
        university=cast.karura,
        number=(last.number if last else 0) + 1,
        content=to_json(content_of(of)),
        source=source,
        state="accepted",
        made_at=NOW,
        made_by=cast.dean,
        decided_at=NOW,
        decided_by=cast.dean,
    )
    return [source]


def enrolment(cast: Cast, number: int) -> list[str]:
    day = date(2020 + number, 10, 1)
    cast.karura.enrolments.create(counted_on=day, students=800 + number, source=f"Report {number}", entered_at=NOW)
    return [f"{800 + number}", f"Report {number}"]


ROWS: dict[str, tuple[str, Row]] = {
    "universities_list": ("amina", university),
    "university_proposals_list": ("lucia", proposal),
    "universities_calendars_list": ("amina", calendar),
    "calendars_terms_list": ("amina", term),
    "calendars_revisions_list": ("dean", revision),
    "universities_enrolments_list": ("amina", enrolment),
    "terms_breaks_list": ("amina", pause),
    "universities_offices_list": ("dean", staff),
    "universities_invitations_list": ("dean", university_invitation),
    "universities_office_requests_list": ("dean", office_request),
    "universities_registration_windows_list": ("amina", registration_window),
    "universities_registrations_list": ("dean", registration),
    "societies_list": ("amina", society),
    "societies_offices_list": ("amina", officer),
    "societies_invitations_list": ("kofi", society_invitation),
    "societies_handovers_list": ("kofi", handover),
    "societies_memberships_list": ("kofi", member),
    "societies_registrations_list": ("kofi", registration_of_one),
    "societies_occurrences_list": ("kofi", own_occurrence),
    "societies_cohosts_list": ("kofi", cohost),
    "societies_letters_list": ("kofi", letter),
    "societies_codes_list": ("kofi", code),
    "series_list": ("amina", series),
    "series_activities_list": ("amina", activity),
    "observances_list": ("amina", observance),
    "societies_observances_list": ("kofi", observance),
    "occurrences_list": ("amina", occurrence),
    "occurrences_answers_list": ("kofi", answer),
    "occurrences_attendances_list": ("kofi", attendance),
    "me_offices_list": ("amina", own_office),
    "me_societies_list": ("amina", own_society),
    "me_memberships_list": ("amina", own_membership),
    "me_answers_list": ("amina", own_answer),
    "me_follows_list": ("amina", own_follow),
    "me_attendances_list": ("amina", own_attendance),
    "me_tokens_list": ("amina", own_token),
    "societies_webhooks_list": ("kofi", society_webhook),
    "universities_webhooks_list": ("dean", university_webhook),
    "webhooks_deliveries_list": ("kofi", message),
}


def numbers(cast: Cast) -> dict[str, int]:
    """The numbers that the addresses of these lists hold."""
    terms = cast.karura.calendars.get(is_reporting=True)
    series_of, dates = cast.society.series.first(), cast.society.occurrences.first()
    return {
        "university": cast.karura.pk,
        "calendar": terms.pk,
        "term": terms.terms.order_by("active_from")[0].pk,
        "society": cast.society.pk,
        "series": series_of.pk if series_of else 0,
        "occurrence": dates.pk if dates else 0,
        "webhook": getattr(Webhook.objects.first(), "pk", 0),
    }

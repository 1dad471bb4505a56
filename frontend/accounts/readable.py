"""What is kept about a person, from the export's JSON values to words on a page."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.conf import settings
from django.db.models import TextChoices
from django.utils.formats import date_format
from django.utils.translation import get_language_info, gettext
from django.utils.translation import gettext_lazy as _
from django_countries import countries

from campus.activities.models import ObservanceChoice, Rsvp
from campus.base.codes import printed
from campus.base.errors import Sentence
from campus.checkin.models import Attendance
from campus.directory.models import AffiliationKind, Flag, Office, University
from campus.directory.words import date_in_words
from campus.membership.models import Affiliation, OfficeRequest, Registration
from campus.outbox.models import Job
from campus.people.models import ApiToken, Consent, Person
from frontend.accounts.record_words import ACTS, FACTORS, MAILS

ROWS_SHOWN = 50  # the file has them all
NOTHING = "–"
Show = Callable[[Any], str]


@dataclass(frozen=True)
class Section:
    """One kind of rows: `labels` of its columns, `rows` of as many texts, and how many rows only the file has."""

    title: Sentence
    labels: list[Sentence]
    rows: list[list[str]]
    left_out: int

    @property
    def lines(self) -> list[list[tuple[Sentence, str]]]:
        """The rows with the label beside each text."""
        return [list(zip(self.labels, row, strict=True)) for row in self.rows]


def sections_of(kept: Mapping[str, Any]) -> list[Section]:
    """The sections of the page, in its order, from `campus.custody.queries.everything_about`."""
    return [
        _section(title, columns, _newest_first(kept[area][heading])) for (area, heading), title, columns in SECTIONS
    ]


def _newest_first(rows: Any) -> list[dict[str, Any]]:
    return [rows] if isinstance(rows, dict) else list(reversed(rows))


def _section(title: Sentence, columns: "Columns", rows: list[dict[str, Any]]) -> Section:
    return Section(
        title=title,
        labels=[label for _field, label, _show in columns],
        rows=[[_shown(row[field], show) for field, _label, show in columns] for row in rows[:ROWS_SHOWN]],
        left_out=max(0, len(rows) - ROWS_SHOWN),
    )


def _shown(value: Any, show: Show) -> str:
    return show(value) if value not in (None, "") else NOTHING


def _instant(value: str) -> str:
    # Translators: day and time in a sentence; see Django's template filter "date".
    moment = date_format(datetime.fromisoformat(value).astimezone(UTC), gettext("j F Y, H:i"))
    return gettext("%(moment)s UTC") % {"moment": moment}


def _day(value: str) -> str:
    return date_in_words(date.fromisoformat(value))


def _answers(value: Mapping[str, Any]) -> str:
    asked = [f"{row['label']} {row['answer']}" for row in value.get("questions", []) if row["answer"]]
    return " · ".join([*(text for text in value.values() if text and isinstance(text, str)), *asked])


def _language(value: str) -> str:
    return str(get_language_info(value)["name_local"]) if value in dict(settings.LANGUAGES) else value


def _yes_or_no(value: bool) -> str:
    return gettext("yes") if value else gettext("no")


def _scopes(value: Iterable[str]) -> str:
    return ", ".join(str(ApiToken.Scope(scope).label) for scope in value)


def _observance(value: str) -> str:
    return gettext(value)


def _country(value: str) -> str:
    return countries.name(value) or value


def _choice(choices: type[TextChoices]) -> Show:
    return lambda value: str(choices(value).label)


def _named(words: Mapping[str, Sentence]) -> Show:
    """The words for a code; what has none yet is shown as it is kept."""
    return lambda value: str(words.get(value, value.replace("_", " ")))


def _stopped(value: str) -> str:
    """What was stopped: a kind of mail, or mail of one society."""
    return _named(MAILS)(value.partition(":")[0])


TYPED = {"address": _("An address"), "student_number": _("A student number; only its key is kept")}
Columns = Iterable[tuple[str, Sentence, Show]]

# (area, heading) of the export, title, columns. Numbers and codes that only a program needs are left to the file.
SECTIONS: tuple[tuple[tuple[str, str], Sentence, Columns], ...] = (
    (
        ("people", "person"),
        _("You"),
        (
            ("email", _("Address"), str),
            ("name", _("Name"), str),
            ("language", _("Language"), _language),
            ("theme", _("Light or dark"), _choice(Person.Theme)),
            ("created_at", _("Here since"), _instant),
            ("proven_at", _("Address proven"), _instant),
            ("last_sign_in_at", _("Last sign-in"), _instant),
            ("second_factor_at", _("Second step since"), _instant),
        ),
    ),
    (
        ("checkin", "attendances"),
        _("Where you were counted"),
        (
            ("activity", _("Activity"), str),
            ("society", _("Society"), str),
            ("date", _("Date"), _day),
            ("at", _("Counted"), _instant),
            ("channel", _("By"), _choice(Attendance.Channel)),
            ("identity", _("How we know"), _choice(Attendance.Identity)),
            ("voided_at", _("Taken back"), _instant),
            ("void_reason", _("Why"), _choice(Attendance.VoidReason)),
        ),
    ),
    (
        ("activities", "answers"),
        _("Whether you come"),
        (
            ("activity", _("Activity"), str),
            ("society", _("Society"), str),
            ("date", _("Date"), _day),
            ("answer", _("Answer"), _choice(Rsvp.Answer)),
            ("is_waiting", _("Waits for a place"), _yes_or_no),
            ("at", _("Said"), _instant),
            ("former_answer", _("Before that"), _choice(Rsvp.Answer)),
            ("withdrawn_in_time", _("Taken back in time"), _yes_or_no),
        ),
    ),
    (
        ("activities", "follows"),
        _("What you follow"),
        (("name", _("Name"), str), ("since", _("Since"), _instant)),
    ),
    (
        ("membership", "memberships"),
        _("What you joined"),
        (("society", _("Society"), str), ("joined_on", _("Joined"), _day), ("left_on", _("Left"), _day)),
    ),
    (
        ("membership", "affiliations"),
        _("What you are to universities"),
        (
            ("university", _("University"), str),
            ("kind", _("As"), _choice(AffiliationKind)),
            ("source", _("How we know"), _choice(Affiliation.Source)),
            ("since", _("Since"), _day),
            ("until", _("Until"), _day),
        ),
    ),
    (
        ("membership", "typed_addresses"),
        _("What was typed and stands for you"),
        (
            ("kind", _("What"), _named(TYPED)),
            ("address", _("Address"), str),
            ("university", _("University"), str),
            ("since", _("Since"), _instant),
            ("refused_until", _("Not counted until"), _instant),
        ),
    ),
    (
        ("people", "merges"),
        _("What was put together with you"),
        (("at", _("When"), _instant), ("undone_at", _("Taken apart again"), _instant)),
    ),
    (
        ("people", "consents"),
        _("What you agreed to"),
        (
            ("kind", _("What"), _choice(Consent.Kind)),
            ("version", _("Wording"), str),
            ("given_at", _("Given"), _instant),
            ("withdrawn_at", _("Taken back"), _instant),
        ),
    ),
    (
        ("directory", "offices"),
        _("Your offices, and invitations to one"),
        (
            ("role", _("Office"), _choice(Office.Role)),
            ("society", _("Society"), str),
            ("university", _("University"), str),
            ("country", _("Country"), _country),
            ("shadow_from", _("Looking on from"), _day),
            ("starts_on", _("From"), _day),
            ("ends_on", _("Until"), _day),
            ("accepted_at", _("Accepted"), _instant),
            ("ended_at", _("Ended"), _instant),
            ("is_public", _("Your name is public"), _yes_or_no),
        ),
    ),
    (
        ("directory", "societies_drafted"),
        _("Societies you drafted"),
        (
            ("name", _("Society"), str),
            ("university", _("University"), str),
            ("created_at", _("Drafted"), _instant),
        ),
    ),
    (
        ("membership", "blocks"),
        _("Where officers do not count you by name"),
        (
            ("society", _("Society"), str),
            ("at", _("Since"), _instant),
            ("reason", _("Why"), str),
            ("lifted_at", _("Lifted"), _instant),
        ),
    ),
    (
        ("directory", "reports"),
        _("What you reported"),
        (
            ("about", _("What"), _named({})),
            ("reason", _("Why"), _choice(Flag.Reason)),
            ("text", _("What you wrote"), str),
            ("at", _("When"), _instant),
            ("decision", _("Answer"), _choice(Flag.Decision)),
        ),
    ),
    (
        ("membership", "office_requests"),
        _("Societies you asked to lead"),
        (
            ("society", _("Society"), str),
            ("message", _("What you wrote"), str),
            ("at", _("When"), _instant),
            ("decision", _("Answer"), _choice(OfficeRequest.Decision)),
            ("reason", _("Why"), str),
        ),
    ),
    (
        ("membership", "registrations"),
        _("Registrations you submitted"),
        (
            ("society", _("Society"), str),
            ("answers", _("What you wrote"), _answers),
            ("submitted_at", _("Submitted"), _instant),
            ("decision", _("Answer"), _choice(Registration.Decision)),
        ),
    ),
    (
        ("directory", "universities_proposed"),
        _("Universities you proposed"),
        (("name", _("University"), str), ("status", _("State"), _choice(University.Status))),
    ),
    (
        ("activities", "calendar_addresses"),
        _("Addresses of your own calendar"),
        (
            ("made_at", _("Made"), _instant),
            ("revoked_at", _("Revoked"), _instant),
        ),
    ),
    (
        ("activities", "series_begun"),
        _("Series you began"),
        (("name", _("Series"), str), ("at", _("When"), _instant)),
    ),
    (
        ("activities", "activities_planned"),
        _("Activities you planned"),
        (("name", _("Activity"), str), ("at", _("When"), _instant)),
    ),
    (
        ("activities", "dates_cancelled"),
        _("Dates you cancelled"),
        (("name", _("Activity"), str), ("date", _("Date"), _day), ("reason", _("Why"), str)),
    ),
    (
        ("activities", "codes_made"),
        _("Codes you made"),
        (("code", _("Code"), printed), ("at", _("When"), _instant)),
    ),
    (
        ("activities", "observances_chosen"),
        _("Observances you chose to follow or hide"),
        (
            ("name", _("Observance"), _observance),
            ("choice", _("Choice"), _choice(ObservanceChoice.Choice)),
            ("at", _("When"), _instant),
        ),
    ),
    (
        ("activities", "observances_moved"),
        _("Observances you put on another day"),
        (("name", _("Observance"), _observance), ("date", _("Date"), _day), ("at", _("When"), _instant)),
    ),
    (
        ("activities", "held_together"),
        _("What you arranged with another society"),
        (
            ("activity", _("Activity"), str),
            ("host", _("Host"), str),
            ("guest", _("Held together with"), str),
            ("invited_at", _("Asked"), _instant),
        ),
    ),
    (
        ("checkin", "letters_written"),
        _("Letters you wrote for a society"),
        (
            ("society", _("Society"), str),
            ("subject", _("Subject"), str),
            ("text", _("What you wrote"), str),
            ("at", _("When"), _instant),
        ),
    ),
    (
        ("outbox", "mails"),
        _("Mail to you"),
        (
            ("kind", _("What"), _named(MAILS)),
            ("created_at", _("Written"), _instant),
            ("sent_at", _("Sent"), _instant),
        ),
    ),
    (
        ("outbox", "stopped_mails"),
        _("Mail you stopped"),
        (("kind", _("What"), _stopped), ("at", _("When"), _instant)),
    ),
    (
        ("outbox", "jobs"),
        _("Long work done for you"),
        (
            ("kind", _("What"), _named({})),
            ("created_at", _("Asked for"), _instant),
            ("state", _("State"), _choice(Job.State)),
        ),
    ),
    (
        ("people", "tokens"),
        _("Tokens you made for the API"),
        (
            ("name", _("For"), str),
            ("scopes", _("May"), _scopes),
            ("created_at", _("Made"), _instant),
            ("last_used_on", _("Last used"), _day),
            ("expires_at", _("Until"), _instant),
            ("revoked_at", _("Revoked"), _instant),
        ),
    ),
    (
        ("people", "repeatable_writes"),
        _("What a program of yours did in the last 24 hours, should it ask again"),
        (("at", _("When"), _instant), ("status", _("Answer"), str)),
    ),
    (
        ("sign_in", "second_factors"),
        _("What protects your sign-in"),
        (
            ("kind", _("What"), _named(FACTORS)),
            ("name", _("Name"), str),
            ("added_at", _("Added"), _instant),
            ("last_used_at", _("Last used"), _instant),
        ),
    ),
    (
        ("sign_in", "sessions"),
        _("Where you are signed in"),
        (
            ("device", _("Browser or app"), str),
            ("since", _("Since"), _instant),
            ("last_seen_at", _("Last seen"), _instant),
        ),
    ),
    (
        ("sign_in", "university_accounts"),
        _("University accounts that sign you in"),
        (
            ("university_account", _("Account"), str),
            ("known_there_as", _("Known there as"), str),
            ("linked_at", _("Linked"), _instant),
            ("last_sign_in_at", _("Last sign-in"), _instant),
        ),
    ),
    (
        ("people", "acts"),
        _("The record of what you did"),
        (("verb", _("What"), _named(ACTS)), ("at", _("When"), _instant), ("reason", _("Why"), str)),
    ),
)

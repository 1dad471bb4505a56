"""When somebody can be counted, and who may see who was there."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext, gettext_lazy

from campus.activities.models import Code, Occurrence, Series
from campus.base import clock
from campus.base.errors import Conflict, Invalid, not_here
from campus.directory.models import Society, University
from campus.directory.rules import Right, at_domain, is_hidden, is_officer, is_open, may
from campus.people.models import Person


def takes_names(university: University) -> bool:
    """Schools count without names only."""
    return university.kind != University.Kind.SCHOOL


def takes_numbers(university: University) -> bool:
    """Whether a student number may be typed in the place of an address."""
    return university.takes_student_numbers and takes_names(university)


def may_see_names(person: Person | None, society: Society, at: datetime | None = None) -> bool:
    """Who was there, by name: president, secretary and events officer of the society."""
    return may(person, Right.SEE_NAMES, society, at)


def may_see_counts(person: Person | None, society: Society, at: datetime | None = None) -> bool:
    """The exact figures of a society: all its officers, and nobody of its university."""
    return is_officer(person, society, at)


def refuse_unless_counting(occurrence: Occurrence, code: Code, at: datetime) -> None:
    """Raise the refusal, if any, that meets everybody who comes with this code to this occurrence at this instant."""
    _refuse_other_code(occurrence, code)
    refuse_hidden(occurrence.series)
    refuse_closed(occurrence.society)
    if occurrence.is_cancelled:
        raise Conflict(
            "occurrence_cancelled",
            gettext("%(name)s is cancelled: %(reason)s")
            % {"name": occurrence.name, "reason": occurrence.cancel_reason},
        )
    if at < occurrence.opens_at:
        raise Conflict(
            "too_early",
            gettext("Doors open on %(moment)s. Come back then; your code stays good.")
            % {"moment": _said(occurrence.opens_at, occurrence.zone)},
        )
    if at > occurrence.closes_at:
        raise Conflict(
            "too_late",
            gettext("Check-in closed on %(moment)s. Were you there? Tell the officers; they can add you.")
            % {"moment": _said(occurrence.closes_at, occurrence.zone)},
        )


def refuse_hidden(series: Series) -> None:
    """Raise Conflict for a series that is hidden after a report: it counts nobody, and is not named."""
    if series.hidden_at is not None:
        sentence = gettext("This activity is not shown at the moment, so nobody is counted here. Ask the officers.")
        raise Conflict("hidden", sentence)


def refuse_closed(society: Society) -> None:
    """Raise Conflict for a society that is suspended, archived or hidden: it counts nobody."""
    if is_open(society):
        return
    if is_hidden(society):
        sentence = gettext("This society is not shown at the moment, so nobody is counted here. Ask its university.")
        raise Conflict("hidden", sentence)
    if society.status == Society.Status.ARCHIVED:
        sentence = gettext("%(society)s has come to its end, so nobody is counted here any more.")
    else:
        sentence = gettext("%(society)s is closed at the moment, so nobody is counted here. Ask its officers.")
    raise Conflict("society_closed", sentence % {"society": society.name})


def refuse_names_at_schools(university: University) -> None:
    """Raise Conflict where only nameless counting is offered."""
    if not takes_names(university):
        raise Conflict("names_not_taken", gettext_lazy("Schools count without names here. Choose “Just count me”."))


def refuse_other_domain(university: University, *addresses: str) -> None:
    """Raise Invalid when none of a person's addresses is at its domains, where the university takes only those."""
    if university.requires_domain and not any(at_domain(university, address) for address in addresses):
        sentence = gettext(
            "%(university)s counts addresses at %(domains)s only. Use yours there, or choose “Just count me”."
        ) % {
            "university": university.name,
            "domains": ", ".join(row.domain for row in university.domains.all()),
        }
        raise Invalid("other_domain", sentence, fields={"email": sentence})


def _refuse_other_code(occurrence: Occurrence, code: Code) -> None:
    if code.occurrence_id != occurrence.pk and code.series_id != occurrence.series_id:
        raise not_here()
    if code.replaced_at is not None:
        raise Conflict(
            "code_replaced",
            gettext_lazy("This poster is out of date. Look for the new one at the door, or ask an officer."),
        )


def _said(instant: datetime, zone: str) -> str:
    """An instant as people there say it, with the name of the zone."""
    local = instant.astimezone(ZoneInfo(zone))
    # Translators: day, date and time in a sentence; see Django's template filter "date".
    return gettext("%(moment)s (%(zone)s time)") % {
        "moment": date_format(local, gettext("l j F Y, H:i")),
        "zone": clock.zone_city(zone),
    }

"""When a date takes answers, from whom, and how many may say yes."""

from datetime import datetime, timedelta

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from campus.activities.models import Occurrence
from campus.activities.rules import is_public_series, may_see_series
from campus.base.errors import Conflict, NotAllowed, not_here
from campus.directory.models import University
from campus.directory.rules import at_domain, is_open
from campus.membership.rules import refuse_blocked
from campus.people.models import Person
from campus.people.queries import proven_addresses


def capacity_of(occurrence: Occurrence) -> int | None:
    """How many may say yes to a date: what was set for it alone, else for its series; None for no limit."""
    return occurrence.series.capacity if occurrence.capacity is None else occurrence.capacity


def in_time_until(occurrence: Occurrence) -> datetime:
    """Until when, this instant included, taking back a yes is in time."""
    return occurrence.starts_at - timedelta(hours=occurrence.series.in_time_hours)


def takes_answers(occurrence: Occurrence, at: datetime) -> bool:
    """Whether people may say that they come: before the start of a date that takes place and is shown.

    Schools, where people are minors, take no names at a door and none before it.
    """
    return (
        occurrence.series.takes_answers
        and not occurrence.is_cancelled
        and at < occurrence.starts_at
        and occurrence.series.ended_at is None
        and is_public_series(occurrence.series)
        and is_open(occurrence.society)
        and occurrence.university.kind != University.Kind.SCHOOL
    )


def refuse_unless_answering(by: Person, occurrence: Occurrence, at: datetime) -> None:
    """Raise the refusal, if any, that meets this person's answer to this date at this instant."""
    if not by.is_proven:
        raise NotAllowed("sign_in_first", _("Sign in first, then say whether you come."))
    if not may_see_series(by, occurrence.series, at):
        raise not_here()
    refuse_begun(occurrence, at)
    if occurrence.is_cancelled:
        sentence = gettext("%(name)s is cancelled: %(reason)s")
        raise Conflict("occurrence_cancelled", sentence % {"name": occurrence.name, "reason": occurrence.cancel_reason})
    if not takes_answers(occurrence, at):
        raise Conflict("takes_no_answers", _("This date takes no answers at the moment. You may still come."))
    refuse_blocked(by, occurrence.society)
    _refuse_other_domain(by, occurrence.university)


def refuse_begun(occurrence: Occurrence, at: datetime) -> None:
    """Raise Conflict from the start on: what was answered by then stays as it is."""
    if at >= occurrence.starts_at:
        raise Conflict("answers_closed", _("It has begun, so answers stay as they are. You may still come."))


def _refuse_other_domain(by: Person, university: University) -> None:
    """Where only addresses of the university are counted by name, only they hold a place."""
    if university.requires_domain and not any(at_domain(university, address) for address in proven_addresses(by)):
        sentence = gettext(
            "%(university)s takes names with addresses at %(domains)s only. Add yours on your page, or come without "
            "an answer."
        )
        domains = ", ".join(row.domain for row in university.domains.all())
        raise Conflict("other_domain", sentence % {"university": university.name, "domains": domains})

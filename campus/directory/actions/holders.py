"""President, secretary and treasurer have one holder at a time.

The society's row is locked whenever such an office is offered, taken or given: two who do it at once find each other.
"""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from campus.base import clock
from campus.base.errors import Conflict
from campus.directory import rules
from campus.directory.actions.offices import set_last_day
from campus.directory.models import Office
from campus.directory.queries.holders import can_make_way, holders_beside
from campus.directory.words import date_in_words
from campus.people.models import Person

DAY = timedelta(days=1)


def make_way(office: Office, *, by: Person, at: datetime) -> None:
    """Let who holds a single office end the day before `office` begins, if they have begun by then."""
    for holder in holders_beside(office):
        if can_make_way(holder, office.starts_on, at):
            set_last_day(holder, office.starts_on - DAY, by=by, at=at)


def refuse_held(office: Office, at: datetime) -> None:
    """Raise Conflict while somebody holds the office on days for which it is offered: for who appoints to it."""
    for holder in holders_beside(office):
        said = {"holder": str(holder.person), "when": _when(holder, at)}
        if holder.ends_on is None:
            sentence = _("%(holder)s holds this office %(when)s. Let it end the day before the next one begins.")
        else:
            sentence = _("%(holder)s holds this office %(when)s. Choose other days, or end that office first.")
        raise Conflict("office_held", sentence % said)


def refuse_held_to_invitee(office: Office, *, invitee: Person, at: datetime) -> None:
    """Raise Conflict while somebody holds the office; who that is stays among those who may see the officers."""
    for holder in holders_beside(office):
        society = holder.society
        may_know = society is not None and rules.may_see_officers(invitee, society, at)
        said = {"holder": str(holder.person) if may_know else _("Somebody else"), "when": _when(holder, at)}
        sentence = _("%(holder)s holds this office %(when)s. Ask who invited you for an invitation to other days.")
        raise Conflict("office_held", sentence % said)


def _when(holder: Office, at: datetime) -> str:
    """On which days, as it reads in the middle of a sentence."""
    first, last = date_in_words(holder.starts_on), holder.ends_on and date_in_words(holder.ends_on)
    has_begun = holder.starts_on <= clock.today(rules.office_zone(holder), at)
    if last is None:
        return _("with no last day") if has_begun else _("from %(first)s on") % {"first": first}
    if has_begun:
        return _("until %(last)s") % {"last": last}
    return _("from %(first)s to %(last)s") % {"first": first, "last": last}

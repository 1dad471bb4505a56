"""Whether a society goes on when mandates end: what its officers and its university should see coming. Pure."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from django.utils.formats import date_format
from django.utils.translation import gettext

from campus.directory.models import Office
from campus.directory.rules import in_force
from campus.directory.words import date_in_words

SOON = timedelta(days=30)


class Cause(StrEnum):
    NOBODY = "nobody"
    NO_PRESIDENT = "no_president"
    ONE_PERSON = "one_person"
    ENDS_SOON = "ends_soon"
    ENDS_TOGETHER = "ends_together"


@dataclass(frozen=True)
class Worry:
    """Something that may leave a society without people who lead it, in a sentence of the active language."""

    cause: Cause
    sentence: str


def worries(offices: Collection[Office], today: date) -> list[Worry]:
    """What there is to worry about, gravest first. `offices` are those of one society, `today` is local to it."""
    now = [office for office in offices if in_force(office, today)]
    coming = [office for office in offices if is_coming(office, today)]
    if not now:
        return [_nobody(coming)]
    found = []
    if not any(office.role == Office.Role.PRESIDENT for office in now):
        found.append(Worry(Cause.NO_PRESIDENT, gettext("The office of president is vacant.")))
    last = last_day_of_all([*now, *coming])
    if last is not None and last - today <= SOON:
        sentence = gettext("The last office ends on %(day)s, and nobody follows yet.")
        found.append(Worry(Cause.ENDS_SOON, sentence % {"day": date_in_words(last)}))
    elif last is not None and len(now) > 1 and all(_month(office.ends_on) == _month(last) for office in now):
        # Translators: month and year in a sentence; see Django's template filter "date".
        month = date_format(last, gettext("F Y"))
        sentence = gettext("All offices end in %(month)s, and nobody follows yet.")
        found.append(Worry(Cause.ENDS_TOGETHER, sentence % {"month": month}))
    if len({office.person_id for office in (*now, *coming)}) == 1:
        sentence = gettext("One person holds every office. Invite a second one, so that somebody can step in.")
        found.append(Worry(Cause.ONE_PERSON, sentence))
    return found


def is_coming(office: Office, today: date) -> bool:
    """Accepted, and to begin after today."""
    return office.accepted_at is not None and office.ended_at is None and office.starts_on > today


def last_day_of_all(offices: Collection[Office]) -> date | None:
    """The day on which the last of these offices ends; None while one has no last day, or there are none."""
    ends = [office.ends_on for office in offices]
    known = [day for day in ends if day is not None]
    return max(known) if known and len(known) == len(ends) else None


def _nobody(coming: Collection[Office]) -> Worry:
    if not coming:
        return Worry(Cause.NOBODY, gettext("Nobody holds an office."))
    first = min(office.starts_on for office in coming)
    sentence = gettext("Nobody holds an office. The next one begins on %(day)s.")
    return Worry(Cause.NOBODY, sentence % {"day": date_in_words(first)})


def _month(day: date | None) -> tuple[int, int] | None:
    return (day.year, day.month) if day else None

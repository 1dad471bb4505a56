"""What calendar programs and feed readers get: which dates, under which name, and in which version."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from django.db.models import Count, Max, Q, QuerySet, Sum
from django.utils.translation import gettext as _
from django.utils.translation import override

from campus.activities import ical, links
from campus.activities.models import Activity, CalendarAddress, CoHost, Follow, Observance, Occurrence, Rsvp, Series
from campus.activities.observance_calendar import observance_lines
from campus.activities.queries.hosting import held_by
from campus.activities.rules import is_public_series
from campus.base.errors import not_here
from campus.base.signing import keyed_hashes
from campus.directory import rules
from campus.directory.links import society_link, university_link
from campus.directory.models import Society, University
from campus.directory.queries import society_by_slugs, university_by_slug
from campus.membership.queries import joined_societies
from campus.people.models import AuditEvent, Person

YEAR = timedelta(days=365)
OF_UNIVERSITY_BEFORE, OF_UNIVERSITY_AFTER = timedelta(days=31), timedelta(days=184)
MOST_DATES = 5_000
ATOM_DATES = 50
SHOWN = (
    *("university", "activity", "original_date", "original_time", "name", "place", "link", "description", "timing"),
    *("date", "time", "minutes", "zone", "starts_at", "ends_at", "cancelled_at", "cancel_reason"),
    *("changed_at", "sequence"),
)
MANY_ACTIVITIES = 900  # numbers that one query may name on every database
FORMAT = "1"  # raised when feeds are written in another way, so that programs ask for them anew
PURPOSE = "calendar_address"


@dataclass(frozen=True)
class Version:
    """What tells one state of a feed from another; `modified` is None where a change may leave no trace in time."""

    etag: str
    modified: datetime | None


@dataclass(frozen=True)
class Feed:
    """A calendar of `rows`, the page it belongs to and the language of its sentences; `is_single`: of one date.

    `society` is whose dates they all are; None where several societies are named.
    """

    name: str
    page: str
    rows: "QuerySet[Occurrence]"
    language: str
    is_single: bool = False
    is_dated: bool = True  # whether all that takes a date away, or brings it back, is known by when it happened
    most: int = MOST_DATES
    society: Society | None = None
    observances: Sequence[Observance] = ()

    def version(self, at: datetime) -> Version:
        """Its present version: one query or two, however many dates there are."""
        found = self.rows.order_by().aggregate(
            count=Count("pk"),
            last=Max("pk"),
            numbers=Sum("pk"),
            sequences=Sum("sequence") + Sum("activity__sequence"),
            changed=Max("changed_at"),
            activity_changed=Max("activity__changed_at"),
            series_changed=Max("series__changed_at"),
        )
        moments = [found[key] for key in ("changed", "activity_changed", "series_changed") if found[key]]
        moments += self._last_deed()
        days = [(each.slug, each.rrule, each.days) for each in self.observances]
        state = (FORMAT, self.language, self.name, self.page, *found.values(), *self._whose(), *days)
        etag = hashlib.sha256(repr(state).encode()).hexdigest()[:32]
        modified = max(moments, default=None) if self.is_dated else None
        if modified is not None and at - modified < timedelta(seconds=2):
            modified = None  # HTTP counts whole seconds: another change in this one would go unseen
        return Version(f'W/"{etag}"', modified)

    def _last_deed(self) -> list[datetime]:
        """When anybody last did anything in its society: what is hidden, or ended before its first date, has no row
        here that says so, nor has another name.
        """
        if self.society is None or not self.is_dated:
            return []
        return list(
            AuditEvent.objects.filter(society_id=self.society.pk).order_by("-at").values_list("at", flat=True)[:1]
        )

    def _whose(self) -> list[tuple[str, str]]:
        """The names of societies and universities that stand in it."""
        if self.society is not None:
            return [(self.society.name, self.society.university.name)]
        return sorted(self.rows.order_by().values_list("society__name", "university__name").distinct())

    def dates(self) -> list[Occurrence]:
        """Its rows, each with its activity, series and society, which are fetched once."""
        rows = list(self.rows.only(*SHOWN)[: self.most])
        wanted = {row.activity_id for row in rows}
        activities = Activity.objects.select_related("series__society__university")
        if len(wanted) > MANY_ACTIVITIES:
            found = {row.pk: row for row in activities.filter(university__in={row.university_id for row in rows})}
        else:
            found = activities.in_bulk(wanted)
        for row in rows:
            row.activity = found[row.activity_id]
        return rows

    def content(self) -> bytes:
        """The calendar itself."""
        with override(self.language):
            if self.is_single:
                return ical.single(self.dates()[0], url=self.page)
            page = links.observances_page()
            days = observance_lines(self.observances, url=page, host=urlsplit(page).hostname or "localhost")
            return ical.feed(self.name, self.dates(), url=self.page, more=days)


def occurrence_feed(pk: int, language: str) -> Feed:
    """One public date. Raises NotFound."""
    rows = Occurrence.objects.filter(pk=pk)
    row = rows.select_related("series__society__university", "society__university").first()
    if row is None or not _is_read(row.series):
        raise not_here()
    return Feed(row.name, links.occurrence_link(row), rows, language, is_single=True, society=row.society)


def series_feed(pk: int, language: str, at: datetime) -> Feed:
    """The dates of a public series. Raises NotFound."""
    series = Series.objects.select_related("society__university").filter(pk=pk).first()
    if series is None or not _is_read(series):
        raise not_here()
    rows = Occurrence.objects.filter(series=series, starts_at__gte=_since(at)).order_by("starts_at", "pk")
    return Feed(series.name, links.series_link(series), rows, language, society=series.society)


def society_feed(society: Society, language: str, at: datetime) -> Feed:
    """The dates of an open society, found by `open_society`, and those that it holds with others."""
    is_guest = CoHost.objects.filter(guest=society).exists()
    rows = _dates_of(society, is_guest=is_guest).filter(starts_at__gte=_since(at)).order_by("starts_at", "pk")
    return Feed(
        society.name,
        society_link(society),
        rows,
        language,
        is_dated=not is_guest,
        society=None if is_guest else society,
    )


def coming_feed(society: Society, language: str, at: datetime) -> Feed:
    """The dates of an open society that are not over, the nearest first: for feed readers."""
    is_guest = CoHost.objects.filter(guest=society).exists()
    nearest = _dates_of(society, is_guest=is_guest).filter(ends_at__gt=at).order_by("starts_at", "pk")
    return Feed(society.name, society_link(society), nearest, language, is_dated=False, most=ATOM_DATES)


def university_feed(university: str, language: str, at: datetime) -> Feed:
    """The dates of all societies of a public university, from a month ago to half a year ahead. Raises NotFound."""
    here = university_by_slug(None, university)
    today = _midnight(at)
    rows = _public().filter(
        university=here, starts_at__range=(today - OF_UNIVERSITY_BEFORE, today + OF_UNIVERSITY_AFTER)
    )
    return Feed(here.name, university_link(here), rows.order_by("starts_at", "pk"), language, is_dated=False)


def own_feed(person: Person, language: str, at: datetime) -> Feed:
    """What a person said yes or maybe to or waits for, and what they joined or follow but for dates they declined.

    Observances that they follow are in it too.
    """
    answered = Rsvp.objects.filter(person=person)
    follows = Follow.objects.filter(person=person)
    wanted = Q(pk__in=answered.exclude(answer=Rsvp.Answer.NO).values("occurrence"))
    wanted |= Q(series__in=follows.filter(series__isnull=False).values("series"))
    wanted |= Q(society__in=follows.filter(society__isnull=False).values("society"))
    wanted |= Q(society__in=joined_societies(person).order_by().values("pk"))
    declined = answered.filter(answer=Rsvp.Answer.NO).values("occurrence")
    rows = _public().filter(wanted, starts_at__gte=_since(at)).exclude(pk__in=declined)
    with override(language):
        name = _("My dates")
    page = links.own_calendar_page()
    days = list(Observance.objects.filter(pk__in=follows.filter(observance__isnull=False).values("observance")))
    return Feed(name, page, rows.order_by("starts_at", "pk"), language, is_dated=False, observances=days)


def owner_of_calendar(secret: str) -> Person:
    """Whose calendar an address is; of two persons who turned out to be one, who they are now. Raises NotFound."""
    hashes = keyed_hashes(PURPOSE, secret)
    found = CalendarAddress.objects.select_related("person__merged_into")
    address = found.filter(secret_hash__in=hashes, revoked_at__isnull=True).first()
    if address is None:
        raise not_here()
    person = address.person
    while person.merged_into is not None:
        person = person.merged_into
    if not person.is_active or person.erased_at is not None:
        raise not_here()
    return person


def calendar_addresses_of(person: Person) -> "QuerySet[CalendarAddress]":
    """Those that work and show the person’s calendar: their own, and of persons who turned out to be them."""
    theirs = Q(person=person) | Q(person__merged_into=person)
    return CalendarAddress.objects.filter(theirs, revoked_at__isnull=True).order_by("-made_at", "-pk")


def open_society(university: str, society: str) -> Society:
    """The open society of an address, a former one too. Raises NotFound for what is suspended, archived or hidden."""
    found = society_by_slugs(None, university, society)
    if not rules.is_open(found):
        raise not_here()
    return found


def _dates_of(society: Society, *, is_guest: bool) -> "QuerySet[Occurrence]":
    """Its own dates, and for who was ever asked those of others that it holds with them."""
    own = Occurrence.objects.filter(society=society, series__hidden_at__isnull=True)
    if not is_guest:
        return own
    return own | _public().filter(held_by(society))


def _is_read(series: Series) -> bool:
    return is_public_series(series) and rules.is_open(series.society)


def _public() -> "QuerySet[Occurrence]":
    return Occurrence.objects.filter(
        society__status=Society.Status.APPROVED,
        series__hidden_at__isnull=True,
        society__hidden_at__isnull=True,
        university__hidden_at__isnull=True,
        university__status=University.Status.APPROVED,
    )


def _since(at: datetime) -> datetime:
    """The beginning of the month a year ago: so that the oldest dates leave a feed once a month, not every day."""
    return _midnight(at - YEAR).replace(day=1)


def _midnight(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)

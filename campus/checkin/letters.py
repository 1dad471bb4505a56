"""Whom a letter of a society reaches, and whom it does not and why. Nobody's address is shown to anybody."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from campus.activities.models import Occurrence, Rsvp
from campus.base import clock
from campus.base.errors import Invalid, Sentence, not_here
from campus.checkin.models import Letter, TermParticipation
from campus.checkin.rules import may_see_names
from campus.directory.models import Society
from campus.directory.queries import reporting_term_on
from campus.directory.rules import is_open
from campus.membership.models import Block, Claim
from campus.membership.news import news_subject, news_topic
from campus.outbox.kinds import Topic
from campus.outbox.models import MailStop, Notice
from campus.people.models import Consent, Person
from campus.people.queries import survivor_of

Audience = Letter.Audience
OF_SOCIETY = frozenset({Audience.MEMBERS, Audience.NEWCOMERS})
OF_DATE = frozenset({Audience.ANSWERED_YES, Audience.CAME})
A_WEEK = timedelta(days=7)
MOST_IN_A_WEEK = 2  # to members and newcomers together
MOST_ABOUT_A_DATE = 2  # to each audience of it
ABOUT_A_DATE_UNTIL = timedelta(days=30)  # after its end

REASONS = {
    "no_consent": _("did not ask for news of this society"),
    "unproven": _("gave an address that is not proven"),
    "stopped": _("unsubscribed"),
    "blocked": _("blocked by your society"),
}


@dataclass
class Recipients:
    """The numbers of the persons whom a letter reaches, in order, and how many it leaves out for which reason."""

    reached: list[int] = field(default_factory=list)
    left_out: dict[str, int] = field(default_factory=lambda: dict.fromkeys(REASONS, 0))

    @property
    def lines(self) -> list[tuple[int, Sentence]]:
        """How many are left out, and why, in words; without those of whom there are none."""
        return [(number, REASONS[reason]) for reason, number in self.left_out.items() if number]


@dataclass(frozen=True)
class Address:
    """To whom a letter goes: an audience of a society, or of one of its dates."""

    society: Society
    audience: str
    occurrence: Occurrence | None = None

    @property
    def topic(self) -> str:
        """What a recipient stops."""
        if self.audience in OF_SOCIETY:
            return news_topic(self.society)
        return f"letter_about_dates:society:{self.society.pk}"


def recipients(address: Address, at: datetime) -> Recipients:
    """Whom a letter would reach at the instant `at`. Asks no permission: callers do."""
    return sort_out(address, _audience(address, at))


def preview(person: Person | None, address: Address, at: datetime) -> Recipients:
    """The same for an officer who sees names. Raises NotFound for everybody else."""
    _refuse(person, address.society, at)
    refuse_no_date(address)
    return recipients(address, at)


def letters_of(society: Society, person: Person | None, at: datetime | None = None) -> "QuerySet[Letter]":
    """What the society wrote, the newest first, for officers who see names. Raises NotFound for everybody else."""
    _refuse(person, society, at)
    return Letter.objects.filter(society=society).select_related("occurrence", "written_by")


def letter_by_number(person: Person | None, number: int, at: datetime | None = None) -> Letter:
    """One letter, for officers who see names. Raises NotFound for everybody else."""
    found = Letter.objects.select_related("society__university", "occurrence", "written_by").filter(pk=number).first()
    if found is None:
        raise not_here()
    _refuse(person, found.society, at)
    return found


def letters_left(address: Address, at: datetime) -> int:
    """How many more letters may go to this audience now."""
    written = Letter.objects.filter(society=address.society)
    if address.audience in OF_SOCIETY:
        return MOST_IN_A_WEEK - written.filter(audience__in=OF_SOCIETY, written_at__gt=at - A_WEEK).count()
    return MOST_ABOUT_A_DATE - written.filter(audience=address.audience, occurrence=address.occurrence).count()


def refuse_no_date(address: Address) -> None:
    """Raise Invalid for an audience of a date without a date, and for one of a society with a date."""
    if address.audience in OF_DATE and address.occurrence is None:
        sentence = _("Choose the date that it is about.")
        raise Invalid("missing", sentence, fields={"occurrence": sentence})
    if address.audience in OF_SOCIETY and address.occurrence is not None:
        sentence = _("To members and newcomers you write about no single date.")
        raise Invalid("no_date", sentence, fields={"occurrence": sentence})


def sort_out(address: Address, persons: Collection[int]) -> Recipients:
    """Of these persons those whom a letter may reach: by their standing consents, blocks and stops."""
    society, found = address.society, Recipients()
    blocked, blocked_addresses = _blocked(society)
    stopped, stopped_addresses = _stopped(address.topic)
    agreed, answered = _agreed(society), _answered(address)
    here = Person.objects.filter(pk__in=persons, is_active=True, erased_at__isnull=True, merged_into__isnull=True)
    for number, email in here.order_by("pk").values_list("pk", "email"):
        if number in blocked or (email and email in blocked_addresses):
            found.left_out["blocked"] += 1
        elif not email:
            found.left_out["unproven"] += 1
        elif number in stopped or email in stopped_addresses:
            found.left_out["stopped"] += 1
        elif number not in agreed and number not in answered:
            found.left_out["no_consent"] += 1
        else:
            found.reached.append(number)
    return found


def letter_key(letter: Letter) -> str:
    """Under which subject its notices stand."""
    return f"letter:{letter.pk}"


def topic_of(notice: Notice) -> Topic:
    """What the recipient of a letter stops, and in words."""
    letter = _letter_of(notice)
    if letter.audience in OF_SOCIETY:
        words = _("in which %(society)s writes about what it plans")
    else:
        words = _("in which %(society)s writes about a date that you answered or came to")
    return Topic(address_of(letter).topic, words % {"society": letter.society.name})


def may_go(notice: Notice) -> bool:
    """Whether a letter that waits may still go to its recipient."""
    letter = _letter_of(notice)
    if notice.person is None or not is_open(letter.society):
        return False
    return bool(sort_out(address_of(letter), [survivor_of(notice.person).pk]).reached)


def address_of(letter: Letter) -> Address:
    return Address(letter.society, letter.audience, letter.occurrence)


def _letter_of(notice: Notice) -> Letter:
    letters = Letter.objects.select_related("society__university", "occurrence")
    return letters.get(pk=notice.subject_key.removeprefix("letter:"))


def _refuse(person: Person | None, society: Society, at: datetime | None) -> None:
    if not may_see_names(person, society, at):
        raise not_here()


def _audience(address: Address, at: datetime) -> set[int]:
    """Everybody it is meant for, each as who they are now."""
    rows: QuerySet
    if address.audience == Audience.MEMBERS:
        rows = address.society.memberships.filter(left_on__isnull=True)
    elif address.audience == Audience.NEWCOMERS:
        rows = _newcomers(address.society, at)
    elif address.audience == Audience.ANSWERED_YES:
        rows = Rsvp.objects.filter(occurrence=address.occurrence, answer=Rsvp.Answer.YES)
    else:
        rows = _occurrence(address).attendances.filter(voided_at__isnull=True, person__isnull=False)
    return _standing(rows)


def _newcomers(society: Society, at: datetime) -> "QuerySet[TermParticipation]":
    """Who came for the first time ever in the reporting term that runs."""
    tile = reporting_term_on(society.university, clock.today(society.university.zone, at))
    if tile is None:
        return TermParticipation.objects.none()
    mine = TermParticipation.objects.filter(society=society)
    earlier = mine.filter(person=OuterRef("person"), first_on__lt=OuterRef("first_on"))
    return mine.filter(~Exists(earlier), term=tile.term)


def _occurrence(address: Address) -> Occurrence:
    if address.occurrence is None:
        raise not_here()
    return address.occurrence


def _standing(rows: QuerySet) -> set[int]:
    pairs: Iterable[tuple[int, int | None]] = rows.values_list("person", "person__merged_into").order_by()
    return {merged_into or number for number, merged_into in pairs}


def _blocked(society: Society) -> tuple[set[int], set[str]]:
    """Who is blocked there, by number and by the addresses that were typed for them."""
    blocks = Block.objects.filter(society=society, lifted_at__isnull=True)
    typed = Claim.objects.filter(university=society.university_id, person__in=blocks.values("person"))
    return _standing(blocks), set(typed.exclude(address="").values_list("address", flat=True))


def _stopped(topic: str) -> tuple[set[int], set[str]]:
    stops = MailStop.objects.filter(topic=topic)
    addresses = stops.filter(person__isnull=True).values_list("address", flat=True)
    return _standing(stops.filter(person__isnull=False)), set(addresses)


def _agreed(society: Society) -> set[int]:
    return _standing(
        Consent.objects.filter(kind=Consent.Kind.NEWS, subject=news_subject(society), withdrawn_at__isnull=True)
    )


def _answered(address: Address) -> set[int]:
    """Who answered the date that it is about: they are written to about it without having asked for news."""
    if address.occurrence is None:
        return set()
    return _standing(Rsvp.objects.filter(occurrence=address.occurrence))

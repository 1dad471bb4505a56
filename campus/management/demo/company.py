"""Who says that they come, who follows, who asked for news and got a letter, and what societies hold together."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from campus.activities.models import CoHost, Follow, Observance, Occurrence, Rsvp, Series, Timing
from campus.checkin.models import Letter
from campus.directory.models import Society
from campus.management.demo.home import Home
from campus.management.demo.societies import Made
from campus.membership.models import Membership
from campus.membership.news import VERSION, news_subject
from campus.people.models import Consent, Person

FOLLOWS_SOCIETY, FOLLOWS_SERIES, WANTS_NEWS = 0.4, 0.15, 0.6
ANSWERS = {"Film night": 52, "Dialogue with a guest": 17, "Fathers: a photo exhibition": 9}  # to come, by name
WEEKLY_ANSWERS = (23, 14, 6)  # of the next dates of what comes round every week
MAYBE, NO = 0.2, 0.08
AHEAD = timedelta(days=8)  # so long ago the first ones answered
WEEKLY, FILM, DIALOGUE = "Tuesday Circle", "Film night", "Dialogue with a guest"
DAY = timedelta(days=1)
SUBJECT = "Our plan for the sixteen days"
TEXT = (
    "Dear all,\n\nfrom 25 November on we stand with many others against gender-based violence. "
    "Come to the gate at 12:30 in something orange, and bring a friend to the film night.\n\n"
    "Whoever would like to help with the exhibition: tell us on Tuesday.\n\nKofi"
)


def fill_company(home: Home, societies: Sequence[Made]) -> None:
    """All of it for the first of the societies, which the documentation shows; the others are whom it works with."""
    made = societies[0]
    members = _members(made.society)
    _answer(home, made, members)
    _follow(home, made, members)
    readers = _ask_for_news(home, made, members)
    _write_letter(home, made, readers)
    _hold_together(home, made, {each.society.name: each for each in societies})


def _members(society: Society) -> list[Person]:
    rows = Membership.objects.filter(society=society, left_on__isnull=True).select_related("person").order_by("pk")
    return [row.person for row in rows]


def _answer(home: Home, made: Made, members: Sequence[Person]) -> None:
    coming = list(
        made.society.occurrences.filter(starts_at__gt=home.now, cancelled_at__isnull=True).select_related("series")
    )
    rows: list[Rsvp] = []
    weekly = [each for each in coming if each.series.name == WEEKLY][: len(WEEKLY_ANSWERS)]
    wanted = [*zip(weekly, WEEKLY_ANSWERS, strict=False)]
    wanted += [(each, ANSWERS[each.series.name]) for each in coming if each.series.name in ANSWERS]
    for occurrence, number in wanted:
        rows += _answers(home, occurrence, home.rng.sample(members, min(number, len(members))))
    Rsvp.objects.bulk_create(rows)


def _answers(home: Home, occurrence: Occurrence, persons: Sequence[Person]) -> list[Rsvp]:
    """In the order in which they came; once there is no room left, who says yes waits."""
    room = occurrence.capacity or occurrence.series.capacity or len(persons)
    rows = []
    for number, person in enumerate(persons):
        at = home.now - AHEAD * (1 - number / len(persons))
        answer = _one_answer(home)
        is_yes = answer == Rsvp.Answer.YES
        is_waiting = is_yes and room <= 0
        room -= is_yes
        rows.append(
            Rsvp(
                university=home.university,
                society_id=occurrence.society_id,
                occurrence=occurrence,
                person=person,
                answer=answer,
                is_waiting=is_waiting,
                queued_at=at if is_yes else None,
                answered_at=at,
            )
        )
    return rows


def _one_answer(home: Home) -> str:
    drawn = home.rng.random()
    if drawn < NO:
        return Rsvp.Answer.NO
    return Rsvp.Answer.MAYBE if drawn < NO + MAYBE else Rsvp.Answer.YES


def _follow(home: Home, made: Made, members: Sequence[Person]) -> None:
    """Many follow the society, some of them one series instead, a few an observance."""
    series = Series.objects.get(society=made.society, name=WEEKLY)
    observance = Observance.objects.get(slug="iwd")
    rows = []
    for person in members:
        since, drawn = home.noon(home.today - home.rng.randint(1, 60) * DAY), home.rng.random()
        if drawn < FOLLOWS_SOCIETY:
            rows.append(Follow(university=home.university, person=person, society=made.society, since=since))
        elif drawn < FOLLOWS_SOCIETY + FOLLOWS_SERIES:
            rows.append(Follow(university=home.university, person=person, series=series, since=since))
    rows += [Follow(person=person, observance=observance, since=home.now) for person in members[:5]]
    Follow.objects.bulk_create(rows)


def _ask_for_news(home: Home, made: Made, members: Sequence[Person]) -> list[Person]:
    """Who asked for news when joining; every officer did."""
    officers = {each.person.pk for each in made.core}
    readers = [each for each in members if each.pk in officers or home.rng.random() < WANTS_NEWS]
    joined = dict(Membership.objects.filter(society=made.society).values_list("person", "joined_at"))
    Consent.objects.bulk_create(
        Consent(
            person=person,
            kind=Consent.Kind.NEWS,
            version=VERSION,
            subject=news_subject(made.society),
            university_id=home.university.pk,
            society_id=made.society.pk,
            where="join",
            given_at=joined[person.pk],
        )
        for person in readers
    )
    return readers


def _write_letter(home: Home, made: Made, readers: Sequence[Person]) -> None:
    at = home.noon(home.today - 5 * DAY)
    letter = Letter.objects.create(
        university=home.university,
        society=made.society,
        audience=Letter.Audience.MEMBERS,
        subject=SUBJECT,
        text=TEXT,
        written_at=at,
        written_by=made.president,
        recipients=len(readers),
    )
    home.record("letter_written", f"letter:{letter.pk}", made.president, at, made.society.pk)


def _hold_together(home: Home, made: Made, others: Mapping[str, Made]) -> None:
    """One date is held with another society; one society is asked, and one asks."""
    film = made.society.occurrences.get(series__name=FILM)
    guest = made.society.occurrences.get(series__name=DIALOGUE)
    _cohost(home, made, others["Film Circle"], film, accepted=True)
    _cohost(home, made, others["Law and Gender Clinic"], guest, accepted=False)
    studio = others["Engineers for Equality"]
    coming = studio.society.occurrences.filter(
        starts_at__gt=home.now + DAY, cancelled_at__isnull=True, timing=Timing.TIMED
    )
    if (asked_about := coming.first()) is not None:
        _cohost(home, studio, made, asked_about, accepted=False)


def _cohost(home: Home, host: Made, guest: Made, occurrence: Occurrence, *, accepted: bool) -> None:
    asked: datetime = home.noon(home.today - 3 * DAY)
    answered = home.noon(home.today - DAY) if accepted else None
    row = CoHost.objects.create(
        university=home.university,
        society=host.society,
        guest=guest.society,
        occurrence=occurrence,
        invited_at=asked,
        invited_by=host.president,
        accepted_at=answered,
        accepted_by=guest.president if accepted else None,
    )
    home.record("cohost_invited", f"cohost:{row.pk}", host.president, asked, host.society.pk)
    if answered is not None:
        home.record("cohost_accepted", f"cohost:{row.pk}", guest.president, answered, guest.society.pk)

"""Officers write to people: exactly those who may be written to get one mail, and nobody's address is in another's."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives

from campus.activities.models import Occurrence, Rsvp
from campus.base.errors import Conflict, Invalid, NotFound, TooMany
from campus.checkin import letters
from campus.checkin.actions import send_letter_work, write_letter
from campus.checkin.letters import Address
from campus.checkin.models import Letter
from campus.custody.actions import withdraw
from campus.custody.joining import join_societies
from campus.directory.actions import suspend_society
from campus.directory.models import Society
from campus.membership.actions import block_person, join, leave, want_news, want_no_news
from campus.membership.news import wants_news
from campus.outbox.actions import stop_mail
from campus.outbox.models import Job, MailStop, Notice
from campus.outbox.sender import send_next
from campus.outbox.unsubscribe import stop_link
from campus.people.models import AuditEvent, Consent, Person
from tests import factories
from tests import factories_checkin as make
from tests.campus.refusals import refused
from tests.campus.rights import EVENTS, PRESIDENT_AND_SECRETARY, Line, cells
from tests.conftest import Cast
from tests.factories import NOW

Audience = Letter.Audience
DATED = {Audience.ANSWERED_YES, Audience.CAME}
EVERY_AUDIENCE = [Audience.MEMBERS, Audience.NEWCOMERS, Audience.ANSWERED_YES, Audience.CAME]


@pytest.fixture
def held(cast: Cast) -> Occurrence:
    return make.occurrence(make.series(cast.society))


def write(cast: Cast, audience: str = Audience.MEMBERS, by: Person | None = None, **changes: Any) -> Letter:
    values = {"society": cast.society, "subject": "Next term", "text": "We meet on Tuesday.", "at": NOW}
    return write_letter(by=by or cast.kofi, audience=audience, **{**values, **changes})


def send(letter: Letter) -> list[Person | None]:
    """Who gets it, in the order of their numbers."""
    send_letter_work(Job.objects.get(key=f"letter:{letter.pk}"), lambda done, total: None)
    Notice.objects.filter(kind="letter").update(send_after=NOW)
    return [row.person for row in Notice.objects.filter(kind="letter").order_by("person")]


def answer(held: Occurrence, person: Person, said: str = "yes") -> Rsvp:
    return Rsvp.objects.create(
        university=held.university,
        society=held.society,
        occurrence=held,
        person=person,
        answer=said,
        queued_at=NOW if said == "yes" else None,
        answered_at=NOW,
    )


def put_in(audience: str, held: Occurrence, person: Person) -> None:
    """Make somebody one of an audience."""
    if audience == Audience.MEMBERS:
        held.society.memberships.create(university=held.university, person=person, joined_on=NOW.date(), joined_at=NOW)
    elif audience == Audience.ANSWERED_YES:
        answer(held, person)
    else:
        make.attendance(held, person)


def news(person: Person, society: Society) -> Consent:
    return want_news(by=person, society=society, where="join", at=NOW)


def reached(audience: str, held: Occurrence) -> tuple[list[int], dict[str, int]]:
    found = letters.recipients(Address(held.society, audience, held if audience in DATED else None), NOW)
    return found.reached, {reason: number for reason, number in found.left_out.items() if number}


@cells(
    Line(
        "write to members and newcomers",
        lambda cast, who: _write_to_one(cast, who),
        PRESIDENT_AND_SECRETARY | EVENTS,
    )
)
def test_who_may(line: Line, who: str, cast: Cast) -> None:
    line.check(cast, who)


def _write_to_one(cast: Cast, who: Person) -> Letter:
    if not cast.society.memberships.exists():
        join(by=cast.amina, society=cast.society, at=NOW, news=True)
    return write(cast, by=who)


class TestRecipients:
    """Each audience with each state of a person."""

    @pytest.mark.parametrize("audience", EVERY_AUDIENCE)
    def test_who_asked_for_news_is_reached(self, audience: str, cast: Cast, held: Occurrence) -> None:
        put_in(audience, held, cast.amina)
        news(cast.amina, cast.society)
        news(cast.dean, cast.society)  # not of the audience
        assert reached(audience, held) == ([cast.amina.pk], {})

    @pytest.mark.parametrize("audience", [Audience.MEMBERS, Audience.NEWCOMERS, Audience.CAME])
    def test_who_did_not_is_not(self, audience: str, cast: Cast, held: Occurrence) -> None:
        put_in(audience, held, cast.amina)
        news(cast.amina, cast.other_society)
        assert reached(audience, held) == ([], {"no_consent": 1})
        want_no_news(by=cast.amina, society=cast.society, at=NOW)
        assert reached(audience, held) == ([], {"no_consent": 1})

    def test_about_a_date_whoever_answered_it_is_reached(self, cast: Cast, held: Occurrence) -> None:
        put_in(Audience.ANSWERED_YES, held, cast.amina)
        assert reached(Audience.ANSWERED_YES, held) == ([cast.amina.pk], {})
        make.attendance(held, cast.amina)
        assert reached(Audience.CAME, held) == ([cast.amina.pk], {})

    def test_maybe_and_no_are_not_yes(self, cast: Cast, held: Occurrence) -> None:
        answer(held, cast.amina, "maybe")
        answer(held, cast.dean, "no")
        assert reached(Audience.ANSWERED_YES, held) == ([], {})

    @pytest.mark.parametrize("audience", EVERY_AUDIENCE)
    def test_an_address_that_is_not_proven_is_not_reached(self, audience: str, cast: Cast, held: Occurrence) -> None:
        brian = factories.person("Brian Ochieng", proven=False)
        put_in(audience, held, brian)
        Consent.objects.create(
            person=brian, kind="news", version="2026-11", subject=f"society:{cast.society.pk}", given_at=NOW
        )
        assert reached(audience, held) == ([], {"unproven": 1})
        Person.objects.filter(pk=brian.pk).update(email="brian@karura.example", proven_at=NOW)
        assert reached(audience, held) == ([brian.pk], {})

    @pytest.mark.parametrize("audience", EVERY_AUDIENCE)
    @pytest.mark.parametrize("by_address", [True, False])
    def test_who_unsubscribed_is_not_reached(
        self, audience: str, by_address: bool, cast: Cast, held: Occurrence
    ) -> None:
        put_in(audience, held, cast.amina)
        news(cast.amina, cast.society)
        topic = "letter_about_dates" if audience in DATED else "letter"
        whose: dict[str, Any] = {"address": "amina@karura.example"} if by_address else {"person": cast.amina}
        MailStop.objects.create(**whose, topic=f"{topic}:society:{cast.other_society.pk}", at=NOW)
        assert reached(audience, held) == ([cast.amina.pk], {})
        MailStop.objects.create(**whose, topic=f"{topic}:society:{cast.society.pk}", at=NOW)
        assert reached(audience, held) == ([], {"stopped": 1})

    @pytest.mark.parametrize("audience", EVERY_AUDIENCE)
    def test_who_is_blocked_is_not_reached(self, audience: str, cast: Cast, held: Occurrence) -> None:
        put_in(audience, held, cast.amina)
        news(cast.amina, cast.society)
        block_person(by=cast.kofi, society=cast.society, person=cast.amina, reason="Threats.", at=NOW)
        found = letters.recipients(Address(cast.society, audience, held if audience in DATED else None), NOW)
        assert found.reached == []

    @pytest.mark.parametrize("audience", EVERY_AUDIENCE)
    def test_two_who_are_one_are_reached_once(self, audience: str, cast: Cast, held: Occurrence) -> None:
        other = factories.person("Amina O.")
        for each in (cast.amina, other):
            put_in(audience, held, each)
        news(cast.amina, cast.society)
        Person.objects.filter(pk=other.pk).update(merged_into=cast.amina, is_active=False)
        assert reached(audience, held) == ([cast.amina.pk], {})

    def test_who_left_and_who_was_voided_are_of_no_audience(self, cast: Cast, held: Occurrence) -> None:
        join(by=cast.amina, society=cast.society, at=NOW, news=True)
        leave(by=cast.amina, society=cast.society, at=NOW)
        make.attendance(held, cast.dean, voided_at=NOW, void_reason="mistake")
        assert (reached(Audience.MEMBERS, held), reached(Audience.CAME, held)) == (([], {}), ([], {}))
        assert not wants_news(cast.amina, cast.society)

    def test_a_newcomer_is_one_of_this_term(self, cast: Cast, held: Occurrence) -> None:
        last_spring = make.occurrence(held.series, make.TODAY - timedelta(days=200))
        for person in (cast.amina, cast.dean):
            make.attendance(held, person)
            news(person, cast.society)
        make.attendance(last_spring, cast.dean)
        assert reached(Audience.NEWCOMERS, held) == ([cast.amina.pk], {})

    def test_the_preview_is_for_officers_who_see_names(self, cast: Cast, held: Occurrence) -> None:
        address = Address(cast.society, Audience.MEMBERS)
        assert letters.preview(cast.kofi, address, NOW).reached == []
        for who in (cast.grace, cast.dean, cast.zola, None):
            with pytest.raises(NotFound):
                letters.preview(who, address, NOW)
            with pytest.raises(NotFound):
                letters.letters_of(cast.society, who, NOW)


class TestWriting:
    @pytest.fixture(autouse=True)
    def _members(self, cast: Cast) -> None:
        for person in (cast.amina, cast.dean):
            join(by=person, society=cast.society, at=NOW, news=True)
        join(by=cast.lucia, society=cast.society, at=NOW)

    def test_one_notice_for_each_and_the_letter_is_kept(self, cast: Cast) -> None:
        letter = write(cast, text="Line one.\r\n\r\nLine two.")
        assert send(letter) == [cast.amina, cast.dean]
        letter.refresh_from_db()
        assert (letter.recipients, letter.text, letter.written_by) == (2, "Line one.\n\nLine two.", cast.kofi)
        assert AuditEvent.objects.filter(verb="letter_written", object=f"letter:{letter.pk}").count() == 1

    def test_the_job_done_again_sends_nothing_twice(self, cast: Cast) -> None:
        letter = write(cast)
        assert send(letter) == send(letter) == [cast.amina, cast.dean]

    def test_a_job_cut_off_goes_on_where_it_was(self, cast: Cast) -> None:
        letter = write(cast)
        send(letter)
        Notice.objects.filter(kind="letter", person=cast.dean).delete()
        Notice.objects.filter(kind="letter").update(sent_at=NOW, context={})
        assert send(letter) == [cast.amina, cast.dean]
        assert Notice.objects.filter(kind="letter", sent_at__isnull=True).count() == 1

    def test_who_takes_it_back_meanwhile_gets_nothing(self, cast: Cast) -> None:
        letter = write(cast)
        want_no_news(by=cast.amina, society=cast.society, at=NOW)
        assert send(letter) == [cast.dean]
        withdraw(by=cast.dean, consent=Consent.objects.get(person=cast.dean, kind="news"), at=NOW)
        assert send_next(NOW)
        assert (mail.outbox, Notice.objects.get(kind="letter").outcome) == ([], "not wanted any more")

    def test_a_society_that_is_closed_meanwhile_writes_nothing(self, cast: Cast) -> None:
        letter = write(cast)
        suspend_society(by=cast.dean, society=cast.society, reason="No report.", at=NOW)
        assert send(letter) == []
        with refused(Conflict, "society_not_open"):
            write(cast)

    def test_no_mail_shows_another_address_and_markup_is_text(self, cast: Cast) -> None:
        send(write(cast, subject="A <b>bold</b> plan", text="<script>1</script>\nSee https://karura.example/a?b=1&c=2"))
        while send_next(NOW):
            pass
        assert [message.to for message in mail.outbox] == [["amina@karura.example"], ["dean@karura.example"]]
        for message in mail.outbox:
            text = str(message.message())
            others = {"amina@karura.example", "dean@karura.example", "kofi@karura.example"} - set(message.to)
            assert [address for address in others if address in text] == []
            assert isinstance(message, EmailMultiAlternatives)
            html = str(message.alternatives[0][0])
            assert "<script>" not in html
            assert "&lt;script&gt;1&lt;/script&gt;<br>" in html
            assert '<a href="https://karura.example/a?b=1&amp;c=2" rel="nofollow">' in html
            assert message.subject == "HeForShe Karura: A <b>bold</b> plan"
            assert (message.cc, message.bcc, message.reply_to) == ([], [], [])
            assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"

    def test_two_letters_in_seven_days(self, cast: Cast) -> None:
        write(cast)
        write(cast, at=NOW + timedelta(days=1))
        with refused(TooMany, "too_many_letters"):
            write(cast, at=NOW + timedelta(days=6, hours=23))
        write(cast, at=NOW + timedelta(days=7))

    def test_two_letters_to_each_audience_of_a_date(self, cast: Cast, held: Occurrence) -> None:
        answer(held, cast.amina)
        for _time in range(2):
            write(cast, Audience.ANSWERED_YES, occurrence=held)
        with refused(TooMany, "too_many_letters"):
            write(cast, Audience.ANSWERED_YES, occurrence=held, at=NOW + timedelta(days=8))
        make.attendance(held, cast.amina)
        write(cast, Audience.CAME, occurrence=held)
        write(cast)

    def test_a_letter_that_reaches_nobody_is_none(self, cast: Cast, held: Occurrence) -> None:
        with refused(Conflict, "reaches_nobody"):
            write(cast, Audience.ANSWERED_YES, occurrence=held)
        assert Letter.objects.count() == Job.objects.filter(kind="send_letter").count() == 0

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"subject": " "}, "subject"),
            ({"subject": "x" * 121}, "subject"),
            ({"text": "\n"}, "text"),
            ({"text": "x" * 5001}, "text"),
            ({"audience": "everybody"}, "audience"),
            ({"audience": Audience.CAME}, "occurrence"),
        ],
    )
    def test_what_is_wrong_is_said_at_its_field(self, changes: dict[str, Any], field: str, cast: Cast) -> None:
        with pytest.raises(Invalid) as refusal:
            write(cast, **changes)
        assert list(refusal.value.fields) == [field]

    def test_no_letter_about_somebody_elses_date(self, cast: Cast) -> None:
        theirs = make.occurrence(make.series(cast.other_society))
        answer(theirs, cast.amina)
        with pytest.raises(NotFound):
            write(cast, Audience.ANSWERED_YES, occurrence=theirs)

    def test_none_about_a_date_long_over(self, cast: Cast, held: Occurrence) -> None:
        answer(held, cast.amina)
        with refused(Conflict, "long_over"):
            write(cast, Audience.ANSWERED_YES, occurrence=held, at=held.ends_at + timedelta(days=30, seconds=1))


class TestUnsubscribing:
    def stop(self, letter: Letter, person: Person) -> str:
        token = stop_link(Notice.objects.get(kind="letter", subject_key=f"letter:{letter.pk}", person=person))
        return stop_mail(token=token.rstrip("/").rpartition("/")[2], at=NOW)

    def test_it_ends_the_news_of_this_society_alone(self, cast: Cast) -> None:
        join(by=cast.amina, society=cast.society, at=NOW, news=True)
        news(cast.amina, cast.other_society)
        letter = write(cast)
        send(letter)
        assert self.stop(letter, cast.amina) == f"letter:society:{cast.society.pk}"
        assert not wants_news(cast.amina, cast.society)
        assert wants_news(cast.amina, cast.other_society)
        assert letters.recipients(Address(cast.society, Audience.MEMBERS), NOW).reached == []

    def test_whoever_asks_again_gets_it_again(self, cast: Cast) -> None:
        join(by=cast.amina, society=cast.society, at=NOW, news=True)
        letter = write(cast)
        send(letter)
        self.stop(letter, cast.amina)
        news(cast.amina, cast.society)
        assert letters.recipients(Address(cast.society, Audience.MEMBERS), NOW).reached == [cast.amina.pk]

    def test_mail_about_dates_is_another_thing(self, cast: Cast, held: Occurrence) -> None:
        join(by=cast.amina, society=cast.society, at=NOW, news=True)
        answer(held, cast.amina)
        letter = write(cast, Audience.ANSWERED_YES, occurrence=held)
        send(letter)
        assert self.stop(letter, cast.amina) == f"letter_about_dates:society:{cast.society.pk}"
        assert wants_news(cast.amina, cast.society)
        assert reached(Audience.ANSWERED_YES, held) == ([], {"stopped": 1})
        assert reached(Audience.MEMBERS, held) == ([cast.amina.pk], {})

    def test_what_was_stopped_stays_stopped_when_two_societies_become_one(self, cast: Cast, held: Occurrence) -> None:
        film = factories.society(cast.karura, "Film Circle")
        for society in (film, cast.society):
            MailStop.objects.create(person=cast.dean, topic=f"letter:society:{society.pk}", at=NOW)
        MailStop.objects.create(person=cast.amina, topic=f"letter_about_dates:society:{film.pk}", at=NOW)
        join_societies(
            by=cast.dean, society=film, into=cast.society, typed_name="film circle", reason="Same people.", at=NOW
        )
        assert set(MailStop.objects.values_list("person__name", "topic")) == {
            ("Ruth Wekesa", f"letter:society:{cast.society.pk}"),
            ("Amina Otieno", f"letter_about_dates:society:{cast.society.pk}"),
        }


class TestConsent:
    def test_it_is_off_by_default(self, cast: Cast) -> None:
        join(by=cast.amina, society=cast.society, at=NOW)
        assert not Consent.objects.filter(kind="news").exists()

    def test_it_is_kept_with_its_words(self, cast: Cast) -> None:
        for _time in range(2):
            join(by=cast.amina, society=cast.society, at=NOW, news=True)
        consent = Consent.objects.get(kind="news")
        assert (consent.version, consent.subject, consent.where) == ("2026-11", f"society:{cast.society.pk}", "join")

    def test_who_is_blocked_cannot_ask_for_news(self, cast: Cast) -> None:
        block_person(by=cast.kofi, society=cast.society, person=cast.amina, reason="Threats.", at=NOW)
        with refused(Conflict, "blocked"):
            news(cast.amina, cast.society)

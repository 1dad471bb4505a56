"""Two societies hold something together: asked, accepted, ended; and whoever comes counts for both."""

from datetime import date, timedelta
from typing import Any

import pytest

from campus.activities.actions import cancel_occurrence
from campus.activities.actions.hosting import invite_cohost
from campus.activities.models import CoHost, Occurrence, Series
from campus.activities.queries import hosting
from campus.base.errors import Conflict, NotFound, TooMany
from campus.checkin.actions import accept_cohost, end_cohost, not_me, rebuild_participation, void_attendance
from campus.checkin.models import Attendance, Credit, TermParticipation
from campus.checkin.queries import attendances_at, counts_of
from campus.checkin.tokens import not_me_token
from campus.custody.actions import withdraw
from campus.custody.joining import join_societies
from campus.directory.actions import suspend_society
from campus.directory.models import Society, Term
from campus.directory.queries import reporting_term_on
from campus.membership.models import Block
from campus.outbox.models import Job, Notice
from campus.people.models import AuditEvent, Consent
from campus.reports.figures import newcomers, participation, society_figures
from tests import factories
from tests import factories_checkin as make
from tests.campus.refusals import refused
from tests.campus.rights import EVENTS, PRESIDENT_AND_SECRETARY, Line, cells
from tests.conftest import Cast
from tests.factories import NOW

LAST_WEEK = NOW - timedelta(days=7)


@pytest.fixture
def door(cast: Cast) -> make.Door:
    return make.open_door(cast.society)


@pytest.fixture
def film(cast: Cast) -> Society:
    """Another society of Karura, led by Amina."""
    made = factories.society(cast.karura, "Film Circle")
    factories.office(cast.amina, "president", society=made)
    return made


def invited(cast: Cast, target: Series | Occurrence, guest: Society, at: Any = LAST_WEEK) -> CoHost:
    return invite_cohost(by=cast.kofi, target=target, guest=guest, at=at)


def together(cast: Cast, target: Series | Occurrence, guest: Society, at: Any = LAST_WEEK) -> CoHost:
    by = guest.offices.get(role="president").person
    assert by is not None
    return accept_cohost(by=by, cohost=invited(cast, target, guest, at), at=at)


def credited(row: Attendance) -> list[str]:
    return list(row.credits.order_by("pk").values_list("society__name", flat=True))


def sums(society: Society) -> dict[str, int]:
    return dict(TermParticipation.objects.filter(society=society).values_list("person__name", "visits"))


def _invite(cast: Cast, who: Any) -> object:
    series = cast.society.series.first() or make.series(cast.society)
    guest = Society.objects.filter(name="Film Circle").first() or factories.society(cast.karura, "Film Circle")
    return invite_cohost(by=who, target=series, guest=guest, at=NOW)


def _accept(cast: Cast, who: Any) -> object:
    host = factories.society(cast.karura, "Film Circle")
    row = CoHost.objects.create(
        university=cast.karura, society=host, guest=cast.society, series=make.series(host), invited_at=NOW
    )
    return accept_cohost(by=who, cohost=row, at=NOW)


@cells(
    Line("ask another society to hold something together", _invite, PRESIDENT_AND_SECRETARY | EVENTS),
    Line("accept to hold something together", _accept, PRESIDENT_AND_SECRETARY | EVENTS),
)
def test_who_may(line: Line, who: str, cast: Cast) -> None:
    line.check(cast, who)


class TestInvitations:
    def test_the_officers_who_plan_get_a_mail(self, cast: Cast, door: make.Door, film: Society) -> None:
        factories.office(cast.grace, "treasurer", society=film)
        row = invited(cast, door.series, film)
        notice = Notice.objects.get()
        assert (notice.kind, notice.person, notice.subject_key) == ("cohost_invited", cast.amina, f"cohost:{row.pk}")
        assert notice.context["link"].endswith("/manage/karura/film-circle/together/")

    def test_asked_twice_is_asked_once(self, cast: Cast, door: make.Door, film: Society) -> None:
        assert invited(cast, door.series, film) == invited(cast, door.series, film)
        assert (CoHost.objects.count(), Notice.objects.count()) == (1, 1)

    @pytest.mark.parametrize("status", ["draft", "suspended", "archived"])
    def test_a_society_that_is_not_open_is_not_here(self, cast: Cast, door: make.Door, status: str) -> None:
        closed = factories.society(cast.karura, "Film Circle", status=status)
        with pytest.raises(NotFound):
            invited(cast, door.series, closed)

    def test_nobody_holds_something_with_themself(self, cast: Cast, door: make.Door) -> None:
        with refused(Conflict, "same_society"):
            invited(cast, door.series, cast.society)

    def test_a_date_that_has_begun_stays_whose_it_is(self, cast: Cast, door: make.Door, film: Society) -> None:
        row = invited(cast, door.occurrence, film)
        after = door.occurrence.starts_at
        with refused(Conflict, "occurrence_begun"):
            accept_cohost(by=cast.amina, cohost=row, at=after)
        with refused(Conflict, "occurrence_begun"):
            invited(cast, door.occurrence, cast.other_society, at=after)

    def test_what_was_declined_may_be_asked_once_more_in_a_month(
        self, cast: Cast, door: make.Door, film: Society
    ) -> None:
        for _time in range(2):
            end_cohost(by=cast.amina, cohost=invited(cast, door.series, film), at=LAST_WEEK)
        with refused(TooMany, "asked_often"):
            invited(cast, door.series, film)
        invited(cast, door.series, film, at=LAST_WEEK + timedelta(days=31))

    def test_a_society_sends_twenty_in_a_week(self, cast: Cast) -> None:
        for number in range(20):
            guest = factories.society(cast.karura, f"Society {number}")
            invited(cast, make.series(cast.society, f"Series {number}"), guest)
        with refused(TooMany, "too_many"):
            invited(cast, make.series(cast.society, "One more"), guest)

    def test_ten_societies_hold_one_thing(self, cast: Cast, door: make.Door) -> None:
        for number in range(10):
            invited(cast, door.series, factories.society(cast.karura, f"Society {number}"))
        with refused(Conflict, "too_many_cohosts"):
            invited(cast, door.series, cast.other_society)

    def test_who_accepts_tells_the_host(self, cast: Cast, door: make.Door, film: Society) -> None:
        together(cast, door.series, film)
        told = Notice.objects.filter(kind="cohost_accepted")
        assert {row.person for row in told} == {cast.kofi, cast.wanjiru, cast.dennis}
        assert list(AuditEvent.objects.values_list("verb", "society_id")) == [
            ("cohost_invited", cast.society.pk),
            ("cohost_accepted", film.pk),
        ]

    def test_an_invitation_taken_back_cannot_be_accepted(self, cast: Cast, door: make.Door, film: Society) -> None:
        row = invited(cast, door.series, film)
        end_cohost(by=cast.dennis, cohost=row, at=LAST_WEEK)
        with refused(Conflict, "cohost_ended"):
            accept_cohost(by=cast.amina, cohost=row, at=LAST_WEEK)
        assert AuditEvent.objects.latest("pk").verb == "cohost_taken_back"

    def test_strangers_find_nothing(self, cast: Cast, door: make.Door, film: Society) -> None:
        row = invited(cast, door.series, film)
        for who in (cast.zola, cast.grace, cast.dean):
            with pytest.raises(NotFound):
                end_cohost(by=who, cohost=row, at=NOW)
            with pytest.raises(NotFound):
                hosting.cohost_by_number(who, row.pk, NOW)
            assert list(hosting.together(who, cast.society)) == []
        assert hosting.cohost_by_number(cast.amina, row.pk, NOW) == row


class TestHosts:
    def test_the_host_stands_first(self, cast: Cast, door: make.Door, film: Society) -> None:
        together(cast, door.series, film)
        together(cast, door.occurrence, cast.other_society)
        assert hosting.hosts_of(door.occurrence) == [cast.society, film, cast.other_society]
        next_week = make.occurrence(door.series, make.TODAY + timedelta(days=7))
        assert hosting.hosts_of(next_week) == [cast.society, film]

    def test_who_accepted_after_the_start_is_none(self, cast: Cast, door: make.Door, film: Society) -> None:
        together(cast, door.series, film, at=door.occurrence.starts_at)
        assert hosting.hosts_of(door.occurrence) == [cast.society]

    def test_who_left_after_the_start_was_one(self, cast: Cast, door: make.Door, film: Society) -> None:
        row = together(cast, door.series, film)
        end_cohost(by=cast.amina, cohost=row, at=door.occurrence.starts_at)
        next_week = make.occurrence(door.series, make.TODAY + timedelta(days=7))
        assert hosting.hosts_of(door.occurrence) == [cast.society, film]
        assert hosting.hosts_of(next_week) == [cast.society]

    def test_a_closed_society_is_not_named(self, cast: Cast, door: make.Door, film: Society) -> None:
        together(cast, door.series, film)
        suspend_society(by=cast.dean, society=film, reason="No report.", at=NOW)
        assert hosting.hosts_of(door.occurrence) == [cast.society]

    def test_many_dates_are_asked_in_one_query(
        self, cast: Cast, door: make.Door, film: Society, django_assert_num_queries: Any
    ) -> None:
        together(cast, door.series, film)
        dates = [door.occurrence, *(make.occurrence(door.series, date(2026, 11, day)) for day in (3, 10))]
        with django_assert_num_queries(1):
            assert set(map(tuple, hosting.guests_of(dates).values())) == {(film,)}


class TestCredits:
    def test_a_visit_counts_for_each_host(self, cast: Cast, door: make.Door, film: Society) -> None:
        together(cast, door.series, film)
        rows = [door.signed_in(cast.dean).attendance, door.anonymous("another phone").attendance]
        door.typed("brian@karura.example", phone="a third phone")
        rows.append(Attendance.objects.get(identity="typed"))
        assert [credited(row) for row in rows] == [["HeForShe Karura", "Film Circle"]] * 3
        assert sums(cast.society) == sums(film) == {"Ruth Wekesa": 1, "Brian Ochieng": 1}

    def test_a_society_of_another_university_is_credited_under_its_own(self, cast: Cast, door: make.Door) -> None:
        together(cast, door.series, cast.other_society)
        row = door.signed_in(cast.amina).attendance
        assert set(row.credits.values_list("society", "university")) == {
            (cast.society.pk, cast.karura.pk),
            (cast.other_society.pk, cast.other.pk),
        }
        assert TermParticipation.objects.get(society=cast.other_society).term.calendar.university == cast.other

    def test_who_accepts_between_doors_and_start_has_those_who_came_early(
        self, cast: Cast, door: make.Door, film: Society
    ) -> None:
        row = invited(cast, door.series, film)
        came = door.signed_in(cast.dean).attendance
        assert credited(came) == ["HeForShe Karura"]
        accept_cohost(by=cast.amina, cohost=row, at=NOW)
        assert (credited(came), sums(film)) == (["HeForShe Karura", "Film Circle"], {"Ruth Wekesa": 1})
        end_cohost(by=cast.amina, cohost=row, at=NOW)
        assert (credited(came), sums(film)) == (["HeForShe Karura"], {})
        assert sums(cast.society) == {"Ruth Wekesa": 1}

    def test_who_is_blocked_by_a_guest_counts_for_the_others(self, cast: Cast, door: make.Door, film: Society) -> None:
        Block.objects.create(university=cast.karura, society=film, person=cast.dean, at=NOW)
        together(cast, door.series, film)
        assert credited(door.signed_in(cast.dean).attendance) == ["HeForShe Karura"]
        assert sums(film) == {}

    def test_a_void_takes_it_from_all(self, cast: Cast, door: make.Door, film: Society) -> None:
        together(cast, door.series, film)
        row = door.signed_in(cast.dean).attendance
        void_attendance(by=cast.kofi, attendance=row, reason="mistake", at=NOW)
        assert (sums(cast.society), sums(film)) == ({}, {})
        with pytest.raises(NotFound):
            void_attendance(by=cast.amina, attendance=row, reason="mistake", at=NOW)

    def test_undoing_takes_it_from_all(self, cast: Cast, door: make.Door, film: Society) -> None:
        together(cast, door.series, film)
        door.signed_in(cast.dean)
        door.undo()
        assert (sums(cast.society), sums(film)) == ({}, {})

    def test_not_me_takes_it_from_all(self, cast: Cast, door: make.Door, film: Society) -> None:
        together(cast, door.series, film)
        door.typed("dean@karura.example")
        assert sums(film) == {"Ruth Wekesa": 1}
        not_me(token=not_me_token(person=cast.dean, university=cast.karura, day=NOW.date()), at=NOW)
        assert (sums(cast.society), sums(film)) == ({}, {})

    def test_a_rebuild_finds_the_same(self, cast: Cast, door: make.Door, film: Society) -> None:
        together(cast, door.series, film)
        door.signed_in(cast.dean)
        TermParticipation.objects.all().delete()
        rebuild_participation(university=cast.karura, progress=lambda done, total: None)
        assert sums(cast.society) == sums(film) == {"Ruth Wekesa": 1}

    def test_a_cancelled_date_is_recounted_for_all(self, cast: Cast, door: make.Door, film: Society) -> None:
        together(cast, door.series, film)
        door.signed_in(cast.dean)
        cancel_occurrence(by=cast.kofi, occurrence=door.occurrence, reason="A fire alarm.", at=NOW)
        asked = Job.objects.filter(kind="rebuild_participation").values_list("arguments__society", flat=True)
        assert set(asked) == {cast.society.pk, film.pk}

    def test_taking_back_a_consent_leaves_every_sum_as_rows_say(
        self, cast: Cast, door: make.Door, film: Society
    ) -> None:
        """Amina came to what two societies held, and to a date of the guest alone: only the first loses its name."""
        together(cast, door.series, film)
        own = make.open_door(film)
        for each in (door, own):
            each.signed_in(cast.dean)
        withdraw(by=cast.dean, consent=Consent.objects.get(society_id=cast.society.pk), at=NOW)
        assert sorted(TermParticipation.objects.filter(society=film).values_list("visits", flat=True)) == [1, 1]
        before = set(TermParticipation.objects.values_list("society", "person", "visits", "first_on"))
        rebuild_participation(university=cast.karura, progress=lambda done, total: None)
        assert set(TermParticipation.objects.values_list("society", "person", "visits", "first_on")) == before


class TestFigures:
    def test_the_university_counts_a_visit_once(self, cast: Cast, door: make.Door, film: Society) -> None:
        together(cast, door.series, film)
        for number in range(12):
            door.signed_in(factories.person(f"Student {number}"), phone=f"phone {number}")
        term = reporting_term_on(cast.karura, NOW.date())
        assert term is not None
        table = participation(cast.dean, cast.karura, term, at=NOW)
        rows = {row.society.name: (row.now.visits.value, row.now.participants.value) for row in table.rows}
        assert rows == {"HeForShe Karura": (10, 10), "Film Circle": (10, 10)}
        assert (table.total.visits.value, table.total.participants.value) == (10, 10)

    def test_a_small_number_stays_small_for_the_guests_university(self, cast: Cast, door: make.Door) -> None:
        together(cast, door.series, cast.other_society)
        for number in range(4):
            door.signed_in(factories.person(f"Student {number}"), phone=f"phone {number}")
        term = reporting_term_on(cast.other, NOW.date())
        assert term is not None
        table = participation(cast.zolas_dean, cast.other, term, at=NOW)
        assert (str(table.total.visits.text), table.total.visits.value) == ("fewer than 5", None)

    def test_a_date_held_together_is_a_meeting_of_the_guest(self, cast: Cast, door: make.Door, film: Society) -> None:
        """First-timers of the guest could have come again to what it holds with others."""
        own = make.occurrence(make.series(film, "Screening"), make.TODAY - timedelta(days=1))
        make.attendance(own, cast.dean)
        together(cast, door.series, film)
        term = reporting_term_on(cast.karura, NOW.date())
        assert term is not None
        counted = society_figures(film, term, door.occurrence.ends_at).figures.second_visits
        assert (counted.came_again, counted.could_have, counted.censored) == (0, 1, 0)
        door.signed_in(cast.dean)
        assert society_figures(film, term, door.occurrence.ends_at).figures.second_visits.came_again == 1

    def test_first_time_is_said_of_the_host(self, cast: Cast, door: make.Door, film: Society) -> None:
        make.attendance(make.occurrence(make.series(film), make.TODAY - timedelta(days=7)), cast.dean)
        together(cast, door.series, film)
        assert door.signed_in(cast.dean).first_time is True
        counts = {
            each: counts_of([door.occurrence.pk], each, by)[door.occurrence.pk]
            for each, by in ((cast.society, cast.kofi), (film, cast.amina))
        }
        assert (counts[cast.society].first_time, counts[film].first_time) == (1, 0)


class TestNames:
    def test_a_guest_of_the_same_university_sees_who_was_told_so(
        self, cast: Cast, door: make.Door, film: Society
    ) -> None:
        row = invited(cast, door.series, film)
        door.signed_in(cast.dean)  # read that only the host's officers see the name
        accept_cohost(by=cast.amina, cohost=row, at=NOW)
        late = door.signed_in(cast.lucia, phone="another").attendance
        assert late.privacy_version == "2026-11-with"
        assert list(attendances_at(door.occurrence, cast.amina)) == [late]
        assert counts_of([door.occurrence.pk], film, cast.amina)[door.occurrence.pk].visits == 2
        greeted = newcomers(cast.amina, film, reporting_term_on(cast.karura, NOW.date()), NOW).to_greet  # type: ignore[arg-type]
        assert [each.person for each in greeted or []] == [cast.lucia]

    def test_a_guest_of_another_university_sees_counts_only(self, cast: Cast, door: make.Door) -> None:
        together(cast, door.series, cast.other_society)
        row = door.signed_in(cast.amina).attendance
        assert row.privacy_version == "2026-11"
        with pytest.raises(NotFound):
            attendances_at(door.occurrence, cast.zola)
        assert counts_of([door.occurrence.pk], cast.other_society, cast.zola)[door.occurrence.pk].visits == 1
        greeted = newcomers(cast.zola, cast.other_society, reporting_term_on(cast.other, NOW.date()), NOW).to_greet  # type: ignore[arg-type]
        assert greeted == []


class TestJoining:
    def join(self, cast: Cast, film: Society) -> None:
        join_societies(
            by=cast.dean, society=film, into=cast.society, typed_name="film circle", reason="Same people.", at=NOW
        )

    def test_who_held_it_together_hold_it_as_one(self, cast: Cast, door: make.Door, film: Society) -> None:
        together(cast, door.series, film)
        door.signed_in(cast.dean)
        self.join(cast, film)
        assert (CoHost.objects.count(), sums(cast.society), sums(film)) == (0, {"Ruth Wekesa": 1}, {})
        assert Credit.objects.count() == 1

    def test_two_guests_that_become_one_are_one_guest(self, cast: Cast, film: Society) -> None:
        host = factories.society(cast.karura, "Chess Club")
        factories.office(cast.dean, "president", society=host)
        open_door = make.open_door(host)
        for guest, by in ((film, cast.amina), (cast.society, cast.kofi)):
            row = invite_cohost(by=cast.dean, target=open_door.series, guest=guest, at=LAST_WEEK)
            accept_cohost(by=by, cohost=row, at=LAST_WEEK)
        came = open_door.signed_in(cast.lucia).attendance
        self.join(cast, film)
        assert hosting.hosts_of(open_door.occurrence) == [host, cast.society]
        assert credited(came) == ["Chess Club", "HeForShe Karura"]
        assert sums(cast.society) == {"Lucía Ortega": 1}


def test_a_term_without_calendar_counts_nothing_for_the_guest(cast: Cast, door: make.Door) -> None:
    Term.objects.filter(university=cast.other).delete()
    together(cast, door.series, cast.other_society)
    assert len(credited(door.signed_in(cast.amina).attendance)) == 2
    assert sums(cast.other_society) == {}

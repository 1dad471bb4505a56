"""New this term, as a society's officers see it."""

from datetime import date, time, timedelta

import pytest

from campus.base.errors import NotFound
from campus.directory.models import Break, StaleMark, Term
from campus.directory.queries import reporting_term_on
from campus.membership.models import Membership
from campus.reports.figures import newcomers, newcomers_csv, public_participants
from tests import factories
from tests import factories_checkin as make
from tests.conftest import Cast
from tests.factories import NOW

THIS_WEEK = make.TODAY
LAST_WEEK = make.TODAY - timedelta(days=7)
LAST_TERM = date(2026, 2, 10)  # the fifth Tuesday of Semester 2, 2025/26


class Circle:
    """A society's dates, made as people come to them."""

    def __init__(self, society):
        self.society = society
        self.series = make.series(society)
        self.dates = {}

    def on(self, day, *people, at=make.EVENING):
        """People (None for a nameless one) come on a local date."""
        if (day, at) not in self.dates:
            self.dates[day, at] = make.occurrence(self.series, day, at)
        return [make.attendance(self.dates[day, at], person) for person in people]

    def page(self, officer, at=NOW, day=None):
        term = reporting_term_on(self.society.university, day or at.date())
        return newcomers(officer, self.society, term, at)


@pytest.fixture
def circle(cast: Cast) -> Circle:
    return Circle(cast.society)


def people(number, name="Person"):
    return [factories.person(f"{name} {index}") for index in range(number)]


def joined(society, person, on, **fields):
    return Membership.objects.create(
        university=society.university, society=society, person=person, joined_on=on, joined_at=NOW, **fields
    )


def test_people_are_new_from_last_term_or_back_again(cast, circle):
    new, last, long_ago = people(3)
    circle.on(date(2025, 9, 9), long_ago)
    circle.on(LAST_TERM, last)
    circle.on(THIS_WEEK, new, last, long_ago, None)
    page = circle.page(cast.kofi)
    assert (page.participants, page.first_time, page.from_last_term, page.back_again) == (3, 1, 1, 1)
    assert page.visits == 4


def test_who_came_again_is_told_of_those_who_could(cast, circle):
    again, once, late = people(3)
    circle.on(LAST_WEEK, again, once)
    circle.on(THIS_WEEK, again, late)
    second = circle.page(cast.kofi, at=NOW + timedelta(hours=3)).second_visits
    assert (second.came_again, second.could_have, second.censored) == (1, 2, 1)


def test_a_share_of_few_people_is_not_shown_to_officers_either(cast, circle):
    came = people(22)
    circle.on(LAST_WEEK, *came)
    circle.on(THIS_WEEK, *came[:11])
    later = NOW + timedelta(hours=3)
    assert circle.page(cast.kofi, at=later).second_visit_share.is_hidden
    circle.on(LAST_WEEK, factories.person("One more"))
    assert circle.page(cast.kofi, at=later).second_visit_share.value == 48


def test_members_and_participants_are_two_sets(cast, circle):
    both, only_member, only_participant = people(3)
    joined(cast.society, both, THIS_WEEK)
    joined(cast.society, only_member, THIS_WEEK)
    joined(cast.society, only_participant, LAST_TERM)
    circle.on(THIS_WEEK, both, only_participant)
    page = circle.page(cast.kofi)
    assert (page.new_members, page.new_in_both, page.first_time) == (2, 1, 2)


def test_who_was_a_member_before_has_rejoined(cast, circle):
    amina = cast.amina
    joined(cast.society, amina, LAST_TERM, left_on=LAST_TERM + timedelta(days=9))
    joined(cast.society, amina, THIS_WEEK)
    page = circle.page(cast.kofi)
    assert (page.new_members, page.rejoined) == (1, 1)


def test_newcomers_are_told_by_the_weeks_of_the_calendar(cast, circle):
    early, late = people(2)
    circle.on(date(2026, 9, 8), early)
    circle.on(THIS_WEEK, early, late)
    weeks = circle.page(cast.kofi).weeks
    told = {(week.label, week.name): (week.first_time, week.came_again) for week in weeks if week.first_time}
    assert told == {("1", "Week 1"): (1, 0), ("7", "Week 7"): (1, 1)}
    assert [week.week.starts_on for week in weeks] == [date(2026, 8, 31) + timedelta(weeks=n) for n in range(8)]
    assert [week.is_open for week in weeks] == [False] * 7 + [True]


def test_somebody_who_comes_twice_in_their_first_week_is_new_in_it_once(cast, circle):
    circle.on(THIS_WEEK, cast.amina)
    circle.on(THIS_WEEK - timedelta(days=1), cast.amina)
    last = circle.page(cast.kofi).weeks[-1]
    assert (last.first_time, last.came_again) == (1, 0)


def test_a_week_outside_the_active_period_still_counts(cast, circle):
    circle.on(date(2026, 7, 14), cast.amina)
    page = circle.page(cast.kofi, day=date(2026, 7, 14))
    assert page.term.term.name == "Semester 2, 2025/26"
    last = page.weeks[-1]
    assert (last.label, last.name, last.first_time) == ("–", "13 to 19 July 2026", 1)


def test_a_break_is_named(cast, circle):
    term = Term.objects.get(university=cast.karura, name="Semester 1, 2026/27")
    Break.objects.create(term=term, kind="reading_week", starts_on=date(2026, 10, 12), ends_on=date(2026, 10, 16))
    week = circle.page(cast.kofi).weeks[-2]
    assert (week.name, week.label, week.is_break) == ("Reading week", "–", True)


def test_first_timers_of_the_last_two_weeks_who_were_not_back_are_to_greet(cast, circle):
    once, twice, earlier, long_ago = people(4)
    circle.on(LAST_TERM, long_ago)
    circle.on(THIS_WEEK - timedelta(days=21), earlier)
    circle.on(LAST_WEEK, once, twice, long_ago)
    circle.on(THIS_WEEK, twice)
    joined(cast.society, once, THIS_WEEK)
    (greet,) = circle.page(cast.kofi).to_greet
    assert (greet.person, greet.activity, greet.date, greet.is_member) == (once, "Tuesday Circle", LAST_WEEK, True)


def test_the_treasurer_sees_the_figures_and_no_names(cast, circle):
    circle.on(THIS_WEEK, cast.amina)
    page = circle.page(cast.grace)
    assert (page.first_time, page.to_greet) == (1, None)
    assert newcomers_csv(page) == "Name,First came to,Date,Member\r\n"


@pytest.mark.parametrize("stranger", ["amina", "dean", "lucia", "olga", "zola"])
def test_nobody_else_sees_the_page(cast, circle, stranger):
    with pytest.raises(NotFound):
        circle.page(getattr(cast, stranger))


def test_a_past_term_has_nobody_to_greet(cast, circle):
    circle.on(THIS_WEEK, cast.amina)
    page = circle.page(cast.kofi, day=LAST_TERM)
    assert (page.is_running, page.to_greet) == (False, [])


def test_the_last_term_stands_beside_at_the_same_point_and_in_all(cast, circle):
    soon, later, now = people(3)
    circle.on(date(2026, 1, 13), soon)
    circle.on(date(2026, 4, 7), later)
    circle.on(THIS_WEEK, now)
    beside = circle.page(cast.kofi).beside
    assert beside.term.name == "Semester 2, 2025/26"
    assert (beside.so_far.first_time, beside.so_far.participants, beside.so_far.visits) == (1, 1, 1)
    assert (beside.in_all.first_time, beside.in_all.participants, beside.in_all.visits) == (2, 2, 2)


def test_an_empty_term_is_passed_over_when_looking_back(cast, circle):
    circle.on(date(2025, 9, 9), cast.amina)
    circle.on(THIS_WEEK, cast.amina)
    page = circle.page(cast.kofi)
    assert (page.beside.term.name, page.from_last_term) == ("Semester 1, 2025/26", 1)


def test_a_society_without_a_past_has_no_term_beside(cast, circle):
    circle.on(THIS_WEEK, cast.amina)
    assert circle.page(cast.kofi).beside is None


def test_a_cancelled_date_counts_for_nothing_in_visits(cast, circle):
    circle.on(THIS_WEEK, cast.amina)
    type(circle.series).objects.get().occurrences.update(cancelled_at=NOW, cancel_reason="Flooded.")
    assert circle.page(cast.kofi).visits == 0


def test_figures_that_wait_for_a_recount_say_so(cast, circle):
    assert circle.page(cast.kofi).is_recounting is False
    StaleMark.objects.create(university=cast.karura, at=NOW)
    assert circle.page(cast.kofi).is_recounting is True


def test_the_names_to_greet_can_be_taken_as_csv(cast, circle):
    circle.on(THIS_WEEK, factories.person("=1+1"))
    assert newcomers_csv(circle.page(cast.kofi)).splitlines()[1] == "'=1+1,Tuesday Circle,2026-10-20,no"


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_takes_as_many_queries_for_one_person_as_for_three(cast, circle, number, django_assert_num_queries):
    circle.on(LAST_TERM, *people(number, "Old"))
    circle.on(THIS_WEEK, *people(number))
    with django_assert_num_queries(25):
        page = circle.page(cast.kofi)
    assert len(page.to_greet) == number


def test_the_public_reads_a_rounded_number_of_people(cast, circle):
    circle.on(LAST_WEEK, *people(9), None, None)
    assert str(public_participants(cast.society, NOW).text) == "fewer than 10"
    circle.on(LAST_WEEK, *people(4, "Other"))
    assert public_participants(cast.society, NOW).value == 15


def test_the_public_number_does_not_move_with_a_check_in(cast, circle):
    """Who sees it pass 12.5 as they type an address would know that its owner had not been there this term."""
    circle.on(LAST_WEEK, *people(12))
    circle.on(THIS_WEEK, *people(4, "Other"))
    assert [public_participants(cast.society, NOW + timedelta(days=days)).value for days in (0, 6)] == [10, 15]


def test_a_university_without_terms_shows_the_public_nothing(cast):
    Term.objects.filter(university=cast.karura).delete()
    assert public_participants(cast.society, NOW) is None


def test_two_dates_on_one_day_are_two_visits(cast, circle):
    circle.on(THIS_WEEK, cast.amina, at=time(8))
    circle.on(THIS_WEEK, cast.amina, at=time(18))
    page = circle.page(cast.kofi)
    assert (page.visits, page.participants) == (2, 1)

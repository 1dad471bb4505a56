"""What becomes of answers and follows when somebody leaves, or turns out to be another."""

from datetime import timedelta
from typing import Any

import pytest

from campus.activities.actions import follow, unfollow, withdraw_answer
from campus.activities.models import Follow, Observance, Occurrence, Rsvp
from campus.activities.queries.follows import follows_of
from campus.base.errors import Conflict, NotAllowed, NotFound
from campus.custody.actions import erase, export_everything, retain, take_address, unmerge
from campus.custody.retention import ANSWERS, due_in
from campus.directory.models import Society
from campus.membership.actions import block_person
from campus.people.models import Merge, Person
from tests import factories
from tests import factories_checkin as make
from tests.campus.answers import coming, do_jobs, say, say_yes, standing, students, waiting
from tests.conftest import Cast
from tests.factories import NOW

LATER = NOW + timedelta(hours=3)


@pytest.fixture
def two(cast: Cast) -> tuple[Person, Person]:
    """Amina, and the account that she has with her other address."""
    return cast.amina, factories.person("Amina at home", email="amina@home.example")


def become_one(cast: Cast) -> Merge:
    return take_address(by=cast.amina, address="amina@home.example", at=LATER)


def kept(occurrence: Occurrence, person: Person) -> tuple[str, bool]:
    row = Rsvp.objects.get(occurrence=occurrence, person=person)
    return row.answer, row.is_waiting


def rows_of(occurrence: Occurrence) -> set[tuple[Any, ...]]:
    """All that each row says, but for its number."""
    names = [field.attname for field in Rsvp._meta.concrete_fields if field.attname != "id"]
    return set(occurrence.rsvps.values_list(*names))


def observance() -> Observance:
    return Observance.objects.get_or_create(
        slug="a-day", defaults={"name": "A Day", "kind": "day", "rrule": "FREQ=YEARLY", "tier": "core"}
    )[0]


class TestErasure:
    def test_the_place_of_somebody_erased_goes_to_the_first_who_waits(self, cast: Cast) -> None:
        occurrence = coming(cast.society, capacity=1)
        first, second, third = students(3)
        say_yes([first, second, third], occurrence)
        erase(by=first, at=LATER)
        do_jobs()
        assert (standing(occurrence), waiting(occurrence)) == (["Student2"], ["Student3"])
        assert occurrence.rsvps.count() == 2

    def test_what_they_said_of_dates_that_began_stays_without_a_name(self, cast: Cast) -> None:
        occurrence = coming(cast.society)
        say(cast.amina, occurrence)
        follow(by=cast.amina, thing=cast.society, at=NOW)
        erase(by=cast.amina, at=occurrence.starts_at)
        assert [str(row.person.name) for row in Rsvp.objects.select_related("person")] == [""]
        assert not Follow.objects.exists()

    def test_the_export_holds_answers_and_follows(self, cast: Cast) -> None:
        say(cast.amina, coming(cast.society), "maybe")
        say(cast.zola, coming(cast.society))
        for thing in (cast.society, observance()):
            follow(by=cast.amina, thing=thing, at=NOW)
        activities = export_everything(by=cast.amina, at=NOW)["activities"]
        assert activities["answers"] == [
            {
                "society": "HeForShe Karura",
                "activity": "Tuesday Circle",
                "date": "2026-10-27",
                "answer": "maybe",
                "is_waiting": False,
                "at": NOW.isoformat(),
                "former_answer": "",
                "former_at": None,
                "withdrawn_in_time": None,
            }
        ]
        assert [row["name"] for row in activities["follows"]] == ["HeForShe Karura", "A Day"]


class TestRetention:
    def test_answers_go_when_visits_lose_their_names_and_not_before(self, cast: Cast) -> None:
        old, young = coming(cast.society), coming(cast.society)
        say(cast.amina, old)
        say(cast.amina, young)
        years = timedelta(days=31 * cast.karura.keep_attendance_months)
        long_ago = {"starts_at": NOW - years - timedelta(hours=2), "ends_at": NOW - years}
        Occurrence.objects.filter(pk=old.pk).update(**long_ago)
        assert [due.count for due in due_in(cast.karura, NOW) if due.rule is ANSWERS] == [1]
        retain(at=NOW, progress=lambda done, total: None)
        assert [row.occurrence for row in Rsvp.objects.all()] == [young]


class TestMerge:
    def test_what_one_of_them_answered_is_the_survivors_and_goes_back(self, cast: Cast, two: tuple[Person, Person]):
        amina, other = two
        occurrence = coming(cast.society)
        say(other, occurrence)
        made = become_one(cast)
        assert [row.person for row in occurrence.rsvps.all()] == [amina]
        unmerge(by=amina, merge=made, at=LATER)
        assert [row.person for row in occurrence.rsvps.all()] == [other]

    def test_of_two_that_say_yes_the_better_place_stays_and_the_other_one_is_free(
        self, cast: Cast, two: tuple[Person, Person]
    ):
        amina, other = two
        occurrence = coming(cast.society, capacity=2)
        brian = factories.person("Brian")
        say_yes([other, brian, amina], occurrence)
        become_one(cast)
        assert kept(occurrence, amina) == ("yes", False)
        assert (standing(occurrence), waiting(occurrence)) == (["Amina Otieno", "Brian"], [])

    def test_two_places_of_one_person_become_one_and_the_next_moves_up(self, cast: Cast, two: tuple[Person, Person]):
        amina, other = two
        occurrence = coming(cast.society, capacity=2)
        brian = factories.person("Brian")
        say_yes([other, amina, brian], occurrence)
        made = become_one(cast)
        do_jobs()
        assert standing(occurrence) == ["Amina Otieno", "Brian"]
        unmerge(by=amina, merge=made, at=LATER)
        do_jobs()
        # Brian keeps his place; of the two who are two again the second waits, before everybody else.
        assert (standing(occurrence), waiting(occurrence)) == (["Amina Otieno", "Brian"], ["Amina at home"])

    def test_otherwise_what_was_said_last_stays(self, cast: Cast, two: tuple[Person, Person]):
        amina, other = two
        occurrence = coming(cast.society, capacity=1)
        brian = factories.person("Brian")
        say_yes([other, brian], occurrence)
        say(amina, occurrence, "no", at=NOW + timedelta(hours=1))
        made = become_one(cast)
        assert kept(occurrence, amina) == ("no", False)
        do_jobs()
        assert standing(occurrence) == ["Brian"]
        unmerge(by=amina, merge=made, at=LATER)
        assert kept(occurrence, amina) == ("no", False)
        assert (standing(occurrence), waiting(occurrence)) == (["Brian"], ["Amina at home"])

    def test_undone_each_answer_is_what_it_was(self, cast: Cast, two: tuple[Person, Person]):
        amina, other = two
        occurrence = coming(cast.society)
        say(amina, occurrence, "yes")
        say(amina, occurrence, "no", at=occurrence.starts_at - timedelta(hours=1))
        say(other, occurrence, "maybe")
        before = rows_of(occurrence)
        made = become_one(cast)
        unmerge(by=amina, merge=made, at=LATER)
        assert rows_of(occurrence) == before

    @pytest.mark.parametrize("change", ["no", "nothing"])
    def test_what_changed_since_stays_changed(self, cast: Cast, two: tuple[Person, Person], change: str):
        amina, other = two
        occurrence = coming(cast.society)
        say_yes([amina, other], occurrence)
        made = become_one(cast)
        if change == "no":
            say(amina, occurrence, "no", at=LATER)
        else:
            withdraw_answer(by=amina, occurrence=occurrence, at=LATER)
        unmerge(by=amina, merge=made, at=LATER)
        answers = [(row.person, row.answer) for row in occurrence.rsvps.select_related("person")]
        assert answers == ([(amina, "no")] if change == "no" else [])

    def test_what_both_follow_is_followed_once_and_by_both_again(self, cast: Cast, two: tuple[Person, Person]):
        amina, other = two
        series = make.series(cast.society)
        follow(by=other, thing=cast.society, at=NOW - timedelta(days=1))
        follow(by=amina, thing=cast.society, at=NOW)
        follow(by=other, thing=series, at=NOW)
        before = set(Follow.objects.values_list("person", "society", "series", "since"))
        made = become_one(cast)
        since = NOW - timedelta(days=1)
        merged = {(amina.pk, cast.society.pk, None, since), (amina.pk, None, series.pk, NOW)}
        assert set(Follow.objects.values_list("person", "society", "series", "since")) == merged
        unmerge(by=amina, merge=made, at=LATER)
        assert set(Follow.objects.values_list("person", "society", "series", "since")) == before


class TestFollowing:
    def test_following_twice_is_following_once_and_so_is_stopping(self, cast: Cast):
        series, day = make.series(cast.society), observance()
        for thing in (cast.society, series, day):
            assert follow(by=cast.amina, thing=thing, at=NOW) == follow(by=cast.amina, thing=thing, at=LATER)
        assert [row.university_id for row in follows_of(cast.amina)] == [None, cast.karura.pk, cast.karura.pk]
        assert not follows_of(cast.zola).exists()
        for thing in (cast.society, series, day, day):
            unfollow(by=cast.amina, thing=thing, at=LATER)
        assert not Follow.objects.exists()

    def test_only_proven_people_follow_and_only_what_they_see(self, cast: Cast):
        draft = factories.society(cast.karura, "A Draft", status=Society.Status.DRAFT, approved_at=None)
        with pytest.raises(NotFound):
            follow(by=cast.amina, thing=draft, at=NOW)
        with pytest.raises(NotAllowed):
            follow(by=factories.person("Brian", proven=False), thing=cast.society, at=NOW)

    def test_who_is_blocked_follows_nothing_there(self, cast: Cast):
        series = make.series(cast.society)
        for thing in (cast.society, series, cast.other_society):
            follow(by=cast.amina, thing=thing, at=NOW)
        block_person(by=cast.kofi, society=cast.society, person=cast.amina, reason="She shouts.", at=NOW)
        do_jobs()
        assert [row.society for row in follows_of(cast.amina)] == [cast.other_society]
        with pytest.raises(Conflict):
            follow(by=cast.amina, thing=series, at=NOW)

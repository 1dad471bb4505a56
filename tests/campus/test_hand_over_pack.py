"""What changes hands, and the paper of it, read back with a reader that the project does not use itself."""

import io
from datetime import date, timedelta

import pytest
from pypdf import PdfReader

from campus.activities.actions import plan_activity
from campus.base.errors import NotFound
from campus.directory.actions import add_task, begin_handover, invite_committee, tick_task
from campus.directory.models import Office
from campus.people.models import Person
from campus.reports.hand_over import changing_hands, pack_pdf
from tests import factories
from tests import factories_checkin as make
from tests.campus.plans import WEEKLY
from tests.conftest import Cast
from tests.factories import NOW

DAYS = {"takes_over_on": date(2027, 7, 1), "shadow_from": date(2027, 5, 1)}


@pytest.fixture(autouse=True)
def _prepared(cast: Cast) -> None:
    """A series, a hand-over with notes, two tasks of which one is done, and an invitation; last term one came."""
    plan_activity(by=cast.kofi, society=cast.society, plan=WEEKLY, at=NOW)
    handover = begin_handover(by=cast.kofi, society=cast.society, notes="Keys: porter.", at=NOW, **DAYS)
    add_task(by=cast.kofi, handover=handover, text="Sign at the bank", at=NOW)
    tick_task(by=cast.kofi, task=add_task(by=cast.kofi, handover=handover, text="Room is booked", at=NOW), at=NOW)
    invite_committee(by=cast.kofi, handover=handover, addresses={"president": "next@karura.example"}, at=NOW)
    last = make.occurrence(cast.society.series.get(), date(2026, 3, 3))
    make.attendance(last, factories.person("Visitor Nobody"))


def words_of(person: Person, cast: Cast) -> str:
    """All text of the pack that somebody takes, in reading order, with single spaces."""
    reader = PdfReader(io.BytesIO(pack_pdf(changing_hands(person, cast.society, NOW))))
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def test_the_pack_says_who_what_when_and_what_is_open(cast: Cast) -> None:
    words = words_of(cast.kofi, cast)
    for said in (
        "Hand-over of HeForShe Karura",
        "The next committee takes over on 1 July 2027.",
        "President Kofi Mensah 20 October 2025 30 June 2027",
        "Treasurer Grace Njeri 20 October 2025 no last day",
        "Tuesday Circle",
        str(cast.society.series.get().codes.get()),
        "Sign at the bank",
        "Keys: porter.",
    ):
        assert said in words


def test_the_pack_holds_no_name_of_who_came_no_address_and_nothing_done(cast: Cast) -> None:
    words = words_of(cast.kofi, cast)
    assert "Invitations that wait" in words
    for left_out in ("Visitor Nobody", "next@karura.example", "Room is booked"):
        assert left_out not in words


def test_officers_read_last_terms_figures_as_they_are(cast: Cast) -> None:
    figures = changing_hands(cast.grace, cast.society, NOW).figures
    assert figures is not None
    assert figures.term.term.name == "Semester 2, 2025/26"
    assert [cell.value for cell in figures.cells] == [1, 1, 1, 0]


def test_the_university_reads_them_held_back_and_who_looks_on_not_at_all(cast: Cast) -> None:
    figures = changing_hands(cast.dean, cast.society, NOW).figures
    assert figures is not None
    assert [cell.value for cell in figures.cells] == [None] * 4
    heir = factories.person("Heir")
    office = factories.office(heir, "events", society=cast.society)
    Office.objects.filter(pk=office.pk).update(starts_on=NOW.date() + timedelta(days=9), shadow_from=NOW.date())
    assert changing_hands(heir, cast.society, NOW).figures is None


def test_seats_tell_now_from_next_and_from_invited(cast: Cast) -> None:
    president = changing_hands(cast.kofi, cast.society, NOW).seats[0]
    assert [office.person for office in president.now] == [cast.kofi]
    assert (president.next, [office.invited_address for office in president.invited]) == ([], ["next@karura.example"])


def test_strangers_find_nothing_that_changes_hands(cast: Cast) -> None:
    for stranger in (None, cast.amina, cast.zola, cast.zolas_dean, cast.lucia):
        with pytest.raises(NotFound):
            changing_hands(stranger, cast.society, NOW)

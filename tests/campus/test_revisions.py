"""Versions of a calendar: nothing moves before the preview is accepted, none is lost, and terms keep their rows."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest

from campus.base.errors import Conflict, Invalid, NotAllowed
from campus.directory.actions import (
    accept_revision,
    add_break,
    add_calendar,
    add_term,
    change_calendar,
    change_term,
    discard_revision,
    propose_revision,
    remove_term,
)
from campus.directory.calendar_content import (
    BreakContent,
    Content,
    TermContent,
    content_of,
    from_json,
    with_term,
    without_term,
)
from campus.directory.calendar_differences import differences
from campus.directory.models import Break, Calendar, CalendarRevision, StaleMark, Term
from campus.directory.queries import open_proposal, revisions_of
from campus.outbox.models import Job
from campus.people.models import AuditEvent
from tests.campus.threads import at_once
from tests.conftest import Cast
from tests.factories import NOW

State = CalendarRevision.State
SUMMER = TermContent("Summer school", date(2027, 6, 7), date(2027, 7, 16), date(2027, 5, 31), date(2027, 7, 23))


def calendar_of(cast: Cast) -> Calendar:
    return cast.karura.calendars.get()


def autumn(cast: Cast) -> Term:
    return Term.objects.get(university=cast.karura, name="Semester 1, 2026/27")


def moved(cast: Cast, weeks: int = 1) -> Content:
    """The calendar with the running term that many weeks later."""
    content = content_of(calendar_of(cast))
    position = next(n for n, term in enumerate(content.terms) if term.id == autumn(cast).pk)
    term, days = content.terms[position], timedelta(weeks=weeks)
    later = {name: getattr(term, name) + days for name in ("teaching_from", "teaching_to", "active_from", "active_to")}
    return with_term(content, replace(term, **later), position)


def propose(cast: Cast, content: Content, **said: Any) -> CalendarRevision:
    return propose_revision(by=cast.dean, calendar=calendar_of(cast), content=content, at=NOW, **said)


def accept(cast: Cast, revision: CalendarRevision) -> CalendarRevision:
    return accept_revision(by=cast.dean, revision=revision, at=NOW)


def states(cast: Cast) -> list[tuple[int, str]]:
    return list(calendar_of(cast).revisions.order_by("number").values_list("number", "state"))


def test_nothing_moves_before_a_version_is_accepted(cast: Cast) -> None:
    before = content_of(calendar_of(cast))
    revision = propose(cast, moved(cast))
    assert (revision.state, open_proposal(calendar_of(cast))) == (State.PROPOSED, revision)
    assert content_of(calendar_of(cast)) == before
    assert (Job.objects.count(), StaleMark.objects.count()) == (0, 0)


def test_accepted_it_is_the_calendar_and_what_hangs_on_it_follows(cast: Cast) -> None:
    after = moved(cast)
    accept(cast, propose(cast, after))
    assert content_of(calendar_of(cast)) == after
    assert sorted(Job.objects.values_list("kind", flat=True)) == ["rebuild_participation", "replan"]
    assert StaleMark.objects.get().university == cast.karura
    assert calendar_of(cast).changed_at == NOW
    verbs = list(AuditEvent.objects.order_by("pk").values_list("verb", flat=True))
    assert verbs == ["revision_proposed", "revision_accepted"]


def test_what_stood_before_the_first_change_is_kept_as_a_version_of_nobody(cast: Cast) -> None:
    before = content_of(calendar_of(cast))
    accept(cast, propose(cast, moved(cast)))
    first, second = calendar_of(cast).revisions.order_by("number")
    assert (first.state, first.made_by, from_json(first.content)) == (State.ACCEPTED, None, before)
    assert (second.state, second.made_by, second.decided_by) == (State.ACCEPTED, cast.dean, cast.dean)


def test_source_and_day_of_reading_stay_with_each_version(cast: Cast) -> None:
    read_on = date(2026, 10, 19)
    revision = propose(cast, moved(cast), source="https://karura.example/dates", read_on=read_on, note="A strike.")
    accept(cast, revision)
    kept = revisions_of(calendar_of(cast))[0]
    assert (kept.source, kept.read_on, kept.note) == ("https://karura.example/dates", read_on, "A strike.")


def test_where_the_dates_stand_may_be_said_when_accepting(cast: Cast) -> None:
    revision = propose(cast, moved(cast), source="Mail of the registrar")
    kept = accept_revision(by=cast.dean, revision=revision, at=NOW, source="Senate minute 4", read_on=NOW.date())
    assert (kept.source, kept.read_on) == ("Senate minute 4", NOW.date())


def test_a_day_that_is_still_to_come_was_not_read_on(cast: Cast) -> None:
    with pytest.raises(Invalid) as refusal:
        propose(cast, moved(cast), read_on=NOW.date() + timedelta(days=1))
    assert list(refusal.value.fields) == ["read_on"]


def test_a_term_that_moves_keeps_its_row_and_those_that_change_places_do_too(cast: Cast) -> None:
    content = content_of(calendar_of(cast))
    first, second = content.terms[2:4]
    dates = ("teaching_from", "teaching_to", "active_from", "active_to")
    swapped = (
        replace(first, **{name: getattr(second, name) for name in dates}),
        replace(second, **{name: getattr(first, name) for name in dates}),
    )
    accept(cast, propose(cast, replace(content, terms=(*content.terms[:2], *swapped))))
    begins: dict[int | None, date] = dict(calendar_of(cast).terms.values_list("pk", "active_from"))
    assert (begins[first.id], begins[second.id]) == (second.active_from, first.active_from)


def test_a_break_that_moves_keeps_its_row(cast: Cast) -> None:
    pause = add_break(
        by=cast.dean,
        term=autumn(cast),
        kind="recess",
        name="",
        starts_on=date(2026, 11, 2),
        ends_on=date(2026, 11, 6),
        at=NOW,
    )
    content = content_of(calendar_of(cast))
    term = content.terms[2]
    later = replace(term.breaks[0], starts_on=date(2026, 11, 9), ends_on=date(2026, 11, 13))
    accept(cast, propose(cast, with_term(content, replace(term, breaks=(later,)), 2)))
    assert Break.objects.get().pk == pause.pk
    assert Break.objects.get().starts_on == date(2026, 11, 9)


def test_a_new_term_has_a_row_in_the_accepted_version(cast: Cast) -> None:
    revision = accept(cast, propose(cast, with_term(content_of(calendar_of(cast)), SUMMER)))
    made = Term.objects.get(name="Summer school")
    assert from_json(revision.content).terms[-1].id == made.pk


def test_a_term_that_is_missing_is_taken_out(cast: Cast) -> None:
    accept(cast, propose(cast, without_term(content_of(calendar_of(cast)), 3)))
    assert list(Term.objects.filter(university=cast.karura).order_by("active_from").values_list("name", flat=True)) == [
        "Semester 1, 2025/26",
        "Semester 2, 2025/26",
        "Semester 1, 2026/27",
    ]


def test_an_earlier_version_can_be_proposed_again_though_its_term_has_gone(cast: Cast) -> None:
    before = content_of(calendar_of(cast))
    remove_term(by=cast.dean, term=Term.objects.get(name="Semester 2, 2026/27", university=cast.karura), at=NOW)
    earlier = calendar_of(cast).revisions.get(number=1)
    accept(cast, propose(cast, from_json(earlier.content)))
    after = content_of(calendar_of(cast))
    assert [term.name for term in after.terms] == [term.name for term in before.terms]
    assert [term.id for term in after.terms[:3]] == [term.id for term in before.terms[:3]]
    assert after.terms[3].id != before.terms[3].id


def test_a_term_of_another_calendar_is_not_moved_here(cast: Cast) -> None:
    """Its number says nothing here, so that it is a new term."""
    theirs = cast.other.calendars.get().terms.get(name="Semester 1, 2026/27")
    accept(cast, propose(cast, with_term(content_of(calendar_of(cast)), replace(SUMMER, id=theirs.pk))))
    unmoved = Term.objects.get(pk=theirs.pk)
    assert (unmoved.name, unmoved.university) == ("Semester 1, 2026/27", cast.other)
    assert Term.objects.filter(university=cast.karura, name="Summer school").count() == 1


def test_the_same_number_twice_is_refused(cast: Cast) -> None:
    content = content_of(calendar_of(cast))
    with pytest.raises(Invalid) as refusal:
        propose(cast, with_term(content, replace(SUMMER, id=content.terms[0].id)))
    assert refusal.value.code == "same_row_twice"


def test_a_version_that_changes_nothing_is_refused(cast: Cast) -> None:
    with pytest.raises(Invalid) as refusal:
        propose(cast, content_of(calendar_of(cast)))
    assert refusal.value.code == "nothing_changes"
    assert not calendar_of(cast).revisions.exists()


@pytest.mark.parametrize(
    ("term", "field", "said"),
    [
        (
            replace(SUMMER, active_from=date(2027, 4, 23)),
            "terms.4.active_from",
            "Summer school: Semester 2, 2026/27 runs from 4 January 2027 to 23 April 2027, and two terms cannot share "
            "a day. Choose other dates.",
        ),
        (
            replace(SUMMER, breaks=(BreakContent("recess", "Gap", date(2027, 7, 20), date(2027, 7, 25)),)),
            "terms.4.breaks.0.ends_on",
            "Summer school: Gap: A break lies inside its term: Summer school runs from 31 May 2027 to 23 July 2027.",
        ),
        (replace(SUMMER, name=" "), "terms.4.name", ": Give it a name."),
    ],
)
def test_what_cannot_be_is_said_with_its_place(cast: Cast, term: TermContent, field: str, said: str) -> None:
    with pytest.raises(Invalid) as refusal:
        propose(cast, with_term(content_of(calendar_of(cast)), term))
    assert list(refusal.value.fields) == [field]
    assert str(refusal.value).endswith(said)


def test_weeks_that_cannot_be_are_refused(cast: Cast) -> None:
    odd = replace(content_of(calendar_of(cast)), week_starts_on=7, first_week=99, week_labels="roman", weeks_before=11)
    with pytest.raises(Invalid) as refusal:
        propose(cast, odd)
    assert sorted(refusal.value.fields) == ["first_week", "week_labels", "week_starts_on", "weeks_before"]


def test_a_second_proposal_waits_for_the_first(cast: Cast) -> None:
    propose(cast, moved(cast))
    with pytest.raises(Conflict) as refusal:
        propose(cast, moved(cast, weeks=2))
    assert str(refusal.value) == (
        "Another version of this calendar waits since 20 October 2026. Accept or discard it first."
    )


def test_whoever_goes_on_from_the_open_proposal_replaces_it_and_it_is_kept(cast: Cast) -> None:
    first = propose(cast, moved(cast))
    propose(cast, moved(cast, weeks=2), instead_of=first)
    assert states(cast) == [(1, "accepted"), (2, "discarded"), (3, "proposed")]
    with pytest.raises(Conflict) as refusal:
        propose(cast, moved(cast, weeks=-1), instead_of=first)
    assert refusal.value.code == "proposal_changed"


def test_a_proposal_that_was_decided_meanwhile_is_not_gone_on_from(cast: Cast) -> None:
    first = propose(cast, moved(cast))
    accept(cast, first)
    with pytest.raises(Conflict) as refusal:
        propose(cast, moved(cast, weeks=-1), instead_of=first)
    assert refusal.value.code == "proposal_decided"


def test_a_proposal_made_before_another_change_is_not_accepted_any_more(cast: Cast) -> None:
    revision = propose(cast, moved(cast))
    change_term(by=cast.dean, term=autumn(cast), at=NOW, name="Autumn")
    with pytest.raises(Conflict) as refusal:
        accept(cast, revision)
    assert refusal.value.code == "calendar_changed"
    assert autumn_dates(cast) == (date(2026, 8, 31), "Autumn")


def autumn_dates(cast: Cast) -> tuple[date, str]:
    term = calendar_of(cast).terms.get(teaching_from=date(2026, 9, 7))
    return term.active_from, term.name


def test_one_that_the_calendar_left_behind_makes_room_for_the_next(cast: Cast) -> None:
    propose(cast, moved(cast))
    change_term(by=cast.dean, term=autumn(cast), at=NOW, active_to=date(2026, 12, 19))
    propose(cast, moved(cast))
    assert states(cast) == [(1, "accepted"), (2, "discarded"), (3, "accepted"), (4, "proposed")]


def test_a_change_written_past_the_actions_makes_a_proposal_old_too(cast: Cast) -> None:
    revision = propose(cast, moved(cast))
    Term.objects.filter(pk=autumn(cast).pk).update(active_to=date(2026, 12, 20))
    with pytest.raises(Conflict):
        accept(cast, revision)


def test_discarded_it_stays_in_the_history_and_the_calendar_as_it_was(cast: Cast) -> None:
    before = content_of(calendar_of(cast))
    revision = propose(cast, moved(cast))
    discard_revision(by=cast.dean, revision=revision, at=NOW)
    assert (states(cast), content_of(calendar_of(cast))) == ([(1, "accepted"), (2, "discarded")], before)
    with pytest.raises(Conflict) as refusal:
        accept(cast, revision)
    assert refusal.value.code == "already_discarded"


def test_an_accepted_version_is_not_discarded(cast: Cast) -> None:
    revision = accept(cast, propose(cast, moved(cast)))
    with pytest.raises(Conflict):
        discard_revision(by=cast.dean, revision=revision, at=NOW)


def test_asked_twice_both_are_a_success_and_done_once(cast: Cast) -> None:
    revision = propose(cast, moved(cast))
    assert accept(cast, revision) == accept(cast, revision)
    assert AuditEvent.objects.filter(verb="revision_accepted").count() == 1
    other = propose(cast, moved(cast, weeks=-1))
    discard_revision(by=cast.dean, revision=other, at=NOW)
    discard_revision(by=cast.dean, revision=other, at=NOW)
    assert AuditEvent.objects.filter(verb="revision_discarded").count() == 1


def test_a_change_at_once_is_kept_as_an_accepted_version(cast: Cast) -> None:
    calendar = calendar_of(cast)
    add_term(
        by=cast.dean,
        calendar=calendar,
        name="Summer school",
        teaching_from=SUMMER.teaching_from,
        teaching_to=SUMMER.teaching_to,
        active_from=SUMMER.active_from,
        active_to=SUMMER.active_to,
        at=NOW,
    )
    change_calendar(by=cast.dean, calendar=calendar, week_labels="ordinal", weeks_before=1, at=NOW)
    change_calendar(by=cast.dean, calendar=calendar, name="All faculties", at=NOW)  # no dates hang on its name
    first, second, third = calendar.revisions.order_by("number")
    assert [len(from_json(kept.content).terms) for kept in (first, second, third)] == [4, 5, 5]
    assert {kept.state for kept in (first, second, third)} == {State.ACCEPTED}
    assert from_json(third.content) == content_of(calendar_of(cast))


def test_a_number_of_its_own_can_be_given_to_a_term_and_a_break_and_taken_away(cast: Cast) -> None:
    term = change_term(by=cast.dean, term=autumn(cast), at=NOW, first_week=0)
    assert term.first_week == 0
    assert change_term(by=cast.dean, term=term, at=NOW, name="Autumn").first_week == 0
    assert change_term(by=cast.dean, term=term, at=NOW, first_week=None).first_week is None
    with pytest.raises(Invalid) as refusal:
        change_term(by=cast.dean, term=term, at=NOW, first_week=61)
    assert list(refusal.value.fields) == ["first_week"]


def test_another_universitys_staff_neither_propose_nor_decide(cast: Cast) -> None:
    revision = propose(cast, moved(cast))
    with pytest.raises(NotAllowed):
        accept_revision(by=cast.zolas_dean, revision=revision, at=NOW)
    with pytest.raises(NotAllowed):
        discard_revision(by=cast.zolas_dean, revision=revision, at=NOW)
    with pytest.raises(NotAllowed):
        propose_revision(by=cast.kofi, calendar=calendar_of(cast), content=moved(cast), at=NOW)


def test_a_new_calendar_begins_with_an_empty_version(cast: Cast) -> None:
    evening = add_calendar(by=cast.dean, university=cast.karura, name="Evening", at=NOW)
    propose_revision(by=cast.dean, calendar=evening, content=with_term(content_of(evening), SUMMER), at=NOW)
    assert [len(from_json(kept.content).terms) for kept in evening.revisions.order_by("number")] == [0, 1]


def test_what_changes_is_said_in_sentences(cast: Cast) -> None:
    before = content_of(calendar_of(cast))
    gap = BreakContent("recess", "Gap", date(2026, 11, 2), date(2026, 11, 6))
    term = replace(before.terms[2], teaching_to=date(2026, 12, 4), breaks=(gap,), first_week=0)
    after = replace(before, terms=(*before.terms[1:2], term, before.terms[3], SUMMER), week_labels="ordinal")
    assert [(found.name, found.how, list(found.sentences)) for found in differences(before, after)] == [
        ("How weeks are counted", "changed", ["Weeks are called like this: 7th week."]),
        (
            "Semester 1, 2025/26",
            "removed",
            ["Teaching 1 September to 5 December 2025, societies meet 25 August to 12 December 2025."],
        ),
        (
            "Semester 1, 2026/27",
            "moved",
            [
                "Teaching ends on 4 December 2026, was 11 December 2026.",
                "Number of its first teaching week: 0.",
                "Break: Gap, 2 to 6 November 2026.",
            ],
        ),
        (
            "Summer school",
            "added",
            ["Teaching 7 June to 16 July 2027, societies meet 31 May to 23 July 2027."],
        ),
    ]
    assert differences(before, before) == []


def test_what_becomes_of_a_break_is_said(cast: Cast) -> None:
    before = content_of(calendar_of(cast))
    pauses = (
        BreakContent("recess", "Gap", date(2026, 11, 2), date(2026, 11, 6), None, 1),
        BreakContent("holiday", "", date(2026, 11, 13), date(2026, 11, 13), None, 2),
        BreakContent("exams", "Finals", date(2026, 12, 14), date(2026, 12, 18), None, 3),
        BreakContent("recess", "Pause", date(2026, 10, 5), date(2026, 10, 9), True, 4),
    )
    changed = (
        replace(pauses[0], starts_on=date(2026, 11, 9), ends_on=date(2026, 11, 12)),
        replace(pauses[2], name="Exam weeks"),
        replace(pauses[3], takes_number=False),
    )
    old, new = (with_term(before, replace(before.terms[2], breaks=breaks), 2) for breaks in (pauses, changed))
    (found,) = differences(old, new)
    assert sorted(found.sentences) == [
        "Finals is called Exam weeks.",
        "Gap is on 9 to 12 November 2026, was 2 to 6 November 2026.",
        "Holiday is taken out.",
        "Pause takes no week number.",
    ]


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    def test_accepted_twice_at_once_it_is_done_once(self, cast: Cast) -> None:
        revision = propose(cast, moved(cast))
        came = at_once(partial(accept, cast, revision), 4)
        assert came == [revision] * 4
        assert AuditEvent.objects.filter(verb="revision_accepted").count() == 1
        assert Job.objects.filter(kind="replan").count() == 1

    def test_accepted_and_discarded_at_once_one_of_them_is_done(self, cast: Cast) -> None:
        revision = propose(cast, moved(cast))
        acts: list[Callable[[], object]] = [
            partial(accept, cast, revision),
            partial(discard_revision, by=cast.dean, revision=revision, at=NOW),
        ]
        came = at_once(lambda: acts.pop()(), 2)
        refused = [error for error in came if isinstance(error, Conflict)]
        assert (len(came), len(refused)) == (2, 1)
        assert AuditEvent.objects.filter(verb__in=("revision_accepted", "revision_discarded")).count() == 1

    def test_proposed_by_several_at_once_one_waits(self, cast: Cast) -> None:
        weeks = [1, 2, -1]
        came = at_once(lambda: propose(cast, moved(cast, weeks=weeks.pop())), 3)
        assert sorted(type(each).__name__ for each in came) == ["CalendarRevision", "Conflict", "Conflict"]
        assert calendar_of(cast).revisions.filter(state=State.PROPOSED).count() == 1

    def test_changed_and_accepted_at_once_nothing_is_overwritten(self, cast: Cast) -> None:
        """Either the change is refused a row that moved under it, or the proposal is left behind."""
        revision, term = propose(cast, moved(cast)), autumn(cast)
        acts: list[Callable[[], object]] = [
            partial(accept, cast, revision),
            partial(change_term, by=cast.dean, term=term, at=NOW, name="Autumn"),
        ]
        came = at_once(lambda: acts.pop()(), 2)
        accepted = not any(isinstance(each, Conflict) for each in came)
        row = Term.objects.get(pk=term.pk)
        assert row.name == "Autumn"
        assert (row.active_from == date(2026, 9, 7)) is accepted

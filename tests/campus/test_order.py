"""Reports of what is public, what is decided about them, and appeals."""

from datetime import timedelta
from typing import Any

import pytest

from campus.activities import actions
from campus.activities.models import Series
from campus.activities.queries import order
from campus.activities.subjects import Subject
from campus.base.errors import Conflict, Invalid, NotAllowed, NotFound, TooMany
from campus.directory.models import Flag, Hiding, Society
from campus.outbox.models import Notice
from campus.people.models import AuditEvent
from tests import factories
from tests import factories_checkin as make
from tests.campus.rights import COORDINATOR, OPERATOR, PRESIDENT_AND_SECRETARY, STAFF, Line, cells
from tests.conftest import Cast
from tests.factories import NOW

REASON = "Take the photographs of others down."


def report(subject: Subject, by: Any = None, **changes: Any) -> Flag:
    given = {"reason": "private", "text": "My sister is on it.", "network": "10.0.0.1", "at": NOW}
    return actions.report_page(by=by, subject=subject, **{**given, **changes})


def hide(cast: Cast, subject: Subject | None = None) -> Hiding:
    return actions.hide_page(by=cast.dean, subject=subject or cast.society, reason=REASON, at=NOW)


def appeal(cast: Cast, hiding: Hiding) -> Hiding:
    return actions.appeal_hiding(by=cast.kofi, hiding=hiding, text="We did.", at=NOW)


def mails(kind: str) -> set[str]:
    return set(Notice.objects.filter(kind=kind).values_list("person__name", flat=True))


def answers() -> set[str]:
    return set(Flag.objects.values_list("decision", flat=True))


LINES = (
    Line("keep what was reported", lambda cast, who: actions.keep_page(
        by=who, subject=cast.society, note="", at=NOW), STAFF),
    Line("hide a society", lambda cast, who: actions.hide_page(
        by=who, subject=cast.society, reason=REASON, at=NOW), STAFF),
    Line("hide a university", lambda cast, who: actions.hide_page(
        by=who, subject=cast.karura, reason=REASON, at=NOW), OPERATOR | COORDINATOR),
    Line("lift", lambda cast, who: actions.lift_hiding(
        by=who, hiding=hide(cast), answer="Thank you.", at=NOW), OPERATOR | COORDINATOR | STAFF),
    Line("uphold", lambda cast, who: actions.uphold_hiding(
        by=who, hiding=appeal(cast, hide(cast)), answer="Not yet.", at=NOW), OPERATOR | COORDINATOR | STAFF),
    Line("appeal", lambda cast, who: actions.appeal_hiding(
        by=who, hiding=hide(cast), text="We did.", at=NOW), PRESIDENT_AND_SECRETARY),
)  # fmt: skip


@cells(*LINES)
def test_keeping_order_is_done_by_those_who_may(line: Line, who: str, cast: Cast) -> None:
    line.check(cast, who)


def test_a_coordinator_keeps_order_where_a_university_has_no_staff(cast: Cast) -> None:
    cast.dean.offices.update(ended_at=NOW)
    assert actions.hide_page(by=cast.lucia, subject=cast.society, reason=REASON, at=NOW).hidden_by == cast.lucia


@pytest.mark.parametrize("by", [None, "amina"])
def test_a_report_waits_for_who_keeps_the_university(by: str | None, cast: Cast) -> None:
    report(cast.society, getattr(cast, by) if by else None)
    (waiting,) = order.reports_waiting(cast.dean, cast.karura)
    assert (waiting.subject, waiting.reports, waiting.since) == (cast.society, 1, NOW)
    assert order.reports_waiting(cast.kofi, cast.karura) == order.reports_waiting(cast.zolas_dean, cast.karura) == []


def test_the_same_person_reports_a_thing_once_while_it_waits(cast: Cast) -> None:
    first = report(cast.society, cast.amina)
    assert report(cast.society, cast.amina, text="Again.") == first
    actions.keep_page(by=cast.dean, subject=cast.society, note="", at=NOW)
    assert report(cast.society, cast.amina) != first


def test_two_strangers_are_two_reports_of_one_thing_the_longest_waiting_first(cast: Cast) -> None:
    series = make.series(cast.society)
    report(series, at=NOW + timedelta(minutes=1))
    report(cast.society)
    report(cast.society, at=NOW + timedelta(minutes=2))
    waiting = order.reports_waiting(cast.dean, cast.karura)
    assert [(row.subject, row.reports) for row in waiting] == [(cast.society, 2), (series, 1)]


def test_reports_of_strangers_are_limited_by_their_network(cast: Cast) -> None:
    for _time in range(30):
        report(cast.society)
    with pytest.raises(TooMany):
        report(cast.society)
    assert report(cast.society, network="10.0.0.2") is not None


@pytest.mark.parametrize("status", [Society.Status.DRAFT, Society.Status.SUBMITTED, Society.Status.RETURNED])
def test_what_is_not_public_cannot_be_reported(status: str, cast: Cast) -> None:
    private = factories.society(cast.karura, "Film Circle", status=status, approved_at=None)
    for who in (None, cast.zola, cast.dean):
        with pytest.raises(NotFound):
            report(private, who)


def test_what_is_hidden_already_cannot_be_reported(cast: Cast) -> None:
    hide(cast)
    with pytest.raises(NotFound):
        report(cast.society)


@pytest.mark.parametrize(
    ("changes", "field"), [({"reason": "ugly"}, "reason"), ({"reason": "other", "text": " "}, "text")]
)
def test_a_report_says_what_is_the_matter(changes: dict[str, str], field: str, cast: Cast) -> None:
    with pytest.raises(Invalid) as refused:
        report(cast.society, **changes)
    assert set(refused.value.fields) == {field}


def test_reports_of_a_university_wait_for_its_coordinator_and_operators(cast: Cast) -> None:
    report(cast.karura)
    assert [row.subject for row in order.universities_reported(cast.lucia)] == [cast.karura]
    assert [row.subject for row in order.universities_reported(cast.olga)] == [cast.karura]
    assert order.universities_reported(cast.dean) == order.reports_waiting(cast.dean, cast.karura) == []


def test_what_is_kept_stays_and_nobody_of_the_society_hears_of_it(cast: Cast) -> None:
    report(cast.society)
    assert actions.keep_page(by=cast.dean, subject=cast.society, note="A joke.", at=NOW) == 1
    assert (answers(), order.reports_waiting(cast.dean, cast.karura)) == ({"kept"}, [])
    assert not AuditEvent.objects.filter(society_id=cast.society.pk).exists()
    assert set(Notice.objects.values_list("person__name", flat=True)) == {"Ruth Wekesa"}


def test_who_decides_hears_once_that_something_waits(cast: Cast) -> None:
    for _time in range(3):
        report(cast.society)
    assert Notice.objects.get(kind="order_waits").person == cast.dean
    actions.keep_page(by=cast.dean, subject=cast.society, note="", at=NOW)
    report(cast.society)
    assert Notice.objects.filter(kind="order_waits").count() == 2


def test_that_a_university_was_reported_its_coordinator_hears_or_else_operators(cast: Cast) -> None:
    report(cast.karura)
    report(cast.other)
    assert mails("order_waits") == {"Lucía Ortega", "Olga Lind"}
    assert {notice.context["link"] for notice in Notice.objects.all()} == {"http://testserver/review/reports/"}


def test_that_an_appeal_waits_who_answers_it_hears(cast: Cast) -> None:
    appeal(cast, hide(cast))
    assert mails("order_waits") == {"Ruth Wekesa"}


def test_hiding_decides_every_report_and_tells_the_officers_why(cast: Cast) -> None:
    report(cast.society)
    report(cast.society, cast.amina)
    hiding = hide(cast)
    cast.society.refresh_from_db()
    assert (cast.society.hidden_at, answers()) == (NOW, {"hidden"})
    assert mails("page_hidden") == {"Kofi Mensah", "Wanjiru Kamau", "Dennis Mutua", "Grace Njeri"}
    said = Notice.objects.filter(kind="page_hidden")[0].context
    assert (said["page"], said["reason"]) == ("HeForShe Karura", REASON)
    assert said["link"].endswith(f"/manage/karura/heforshe-karura/hidden/{hiding.pk}/")


def test_hiding_twice_is_once(cast: Cast) -> None:
    assert hide(cast) == hide(cast)
    assert Hiding.objects.count() == 1


def test_the_staff_of_a_hidden_university_hear_why_and_appeal(cast: Cast) -> None:
    hiding = actions.hide_page(by=cast.lucia, subject=cast.karura, reason=REASON, at=NOW)
    assert mails("page_hidden") == {"Ruth Wekesa"}
    assert actions.appeal_hiding(by=cast.dean, hiding=hiding, text="We did.", at=NOW).appealed_by == cast.dean
    with pytest.raises(NotAllowed):
        actions.lift_hiding(by=cast.dean, hiding=hiding, answer="Ours.", at=NOW)


def test_one_may_appeal_once(cast: Cast) -> None:
    hiding = appeal(cast, hide(cast))
    assert appeal(cast, hiding).appeal == "We did."  # the same words sent twice
    with pytest.raises(Conflict):
        actions.appeal_hiding(by=cast.wanjiru, hiding=hiding, text="Please.", at=NOW)
    actions.uphold_hiding(by=cast.dean, hiding=hiding, answer="Not yet.", at=NOW)
    with pytest.raises(Conflict):
        actions.appeal_hiding(by=cast.kofi, hiding=hiding, text="And now?", at=NOW)


def test_an_appeal_upheld_leaves_it_hidden_and_is_mailed(cast: Cast) -> None:
    upheld = actions.uphold_hiding(by=cast.dean, hiding=appeal(cast, hide(cast)), answer="Not yet.", at=NOW)
    assert (upheld.answer, upheld.lifted_at) == ("Not yet.", None)
    assert Notice.objects.filter(kind="hiding_upheld", person=cast.kofi).get().context["reason"] == "Not yet."


def test_nothing_is_upheld_before_somebody_appealed(cast: Cast) -> None:
    with pytest.raises(Conflict):
        actions.uphold_hiding(by=cast.dean, hiding=hide(cast), answer="No.", at=NOW)


def test_what_is_lifted_is_public_again_and_may_be_hidden_again(cast: Cast) -> None:
    lifted = actions.lift_hiding(by=cast.lucia, hiding=hide(cast), answer="Thank you.", at=NOW)
    cast.society.refresh_from_db()
    assert (cast.society.hidden_at, lifted.lifted_by) == (None, cast.lucia)
    assert mails("hiding_lifted") >= {"Kofi Mensah"}
    assert hide(cast, Society.objects.get(pk=cast.society.pk)) != lifted


def test_the_record_of_a_society_says_nothing_of_who_reported(cast: Cast) -> None:
    report(cast.society, cast.amina)
    hide(cast)
    verbs = AuditEvent.objects.filter(society_id=cast.society.pk).values_list("verb", flat=True)
    assert list(verbs) == ["page_hidden"]


def test_a_series_is_hidden_alone(cast: Cast) -> None:
    loud, circle = make.series(cast.society, "Loud Hour"), make.series(cast.society)
    hide(cast, loud)
    assert list(Series.objects.filter(hidden_at__isnull=True)) == [circle]
    assert [row.subject for row in order.hidden_of(cast.society)] == [loud]

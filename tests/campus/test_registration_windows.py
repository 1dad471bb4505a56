"""When societies of a university apply and renew, and what it asks of them."""

from datetime import date, timedelta
from typing import Any

import pytest

from campus.base.errors import Conflict, Invalid, NotAllowed, NotFound
from campus.directory.actions import draft_society
from campus.directory.models import Society
from campus.membership.actions import (
    add_question,
    add_template,
    add_window,
    approve_registration,
    change_template,
    change_window,
    delete_draft,
    remove_question,
    remove_template,
    remove_window,
    return_registration,
    submit_registration,
)
from campus.membership.models import Registration, RegistrationWindow
from campus.membership.reviewing import societies_like, template_by_number, templates_of
from campus.membership.windows import window_for_renewal
from campus.outbox.models import Notice
from campus.people.models import AuditEvent, Person
from tests import factories
from tests.campus.rights import STAFF, Line, cells
from tests.conftest import Cast
from tests.factories import NOW

TODAY = NOW.date()  # 20 October 2026


def days(**changes: Any) -> dict[str, Any]:
    """New societies apply in September, renewals are open from 1 October to 4 December."""
    return {
        "name": "2026/27",
        "new_from": date(2026, 9, 1),
        "new_to": date(2026, 9, 30),
        "renew_from": date(2026, 10, 1),
        "renew_to": date(2026, 12, 4),
        **changes,
    }


def window(cast: Cast, by: Person | None = None, **changes: Any) -> RegistrationWindow:
    return add_window(by=by or cast.dean, university=cast.karura, at=NOW, **days(**changes))


def draft(cast: Cast, name: str = "Men Who Listen") -> Society:
    return draft_society(by=cast.amina, university=cast.karura, name=name, purpose="To listen.", at=NOW)


def apply(cast: Cast, society: Society, **answers: str) -> Registration:
    return submit_registration(by=cast.amina, society=society, message="", questions=answers, at=NOW)


@cells(Line("open a window", lambda cast, by: window(cast, by), STAFF))
def test_windows_are_kept_by_the_universitys_staff(cast: Cast, line: Line, who: str) -> None:
    line.check(cast, who)


def test_a_window_is_on_record(cast: Cast) -> None:
    made = window(cast)
    change_window(by=cast.dean, window=made, officers=3, at=NOW)
    remove_window(by=cast.dean, window=made, at=NOW)
    events = AuditEvent.objects.order_by("pk").values_list("verb", "object", "university_id")
    assert [(verb, thing) for verb, thing, _university in events] == [
        (f"window_{did}", f"window:{made.pk}") for did in ("added", "changed", "removed")
    ]


def test_two_windows_share_no_day_of_renewing(cast: Cast) -> None:
    window(cast)
    with pytest.raises(Invalid) as refusal:
        window(cast, name="2027/28", new_from=date(2027, 9, 1), new_to=date(2027, 9, 30), renew_to=date(2027, 12, 3))
    assert str(refusal.value) == (
        "In 2026/27 societies renew from 1 October 2026 to 4 December 2026. Choose days that lie before or after that."
    )


def test_a_window_that_ends_before_it_starts_says_which_year_was_meant(cast: Cast) -> None:
    with pytest.raises(Invalid, match="Did you mean 4 December 2026") as refusal:
        window(cast, renew_to=date(2025, 12, 4))
    assert list(refusal.value.fields) == ["renew_to"]


def test_a_name_is_taken_once(cast: Cast) -> None:
    window(cast)
    with pytest.raises(Invalid) as refusal:
        window(
            cast,
            new_from=date(2027, 9, 1),
            new_to=date(2027, 9, 2),
            renew_from=date(2028, 1, 1),
            renew_to=date(2028, 1, 2),
        )
    assert list(refusal.value.fields) == ["name"]


@pytest.mark.parametrize("members", [1, 4, -1, 1001])
def test_no_small_count_can_be_read_off_the_members_asked_for(cast: Cast, members: int) -> None:
    with pytest.raises(Invalid) as refusal:
        window(cast, members=members)
    assert list(refusal.value.fields) == ["members"]


def test_questions_are_added_and_taken_away_one_by_one(cast: Cast) -> None:
    made = add_question(by=cast.dean, window=window(cast), label="Who advises you?", required=True, at=NOW)
    made = add_question(by=cast.dean, window=made, label="Where do you meet?", required=False, at=NOW)
    made = remove_question(by=cast.dean, window=made, key="q1", at=NOW)
    made = add_question(by=cast.dean, window=made, label="How often?", required=False, at=NOW)
    assert [(row["key"], row["label"]) for row in made.questions] == [
        ("q2", "Where do you meet?"),
        ("q1", "How often?"),
    ]


def test_a_window_in_which_somebody_applied_stays(cast: Cast) -> None:
    made = window(cast, new_to=TODAY)
    apply(cast, draft(cast))
    with pytest.raises(Conflict, match="Societies applied in 2026/27 already"):
        remove_window(by=cast.dean, window=made, at=NOW)


def test_without_any_window_societies_apply_at_all_times(cast: Cast) -> None:
    assert apply(cast, draft(cast)).window is None


def test_inside_a_window_a_new_society_applies_in_it(cast: Cast) -> None:
    made = window(cast, new_to=TODAY)
    assert apply(cast, draft(cast)).window == made


def test_outside_every_window_it_hears_when_one_opens(cast: Cast) -> None:
    window(cast)
    coming: dict[str, Any] = {"new_from": date(2027, 1, 11), "new_to": date(2027, 1, 29)}
    window(cast, name="2027", renew_from=date(2027, 3, 1), renew_to=date(2027, 3, 5), **coming)
    with pytest.raises(Conflict) as refusal:
        apply(cast, draft(cast))
    assert str(refusal.value) == (
        "Karura University takes new societies from 11 January 2027 to 29 January 2027. "
        "What you wrote is kept until then."
    )


def test_the_first_and_the_last_day_are_days_where_the_university_is(cast: Cast) -> None:
    window(cast, new_to=TODAY)
    late = NOW.replace(hour=21)  # midnight in Nairobi has passed
    society = draft(cast)
    with pytest.raises(Conflict):
        submit_registration(by=cast.amina, society=society, message="", at=late)


def test_what_was_returned_may_come_again_after_its_window_closed(cast: Cast) -> None:
    made = window(cast, new_to=TODAY)
    first = apply(cast, draft(cast))
    returned = return_registration(by=cast.dean, registration=first, reason="Say more.", at=NOW)
    later = NOW + timedelta(days=9)
    again = submit_registration(by=cast.amina, society=returned.society, message="More.", at=later)
    assert again.window == made


def test_a_question_that_everybody_must_answer_is_answered(cast: Cast) -> None:
    questions = [{"label": "Who advises you?", "required": True}, {"label": "Where?", "required": False}]
    window(cast, new_to=TODAY, questions=questions)
    society = draft(cast)
    with pytest.raises(Invalid) as refusal:
        apply(cast, society)
    assert list(refusal.value.fields) == ["question_q1"]
    assert apply(cast, society, q1="Dr Wekesa").answers["questions"] == [
        {"key": "q1", "label": "Who advises you?", "answer": "Dr Wekesa"},
        {"key": "q2", "label": "Where?", "answer": ""},
    ]


def test_what_is_to_change_is_said_beside_single_answers(cast: Cast) -> None:
    registration = apply(cast, draft(cast))
    said = {"purpose": " Say who may come. ", "name": " "}
    returned = return_registration(
        by=cast.dean, registration=registration, reason="Two things.", field_reasons=said, at=NOW
    )
    assert returned.field_reasons == {"purpose": "Say who may come."}


def test_nothing_is_said_of_an_answer_that_was_not_asked(cast: Cast) -> None:
    with pytest.raises(Invalid) as refusal:
        return_registration(
            by=cast.dean, registration=apply(cast, draft(cast)), reason="No.", field_reasons={"colour": "Red"}, at=NOW
        )
    assert refusal.value.code == "unknown_field"


def test_a_window_counts_for_renewals_until_the_next_one_opens(cast: Cast) -> None:
    made = window(cast)
    assert window_for_renewal(cast.karura, date(2026, 9, 30)) is None
    assert [window_for_renewal(cast.karura, day) for day in (date(2026, 10, 1), date(2027, 6, 1))] == [made, made]


def test_templates_are_the_universitys_own(cast: Cast) -> None:
    made = add_template(by=cast.dean, university=cast.karura, name="Second officer", text="Name a second one.", at=NOW)
    change_template(by=cast.dean, template=made, name="Second officer", text="Name a treasurer, too.", at=NOW)
    assert [row.text for row in templates_of(cast.karura, cast.dean)] == ["Name a treasurer, too."]
    for stranger in (None, cast.kofi, cast.zolas_dean):
        assert list(templates_of(cast.karura, stranger)) == []
        with pytest.raises(NotFound):
            template_by_number(stranger, cast.karura, made.pk)
    with pytest.raises(NotAllowed):
        remove_template(by=cast.kofi, template=made, at=NOW)
    remove_template(by=cast.dean, template=made, at=NOW)
    assert not templates_of(cast.karura, cast.dean).exists()


def test_reviewers_see_names_like_the_one_applied_for(cast: Cast) -> None:
    elsewhere = factories.society(factories.university("Tana University"), "HeForShe Karua")
    abroad = factories.society(cast.other, "HeForShe Karura Mzizi")
    registration = apply(cast, draft(cast, "The HeForShe Karura Society"))
    assert societies_like(registration, cast.dean) == [cast.society, elsewhere]
    assert abroad not in societies_like(registration, cast.dean)
    assert societies_like(registration, cast.amina) == []


def test_a_draft_of_a_like_name_stays_its_drafters_own(cast: Cast) -> None:
    draft_society(by=cast.grace, university=cast.karura, name="Men who Listens", purpose="To listen.", at=NOW)
    assert societies_like(apply(cast, draft(cast)), cast.dean) == []


def test_staff_throw_away_what_is_no_society_and_who_applied_hears_why(cast: Cast) -> None:
    society = apply(cast, draft(cast)).society
    delete_draft(by=cast.dean, society=society, reason="It was a test.", at=NOW)
    assert not Society.objects.filter(pk=society.pk).exists()
    notice = Notice.objects.get(kind="application_removed", person=cast.amina)
    assert (notice.context["society"], notice.context["reason"]) == ("Men Who Listen", "It was a test.")
    assert AuditEvent.objects.latest("pk").verb == "application_removed"


@cells(
    Line(
        "throw away",
        lambda cast, by: delete_draft(by=by, society=apply(cast, draft(cast)).society, at=NOW),
        STAFF | {"amina"},
    )
)
def test_an_application_is_thrown_away_by_its_drafter_and_its_university(cast: Cast, line: Line, who: str) -> None:
    line.check(cast, who)


def test_an_approved_society_is_never_thrown_away(cast: Cast) -> None:
    registration = approve_registration(by=cast.dean, registration=apply(cast, draft(cast)), at=NOW)
    with pytest.raises(Conflict):
        delete_draft(by=cast.dean, society=registration.society, at=NOW)

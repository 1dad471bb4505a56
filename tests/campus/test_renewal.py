"""An approved society renews for a year; what was approved last stays public until its university decides."""

from datetime import date, timedelta
from typing import Any

import pytest

from campus.base.errors import Conflict, Invalid
from campus.directory.actions import change_society, rename_society, suspend_society
from campus.directory.models import Office, Society
from campus.directory.queries import society_by_slugs
from campus.membership.actions import (
    approve_registration,
    join,
    renew_registration,
    return_registration,
    tell_of_renewals,
)
from campus.membership.answers import differences
from campus.membership.models import Registration, RegistrationWindow
from campus.membership.personal import forget_membership
from campus.membership.renewals import State, renewal_of
from campus.outbox.models import Notice
from campus.people.models import AuditEvent, Person
from tests import factories
from tests.campus.rights import PRESIDENT_AND_SECRETARY, Line, cells
from tests.campus.test_registration_windows import window
from tests.conftest import Cast
from tests.factories import NOW

LATER = NOW + timedelta(days=1)
AFTER = NOW + timedelta(days=60)  # the window closed on 4 December


def renewing(cast: Cast, **asked: Any) -> RegistrationWindow:
    """The society was approved a year ago, and renewing is open."""
    Society.objects.update(approved_at=NOW - timedelta(days=365))
    cast.society.refresh_from_db()
    return window(cast, **asked)


def renew(cast: Cast, by: Person | None = None, at: Any = NOW, **changes: Any) -> Registration:
    words = {"name": "HeForShe Karura", "purpose": "Everybody is welcome.", "first_time": "Come as you are."}
    values = {**words, "message": "As agreed.", **changes}
    return renew_registration(by=by or cast.kofi, society=cast.society, at=at, **values)


def public(cast: Cast) -> Society:
    return Society.objects.get(pk=cast.society.pk)


def state(cast: Cast, at: Any = NOW) -> State:
    return renewal_of(public(cast), at).state


@cells(Line("renew", lambda cast, by: (renewing(cast), renew(cast, by)), PRESIDENT_AND_SECRETARY))
def test_president_and_secretary_renew(cast: Cast, line: Line, who: str) -> None:
    line.check(cast, who)


def test_what_was_approved_last_stays_public_while_a_renewal_waits(cast: Cast) -> None:
    renewing(cast)
    before = public(cast)
    registration = renew(cast, name="HeForShe of Karura")
    now = public(cast)
    assert (now.name, now.slug, now.purpose, now.status) == (before.name, before.slug, before.purpose, "approved")
    assert registration.answers["name"] == "HeForShe of Karura"
    assert state(cast) == State.WAITING


def test_an_approved_renewal_is_what_is_public(cast: Cast) -> None:
    renewing(cast)
    approve_registration(by=cast.dean, registration=renew(cast, name="HeForShe of Karura"), at=LATER)
    now = public(cast)
    assert (now.name, now.purpose, now.first_time) == (
        "HeForShe of Karura",
        "Everybody is welcome.",
        "Come as you are.",
    )
    assert society_by_slugs(None, "karura", "heforshe-karura") == now
    assert state(cast, LATER) == State.APPROVED


def test_approving_a_renewal_makes_nobody_president(cast: Cast) -> None:
    renewing(cast)
    approve_registration(by=cast.dean, registration=renew(cast, by=cast.wanjiru), at=LATER)
    assert list(Office.objects.filter(role="president", society=cast.society).values_list("person", flat=True)) == [
        cast.kofi.pk
    ]


def test_who_keeps_the_society_hears_what_was_decided(cast: Cast) -> None:
    renewing(cast)
    approve_registration(by=cast.dean, registration=renew(cast), at=LATER)
    told = Notice.objects.filter(kind="renewal_approved").values_list("person", flat=True)
    assert set(told) == {cast.kofi.pk, cast.wanjiru.pk}


def test_a_returned_renewal_changes_nothing_and_can_be_handed_in_again(cast: Cast) -> None:
    renewing(cast)
    before = public(cast).purpose
    returned = return_registration(by=cast.dean, registration=renew(cast), reason="Say who leads.", at=LATER)
    assert (public(cast).purpose, state(cast, LATER)) == (before, State.RETURNED)
    again = renew(cast, at=LATER, purpose="Joy leads.")
    assert (again.pk != returned.pk, again.window, state(cast, LATER)) == (True, returned.window, State.WAITING)


def test_a_renewal_that_waits_is_not_changed_by_handing_it_in_again(cast: Cast) -> None:
    renewing(cast)
    first = renew(cast)
    assert renew(cast, at=LATER, purpose="Something else.").answers == first.answers


def test_the_difference_is_to_what_was_approved_last_whatever_the_page_says_meanwhile(cast: Cast) -> None:
    renewing(cast)
    approve_registration(by=cast.dean, registration=renew(cast), at=LATER)
    change_society(by=cast.kofi, society=public(cast), purpose="Changed in between.", at=LATER)
    next_year: dict[str, Any] = {"name": "2027/28", "new_from": date(2027, 9, 1), "new_to": date(2027, 9, 2)}
    window(cast, renew_from=date(2027, 10, 1), renew_to=date(2027, 12, 3), **next_year)
    second = renew(cast, at=NOW + timedelta(days=365), purpose="Everybody is very welcome.")
    changed = [(row.field, row.before, row.after) for row in differences(second) if row.is_changed]
    assert changed == [("purpose", "Everybody is welcome.", "Everybody is very welcome.")]


def test_a_name_that_somebody_has_is_refused_when_it_is_handed_in(cast: Cast) -> None:
    renewing(cast)
    factories.society(cast.karura, "Film Circle")
    with pytest.raises(Invalid) as refusal:
        renew(cast, name="film circle")
    assert list(refusal.value.fields) == ["name"]


def test_a_name_that_was_taken_meanwhile_is_not_approved(cast: Cast) -> None:
    renewing(cast)
    registration = renew(cast, name="Film Circle")
    factories.society(cast.karura, "Film Circle", slug="film")
    with pytest.raises(Invalid):
        approve_registration(by=cast.dean, registration=registration, at=LATER)
    assert Registration.objects.get(pk=registration.pk).decision == ""


def test_what_the_window_asks_is_said_when_it_is_not_there(cast: Cast) -> None:
    renewing(cast, officers=5, members=5, roles=["treasurer"])
    Office.objects.filter(role="treasurer").delete()
    with pytest.raises(Conflict) as refusal:
        renew(cast)
    assert str(refusal.value) == (
        "Karura University asks for this first: 5 officers in office; 5 members; Somebody as Treasurer."
    )


def test_what_the_window_asks_is_counted_today(cast: Cast) -> None:
    renewing(cast, officers=4, members=5, roles=["treasurer", "president"])
    for number in range(5):
        join(by=factories.person(f"Member {number}"), society=cast.society, at=NOW)
    assert renew(cast).kind == "renewal"


def test_outside_its_window_nobody_renews(cast: Cast) -> None:
    renewing(cast, renew_from=date(2026, 11, 2))
    with pytest.raises(Conflict, match="takes renewals from 2 November 2026 to 4 December 2026"):
        renew(cast)


def test_where_no_window_is_kept_nothing_is_renewed(cast: Cast) -> None:
    with pytest.raises(Conflict, match="asks for no renewal now"):
        renew(cast)


def test_a_society_that_did_not_renew_stays_open_and_is_said_to_be_so(cast: Cast) -> None:
    renewing(cast)
    renewal = renewal_of(public(cast), AFTER)
    assert (renewal.state, renewal.is_not_renewed, public(cast).status) == (State.MISSED, True, "approved")
    with pytest.raises(Conflict, match="Renewing closed on 4 December 2026"):
        renew(cast, at=AFTER)


def test_what_was_returned_may_be_handed_in_after_the_window_closed(cast: Cast) -> None:
    renewing(cast)
    return_registration(by=cast.dean, registration=renew(cast), reason="Say more.", at=LATER)
    assert renewal_of(public(cast), AFTER).is_not_renewed
    assert renew(cast, at=AFTER, purpose="More.").decision == ""


def test_one_renews_once_for_a_window(cast: Cast) -> None:
    renewing(cast)
    approve_registration(by=cast.dean, registration=renew(cast), at=LATER)
    with pytest.raises(Conflict, match="is registered for 2026/27 already"):
        renew(cast, at=LATER)


def test_a_society_that_was_approved_while_renewing_is_open_does_not_renew(cast: Cast) -> None:
    window(cast)
    assert state(cast) == State.NONE


def test_a_suspended_society_renews_and_stays_closed(cast: Cast) -> None:
    renewing(cast)
    suspend_society(by=cast.dean, society=cast.society, reason="Not renewed.", at=NOW)
    approve_registration(by=cast.dean, registration=renew(cast), at=LATER)
    assert (public(cast).status, public(cast).purpose) == ("suspended", "Everybody is welcome.")


def test_president_and_secretary_hear_once_that_renewing_opens_and_once_that_it_closes(cast: Cast) -> None:
    renewing(cast)
    for day in (0, 1, 2):
        tell_of_renewals(NOW + timedelta(days=day))
    told = Notice.objects.filter(kind="renewal_opened").values_list("person", flat=True)
    assert sorted(told) == [cast.kofi.pk, cast.wanjiru.pk]
    for day in (38, 39, 44, 45):  # from 27 November; the window closes on 4 December
        tell_of_renewals(NOW + timedelta(days=day))
    assert Notice.objects.filter(kind="renewal_closes").count() == 2
    assert Notice.objects.get(kind="renewal_closes", person=cast.kofi).context["closes_on"] == "2026-12-04"


def test_who_has_handed_it_in_hears_nothing_of_closing(cast: Cast) -> None:
    renewing(cast)
    renew(cast)
    tell_of_renewals(NOW + timedelta(days=40))
    assert not Notice.objects.filter(kind__startswith="renewal_").exists()


def test_staff_rename_a_society_and_its_officers_hear_why(cast: Cast) -> None:
    renamed = rename_society(by=cast.dean, society=cast.society, name="Allies of Karura", reason="A mix-up.", at=NOW)
    assert (renamed.slug, society_by_slugs(None, "karura", "heforshe-karura")) == ("allies-of-karura", renamed)
    assert Notice.objects.filter(kind="society_renamed").count() == 4
    assert AuditEvent.objects.latest("pk").verb == "society_renamed"


def test_who_is_forgotten_leaves_no_word_to_the_university_behind(cast: Cast) -> None:
    renewing(cast, questions=[{"label": "Who advises you?", "required": True}])
    first = renew(cast, questions={"q1": "My uncle"})
    forget_membership(cast.kofi, LATER)
    kept = Registration.objects.get(pk=first.pk)
    assert (kept.answers["message"], kept.answers["questions"], kept.answers["name"]) == ("", [], "HeForShe Karura")

"""What holds for officers is read and confirmed before an office is theirs."""

import pytest

from campus.base.errors import Invalid
from campus.directory import checklist
from campus.directory.actions import accept_office, invite_to_office
from campus.directory.links import token_hash
from campus.directory.models import Office
from campus.people.models import Consent
from tests import factories
from tests.conftest import Cast
from tests.factories import NOW

POINTS = set(checklist.WORDINGS[checklist.SOCIETY])


@pytest.fixture
def office(cast: Cast) -> Office:
    """Amina is invited to look after events; her link ends in "the link"."""
    made = invite_to_office(
        by=cast.kofi,
        role="events",
        address="amina@karura.example",
        society=cast.society,
        starts_on=NOW.date(),
        at=NOW,
    )
    Office.objects.filter(pk=made.pk).update(invitation_hash=token_hash("the link"))
    return made


def accept(cast: Cast, version: str, confirmed: set[str]) -> Office:
    return accept_office(by=cast.amina, token="the link", checklist=version, confirmed=confirmed, at=NOW)


def test_what_was_confirmed_is_kept_with_its_wording(cast: Cast, office: Office) -> None:
    accept(cast, checklist.SOCIETY, POINTS)
    kept = Consent.objects.get(person=cast.amina)
    assert (kept.kind, kept.version, kept.subject, kept.where, kept.given_at) == (
        "office",
        checklist.SOCIETY,
        f"office:{office.pk}",
        "invitation",
        NOW,
    )
    assert (kept.university_id, kept.society_id) == (cast.karura.pk, cast.society.pk)


@pytest.mark.parametrize("left_out", sorted(POINTS))
def test_without_one_of_the_points_the_office_is_not_theirs(cast: Cast, office: Office, left_out: str) -> None:
    with pytest.raises(Invalid) as refusal:
        accept(cast, checklist.SOCIETY, POINTS - {left_out})
    assert (refusal.value.code, list(refusal.value.fields)) == ("checklist_incomplete", ["confirmed"])
    assert not Consent.objects.exists()


@pytest.mark.parametrize("version", ["", "society-2020-01", checklist.BEYOND])
def test_another_wording_than_todays_is_read_again(cast: Cast, office: Office, version: str) -> None:
    with pytest.raises(Invalid) as refusal:
        accept(cast, version, POINTS)
    assert refusal.value.code == "checklist_changed"


def test_staff_confirm_what_holds_beyond_a_society(cast: Cast) -> None:
    made = invite_to_office(
        by=cast.dean, role="staff", address="x@karura.example", university=cast.karura, starts_on=NOW.date(), at=NOW
    )
    Office.objects.filter(pk=made.pk).update(invitation_hash=token_hash("the link"))
    factories.accept(cast.amina, "the link")
    assert Consent.objects.get(person=cast.amina).version == checklist.BEYOND


@pytest.mark.pure
def test_every_wording_fits_where_its_version_is_kept() -> None:
    longest = Consent._meta.get_field("version").max_length
    assert longest is not None
    assert [version for version in checklist.WORDINGS if len(version) > longest] == []

"""One counter for pages and API."""

import itertools
from datetime import timedelta

import pytest
import time_machine

from campus.base import limits
from campus.base.errors import TooMany
from tests.factories import NOW

pytestmark = pytest.mark.pure


@pytest.fixture(autouse=True)
def _small_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(limits.LIMITS, "wrong_code", limits.Limit(3, timedelta(minutes=10)))


def spend(times: int, key: str = "192.0.2.7") -> None:
    for _ in range(times):
        limits.spend("wrong_code", key)


def test_the_last_one_within_the_limit_is_let_through_and_the_next_is_refused() -> None:
    spend(3)
    with pytest.raises(TooMany) as refusal:
        spend(1)
    assert refusal.value.code == "too_many"
    assert refusal.value.retry_after == timedelta(minutes=10)


def test_a_refusal_says_how_long_to_wait() -> None:
    spend(3)
    with pytest.raises(TooMany) as refusal:
        spend(1)
    assert str(refusal.value) == "That was too often in a short time. Wait up to 10 minutes, then try again."


def test_a_window_of_a_day_is_said_in_hours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(limits.LIMITS, "proposal", limits.Limit(0, timedelta(days=1)))
    with pytest.raises(TooMany) as refusal:
        limits.spend("proposal", "person:1")
    assert str(refusal.value) == "That was too often in a short time. Wait up to 24 hours, then try again."


def test_somebody_else_has_a_count_of_their_own() -> None:
    spend(3)
    spend(3, key="192.0.2.8")


def test_another_kind_has_a_count_of_its_own() -> None:
    spend(3)
    limits.spend("registration", "192.0.2.7")


def test_a_window_ends_although_it_was_spent_from_to_the_last() -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        spend(3)
        clock.shift(timedelta(minutes=9, seconds=59))
        with pytest.raises(TooMany):
            spend(1)
        clock.shift(timedelta(seconds=2))
        spend(3)


def test_checking_refuses_what_spending_would_but_counts_nothing() -> None:
    spend(2)
    for _ in range(5):
        limits.check("wrong_code", "192.0.2.7")
    spend(1)
    with pytest.raises(TooMany):
        limits.check("wrong_code", "192.0.2.7")


def test_the_key_of_a_count_does_not_show_whose_it_is() -> None:
    assert "192.0.2.7" not in limits._name("wrong_code", "192.0.2.7")


def let_through(key: str) -> int:
    """How often `key` may until it is refused."""
    for count in itertools.count():
        try:
            spend(1, key)
        except TooMany:
            return count
    raise AssertionError("unreachable")


def test_a_blurred_limit_is_reached_at_a_moment_that_nobody_can_foresee(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(limits.LIMITS, "wrong_code", limits.Limit(20, timedelta(minutes=10), blur=10))
    reached = {let_through(f"192.0.2.{number}") for number in range(40)}
    assert reached <= set(range(10, 21))
    assert len(reached) > 3

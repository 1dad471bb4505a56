"""What a society makes of an observance: follows it, hides it, marks it on another day; and the reference data."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from campus.activities.models import Observance, ObservanceChoice, ObservedOn
from campus.activities.observances import SHIFT, falls_on, first_days, rows
from campus.activities.planning import latest
from campus.activities.recurrence import refusal
from campus.activities.rules import refuse_unless_running
from campus.base import clock
from campus.base.errors import Invalid, not_here
from campus.base.rows import locked
from campus.directory.models import Society
from campus.directory.rules import is_operator
from campus.people.audit import record
from campus.people.models import Person


def follow_observance(*, by: Person, society: Society, observance: Observance, at: datetime) -> None:
    """From now on the society's plan shows it and reminds of it, also one that shows to nobody who did not ask."""
    _choose(ObservanceChoice.Choice.FOLLOW, by=by, society=society, observance=observance, at=at)


def hide_observance(*, by: Person, society: Society, observance: Observance, at: datetime) -> None:
    """From now on the society's plan leaves it out."""
    _choose(ObservanceChoice.Choice.HIDE, by=by, society=society, observance=observance, at=at)


@transaction.atomic
def clear_observance_choice(*, by: Person, society: Society, observance: Observance, at: datetime) -> None:
    """Neither followed nor hidden any more: it shows where it shows by default."""
    society = _running(society, by=by, at=at)
    gone, _each = ObservanceChoice.objects.filter(society=society, observance=observance).delete()
    if gone:
        _record("observance_choice_cleared", society, observance, by=by, at=at)


@transaction.atomic
def observe_on(
    *, by: Person, society: Society, observance: Observance, official_on: date, observed_on: date, at: datetime
) -> ObservedOn | None:
    """Mark it, once, from another day on than the official one, at most 60 days away; None when that is the same day.

    `official_on` is one of its first days by its rule, not over for longer than 60 days. Raises Invalid with `fields`.
    """
    society = _running(society, by=by, at=at)
    _check_official(society, observance, official_on, at)
    _check_observed(society, official_on, observed_on, at)
    if observed_on == official_on:
        observe_officially(by=by, society=society, observance=observance, official_on=official_on, at=at)
        return None
    known = ObservedOn.objects.filter(society=society, observance=observance, official_date=official_on)
    if known.filter(observed_on=observed_on).exists():
        return known.get()
    moved, _is_new = ObservedOn.objects.update_or_create(
        society=society,
        observance=observance,
        official_date=official_on,
        defaults={
            "university_id": society.university_id,
            "observed_on": observed_on,
            "chosen_at": at,
            "chosen_by": by,
        },
    )
    _record("observance_moved", society, observance, by=by, at=at)
    return moved


@transaction.atomic
def observe_officially(
    *, by: Person, society: Society, observance: Observance, official_on: date, at: datetime
) -> None:
    """Mark it on its official day again."""
    society = _running(society, by=by, at=at)
    moved = ObservedOn.objects.filter(society=society, observance=observance, official_date=official_on)
    gone, _each = moved.delete()
    if gone:
        _record("observance_moved_back", society, observance, by=by, at=at)


@transaction.atomic
def keep_observance(*, by: Person, observance: Observance, at: datetime) -> Observance:
    """Save an observance of the reference data, new or changed, for an operator. Raises Invalid for its rule."""
    if not is_operator(by, at):
        raise not_here()
    if not first_days(observance.rrule, date(2000, 1, 1), date(2031, 12, 31)):
        raise refusal("rule_never_matches", _("No date fits this rule. Name the month and the day in it."))
    observance.save()
    record(verb="observance_kept", object=f"observance:{observance.pk}", by=by, at=at)
    return observance


def load_observances() -> int:
    """Put every observance of the file into the table, as the file has it; how many. Others stay as they are."""
    found = [Observance(**row) for row in rows()]
    fields = [field.name for field in Observance._meta.concrete_fields if field.name not in {"id", "slug"}]
    Observance.objects.bulk_create(found, update_conflicts=True, unique_fields=["slug"], update_fields=fields)
    return len(found)


@transaction.atomic
def _choose(choice: str, *, by: Person, society: Society, observance: Observance, at: datetime) -> None:
    society = _running(society, by=by, at=at)
    if ObservanceChoice.objects.filter(society=society, observance=observance, choice=choice).exists():
        return
    ObservanceChoice.objects.update_or_create(
        society=society,
        observance=observance,
        defaults={
            "university_id": society.university_id,
            "choice": choice,
            "chosen_at": at,
            "chosen_by": by,
        },
    )
    is_followed = choice == ObservanceChoice.Choice.FOLLOW
    _record("observance_followed" if is_followed else "observance_hidden", society, observance, by=by, at=at)


def _running(society: Society, *, by: Person, at: datetime) -> Society:
    society = locked(society)
    refuse_unless_running(by, society, at)
    return society


def _check_official(society: Society, observance: Observance, official_on: date, at: datetime) -> None:
    today = clock.today(society.university.zone, at)
    near = today - timedelta(days=SHIFT) <= official_on <= latest(today)
    if not near or not falls_on(observance.rrule, official_on):
        sentence = _("It does not fall on this day. Choose one of its coming dates.")
        raise Invalid("not_its_day", sentence, fields={"official_on": sentence})


def _check_observed(society: Society, official_on: date, observed_on: date, at: datetime) -> None:
    if abs((observed_on - official_on).days) > SHIFT:
        sentence = _("Choose a day at most 60 days before or after the official one.")
        raise Invalid("too_far_away", sentence, fields={"observed_on": sentence})
    if observed_on != official_on and observed_on < clock.today(society.university.zone, at):
        sentence = _("This day has passed. Choose today or a later one.")
        raise Invalid("date_has_passed", sentence, fields={"observed_on": sentence})


def _record(verb: str, society: Society, observance: Observance, *, by: Person, at: datetime) -> None:
    record(
        verb=verb,
        object=f"observance:{observance.pk}",
        by=by,
        at=at,
        university=society.university_id,
        society=society.pk,
    )

"""What the societies do, planned by the product's own actions as of the day on which each society began."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random

from campus.activities import recurrence
from campus.activities.actions import ActivityPlan, plan_activity
from campus.activities.actions.replan import extend_society
from campus.activities.models import Activity, Code, Occurrence, Series
from campus.activities.rule_text import parse
from campus.base import codes
from campus.management.demo.home import SEED, Home
from campus.management.demo.societies import Made
from campus.management.demo.specs import SeriesSpec

CANCELLED = 0.03
KNOWN_AHEAD, SAID_AHEAD = timedelta(days=14), timedelta(days=2)
REASONS = (
    "The room is closed for repairs.",
    "The projector is out for repair.",
    "Our guest is ill; we try again next month.",
)


def plan_programme(home: Home, made: Made) -> list[Occurrence]:
    """All dates of a society: planned when it began, extended since as the product does daily, a few cancelled."""
    begun = home.noon(made.begins)
    for spec in made.spec.series:
        plan_series(home, made, spec, begun)
    for at in [home.noon(term.active_from) for term in home.terms]:
        if at > begun:
            extend_society(made.society, at)
    extend_society(made.society, home.now)
    occurrences = list(made.society.occurrences.order_by("starts_at", "pk"))
    _cancel_some(home, occurrences, made)
    return occurrences


def plan_series(home: Home, made: Made, spec: SeriesSpec, at: datetime) -> None:
    """A series with its first activity, from the first date on which its rule falls."""
    earliest = datetime.combine(made.begins, spec.time)
    first = next(recurrence.starts(parse(spec.rrule), earliest))
    wanted = ActivityPlan(
        name=spec.name,
        description=spec.description,
        rrule=spec.rrule,
        first_date=first.date(),
        start_time=spec.time,
        minutes=spec.minutes,
        zone=home.university.zone,
        window=spec.window,
        place=spec.place,
        for_newcomers=spec.for_newcomers,
    )
    activity = plan_activity(by=made.founder, society=made.society, plan=wanted, at=at)
    settle(activity, at)


def settle(activity: Activity, at: datetime) -> None:
    """Date the new series, activity and code back to `at`, and give the code that its names always get.

    A series that a visitor ended keeps that code for ever; the next one of the same name has the random one.
    """
    series, code = activity.series, stable_code(activity.series)
    Series.objects.filter(pk=series.pk).update(created_at=at)
    Activity.objects.filter(pk=activity.pk).update(created_at=at)
    Code.objects.filter(series=series).update(created_at=at)
    if not Code.objects.filter(code=code).exists():
        Code.objects.filter(series=series).update(code=code)


def stable_code(series: Series) -> str:
    """A poster code that follows from the names, so that a printed poster of the demo stays good."""
    names = (series.university.slug, series.society.slug, series.name)
    rng = Random(":".join((SEED, "code", *names)))  # noqa: S311 - nothing hangs on a code of the demo
    return "".join(rng.choices(codes.ALPHABET, k=codes.POSTER_LENGTH))


def _cancel_some(home: Home, occurrences: Sequence[Occurrence], made: Made) -> None:
    """A few do not take place, with a reason, as far as that is known by now."""
    known = [each for each in occurrences if each.starts_at < home.now + KNOWN_AHEAD]
    cancelled = [each for each in known if home.rng.random() < CANCELLED]
    for each in cancelled:
        at = min(each.starts_at - SAID_AHEAD, home.now)
        each.cancelled_at, each.cancelled_by, each.cancel_reason = at, made.president, home.rng.choice(REASONS)
        each.changed_at, each.sequence = at, 1
        home.record("occurrence_cancelled", f"occurrence:{each.pk}", made.president, at, made.society.pk)
    Occurrence.objects.bulk_update(
        cancelled, ["cancelled_at", "cancelled_by", "cancel_reason", "changed_at", "sequence"]
    )

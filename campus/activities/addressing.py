"""Which new date an old one becomes when the plan of an activity changes. Pure.

An address is the naive local start that a rule gave a date. What has one keeps all that hangs on it, wherever its
address goes. So old and new addresses are paired within each week (month, year) in order of time. Where there are as
many of one as of the other, the first becomes the first and so on; where not, as many are paired as can be, so that
they move as little as possible: of Monday, Wednesday and Friday, without Monday, the last two stay what they are.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import Enum

from campus.activities.recurrence import Frequency, Rule

Period = Callable[[date], Hashable]


class Hold(Enum):
    """How an old date holds on to its address.

    FREE: it goes where the plan goes. FAST: it is not touched, and the new date of its week is its own, so none is
    made beside it. OUT: the calendar had taken it out; it comes back at its very address only.
    """

    FREE = "free"
    FAST = "fast"
    OUT = "out"


@dataclass(frozen=True)
class Old:
    """A date as it was: what it is known by, its address, and how it holds on to it."""

    key: int
    address: datetime
    hold: Hold = Hold.FREE


@dataclass
class Pairing:
    """What becomes of old and new addresses.

    `goes`: the new address of each FREE one that has one, and of each OUT one that comes back. `left`: FREE ones
    without a new address. `added`: new addresses of none. `taken`: new addresses that belong to a FAST one elsewhere,
    by its key.
    """

    goes: dict[int, datetime] = field(default_factory=dict)
    left: list[int] = field(default_factory=list)
    added: list[datetime] = field(default_factory=list)
    taken: dict[int, datetime] = field(default_factory=dict)


def pair(old: Iterable[Old], new: Iterable[datetime], period: Period | None = None) -> Pairing:
    """Pair old dates with the new plan; without a `period` only equal addresses meet, as when a calendar changes."""
    found, free, fast = Pairing(), [], []
    wanted = set(new)
    for each in sorted(old, key=lambda each: (each.address, each.key)):
        if each.hold is Hold.FREE:
            free.append(each)
        elif each.address in wanted:
            wanted.discard(each.address)
            if each.hold is Hold.OUT:
                found.goes[each.key] = each.address
        elif each.hold is Hold.FAST:
            fast.append(each)
    if period is None:
        _meet(free, wanted, found)
    else:
        _match(sorted([*free, *fast], key=lambda each: (each.address, each.key)), wanted, period, found)
    return found


def period_of(rule: Rule | None, former: Rule | None, week_starts_on: int = 0) -> Period:
    """Within what old and new dates are paired: the longer one of what the rules before and after return by.

    A date that is once, or was, may go anywhere.
    """
    if rule is None or former is None:
        return lambda day: None
    frequencies = {rule.frequency, former.frequency}
    if Frequency.YEARLY in frequencies:
        return lambda day: day.year
    if Frequency.MONTHLY in frequencies:
        return lambda day: (day.year, day.month)
    return lambda day: first_of_week(day, week_starts_on)


def first_of_week(day: date, week_starts_on: int = 0) -> date:
    """The first day of the week that holds a day."""
    return day - timedelta(days=(day.weekday() - week_starts_on) % 7)


def vacating(moves: Sequence[tuple[datetime, datetime]]) -> set[datetime]:
    """Of moves from one address to another, done all at once: those addresses that others are to have.

    Whoever is at one of them steps aside first, because a database compares row by row.
    """
    return {before for before, after in moves if before != after} & {after for _before, after in moves}


def _meet(free: Sequence[Old], wanted: set[datetime], found: Pairing) -> None:
    for each in free:
        if each.address in wanted:
            wanted.discard(each.address)
            found.goes[each.key] = each.address
        else:
            found.left.append(each.key)
    found.added = sorted(wanted)


def _match(old: Sequence[Old], wanted: set[datetime], period: Period, found: Pairing) -> None:
    olds: dict[Hashable, list[Old]] = defaultdict(list)
    news: dict[Hashable, list[datetime]] = defaultdict(list)
    for each in old:
        olds[period(each.address.date())].append(each)
    for address in sorted(wanted):
        news[period(address.date())].append(address)
    for key in [*olds, *(key for key in news if key not in olds)]:
        there, coming = olds.get(key, []), news.get(key, [])
        pairs = _in_order(there, coming)
        for index, each in enumerate(there):
            goes_to = coming[pairs[index]] if index in pairs else None
            if each.hold is Hold.FAST:
                if goes_to is not None:
                    found.taken[each.key] = goes_to
            elif goes_to is None:
                found.left.append(each.key)
            else:
                found.goes[each.key] = goes_to
        used = set(pairs.values())
        found.added += [address for index, address in enumerate(coming) if index not in used]
    found.added.sort()


Score = tuple[int, int, float]  # FREE ones paired, FAST ones paired, and how far they move, as a negative number


def _in_order(old: Sequence[Old], new: Sequence[datetime]) -> dict[int, int]:
    """Positions in `old` to positions in `new`, both rising: as many FREE ones as can be, moving least."""
    if len(old) == len(new):
        return {index: index for index in range(len(old))}
    if not old or not new:
        return {}
    best: list[list[Score]] = [[(0, 0, 0.0)] * (len(new) + 1) for _row in range(len(old) + 1)]
    for i, each in enumerate(old, start=1):
        for j, address in enumerate(new, start=1):
            best[i][j] = max(_with(best[i - 1][j - 1], each, address), best[i - 1][j], best[i][j - 1])
    return _way_back(old, new, best)


def _with(score: Score, each: Old, address: datetime) -> Score:
    is_free = each.hold is Hold.FREE
    distance = abs((address - each.address).total_seconds())
    return score[0] + is_free, score[1] + (not is_free), score[2] - distance


def _way_back(old: Sequence[Old], new: Sequence[datetime], best: Sequence[Sequence[Score]]) -> dict[int, int]:
    pairs, i, j = {}, len(old), len(new)
    while i and j:
        if best[i][j] == best[i - 1][j]:
            i -= 1
        elif best[i][j] == best[i][j - 1]:
            j -= 1
        else:
            i, j = i - 1, j - 1
            pairs[i] = j
    return pairs

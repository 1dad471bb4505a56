"""Invented people: names that could be anybody's, addresses under .example domains."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from random import Random

from campus.base.text import name_key
from campus.management.demo import specs
from campus.management.demo.rows import insert
from campus.management.demo.specs import UniversitySpec
from campus.people.models import Person

PROVEN = 0.55  # so many sign in; of the others only a typed address is known
ELSEWHERE, MAIL_DOMAIN = 0.15, "mail.example"  # so many typed a private address


@dataclass(eq=False)
class Somebody:
    """A person of the demo before there is a row: `seen_at` becomes the time of their first check-in."""

    name: str
    address: str
    is_proven: bool
    seen_at: datetime | None = None
    row: Person | None = None

    @property
    def person(self) -> Person:
        if self.row is None:
            raise LookupError(f"{self.name} has no row yet.")
        return self.row

    def see(self, at: datetime) -> None:
        self.seen_at = min(self.seen_at or at, at)


def invent(spec: UniversitySpec, rng: Random, taken: set[str]) -> list[Somebody]:
    """The people of one university. `taken` holds the addresses given so far and grows."""
    names = _full_names(spec.country, rng)
    return [_somebody(next(names), spec, rng, taken) for _ in range(spec.people)]


def save(people: Sequence[Somebody], at: datetime) -> None:
    """Make the rows of those who have none, known since they were seen first, else since `at`."""
    new = [somebody for somebody in people if somebody.row is None]
    rows = [_row(somebody, somebody.seen_at or at) for somebody in new]
    insert(rows)
    for somebody, row in zip(new, rows, strict=True):
        somebody.row = row


def _row(somebody: Somebody, since: datetime) -> Person:
    person = Person(name=somebody.name, created_at=since)
    person.set_unusable_password()
    if somebody.is_proven:
        person.email, person.proven_at = somebody.address, since
    return person


def _somebody(name: str, spec: UniversitySpec, rng: Random, taken: set[str]) -> Somebody:
    is_proven = spec.is_school or rng.random() < PROVEN
    elsewhere = not is_proven and rng.random() < ELSEWHERE
    return Somebody(name, _address(name, MAIL_DOMAIN if elsewhere else spec.domain, taken), is_proven)


def _full_names(country: str, rng: Random) -> Iterator[str]:
    """Every pair of a given and a family name once, in random order; two family names where that is the custom."""
    lists = specs.names(country)
    pairs = [(given, family) for given in lists["given"] for family in lists["family"]]
    rng.shuffle(pairs)
    for given, family in pairs:
        second = f" {rng.choice(lists['family'])}" if country == "ES" else ""
        yield f"{given} {family}{second}"


def _address(name: str, domain: str, taken: set[str]) -> str:
    """given.family at the domain, with a number when somebody has that already."""
    words = re.findall(r"[a-z]+", name_key(name).replace("’", ""))
    local, number = ".".join(words), 2
    address = f"{local}@{domain}"
    while address in taken:
        address, number = f"{local}{number}@{domain}", number + 1
    taken.add(address)
    return address

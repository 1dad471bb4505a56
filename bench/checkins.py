"""A process that checks people in, one after the other, until it is told to stop.

`python -m bench.checkins <code> <file that stops it> <file for the times>`; BENCH_DATABASE names the database.
"""

import os
import sys
from pathlib import Path
from time import perf_counter, sleep

import django

PAUSE = 0.01
FEWEST, MOST = 3, 2000


def main(code: str, stop: Path, out: Path) -> None:
    """Write what each check-in of a person never seen before took, in milliseconds, one to a line."""
    from campus.activities.queries import find_code
    from campus.base import clock
    from campus.checkin.actions import Browser, check_in_signed_in
    from campus.people.models import Person

    addresses = [f"{os.getpid()}-{number}@karura.example" for number in range(MOST)]
    Person.objects.bulk_create([Person(name="Somebody", email=address, proven_at=clock.now()) for address in addresses])
    times: list[float] = []
    for person in Person.objects.filter(email__in=addresses):
        if stop.exists() and len(times) >= FEWEST:
            break
        number = str(person.pk)
        begun = perf_counter()
        found = find_code(code, clock.now())
        check_in_signed_in(
            by=person,
            occurrence=found.occurrence,
            code=found.code,
            at=clock.now(),
            browser=Browser(secret=number, receipt=number),
        )
        times.append(1000 * (perf_counter() - begun))
        if len(times) == 1:
            sys.stdout.write("begun\n")
            sys.stdout.flush()
        sleep(PAUSE)
    out.write_text("\n".join(f"{taken:.3f}" for taken in times[1:]))  # the first one also loads modules


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    from django.db import connection

    connection.settings_dict["NAME"] = os.environ["BENCH_DATABASE"]
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))

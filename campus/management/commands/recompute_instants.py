"""`manage.py recompute_instants`: after an update of the time zones, have coming dates begin at their local time."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from campus.activities.actions.instants import recompute_instants
from campus.base import clock


class Command(BaseCommand):
    help = (
        "Computes the instants of coming dates from their local times once more. To be run after the operating "
        "system's time zones, or the package tzdata, were updated. May run again and again; past dates never change."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="Change nothing; say what would change.")

    def handle(self, *, dry_run: bool, **options: Any) -> None:
        found = recompute_instants(at=clock.now(), dry_run=dry_run)
        for zone, count in sorted(found.changed.items()):
            self.stdout.write(f"{zone}: {count:,}")
        changed = sum(found.changed.values())
        outcome = "would begin" if dry_run else "begin"
        self.stdout.write(f"{changed:,} of {found.looked_at:,} coming dates {outcome} or end at another instant.")

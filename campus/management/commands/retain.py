"""`manage.py retain`: remove what is kept long enough; with --dry-run say what would go."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from tqdm import tqdm

from campus.base import clock
from campus.custody.actions import retain
from campus.custody.retention import Due, due_in
from campus.directory.models import University

PATIENCE = 2.0  # seconds after which a bar shows itself, on a terminal


class Command(BaseCommand):
    help = (
        "Removes what is kept long enough: names from visits, lines of the record, words of old reports. It also runs "
        "by itself every night. May run at any moment and be cut off anywhere."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="Remove nothing; say how much would go, exactly.")

    def handle(self, *, dry_run: bool, **options: Any) -> None:
        found = self._counted() if dry_run else self._removed()
        self._print([due for due in found if due.count])
        if dry_run:
            self.stdout.write("Nothing was removed. These are exact counts: keep them to yourself.")

    def _counted(self) -> list[Due]:
        universities: list[University | None] = [*University.objects.order_by("name_key"), None]
        at = clock.now()
        bar = tqdm(universities, desc="Counting", unit="university", delay=PATIENCE, disable=None)
        return [due for university in bar for due in due_in(university, at)]

    def _removed(self) -> list[Due]:
        with tqdm(desc="Removing", unit="university", delay=PATIENCE, disable=None) as bar:

            def progress(done: int, total: int) -> None:
                bar.total = total
                bar.update(done - bar.n)

            return retain(at=clock.now(), progress=progress)

    def _print(self, found: list[Due]) -> None:
        if not found:
            self.stdout.write("Nothing is over.")
            return
        lines = [(due.university.name if due.university else "(no university)", due) for due in found]
        width = max(len(name) for name, _due in lines)
        for name, due in lines:
            self.stdout.write(f"{name:<{width}}  {due.rule.name:<17} {due.count:>9,}")

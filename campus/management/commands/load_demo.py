"""`manage.py load_demo`: the demo campus, made around today."""

from argparse import ArgumentParser
from datetime import UTC, date, datetime, time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from campus.base import clock, codes, links
from campus.base.errors import CampusError
from campus.management.demo import load, specs
from campus.management.demo.open_door import OpenDoor, keep_a_door_open
from campus.people.models import Person


class Command(BaseCommand):
    help = "Makes invented universities, societies and people around today, to try the product with. Only with DEMO=1."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--today", type=date.fromisoformat, metavar="DATE", help="Make it around this date, 09:00 UTC; for tests."
        )

    def handle(self, *args: Any, today: date | None = None, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("The demo campus is for trying things out. Set DEMO=1 where no real people are.")
        now = datetime.combine(today, time(9), UTC) if today else clock.now()
        was_there = load.is_loaded()
        if not was_there:
            with tqdm(total=load.steps(), desc="Demo campus", unit="step", disable=None) as bar:
                load.load(now=now, progress=bar.update)
            self.stdout.write(f"The demo campus is ready, with {Person.objects.count()} invented people.")
        door = self._keep_a_door_open(now)
        if was_there:
            news = "One more meeting begins now." if door and door.is_new else "Nothing was changed."
            self.stdout.write(f"The demo campus is there already. {news}")
        if door:
            self._say_door(door)
        self._say_cast()

    def _keep_a_door_open(self, now: datetime) -> OpenDoor | None:
        try:
            return keep_a_door_open(now)
        except CampusError as refusal:  # somebody suspended the society, or dismissed its president
            self.stdout.write(f"No door could be opened at HeForShe Karura: {refusal}")
            return None

    def _say_door(self, door: OpenDoor) -> None:
        self.stdout.write(f"\nOpen right now: {door.occurrence.name}, {door.occurrence.society.name}.")
        self.stdout.write(f"  Poster code  {codes.printed(door.code.code)}")
        self.stdout.write(f"  Check in at  {links.absolute(f'/c/{door.code.code}')}")

    def _say_cast(self) -> None:
        self.stdout.write("\nSign in with one of these addresses; the code that comes by mail is shown to you:")
        for somebody in specs.cast():
            self.stdout.write(f"  {somebody['address']:<24} {somebody['name']}, {somebody['part']}")

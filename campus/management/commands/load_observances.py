"""`manage.py load_observances`: put the observances that come with this release into the table."""

from typing import Any

from django.core.management.base import BaseCommand

from campus.activities.actions.observances import load_observances


class Command(BaseCommand):
    help = (
        "Puts every observance that comes with this release into the table, as the release has it: what an operator "
        "changed in one of them is set back, what was added stays. May run again and again."
    )

    def handle(self, **options: Any) -> None:
        self.stdout.write(f"{load_observances()} observances.")

"""Invite the first operator of a fresh installation."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from campus.base import clock
from campus.base.errors import CampusError
from campus.directory.actions import invite_first_operator


class Command(BaseCommand):
    help = "Invites the first operator, who approves universities and appoints country coordinators."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--email", required=True, help="Where the invitation goes.")
        parser.add_argument(
            "--again", action="store_true", help="Also when there is an operator; a waiting invitation gets a new link."
        )

    def handle(self, *, email: str, again: bool, **options: Any) -> None:
        try:
            office = invite_first_operator(address=email, at=clock.now(), again=again)
        except CampusError as refusal:
            raise CommandError(f"{refusal} Add --again to send one all the same.") from refusal
        self.stdout.write(
            f"Invited {office.invited_address} as operator. `manage.py work` sends the mail; "
            "whoever signs in and opens its link takes the office."
        )

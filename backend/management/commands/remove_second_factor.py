"""For whoever lost phone and recovery codes: take the second step away, once it is sure otherwise that it is them."""

from argparse import ArgumentParser
from typing import Any

from allauth.mfa.models import Authenticator
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from backend.sessions import end_sessions
from campus.base import clock
from campus.base.text import address_key
from campus.outbox.account_changes import Change, tell_owner
from campus.people.actions import keep_second_factor
from campus.people.models import Person


class Command(BaseCommand):
    help = "Remove passkeys, app and recovery codes of one person. Every session of theirs ends; some offices sleep."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("address", help="the proven address of the person")

    @transaction.atomic
    def handle(self, *args: Any, address: str, **options: Any) -> None:
        person = Person.objects.select_for_update().filter(email=address_key(address)).first()
        if person is None:
            raise CommandError("Nobody proved this address.")
        removed, _by_model = Authenticator.objects.filter(user=person).delete()
        keep_second_factor(person=person, is_on=False, at=clock.now())
        about = f"person:{person.pk}"
        tell_owner(person=person, change=Change.SECOND_STEP_REMOVED, about=about, at=clock.now())
        end_sessions(person=person, addresses=[])
        self.stdout.write(f"Removed {removed}. The code by mail signs them in now; let them add a passkey or app anew.")

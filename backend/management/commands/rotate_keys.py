"""Seal anew what is sealed, after SECRET_KEY was changed: then its former value can be taken out of the settings."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import transaction
from tqdm import tqdm

from campus.base.errors import Unavailable
from campus.base.sealing import reseal, unseal
from campus.directory.models import IdentityProvider
from campus.outbox.models import Webhook

Sealed = tuple[str, Callable[[], None]]


class Command(BaseCommand):
    help = (
        "Seals all kept secrets (second factors, university accounts, webhooks) under the present SECRET_KEY. "
        "Set SECRET_KEY to the new key and SECRET_KEY_FALLBACKS to the former one before."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.SECRET_KEY_FALLBACKS:
            self.stdout.write("SECRET_KEY_FALLBACKS is empty: there is no former key to leave behind.")
            return
        unreadable = self._reseal_all()
        if unreadable:
            self.stderr.write("Under none of the keys open, and so of no more use: " + ", ".join(unreadable))
        self.stdout.write(
            "Everything sealed opens with the present key. Keep SECRET_KEY_FALLBACKS for 60 more days, so that "
            "sessions, receipts and links in sent mail stay good; then take it out."
        )

    @transaction.atomic
    def _reseal_all(self) -> list[str]:
        unreadable = []
        for name, write in tqdm(list(_all_sealed()), disable=None, unit="secret"):
            try:
                write()
            except Unavailable:
                unreadable.append(name)
        return unreadable


def _all_sealed() -> Iterator[Sealed]:
    for provider in IdentityProvider.objects.select_for_update().exclude(sealed_secret="").order_by("pk"):
        yield f"identity provider {provider.slug}", partial(_reseal_field, provider)
    for webhook in Webhook.objects.select_for_update().order_by("pk"):
        yield f"webhook {webhook.pk}", partial(_reseal_field, webhook)
    for factor in Authenticator.objects.select_for_update().order_by("pk"):
        yield f"second factor {factor.pk}", partial(_reseal_factor, factor)


def _reseal_field(row: IdentityProvider | Webhook) -> None:
    row.sealed_secret = _again(row.sealed_secret)
    row.save(update_fields=["sealed_secret"])


def _reseal_factor(factor: Authenticator) -> None:
    """An authenticator app keeps its secret, recovery codes their seed; a passkey keeps none."""
    kept = {name: _again(factor.data[name]) for name in ("secret", "seed") if name in factor.data}
    if kept:
        factor.data = {**factor.data, **kept}
        factor.save(update_fields=["data"])


def _again(sealed: str) -> str:
    unseal(sealed)  # says what is the matter when no key fits
    return reseal(sealed)

"""Webhooks of a society, kept by its president and secretary, and of a university, kept by its staff.

They belong to the society or university, not to who added them: they outlive that person's office.
"""

from collections.abc import Collection, Iterable
from datetime import datetime
from functools import partial

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from campus.base import clock, limits
from campus.base.errors import Conflict, NotAllowed, not_here
from campus.base.faults import Faults
from campus.base.outbound import is_outside
from campus.base.rows import locked
from campus.directory import rules
from campus.directory.actions.permits import kept_university, visible_society
from campus.directory.links import webhook_link
from campus.directory.models import Office, Society, University
from campus.directory.queries.webhooks import may_keep_webhook, scope_of
from campus.outbox import webhooks
from campus.outbox.actions import notify
from campus.outbox.kinds import Progress
from campus.outbox.models import Delivery, Job, Webhook
from campus.outbox.webhook_sending import deliver
from campus.people.audit import record
from campus.people.models import Person

MOST_WEBHOOKS = 10
TOLD = (Office.Role.PRESIDENT, Office.Role.SECRETARY, Office.Role.STAFF)


@transaction.atomic
def add_webhook(
    *, by: Person, scope: Society | University, url: str, events: Collection[str], at: datetime
) -> tuple[Webhook, str]:
    """Tell the program at `url` of `events` (Webhook.Event) from now on; returns the secret too, which is told once.

    Raises Invalid with the input at fault, Conflict when there are MOST_WEBHOOKS already or the society is archived.
    """
    scope = _kept(scope, by=by, at=at)
    faults = Faults()
    url = faults.text("url", url, limit=500, missing=_("Write the address that the messages go to."))
    if url and not (url.isascii() and url.isprintable() and " " not in url and is_outside(url)):
        said = _("Messages go to a public web address that begins with https://, without name or password in it.")
        faults.add("url", "not_outside", said)
    if not events or not set(events) <= set(Webhook.Event.values):
        faults.add("events", "unknown_event", _("Choose at least one thing that it is told of."))
    faults.refuse()
    university, society = _numbers(scope)
    if Webhook.objects.filter(university_id=university, society_id=society, ended_at=None).count() >= MOST_WEBHOOKS:
        sentence = _("There are %(most)d webhooks here. End one that nothing uses any more.") % {"most": MOST_WEBHOOKS}
        raise Conflict("too_many_webhooks", sentence)
    secret = webhooks.new_secret()
    webhook = Webhook.objects.create(
        university_id=university,
        society_id=society,
        url=url,
        events=[event for event in Webhook.Event.values if event in events],
        sealed_secret=webhooks.sealed(secret),
        created_at=at,
        created_by=by,
    )
    _record("webhook_added", webhook, by=by, at=at)
    return webhook, secret


@transaction.atomic
def change_webhook_secret(*, by: Person, webhook: Webhook, at: datetime) -> str:
    """A new secret in place of the one that leaked or was lost; messages from now on are signed with it."""
    webhook = _standing(webhook, by=by, at=at)
    secret = webhooks.new_secret()
    webhook.sealed_secret = webhooks.sealed(secret)
    webhook.save(update_fields=["sealed_secret"])
    _record("webhook_secret_changed", webhook, by=by, at=at)
    return secret


@transaction.atomic
def end_webhook(*, by: Person, webhook: Webhook, at: datetime) -> Webhook:
    """Tell a program nothing more; again changes nothing."""
    webhook = _own(webhook, by=by, at=at)
    if webhook.ended_at is None:
        webhooks.end(webhook, because="by_hand", at=at)
        _record("webhook_ended", webhook, by=by, at=at)
    return webhook


@transaction.atomic
def ping_webhook(*, by: Person, webhook: Webhook, at: datetime) -> Delivery:
    """Send a `ping` once the transaction is through, in one try; the row says then how it went. Raises TooMany."""
    webhook = _standing(webhook, by=by, at=at)
    limits.spend("webhook_test", f"webhook:{webhook.pk}")
    delivery = webhooks.leave(webhook, kind=webhooks.PING, payload={"webhook": webhook.pk}, at=at)
    _record("webhook_tested", webhook, by=by, at=at)
    transaction.on_commit(partial(deliver, delivery.pk, at), robust=True)  # whoever pressed the button waits for it
    return delivery


@transaction.atomic
def repeat_delivery(*, by: Person, delivery: Delivery, at: datetime) -> Delivery:
    """Send a message again, under its own number, so that the other side knows it when it had taken it already."""
    webhook = _standing(delivery.webhook, by=by, at=at)
    delivery = locked(delivery)
    delivery.webhook = webhook
    if delivery.delivered_at is None and delivery.dropped_at is None and delivery.send_after <= at:
        return delivery  # it is on its way
    delivery.attempts, delivery.status, delivery.outcome = 0, None, ""
    delivery.delivered_at = delivery.dropped_at = None
    delivery.send_after = at
    delivery.save()
    webhooks.enqueue_delivery(delivery, at)
    _record("delivery_repeated", webhook, by=by, at=at)
    return delivery


def tell_webhook_ended(job: Job, progress: Progress) -> None:
    """Job `tell_webhook_ended` with the arguments {"webhook": number}: a mail to whoever keeps it today."""
    webhook, at = Webhook.objects.get(pk=job.arguments["webhook"]), clock.now()
    scope = scope_of(webhook)
    for person in _keepers(scope, at):
        notify(
            kind="webhook_ended",
            subject_key=f"webhook:{webhook.pk}",
            person=person,
            at=at,
            context={"scope": scope.name, "address": webhook.url, "link": webhook_link(scope, webhook.pk)},
        )


def _keepers(scope: Society | University, at: datetime) -> Iterable[Person]:
    of_scope = {"society": scope} if isinstance(scope, Society) else {"university": scope, "society": None}
    university = scope.university if isinstance(scope, Society) else scope
    offices = Office.objects.filter(role__in=TOLD, **of_scope).select_related("person").order_by("pk")
    on = clock.today(university.zone, at)
    return {office.person for office in offices if office.person and rules.in_force(office, on)}


def _kept(scope: Society | University, *, by: Person, at: datetime) -> Society | University:
    """The society or university, locked, when the person keeps it."""
    if isinstance(scope, University):
        return kept_university(scope, by=by, at=at)
    society = visible_society(scope, by=by, at=at)
    if not rules.may(by, rules.Right.KEEP_SOCIETY, society, at):
        raise NotAllowed("not_officer", _("Only its president and secretary can do this."))
    if society.status == Society.Status.ARCHIVED:
        sentence = _("%(society)s is closed for now; its university can reopen it.")
        raise Conflict("society_closed", sentence % {"society": society.name})
    return society


def _own(webhook: Webhook, *, by: Person, at: datetime) -> Webhook:
    """The webhook, locked, when the person keeps its society or university."""
    webhook = locked(webhook)
    if not may_keep_webhook(by, webhook, at):
        raise not_here()
    return webhook


def _standing(webhook: Webhook, *, by: Person, at: datetime) -> Webhook:
    webhook = _own(webhook, by=by, at=at)
    if webhook.ended_at is not None:
        raise Conflict("webhook_ended", _("This webhook has ended. Add a new one."))
    return webhook


def _numbers(scope: Society | University) -> tuple[int, int | None]:
    return (scope.university_id, scope.pk) if isinstance(scope, Society) else (scope.pk, None)


def _record(verb: str, webhook: Webhook, *, by: Person, at: datetime) -> None:
    record(
        verb=verb,
        object=f"webhook:{webhook.pk}",
        by=by,
        at=at,
        university=webhook.university_id,
        society=webhook.society_id,
    )

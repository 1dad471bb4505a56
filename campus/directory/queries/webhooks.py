"""Webhooks and what was sent to them, for whoever keeps their society or university."""

from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from campus.base.errors import not_here
from campus.directory import rules
from campus.directory.models import Society, University
from campus.outbox.models import Delivery, Webhook
from campus.people.models import Person

SHOWN = timedelta(days=30)


def webhooks_of(person: Person, scope: Society | University, at: datetime) -> QuerySet[Webhook]:
    """Those that stand, and those that ended in the last 30 days. Raises NotFound for who does not keep the scope."""
    if not _may_keep(person, scope, at):
        raise not_here()
    recent = Webhook.objects.filter(Q(ended_at__isnull=True) | Q(ended_at__gt=at - SHOWN))
    if isinstance(scope, Society):
        return recent.filter(university_id=scope.university_id, society_id=scope.pk)
    return recent.filter(university_id=scope.pk, society_id__isnull=True)


def webhook_by_number(person: Person, number: int, at: datetime) -> Webhook:
    """Raises NotFound for whoever does not keep its society or university."""
    webhook = Webhook.objects.filter(pk=number).first()
    if webhook is None or not may_keep_webhook(person, webhook, at):
        raise not_here()
    return webhook


def deliveries_of(webhook: Webhook, at: datetime) -> QuerySet[Delivery]:
    """What was sent to a webhook in the last 30 days, or waits to be, the newest first."""
    return webhook.deliveries.filter(created_at__gt=at - SHOWN)


def delivery_by_number(person: Person, number: int, at: datetime) -> Delivery:
    """Raises NotFound for whoever does not keep the webhook."""
    delivery = Delivery.objects.select_related("webhook").filter(pk=number, created_at__gt=at - SHOWN).first()
    if delivery is None or not may_keep_webhook(person, delivery.webhook, at):
        raise not_here()
    return delivery


def may_keep_webhook(person: Person, webhook: Webhook, at: datetime) -> bool:
    return _may_keep(person, scope_of(webhook), at)


def scope_of(webhook: Webhook) -> Society | University:
    """The society or university that it belongs to."""
    if webhook.society_id is not None:
        return Society.objects.select_related("university").get(pk=webhook.society_id)
    return University.objects.get(pk=webhook.university_id)


def _may_keep(person: Person, scope: Society | University, at: datetime) -> bool:
    if isinstance(scope, Society):
        return rules.may(person, rules.Right.KEEP_SOCIETY, scope, at)
    return rules.may_keep(person, scope, at)

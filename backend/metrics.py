"""Figures for Prometheus, behind a token: requests (django-prometheus) and what waits. No person is in them."""

import os
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Count, Max, Min, QuerySet
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from campus.base import clock
from campus.base.errors import not_here
from campus.base.signing import same
from campus.outbox.models import Delivery, Job, Notice, Slot


@require_safe
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """The text that Prometheus reads, for who sends `Authorization: Bearer <METRICS_TOKEN>`; else nothing is here."""
    scheme, _space, token = request.headers.get("Authorization", "").partition(" ")
    if not settings.METRICS_TOKEN or scheme.lower() != "bearer" or not same(token, settings.METRICS_TOKEN):
        raise not_here()
    text = generate_latest(_of_all_processes()) + generate_latest(_of_the_database())
    return HttpResponse(text, content_type=CONTENT_TYPE_LATEST)


class Outbox(Collector):
    """What waits to be carried out, read from its rows at the moment of asking."""

    def collect(self) -> Iterator[Metric]:
        waits = GaugeMetricFamily("campus_waiting", "Rows that wait to be carried out.", labels=["kind"])
        oldest = GaugeMetricFamily("campus_waiting_oldest_seconds", "How long the longest is due.", labels=["kind"])
        for kind, (count, since) in _waiting().items():
            waits.add_metric([kind], count)
            oldest.add_metric([kind], max(0.0, (clock.now() - since).total_seconds()) if since else 0.0)
        yield waits
        yield oldest
        failed = GaugeMetricFamily("campus_failed_jobs", "Jobs that were tried five times and given up.")
        failed.add_metric([], Job.objects.filter(state=Job.State.FAILED).count())
        yield failed
        last = GaugeMetricFamily("campus_slot_last_seconds", "Unix time of the last slot begun.", labels=["name"])
        for name, at in Slot.objects.order_by("name").values_list("name").annotate(Max("slot_at")):
            last.add_metric([name], at.timestamp())
        yield last


def _waiting() -> dict[str, tuple[int, datetime | None]]:
    """By kind: how many rows are due, and since when the longest."""
    now = clock.now()
    due: dict[str, QuerySet[Any]] = {
        "mail": Notice.objects.filter(sent_at__isnull=True, dropped_at__isnull=True, send_after__lte=now),
        "job": Job.objects.filter(state=Job.State.WAITING, run_after__lte=now),
        "webhook": Delivery.objects.filter(delivered_at__isnull=True, dropped_at__isnull=True, send_after__lte=now),
    }
    since = {"mail": "send_after", "job": "run_after", "webhook": "send_after"}
    sums = {kind: rows.aggregate(count=Count("pk"), since=Min(since[kind])) for kind, rows in due.items()}
    return {kind: (found["count"], found["since"]) for kind, found in sums.items()}


def _of_all_processes() -> CollectorRegistry:
    """Counters of requests: summed over the processes of this machine where they share a folder, else of this one."""
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        return REGISTRY
    registry = CollectorRegistry()
    MultiProcessCollector(registry)
    return registry


def _of_the_database() -> CollectorRegistry:
    registry = CollectorRegistry()
    registry.register(Outbox())
    return registry

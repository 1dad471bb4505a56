"""Hands the test's kind of job over when the app starts, as campus/apps.py does."""

from django.apps import AppConfig


class OutboxJobs(AppConfig):
    name = "tests.campus"
    label = "outbox_jobs"

    def ready(self) -> None:
        from tests.campus import outbox_jobs

        outbox_jobs.register()

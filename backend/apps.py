from datetime import timedelta

from django.apps import AppConfig
from django.contrib.staticfiles.apps import StaticFilesConfig


class BackendConfig(AppConfig):
    name = "backend"

    def ready(self) -> None:
        from backend import checks, session_store  # noqa: F401 - checks register themselves
        from campus.outbox.kinds import SlotKind, register

        day, hour = timedelta(days=1), timedelta(hours=1)
        register(slots=[SlotKind("clear_sessions", session_store.clear_expired, every=day, offset=4 * hour)])


class StaticFiles(StaticFilesConfig):
    """What libraries bring and no page of ours asks for stays out of the collected files."""

    ignore_patterns = [*StaticFilesConfig.ignore_patterns, "django_htmx", "django_rq", "redoc", "rest_framework"]

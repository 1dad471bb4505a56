from django.apps import AppConfig
from django.contrib.staticfiles.apps import StaticFilesConfig


class BackendConfig(AppConfig):
    name = "backend"

    def ready(self) -> None:
        from backend import checks  # noqa: F401 - registers itself


class StaticFiles(StaticFilesConfig):
    """What libraries bring and no page of ours asks for stays out of the collected files."""

    ignore_patterns = [*StaticFilesConfig.ignore_patterns, "django_htmx", "django_rq", "redoc", "rest_framework"]

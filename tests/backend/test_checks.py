"""What `manage.py check --deploy` refuses."""

import pytest
from django.core.checks.registry import registry
from pytest_django import Settings

pytestmark = pytest.mark.pure


@pytest.fixture
def production(settings: Settings) -> Settings:
    """Settings that all of our checks accept."""
    settings.DEMO = False
    settings.SITE_URL = "https://campus.example"
    settings.WEB_PROCESSES = 4
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://c"}}
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    return settings


def refusals(*, deploy: bool = True) -> list[str]:
    """The ids of what our own checks refuse, as `manage.py check` runs them with and without --deploy."""
    ours = [check for check in registry.get_checks(deploy) if check.__module__ == "backend.checks"]
    return sorted(message.id or "" for check in ours for message in check(app_configs=None, databases=None))


def test_a_whole_production_environment_is_accepted(production: Settings) -> None:
    assert refusals() == []


def test_the_demo_is_refused_in_production(production: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    production.DEMO = True
    monkeypatch.setitem(production.DATABASES["default"], "ENGINE", "django.db.backends.sqlite3")
    assert refusals() == ["campus.E002"]


def test_the_demo_is_refused_beside_a_database_server_at_any_time(
    production: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    production.DEMO = True
    monkeypatch.setitem(production.DATABASES["default"], "ENGINE", "django.db.backends.postgresql")
    assert refusals(deploy=False) == ["campus.E001"]


def test_an_address_without_tls_is_refused(production: Settings) -> None:
    production.SITE_URL = "http://campus.example"
    assert refusals() == ["campus.E003"]


def test_several_processes_without_a_shared_cache_are_refused(production: Settings) -> None:
    production.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    assert refusals() == ["campus.E004"]
    production.WEB_PROCESSES = 1
    assert refusals() == []


def test_mail_that_is_only_printed_is_warned_of(production: Settings) -> None:
    production.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    assert refusals() == ["campus.W001"]

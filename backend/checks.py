"""What `manage.py check` refuses: settings that each work alone and together would lose counts, mail or safety."""

from typing import Any

from django.conf import settings
from django.core import checks
from django.core.checks import CheckMessage, Error, register

CONSOLE_MAIL = "django.core.mail.backends.console.EmailBackend"


@register()
def demo_stays_on_its_own_machine(**kwargs: Any) -> list[CheckMessage]:
    """Whoever opens the demo enters as anybody: it never stands on a database server that real people may share."""
    if settings.DEMO and settings.DATABASES["default"]["ENGINE"] != "django.db.backends.sqlite3":
        return [Error("DEMO runs on its own SQLite file only.", hint="Unset DEMO or DATABASE_URL.", id="campus.E001")]
    return []


@register(deploy=True)
def demo_is_off(**kwargs: Any) -> list[CheckMessage]:
    """The demo shows every mail and lets anybody enter as its cast."""
    if settings.DEMO:
        return [Error("DEMO lets anybody enter as anybody.", hint="Unset DEMO.", id="campus.E002")]
    return []


@register(deploy=True)
def site_is_https(**kwargs: Any) -> list[CheckMessage]:
    """Secure cookies, HSTS and the codes on posters all follow from SITE_URL."""
    if not settings.SITE_URL.startswith("https://"):
        return [Error("SITE_URL is not https.", hint="Set SITE_URL to https://your.domain.", id="campus.E003")]
    return []


@register(deploy=True)
def processes_share_their_cache(**kwargs: Any) -> list[CheckMessage]:
    """Limits are counted in the cache: with one cache per process each limit would hold several times over."""
    per_process = settings.CACHES["default"]["BACKEND"] == "django.core.cache.backends.locmem.LocMemCache"
    if per_process and settings.WEB_PROCESSES > 1:
        hint = "Set REDIS_URL, or WEB_PROCESSES to 1."
        return [Error("Several web processes, each with a cache of its own.", hint=hint, id="campus.E004")]
    return []


@register(deploy=True)
def mail_leaves_the_machine(**kwargs: Any) -> list[CheckMessage]:
    """Nobody can sign in when the codes are only printed."""
    if settings.EMAIL_BACKEND == CONSOLE_MAIL:
        return [checks.Warning("Mail is only printed.", hint="Set EMAIL_URL to your mail server.", id="campus.W001")]
    return []

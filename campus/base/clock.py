"""The present moment, asked in one place so that tests can travel."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from django.utils import timezone


def now() -> datetime:
    """The present instant, aware, in UTC."""
    return timezone.now().astimezone(UTC)


def today(zone: str, at: datetime | None = None) -> date:
    """The calendar date in the IANA `zone` at the instant `at` (now by default)."""
    return (at or now()).astimezone(ZoneInfo(zone)).date()


def zone_city(zone: str) -> str:
    """The name by which people know an IANA zone: "Sao Paulo" for America/Sao_Paulo."""
    return zone.rpartition("/")[2].replace("_", " ")

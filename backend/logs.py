"""Logs: JSON lines, plain ones in the demo. They name no network address and nothing that opens a door."""

import re
from typing import Any

import structlog
from structlog.typing import EventDict

# A token of an invitation or a mail, as it stands in an address: long, and unlike a name's slug it holds capitals.
# Whoever reads the log could use it.
TOKEN = re.compile(r"(?<=/)(?=[^/]*[A-Z])[\w.:=-]{20,}(?=/|$)", re.ASCII)
OWN_CALENDAR = re.compile(r"(?<!/me)(/calendar/)[^/\s\"']+", re.ASCII)  # whatever its case: somebody may have typed it


def without_secrets(logger: object, method: str, event: EventDict) -> EventDict:
    """Blanks tokens in a request's path; drops its query, which may hold a name that somebody searched for."""
    if "request" in event:
        event["request"] = TOKEN.sub("…", str(event["request"]).partition("?")[0])
    for field in ("request", "event"):  # the second: what Django says of an address that leads nowhere
        if field in event:
            event[field] = OWN_CALENDAR.sub(r"\1…", str(event[field]))
    event.pop("user_agent", None)
    return event


SHARED = (
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    without_secrets,
)


def logging_for(*, level: str, plain: bool) -> dict[str, Any]:
    """Django's LOGGING: everything from `level` up to standard error, one JSON object a line unless `plain`."""
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *SHARED,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    rendered = (
        [structlog.dev.ConsoleRenderer(colors=False)]
        if plain
        else [
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(),
        ]
    )
    formatter = {
        "()": structlog.stdlib.ProcessorFormatter,
        "foreign_pre_chain": SHARED,
        "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, *rendered],
    }
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"lines": formatter},
        # The handler has the level too: a library that sets its own logger's is not louder for that.
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "lines", "level": level}},
        "root": {"handlers": ["console"], "level": level},
    }

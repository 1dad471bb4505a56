"""Mail of the demo: printed in the terminal and kept as files, so that it can be read without a mail server."""

import email
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage as ReceivedMessage
from email.policy import default as default_policy
from email.utils import parsedate_to_datetime
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.console import EmailBackend as ConsoleBackend


def folder() -> Path:
    """Where the files lie: one .eml per mail, named so that they sort by time."""
    return Path(settings.VAR_DIR) / "mail"


class DemoMailBackend(ConsoleBackend):
    """Prints who gets what, and writes the whole mail to a file."""

    def write_message(self, message: EmailMessage) -> None:
        folder().mkdir(parents=True, exist_ok=True)
        name = f"{time.time_ns()}.eml"
        (folder() / name).write_bytes(message.message().as_bytes())
        self.stream.write(f"\nMail to {', '.join(message.recipients())}: {message.subject}\n{message.body}\n")


@dataclass(frozen=True)
class Mail:
    """One mail as its recipient reads it."""

    to: str
    subject: str
    at: datetime
    text: str


def newest(count: int) -> Sequence[Mail]:
    """The last `count` mails, newest first."""
    files = sorted(folder().glob("*.eml"), reverse=True)[:count]
    return [_read(file) for file in files]


def _read(file: Path) -> Mail:
    message = email.message_from_bytes(file.read_bytes(), policy=default_policy)
    assert isinstance(message, ReceivedMessage)  # noqa: S101 - that is what the policy makes
    body = message.get_body(("plain",))
    return Mail(
        to=str(message["to"]),
        subject=str(message["subject"]),
        at=parsedate_to_datetime(str(message["date"])),
        text=body.get_content() if body else "",
    )

"""Where sessions are kept: in the database, which is asked only for keys that we could have given."""

import re
from datetime import datetime

from django.contrib.sessions.backends import db

from backend.devices import forget_ended_sessions

KEY = re.compile(r"[0-9a-z]{8,40}")


class SessionStore(db.SessionStore):
    """Django asks for any text of eight characters; a cookie can hold a NUL, at which PostgreSQL breaks off."""

    def _validate_session_key(self, key: str | None) -> bool:
        return key is not None and KEY.fullmatch(key) is not None

    def exists(self, session_key: str) -> bool:
        return self._validate_session_key(session_key) and super().exists(session_key)


def clear_expired(slot_at: datetime) -> None:
    """Periodic work: remove the sessions that are over. They may hold an address that somebody typed to sign in."""
    SessionStore.clear_expired()
    forget_ended_sessions()

"""Who holds a series or a date with its host, for the officers' pages of it: manage/parts/cohosts.html."""

from datetime import datetime
from typing import Any

from campus.activities.models import Occurrence, Series
from campus.activities.queries.hosting import cohosts_of
from campus.directory.rules import is_open
from frontend.manage.scope import Desk


def together_context(desk: Desk, target: Series | Occurrence, at: datetime) -> dict[str, Any]:
    """Invitations and co-hosts that stand, and whether another society can still be asked."""
    to_come = (
        target.ended_at is None if isinstance(target, Series) else target.starts_at > at and not target.is_cancelled
    )
    return {
        "together": {
            "target": target,
            "kind": "series" if isinstance(target, Series) else "occurrence",
            "cohosts": cohosts_of(desk.person, target),
            "may_ask": to_come and is_open(desk.society),
        }
    }

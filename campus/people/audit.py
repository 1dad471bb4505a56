"""The one way an action says who did what."""

from datetime import datetime

from campus.people.models import AuditEvent, Person


def record(
    *,
    verb: str,
    object: str,  # noqa: A002 - reads as a sentence where it is called
    by: Person | None,
    at: datetime,
    university: int | None = None,
    society: int | None = None,
    reason: str = "",
) -> None:
    """Write one AuditEvent in the caller's transaction.

    `verb` reads as past tense with its noun ("society_approved"), `object` as kind:number ("society:12");
    `university` and `society` are numbers, for whoever may look. No name, address or answer may stand in `reason`.
    """
    AuditEvent.objects.create(
        at=at, actor=by, verb=verb, object=object, university_id=university, society_id=society, reason=reason
    )

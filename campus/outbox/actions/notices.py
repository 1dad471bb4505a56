"""Mail that must go out, and mail that somebody wants no more of."""

from collections.abc import Collection, Mapping
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from campus.base.alike import insert_if
from campus.base.text import address_key
from campus.outbox import unsubscribe
from campus.outbox.kinds import NOTICES, NoticeKind
from campus.outbox.models import MailStop, Notice
from campus.people import audit
from campus.people.models import Person

AT_ONCE = 1000  # mails left by one statement: PostgreSQL takes 65,535 values in one
ContextValue = str | int | date | None


def notify(
    *,
    kind: str,
    subject_key: str,
    at: datetime,
    person: Person | None = None,
    address: str = "",
    context: Mapping[str, ContextValue] | None = None,
    language: str = "",
    send_after: datetime | None = None,
    when: bool = True,
) -> bool:
    """Leave one mail to be sent, in the caller's transaction; True if it is new.

    With `when` false it does as much, and leaves none: where nobody may learn whether there was one to send.

    The recipient is either a `person`, who gets it at their proven address when it is sent, or a typed `address`.
    (kind, recipient, subject_key) is sent once, however often this is called. `language` serves recipients who
    have chosen none. Raises ValueError for an unknown kind or a context that its templates cannot be filled from.
    """
    if (person is None) == (address == ""):
        raise ValueError("A mail goes to either a person or an address.")
    notice = Notice(
        kind=kind,
        subject_key=subject_key,
        person=person,
        address=address_key(address),
        context=_checked_context(_known(kind), context or {}),
        language=language,
        send_after=send_after or at,
    )
    return insert_if(when, notice)


def notify_all(
    *,
    kind: str,
    subject_key: str,
    at: datetime,
    persons: Collection[int],
    context: Mapping[str, ContextValue],
    language: str = "",
) -> None:
    """Leave one mail to each of these persons by a few statements: for work that reaches many.

    Again changes nothing: whoever has it already, sent or not, gets no second one.
    """
    values = _checked_context(_known(kind), context)
    notices = [
        Notice(kind=kind, subject_key=subject_key, person_id=person, context=values, language=language, send_after=at)
        for person in persons
    ]
    Notice.objects.bulk_create(notices, batch_size=AT_ONCE, ignore_conflicts=True)


def _known(kind: str) -> NoticeKind:
    if kind not in NOTICES:
        raise ValueError(f"There is no mail of kind {kind!r}.")
    return NOTICES[kind]


def _checked_context(kind: NoticeKind, context: Mapping[str, ContextValue]) -> dict[str, str | int | None]:
    missing = set(kind.needs) - set(context)
    surplus = set(context) - set(kind.needs) - set(kind.may_have)
    if missing or surplus:
        raise ValueError(f"Mail {kind.name!r} lacks {sorted(missing)} and has no place for {sorted(surplus)}.")
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in context.items()}


@transaction.atomic
def leave_out(*, value: str, subject_keys: Collection[str]) -> None:
    """Empty one value, which its templates can do without, in the mail about these subjects that still waits."""
    waiting = Notice.objects.filter(subject_key__in=subject_keys, sent_at__isnull=True, dropped_at__isnull=True)
    for notice in waiting.select_for_update():
        if notice.context.get(value):
            notice.context[value] = ""
            notice.save(update_fields=["context"])


@transaction.atomic
def stop_mail(*, token: str, at: datetime) -> str:
    """Send the recipient of the mail that carried `token` no more like it; returns what was stopped. Again is the same.

    The token is the permission: whoever has the mail may stop it, signed in or not. Raises NotFound for a token
    that is not ours.
    """
    notice = unsubscribe.notice_of(token)
    topic = unsubscribe.topic_of(notice)
    _stop, is_new = MailStop.objects.get_or_create(
        person=notice.person, address=notice.address, topic=topic, defaults={"at": at}
    )
    if is_new:
        audit.record(verb="mail_stopped", object=f"notice:{notice.pk}", by=notice.person, at=at)
        if on_stop := NOTICES[notice.kind].on_stop:
            on_stop(notice, at)
    return topic


def take_mail_again(*, person: Person, topic: str) -> None:
    """Forget that the person stopped this mail: they ask for it now."""
    mine = Q(person=person) | Q(address=person.email or "", person__isnull=True)
    MailStop.objects.filter(mine, topic=topic).delete()


def move_stops(former: str, now: str) -> None:
    """Let what was stopped about one thing ("society:12") be stopped about the other that it became."""
    for stop in MailStop.objects.filter(topic__endswith=f":{former}"):
        topic = f"{stop.topic.removesuffix(former)}{now}"
        if MailStop.objects.filter(person=stop.person, address=stop.address, topic=topic).exists():
            stop.delete()
        else:
            stop.topic = topic
            stop.save(update_fields=["topic"])

"""Writes that a client may send again with the same Idempotency-Key: done once, answered alike for 24 hours.

The key's row is inserted first in the transaction of the action. So whoever sends the same again waits until the first
is through, and then gets its answer; a refusal rolls everything back, the key with it, and may be tried again.
"""

import hashlib
import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any, cast

from django.db import IntegrityError, OperationalError, connection, transaction
from django.utils.translation import gettext_lazy as _
from rest_framework import exceptions, permissions, status
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from campus.base import clock
from campus.base.errors import Invalid
from campus.base.sealing import seal, unseal
from campus.people.models import ApiToken, IdempotencyKey, Person

HEADER = "Idempotency-Key"
REPLAYED = "Idempotency-Replayed"
FORM = re.compile(r"[\x21-\x7e]{1,200}")
KEPT = timedelta(hours=24)
PATIENCE = timedelta(seconds=5)
LOCK_NOT_AVAILABLE = "55P03"  # PostgreSQL's


class KeyReused(exceptions.APIException):
    status_code = status.HTTP_422_UNPROCESSABLE_ENTITY
    default_code = "idempotency_key_reused"
    default_detail = _("This key was sent before, with something else. Give each thing a key of its own.")


class InFlight(exceptions.APIException):
    """The first one with the key is not through yet."""

    status_code = status.HTTP_409_CONFLICT
    default_code = "idempotency_key_in_flight"
    default_detail = _("The first request with this key is still at work. Ask again in a moment.")
    wait = PATIENCE.total_seconds()  # DRF makes Retry-After of it


def concerns(request: Request) -> bool:
    """Whether this is a write with a key by somebody we know; strangers' keys are ignored."""
    is_write = request.method not in permissions.SAFE_METHODS
    return is_write and HEADER in request.headers and bool(request.user.is_authenticated)


def once(handler: Callable[..., Response], request: Request, **kwargs: Any) -> Response:
    """The answer of `handler`, or the one that it gave the first time.

    Raises Invalid for a key of another form, KeyReused, InFlight after PATIENCE, and whatever `handler` raises.
    """
    if not FORM.fullmatch(request.headers[HEADER]):
        raise Invalid("idempotency_key_malformed", _("A key is 1 to 200 letters, digits and signs, without space."))
    with _patience_at_the_door(), transaction.atomic():
        earlier, row = _taken(request)
        if earlier is not None:
            return _replayed(earlier, request)
        answer = handler(request, **kwargs)
        _keep(row, answer)
        return answer


def _taken(request: Request) -> tuple[IdempotencyKey | None, IdempotencyKey]:
    """The row of an earlier request with this key, or None and the row that was inserted now."""
    at = clock.now()
    by = f"token:{request.auth.pk}" if isinstance(request.auth, ApiToken) else f"person:{request.user.pk}"
    key = {"principal": by, "key_hash": _hash(request.headers[HEADER].encode())}
    row = IdempotencyKey(person=cast(Person, request.user), body_hash=_body_hash(request), created_at=at, **key)
    try:
        with transaction.atomic(), _patience_for_the_row():
            IdempotencyKey.objects.filter(**key, created_at__lte=at - KEPT).delete()
            row.save(force_insert=True)
    except IntegrityError:
        return IdempotencyKey.objects.filter(**key).first() or row, row
    return None, row


def _replayed(earlier: IdempotencyKey, request: Request) -> Response:
    if earlier.body_hash != _body_hash(request):
        raise KeyReused
    if earlier.status is None:
        raise InFlight
    text = unseal(earlier.body) if earlier.body else ""
    data = json.loads(text) if text else None
    return Response(data, status=earlier.status, headers={**earlier.headers, REPLAYED: "true"})


def _keep(row: IdempotencyKey, answer: Response) -> None:
    """Keep the answer, sealed: it may hold a secret that is told once. An erased person's row is gone by now."""
    body = "" if answer.data is None else seal(JSONRenderer().render(answer.data).decode())
    kept = IdempotencyKey.objects.filter(pk=row.pk)
    kept.update(status=answer.status_code, headers=dict(answer.headers), body=body)


def _body_hash(request: Request) -> str:
    """Of what was sent. Of a form with files only where it went: its boundary differs each time it is packed."""
    sent = request._request
    if sent.content_type == "multipart/form-data":
        return _hash(f"{sent.method}\n{sent.get_full_path()}".encode())
    return _hash(b"\n".join((sent.method.encode(), sent.get_full_path().encode(), sent.body)))  # type: ignore[union-attr]


def _hash(text: bytes) -> str:
    return hashlib.sha256(text).hexdigest()


@contextmanager
def _patience_at_the_door() -> Iterator[None]:
    """On SQLite a transaction waits at its beginning, for whoever writes."""
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    with connection.cursor() as cursor:
        usual = cursor.execute("PRAGMA busy_timeout").fetchone()[0]
        cursor.execute(f"PRAGMA busy_timeout = {PATIENCE // timedelta(milliseconds=1)}")
    try:
        yield
    except OperationalError as error:
        if "locked" in str(error):
            raise InFlight from error
        raise
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA busy_timeout = {usual}")


@contextmanager
def _patience_for_the_row() -> Iterator[None]:
    """On PostgreSQL an insert waits at the unique index, for whoever inserted the same key and is not through."""
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL lock_timeout = '{PATIENCE // timedelta(milliseconds=1)}ms'")
        try:
            yield
        except OperationalError as error:
            if getattr(error.__cause__, "sqlstate", "") == LOCK_NOT_AVAILABLE:
                raise InFlight from error
            raise
        cursor.execute("SET LOCAL lock_timeout TO DEFAULT")

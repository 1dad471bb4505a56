"""Where somebody is signed in: browsers and apps, since when, last seen, and the ends of their sessions.

allauth's rows hold it. Of a device its kind is kept and nothing else of what the browser sends; no network address.
"""

import logging
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from allauth.usersessions.adapter import DefaultUserSessionsAdapter
from allauth.usersessions.models import UserSession
from django.contrib.auth import SESSION_KEY, logout, update_session_auth_hash
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.db import OperationalError, transaction
from django.http import HttpRequest, HttpResponse

from campus.base import clock
from campus.base.errors import not_here
from campus.base.signing import keyed_hash
from campus.people.models import Person

logger = logging.getLogger(__name__)

NOWHERE = "0.0.0.0"  # noqa: S104 - the column wants an address, and we keep none
SEEN_EVERY = timedelta(minutes=15)

# The first that fits: every browser names others, for the sake of old pages.
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/|Opera", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("UCBrowser", "UC Browser"),
    ("Firefox|FxiOS", "Firefox"),
    ("Chrome|Chromium|CriOS", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("iPhone|iPod", "iPhone"),
    ("iPad", "iPad"),
    ("KAIOS", "KaiOS"),
    ("Android", "Android"),
    ("CrOS", "ChromeOS"),
    ("Windows", "Windows"),
    ("Macintosh|Mac OS", "macOS"),
    ("Linux|X11", "Linux"),
)


@dataclass(frozen=True)
class Device:
    """One session as its owner sees it. `program` and `system` are proper names, "" when they did not say."""

    pk: int
    program: str
    system: str
    is_app: bool
    since: datetime
    last_seen_at: datetime
    is_this: bool


class SessionAdapter(DefaultUserSessionsAdapter):
    """The seam between allauth's sessions and the pages, which reach it by `get_adapter`."""

    def devices_of(self, request: HttpRequest) -> list[Device]:
        """Where whoever asks is signed in, the last seen first."""
        return [_device(row, request) for row in standing_sessions(who(request))]

    def end(self, request: HttpRequest, pk: int) -> None:
        """End one session of whoever asks. Raises NotFound for somebody else's."""
        row = UserSession.objects.filter(user=who(request), pk=pk).first()
        if row is None:
            raise not_here()
        if row.session_key == request.session.session_key:
            logout(request)
        row.end()

    def end_others(self, request: HttpRequest) -> None:
        """End every session of whoever asks but this one."""
        end_other_sessions(request)


class SeenMiddleware:
    """Keeps when a session was last seen, to a quarter of an hour: one write in that time, not one a page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self.get_response(request)
        person = getattr(request, "_cached_user", None)  # set when somebody asked who this is: a static file does not
        if isinstance(person, Person) and request.session.get(SESSION_KEY) == str(person.pk):
            saw(request, person, str(request.session.session_key))
        return answer


def saw(request: HttpRequest, person: Person, session_key: str, *, is_app: bool = False) -> None:
    """Write down that the session is in use, unless that was done lately; a database too busy for it is let be."""
    recent = f"session_seen:{keyed_hash('session_seen', session_key)}"
    if not cache.add(recent, True, timeout=SEEN_EVERY.total_seconds()):
        return
    try:
        _write(request, person, session_key, is_app=is_app, is_new=False)
    except OperationalError:  # what was asked for is done or comes next: it must not fail for this
        logger.debug("When a session was last seen could not be written", exc_info=True)


def began(request: HttpRequest, person: Person, *, is_app: bool) -> None:
    """Write down that somebody signed in, over what allauth wrote: the kind of device, and no network address."""
    _write(request, person, str(request.session.session_key), is_app=is_app, is_new=True)


def standing_sessions(person: Person) -> list[UserSession]:
    """The sessions of a person that are not over, the last seen first."""
    rows = list(UserSession.objects.filter(user=person).order_by("-last_seen_at", "-pk"))
    keys = [row.session_key for row in rows]
    alive = set(Session.objects.filter(pk__in=keys, expire_date__gt=clock.now()).values_list("pk", flat=True))
    return [row for row in rows if row.session_key in alive]


@transaction.atomic
def end_other_sessions(request: HttpRequest) -> None:
    """End every session but this one, those that no list knows among them: all are tied to the password.

    Nobody has a password here; a new unusable one ends what was tied to the former. This session gets a new key.
    """
    person, key = Person.objects.select_for_update().get(pk=who(request).pk), request.session.session_key
    for row in UserSession.objects.filter(user=person).exclude(session_key=key):
        row.end()
    person.set_unusable_password()
    person.save(update_fields=["password"])
    update_session_auth_hash(request, person)
    UserSession.objects.filter(session_key=key).update(session_key=request.session.session_key)


def forget_session(session_key: str | None) -> None:
    """Nothing stays of a session that was ended by signing out."""
    UserSession.objects.filter(session_key=session_key or "").delete()


def forget_ended_sessions() -> None:
    """Remove the rows of sessions that are over."""
    UserSession.objects.exclude(session_key__in=Session.objects.values("pk")).delete()


def who(request: HttpRequest) -> Person:
    """Whoever is signed in: nobody else comes here."""
    if not isinstance(request.user, Person):
        raise PermissionDenied
    return request.user


def device_of(user_agent: str, *, is_app: bool) -> str:
    """What is kept of a browser's or app's description of itself: "Firefox; Linux". Either half may be empty."""
    own_name = re.match(r"[\w .-]{0,40}", user_agent.partition("/")[0])
    program = own_name[0].strip() if is_app and own_name else _first(BROWSERS, user_agent)
    return f"{program}; {_first(SYSTEMS, user_agent)}"


def _first(names: tuple[tuple[str, str], ...], user_agent: str) -> str:
    return next((name for pattern, name in names if re.search(pattern, user_agent)), "")


def _write(request: HttpRequest, person: Person, session_key: str, *, is_app: bool, is_new: bool) -> None:
    now = clock.now()
    device = device_of(request.headers.get("User-Agent", ""), is_app=is_app)
    kept = {"user": person, "last_seen_at": now, "ip": NOWHERE}
    kept_once = {**kept, "user_agent": device, "data": {"is_app": is_app}, "created_at": now}
    UserSession.objects.update_or_create(
        session_key=session_key, defaults=kept_once if is_new else kept, create_defaults=kept_once
    )


def _device(row: UserSession, request: HttpRequest) -> Device:
    program, _separator, system = row.user_agent.partition("; ")
    return Device(
        pk=row.pk,
        program=program,
        system=system,
        is_app=bool(row.data.get("is_app")),
        since=row.created_at,
        last_seen_at=row.last_seen_at,
        is_this=row.session_key == request.session.session_key,
    )

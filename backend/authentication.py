"""Who asks: a browser with its session, or an app with allauth's session token. For machines see backend.tokens."""

from allauth.headless.contrib.rest_framework import authentication as allauth_authentication
from django.contrib.sessions.backends.base import SessionBase
from rest_framework import authentication
from rest_framework.request import Request

from backend.devices import saw
from campus.people.models import Person


class SessionAuthentication(authentication.SessionAuthentication):
    """A browser's session, its writes guarded against forgery (CSRF).

    Asked after tokens, whose challenge makes "not signed in" a 401; without one DRF answers 403, which here means
    "signed in, but not yours".
    """


class SessionTokenAuthentication(allauth_authentication.XSessionTokenAuthentication):
    """An app's session, in the header X-Session-Token; /api/auth/ hands it out."""

    def authenticate(self, request: Request) -> tuple[Person, SessionBase] | None:
        found = super().authenticate(request)
        if found is not None:
            person, session = found
            saw(request, person, str(session.session_key), is_app=True)
        return found

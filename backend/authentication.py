"""Who asks: a browser with its session, or an app with allauth's session token."""

from allauth.headless.contrib.rest_framework import authentication as allauth_authentication
from rest_framework import authentication
from rest_framework.request import Request


class SessionAuthentication(authentication.SessionAuthentication):
    """A browser's session, its writes guarded against forgery (CSRF).

    The challenge makes "not signed in" a 401; without one DRF answers 403, which here means "signed in, but not yours".
    """

    def authenticate_header(self, request: Request) -> str:
        return "Session"


class SessionTokenAuthentication(allauth_authentication.XSessionTokenAuthentication):
    """An app's session, in the header X-Session-Token; /api/auth/ hands it out."""

"""Asking addresses that people entered: over https, on the public internet, and nowhere else.

Whoever enters an address must not be able to have this server look around in the network it stands in. So a name is
looked up once, and what is connected to is exactly the address that was judged.
"""

import ipaddress
import socket
from typing import Any
from urllib.parse import urlsplit

import requests
from django.conf import settings
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import NewConnectionError

TIMEOUT = 5  # seconds until it answers, and between two pieces of an answer
LARGEST = 1024 * 1024  # bytes of an answer
_GLOBAL_V6 = ipaddress.ip_network("2000::/3")  # all that was ever given out; the rest wraps or leads inside


def is_outside(address: str) -> bool:
    """Whether a web address can be asked: https, a host of the public internet, no name or password in it.

    A host that is a name is judged again by its network address when it is connected to. ALLOW_PRIVATE_NETWORK, for
    developers, lets everything pass that is a web address.
    """
    try:
        parts = urlsplit(address)
        host, _port = parts.hostname or "", parts.port
    except ValueError:
        return False
    if not host or parts.username is not None or parts.scheme not in ("http", "https"):
        return False
    if settings.ALLOW_PRIVATE_NETWORK:
        return True
    return parts.scheme == "https" and (_is_public(host) if _is_number(host) else "." in host.rstrip("."))


class OutsideSession(requests.Session):
    """requests, kept to what `is_outside`: no redirects, no proxies or passwords of this machine, small answers."""

    def __init__(self) -> None:
        super().__init__()
        self.trust_env = False
        self.mount("https://", _OutsideAdapter())
        self.mount("http://", _OutsideAdapter())

    def request(self, *args: Any, **kwargs: Any) -> requests.Response:
        """As requests does; raises RequestException, also for an answer that is too large."""
        kwargs.setdefault("timeout", TIMEOUT)
        answer = super().request(*args, **kwargs | {"allow_redirects": False, "stream": True})
        with answer:
            pieces, size = [], 0
            for piece in answer.iter_content(64 * 1024):
                pieces.append(piece)
                size += len(piece)
                if size > LARGEST:
                    raise requests.exceptions.ContentDecodingError("The answer is too large.")
        answer._content = b"".join(pieces)
        return answer


class _OutsideAdapter(HTTPAdapter):
    """Connects through the connections below, and through none that requests would choose."""

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = {"http": _OutsidePool, "https": _OutsideTlsPool}

    def send(self, request: requests.PreparedRequest, *args: Any, **kwargs: Any) -> requests.Response:
        if not is_outside(request.url or ""):
            raise requests.exceptions.InvalidURL("This address is not asked.", request=request)
        return super().send(request, *args, **kwargs)


class _Judged:
    """A connection to the first public address behind a name."""

    def _new_conn(self: Any) -> socket.socket:
        name = self._dns_host
        try:
            self._dns_host = _address_behind(name, self.port)
            return super()._new_conn()  # type: ignore[misc, no-any-return]
        except OSError as error:
            raise NewConnectionError(self, str(error)) from error
        finally:
            self._dns_host = name  # the certificate is compared with the name


class _OutsideConnection(_Judged, HTTPConnection):
    pass


class _OutsideTlsConnection(_Judged, HTTPSConnection):
    pass


class _OutsidePool(HTTPConnectionPool):
    ConnectionCls = _OutsideConnection


class _OutsideTlsPool(HTTPSConnectionPool):
    ConnectionCls = _OutsideTlsConnection


def _address_behind(name: str, port: int | None) -> str:
    """The first address of a name that may be connected to. Raises OSError when there is none."""
    found = socket.getaddrinfo(name, port, type=socket.SOCK_STREAM)
    addresses = [str(address[0]) for *_kind, address in found]
    for address in addresses:
        if settings.ALLOW_PRIVATE_NETWORK or _is_public(address):
            return address
    raise OSError("No public address stands behind this name.")


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _is_public(address: str) -> bool:
    """Whether a network address is one of the public internet, also when it is wrapped in IPv6."""
    found = ipaddress.ip_address(address.partition("%")[0])
    inner = getattr(found, "ipv4_mapped", None) or getattr(found, "sixtofour", None) or found
    return inner.is_global and not inner.is_multicast and (inner.version == 4 or inner in _GLOBAL_V6)

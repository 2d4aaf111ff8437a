"""Posting to an address somebody typed in: public addresses only, over TLS, once, within a time.

The name is resolved once; every address it has must be public; the connection goes to the address that was checked,
so that a name which points elsewhere a moment later gains nothing. Redirects are answers like any other, not
followed. Proxies of the environment are not asked.
"""

import http.client
import ipaddress
import socket
import ssl
import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from django.conf import settings

MAX_URL = 500
CONNECT_S = 5.0
NAT64 = ipaddress.ip_network("64:ff9b::/96")
Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class Unreachable(Exception):
    """The message could not be handed over; ``code`` is one of `FAULTS`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


FAULTS = (
    "bad_url", "not_https", "unresolved", "not_public", "refused", "tls", "timeout", "broken", "redirect",
    "status",
)  # fmt: skip


@dataclass(frozen=True)
class Target:
    """A checked address: what to ask for and where to connect."""

    scheme: str
    host: str
    port: int
    path: str
    ip: str

    @property
    def host_header(self) -> str:
        name = f"[{self.host}]" if ":" in self.host else self.host
        usual = 443 if self.scheme == "https" else 80
        return name if self.port == usual else f"{name}:{self.port}"


def check_url(text: str) -> SplitResult:
    """The parts of an address we would ever post to; nothing is resolved yet.

    Raises:
        Unreachable: bad_url or not_https.
    """
    if len(text) > MAX_URL or any(sign <= " " or sign == "\x7f" or sign == "\\" for sign in text):
        raise Unreachable("bad_url")
    try:
        parts = urlsplit(text)
        port, host = parts.port, parts.hostname
        (host or "").encode("idna")
    except (ValueError, UnicodeError):
        raise Unreachable("bad_url") from None
    if not host or parts.username is not None or parts.password is not None or parts.fragment or port == 0:
        raise Unreachable("bad_url")
    if not text.isascii():
        raise Unreachable("bad_url")
    if parts.scheme != "https" and not (parts.scheme == "http" and _loopback_allowed()):
        raise Unreachable("not_https")
    return parts


def _loopback_allowed() -> bool:
    return bool(settings.PHAODAI_WEBHOOK_LOOPBACK)


def is_public(text: str) -> bool:
    """Whether an IP address is one of the open internet: not private, loopback, link-local, multicast, metadata,
    and not such a one wrapped into IPv6.
    """
    try:
        address: Address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return False
    return all(_is_open(one) for one in _wrapped(address))


def _wrapped(address: Address) -> list[Address]:
    """The address and those it carries inside (mapped, 6to4, Teredo, NAT64)."""
    found: list[Address] = [address]
    if isinstance(address, ipaddress.IPv6Address):
        inner = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
        if address in NAT64:
            inner.append(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
        found += [one for one in inner if one is not None]
        if address.ipv4_mapped is not None:
            found.remove(address)
    return found


def _is_open(address: Address) -> bool:
    closed = address.is_multicast or address.is_reserved or address.is_unspecified or address.is_loopback
    return address.is_global and not closed and not address.is_link_local and not address.is_private


def addresses_of(host: str, port: int) -> list[str]:
    """Every address of a name, as the machine knows it; none where it knows none."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return []
    return [str(entry[4][0]) for entry in found]


def resolve(parts: SplitResult) -> Target:
    """Resolve once and check every address of the name.

    Raises:
        Unreachable: unresolved, or not_public where any address is.
    """
    host = parts.hostname or ""
    port = parts.port or (443 if parts.scheme == "https" else 80)
    addresses = addresses_of(host, port)
    if not addresses:
        raise Unreachable("unresolved")
    if not all(is_public(one) or _is_allowed_loopback(one) for one in addresses):
        raise Unreachable("not_public")
    if parts.scheme == "http" and not all(_is_allowed_loopback(one) for one in addresses):
        raise Unreachable("not_https")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(parts.scheme, host, port, path, addresses[0])


def _is_allowed_loopback(text: str) -> bool:
    return _loopback_allowed() and ipaddress.ip_address(text.partition("%")[0]).is_loopback


def tls_context() -> ssl.SSLContext:
    """Certificates are checked against the machine's authorities."""
    return ssl.create_default_context()


def _connection(target: Target, timeout_s: float) -> http.client.HTTPConnection:
    """To the checked address; the name is only spoken in TLS and in the Host header."""
    plain = socket.create_connection((target.ip, target.port), timeout=min(CONNECT_S, timeout_s))
    plain.settimeout(timeout_s)
    connection = http.client.HTTPConnection(target.host, target.port, timeout=timeout_s)
    try:
        connection.sock = (
            tls_context().wrap_socket(plain, server_hostname=target.host)
            if target.scheme == "https"
            else plain
        )
    except BaseException:
        plain.close()
        raise
    return connection


def post(url: str, *, body: bytes, headers: Mapping[str, str], timeout_s: float) -> int:
    """Post once and return the status of the answer, whatever it is.

    Raises:
        Unreachable: no answer came.
    """
    target = resolve(check_url(url))
    try:
        connection = _connection(target, timeout_s)
    except ssl.SSLError:
        raise Unreachable("tls") from None
    except TimeoutError:
        raise Unreachable("timeout") from None
    except OSError:
        raise Unreachable("refused") from None
    return _ask(connection, target, body, headers, timeout_s)


def _ask(
    connection: http.client.HTTPConnection, target: Target, body: bytes, headers: Mapping[str, str],
    timeout_s: float,
) -> int:  # fmt: skip
    """A receiver that answers a byte at a time is cut off as well: the timer ends the connection under it."""
    is_late = threading.Event()
    timer = threading.Timer(timeout_s, _cut, [connection, is_late])
    timer.start()
    try:
        connection.request("POST", target.path, body, {"Host": target.host_header, **headers})
        status = connection.getresponse().status  # what follows the head is not read
        if is_late.is_set():
            raise Unreachable("timeout")
        return status
    except TimeoutError:
        raise Unreachable("timeout") from None
    except (OSError, http.client.HTTPException, ValueError):
        raise Unreachable("timeout" if is_late.is_set() else "broken") from None
    finally:
        timer.cancel()
        connection.close()


def _cut(connection: http.client.HTTPConnection, is_late: threading.Event) -> None:
    is_late.set()
    with suppress(OSError, AttributeError):
        connection.sock.shutdown(socket.SHUT_RDWR)

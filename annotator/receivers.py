"""Sending bytes to somebody else's server, whose URL somebody typed: it must not lead us into our own network.

A name is resolved once, every address it has is checked, and the connection goes to an address that was checked, so
a name that answers differently the second time gains nothing. Redirects are answers like any other, proxies are not
used, and of an answer only its status is read.
"""

import http.client
import socket
import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import SplitResult, urlsplit

from embrace3k.annotator.errors import DeliveryFailed, WebhookRefused

Network = IPv4Network | IPv6Network
_NAT64 = ip_network("64:ff9b::/96")
_PORTS = {"https": 443, "http": 80}
_LONGEST_URL = 2000
_MOST_ADDRESSES = 3
"""Tried one after the other; each may take the whole time to connect."""


@dataclass(frozen=True)
class Sender:
    """`allowed` are networks that may be sent to although they are not public.

    `timeout_s` is for connecting, and once more for everything after that, however slowly the answer drips in.
    """

    allowed: tuple[Network, ...] = ()
    timeout_s: float = 10.0
    tls: ssl.SSLContext = field(default_factory=ssl.create_default_context, repr=False)

    def check(self, url: str) -> None:
        """Raises WebhookRefused where the URL is not one we would send to, as it resolves now."""
        parts = _split(url)
        try:
            self._addresses(parts)
        except DeliveryFailed as error:
            raise WebhookRefused(error.what, where=error.where, hint="check the name") from error

    def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> None:
        """Returns when the receiver has answered 2xx. Raises DeliveryFailed, or WebhookRefused as `check` does."""
        parts = _split(url)
        addresses = self._addresses(parts)
        try:
            with closing(self._connect(parts, addresses)) as connection, _cut_after(self.timeout_s, connection):
                status = _exchange(parts, connection, body, headers)
        except (OSError, http.client.HTTPException) as error:
            slow = isinstance(error, TimeoutError)
            what = f"no answer within {self.timeout_s:g} s" if slow else f"no answer: {_words(error)}"
            raise DeliveryFailed(what, where=parts.hostname) from error
        if not 200 <= status < 300:
            raise DeliveryFailed(f"answered {status}, where 2xx says that it was taken", where=parts.hostname)

    def _addresses(self, parts: SplitResult) -> list[tuple[str, int]]:
        host, port = str(parts.hostname), parts.port or _PORTS[parts.scheme]
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise DeliveryFailed(f"the name cannot be resolved: {_words(error)}", where=host) from error
        addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
        for address in addresses:
            self._require_reachable(ip_address(address), parts)
        return [(address, port) for address in addresses[:_MOST_ADDRESSES]]

    def _require_reachable(self, address: IPv4Address | IPv6Address, parts: SplitResult) -> None:
        meant = [address, *_embedded(address)]
        if any(each in network for network in self.allowed for each in meant):
            return
        if not all(each.is_global and not each.is_multicast for each in meant):
            what = f"leads to {address}, which is no address of the public internet"
            hint = "where that is meant, the operator allows its network with EMBRACE3K_WEBHOOK_NETWORKS"
            raise WebhookRefused(what, where=parts.hostname, hint=hint)
        if parts.scheme != "https":
            what = "plain http would show events to everybody on the way"
            raise WebhookRefused(what, where=parts.hostname, hint="use https")

    def _connect(self, parts: SplitResult, addresses: list[tuple[str, int]]) -> socket.socket:
        """To the first address that answers. A TLS handshake is still to be made."""
        connection = self._first_that_answers(addresses)
        if parts.scheme == "http":
            return connection
        return self.tls.wrap_socket(connection, server_hostname=parts.hostname, do_handshake_on_connect=False)

    def _first_that_answers(self, addresses: list[tuple[str, int]]) -> socket.socket:
        for address in addresses[:-1]:
            with suppress(OSError):
                return socket.create_connection(address, self.timeout_s)
        return socket.create_connection(addresses[-1], self.timeout_s)


def networks(text: str) -> tuple[Network, ...]:
    """From `127.0.0.0/8, 10.1.0.0/16`. Raises WebhookRefused."""
    try:
        return tuple(ip_network(part.strip()) for part in text.split(",") if part.strip())
    except ValueError as error:
        hint = "list networks like 10.1.0.0/16, with commas between them"
        raise WebhookRefused(f"not a network: {error}", where=text, hint=hint) from error


def host_of(url: str) -> str:
    return urlsplit(url).hostname or ""


def _split(url: str) -> SplitResult:
    if len(url) > _LONGEST_URL or not all("!" <= letter <= "~" for letter in url):
        hint = "write names in their xn-- form, and escape what else is not ASCII"
        raise WebhookRefused(f"up to {_LONGEST_URL} printable ASCII characters would be right", where=url, hint=hint)
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise WebhookRefused(f"not a URL: {error}", where=url, hint="like https://host/path") from error
    if parts.scheme not in _PORTS or not parts.hostname or port == 0:
        raise WebhookRefused("not an https or http URL with a host", where=url, hint="like https://host/path")
    if parts.username is not None or parts.password is not None or parts.fragment:
        hint = "deliveries are signed: the receiver knows us by that"
        raise WebhookRefused("holds a user name, a password or a fragment", where=parts.hostname, hint=hint)
    return parts


def _embedded(address: IPv4Address | IPv6Address) -> list[IPv4Address]:
    """IPv4 addresses that an IPv6 address leads to."""
    if isinstance(address, IPv4Address):
        return []
    found = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
    if address in _NAT64:
        found.append(IPv4Address(int(address) & 0xFFFFFFFF))
    return [each for each in found if each is not None]


@contextmanager
def _cut_after(timeout_s: float, connection: socket.socket) -> Iterator[None]:
    """Each read has the socket's own limit, but a receiver may send a byte before each ends: this one is for all."""
    cut = threading.Event()

    def shut() -> None:
        cut.set()
        with suppress(OSError):
            # The plain one: that of a TLS socket would change what its reader is in the midst of using.
            socket.socket.shutdown(connection, socket.SHUT_RDWR)

    timer = threading.Timer(timeout_s, shut)
    timer.daemon = True  # A process that ends meanwhile does not wait for it.
    timer.start()
    try:
        yield
    except (OSError, http.client.HTTPException) as error:
        if not cut.is_set():
            raise
        raise TimeoutError from error
    finally:
        timer.cancel()
        timer.join()
    if cut.is_set():  # http.client takes headers that end in the midst for whole ones.
        raise TimeoutError


def _exchange(parts: SplitResult, connection: socket.socket, body: bytes, headers: Mapping[str, str]) -> int:
    """The status of the answer; its body is not read."""
    if isinstance(connection, ssl.SSLSocket):
        connection.do_handshake()
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    with closing(kind(str(parts.hostname), parts.port)) as client:
        client.sock = connection
        client.request("POST", (parts.path or "/") + (parts.query and f"?{parts.query}"), body, dict(headers))
        with closing(client.getresponse()) as response:
            return response.status


def _words(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error) or type(error).__name__

"""Make one request: to an address that was checked, and within a time that nothing can stretch.

Python's own HTTP client is used over a socket that is connected here. Other clients look the name up themselves when
they connect, which is the moment a name may lead elsewhere, or keep their socket out of reach while they wait for the
head of a reply, which a server may send a byte at a time.
"""

from __future__ import annotations

import re
import socket
import ssl
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from email.message import Message
from functools import cached_property
from http.client import HTTPConnection, HTTPException, HTTPResponse

from index.reading.web.address import Address, Resolve, look_up, public_addresses
from index.reading.web.body import read_body
from index.reading.web.link import USUAL_PORTS, Link
from index.reading.web.policy import CONNECT_S, DEADLINE_S, SILENCE_S, FetchError, FetchPolicy

HAS_BODY = frozenset({200, 203})
"""Statuses of which the body is read."""
NOT_READ = ("image/", "video/", "audio/", "font/")
"""Kinds of content that are not even begun."""


@dataclass(frozen=True, slots=True)
class RawReply:
    """A reply: its status, its head, and its body where the status promises one."""

    status: int
    head: Message
    body: bytes


class Transport:
    """Makes requests; may be used by several threads.

    ``resolve``, ``tls`` and ``deadline_s`` are the system's look-up, today's certificates and the usual time.
    """

    def __init__(
        self,
        policy: FetchPolicy,
        resolve: Resolve = look_up,
        tls: ssl.SSLContext | None = None,
        deadline_s: float = DEADLINE_S,
    ) -> None:
        self._policy, self._resolve, self._tls_given, self._deadline_s = policy, resolve, tls, deadline_s
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._is_stopped = False

    @cached_property
    def _tls(self) -> ssl.SSLContext:
        if self._tls_given is not None:
            return self._tls_given
        import certifi

        context = ssl.create_default_context(cafile=certifi.where())
        context.load_default_certs()
        return context

    def get(self, link: Link, headers: Mapping[str, str], limit: int) -> RawReply:
        """Return the reply to one request, without following where it may lead.

        Raises
        ------
        FetchError
        """
        if link.port not in USUAL_PORTS and not self._policy.allow_loopback:
            raise FetchError(f"port {link.port} is not one of the web's")
        started = time.monotonic()
        addresses = public_addresses(link.host, link.port, self._resolve, allow_loopback=self._policy.allow_loopback)
        if link.port not in USUAL_PORTS and not all(address.is_loopback for address in addresses):
            raise FetchError(f"port {link.port} is not one of the web's")
        connection = _connect(addresses, link.port)
        connection.settimeout(min(SILENCE_S, self._deadline_s))
        left_s = self._deadline_s - (time.monotonic() - started)
        with self._noted(connection), _cut_off(connection, left_s) as cut:
            try:
                reply = self._ask(connection, link, headers, limit)
            except (OSError, HTTPException, ValueError, FetchError) as error:
                # What a cut connection raises depends on where it was; the reason is always the same.
                raise _too_slow() if cut.is_set() else _reason(error) from error
            if cut.is_set():  # the cut looks like an end
                raise _too_slow()
            return reply

    def stop(self) -> None:
        """Break off what is being asked, and whatever is asked from now on."""
        with self._lock:
            self._is_stopped = True
            for connection in self._open:
                _shut(connection)

    @contextmanager
    def _noted(self, connection: socket.socket) -> Iterator[None]:
        """Let `stop` reach a connection until the end of the block, by a copy that TLS does not take over."""
        with connection.dup() as copy:
            with self._lock:
                self._open.add(copy)
                if self._is_stopped:
                    _shut(copy)
            try:
                yield
            finally:
                with self._lock:
                    self._open.discard(copy)

    def _ask(self, plain: socket.socket, link: Link, headers: Mapping[str, str], limit: int) -> RawReply:
        with ExitStack() as stack:
            connected = plain
            if link.scheme == "https":
                connected = stack.enter_context(self._tls.wrap_socket(plain, server_hostname=link.host))
            http = HTTPConnection(link.host, link.port)
            http.sock = connected  # so the client never looks the name up, nor connects, by itself
            stack.callback(http.close)
            http.putrequest("GET", link.target, skip_host=True, skip_accept_encoding=True)
            for name, value in {"Host": link.host_header, **headers, "Connection": "close"}.items():
                http.putheader(name, value)
            http.endheaders()
            response = stack.enter_context(http.getresponse())
            return RawReply(response.status, response.headers, _body(response, limit))


def _body(response: HTTPResponse, limit: int) -> bytes:
    if response.status not in HAS_BODY:
        return b""
    kind = response.headers.get_content_type()
    if kind.startswith(NOT_READ):
        said = kind if re.fullmatch(r"[\w.+/-]{1,60}", kind) else kind.partition("/")[0]
        raise FetchError(f"is {said}, which holds no article")
    return read_body(response, limit)


def _connect(addresses: list[Address], port: int) -> socket.socket:
    """Return a socket connected to the first address that answers; all of them share the time of one."""
    deadline = time.monotonic() + CONNECT_S
    problem: OSError | None = None
    for number, address in enumerate(addresses):
        left = deadline - time.monotonic()
        if left <= 0:
            break
        try:  # a mute address must leave time for the next
            return socket.create_connection((str(address), port), timeout=left / (len(addresses) - number))
        except OSError as error:
            problem = error
    raise FetchError("its host can't be reached", passing=True) from problem


def _shut(connection: socket.socket) -> None:
    try:
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        return  # the other side was quicker


@contextmanager
def _cut_off(connection: socket.socket, after_s: float) -> Iterator[threading.Event]:
    """Close a connection for both sides after a time, whatever it is doing; yield whether that has happened."""
    cut = threading.Event()
    # TLS takes the socket's descriptor over, so the cut goes by a copy of it.
    with connection, connection.dup() as copy:

        def close() -> None:
            cut.set()
            _shut(copy)

        timer = threading.Timer(max(after_s, 0.0), close)
        timer.daemon = True
        timer.start()
        try:
            yield cut
        finally:
            timer.cancel()
            timer.join()


def _too_slow() -> FetchError:
    return FetchError("took too long", passing=True)


def _reason(error: Exception) -> FetchError:
    if isinstance(error, FetchError):
        return error
    if isinstance(error, TimeoutError):
        return _too_slow()
    if isinstance(error, ssl.SSLCertVerificationError):
        return FetchError(f"its certificate is not valid ({error.verify_message})")
    if isinstance(error, ssl.SSLError):
        return FetchError("its encrypted connection failed", passing=True)
    if isinstance(error, HTTPException | ValueError):
        return FetchError("its server's reply is no HTTP", passing=True)
    return FetchError("its server broke off", passing=True)

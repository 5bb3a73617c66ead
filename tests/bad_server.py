"""A web server on loopback that does exactly what a test tells it, however wrong that is."""

from __future__ import annotations

import socket
import socketserver
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

ROBOTS_NONE = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
MAX_HEAD_BYTES = 100_000


@dataclass(frozen=True)
class Asked:
    """A request as it came: its path and its head by lower-case name."""

    path: str
    head: dict[str, str]


Behaviour = Callable[[socket.socket, Asked], None]


def reply(body: bytes | str = b"", status: str = "200 OK", **head: str) -> bytes:
    """Return a reply in good form; ``content_type`` in ``head`` becomes ``Content-Type``."""
    data = body.encode() if isinstance(body, str) else body
    fields = {"Content-Length": str(len(data)), "Content-Type": "text/html; charset=utf-8"}
    fields |= {name.replace("_", "-").title(): value for name, value in head.items()}
    lines = [f"HTTP/1.1 {status}", *(f"{name}: {value}" for name, value in fields.items()), "", ""]
    return "\r\n".join(lines).encode("latin-1") + data


@dataclass
class BadServer:
    """What each path does, a reply or a function, and what was asked; ``stopped`` ends what never ends."""

    port: int = 0
    pages: dict[str, bytes | Behaviour] = field(default_factory=lambda: {"/robots.txt": ROBOTS_NONE})
    asked: list[Asked] = field(default_factory=list)
    stopped: threading.Event = field(default_factory=threading.Event)

    def link(self, path: str, host: str = "127.0.0.1", scheme: str = "http") -> str:
        """Return the link of a path."""
        return f"{scheme}://{host}:{self.port}{path}"

    def paths(self) -> list[str]:
        """Return the paths that were asked for, in order."""
        return [request.path for request in self.asked]

    def in_turn(self, *replies: bytes | Behaviour) -> Behaviour:
        """Return what does one thing after the other, and the last one for ever."""
        left = list(replies)

        def behave(connection: socket.socket, asked: Asked) -> None:
            now = left.pop(0) if len(left) > 1 else left[0]
            if isinstance(now, bytes):
                connection.sendall(now)
            else:
                now(connection, asked)

        return behave

    def answer(self, connection: socket.socket) -> None:
        """Read one request, and do what its path is to do."""
        head = b""
        while b"\r\n\r\n" not in head and len(head) < MAX_HEAD_BYTES:
            received = connection.recv(4096)
            if not received:
                return
            head += received
            if not head.startswith(b"GET "):  # TLS, most likely
                connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")
                return
        first, *lines = head.partition(b"\r\n\r\n")[0].decode("latin-1").split("\r\n")
        fields = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        asked = Asked(first.split(" ")[1], fields)
        self.asked.append(asked)
        page = self.pages.get(asked.path, ROBOTS_NONE)
        if isinstance(page, bytes):
            connection.sendall(page)
        else:
            page(connection, asked)


@contextmanager
def serving(tls: ssl.SSLContext | None = None) -> Iterator[BadServer]:
    """Serve until the end of the block; what a page sends to a reader who has gone is nobody's business."""
    bad = BadServer()

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            try:
                connection = tls.wrap_socket(self.request, server_side=True) if tls else self.request
                with connection:
                    bad.answer(connection)
            except OSError:
                return

    class Server(socketserver.ThreadingTCPServer):
        allow_reuse_address = True
        daemon_threads = True
        block_on_close = False

    with Server(("127.0.0.1", 0), Handler) as server:
        bad.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield bad
        finally:
            bad.stopped.set()
            server.shutdown()
            thread.join()


def silence(bad: BadServer, begun: threading.Event | None = None) -> Behaviour:
    """Return what never answers; ``begun`` is set when it is asked."""

    def behave(connection: socket.socket, asked: Asked) -> None:
        if begun:
            begun.set()
        bad.stopped.wait(30)

    return behave


def drip(bad: BadServer, head: bytes, drop: bytes, pause_s: float = 0.05) -> Behaviour:
    """Return what sends a head, and then a drop of something now and then, for ever."""

    def behave(connection: socket.socket, asked: Asked) -> None:
        connection.sendall(head)
        while not bad.stopped.wait(pause_s):
            connection.sendall(drop)

    return behave


def flood(bad: BadServer, head: bytes, drop: bytes) -> Behaviour:
    """Return what sends a head, and then as much as is taken, for ever."""
    return drip(bad, head, drop, pause_s=0.0)

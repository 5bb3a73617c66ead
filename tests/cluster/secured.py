"""A door before a real node, as the security plugin is one: TLS, one user with a password, and 401 for all others."""

from __future__ import annotations

import base64
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import urllib3

TLS = Path(__file__).parent.parent / "tls"
CERTIFICATE = TLS / "loopback.pem"
USER, PASSWORD = "cuttings", "correct horse"


@contextmanager
def guarded(node_url: str) -> Iterator[str]:
    """Serve what a node serves, by TLS and to its one user alone; yield the address."""
    wanted = "Basic " + base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
    http = urllib3.PoolManager(retries=False, timeout=60)

    class Door(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length", 0)))
            if self.headers.get("authorization") != wanted:
                self._send(401, b"Unauthorized", "text/plain")
                return
            kind = self.headers.get("content-type", "application/json")
            found = http.request(self.command, node_url + self.path, body=body, headers={"content-type": kind})
            self._send(found.status, found.data, found.headers.get("content-type", "application/json"))

        def _send(self, status: int, data: bytes, kind: str) -> None:
            self.send_response(status)
            self.send_header("content-type", kind)
            self.send_header("content-length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        do_GET = do_POST = do_PUT = do_DELETE = answer  # noqa: N815 - http.server's names

        def log_message(self, *arguments: object) -> None:
            """Say nothing."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_: object) -> None:
            """Say nothing of a client that does not trust us."""

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE, TLS / "loopback-key.pem")
    server = Server(("127.0.0.1", 0), Door)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield f"https://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
        http.clear()

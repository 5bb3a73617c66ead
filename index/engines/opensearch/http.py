"""Requests to a cluster: over to the next node where one fails, and again, a bounded number of times.

Whatever is sent here can be sent twice without harm: reads, and writes that carry their own version or name.
"""

from __future__ import annotations

import json
import logging
import re
import time
from collections.abc import Collection, Iterable, Mapping
from typing import Any
from urllib.parse import quote

import urllib3

from index.engines.opensearch.address import ClusterAddress
from index.engines.opensearch.certificates import check_certificates
from index.errors import (
    ClusterDegradedError,
    ClusterRefusedError,
    ClusterUnreachableError,
    ClusterUntrustedError,
    ClusterWriteError,
)

log = logging.getLogger(__name__)

CONNECT_TIMEOUT_S = 2.0
READ_TIMEOUT_S = 10.0
WRITE_TIMEOUT_S = 60.0
PAUSES_S = (0.1, 0.3, 0.9)
"""How long to wait before each further round over the nodes."""
_BUSY = frozenset({429, 502, 503, 504})
"""Statuses that may pass by themselves."""
_FULL = "read-only-allow-delete block"
_GONE = frozenset(
    {
        "index_not_found_exception",
        "index_closed_exception",
        "shard_not_found_exception",
        "illegal_index_shard_state_exception",
        "index_shard_closed_exception",
        "index_shard_not_started_exception",
        "already_closed_exception",
        "search_context_missing_exception",
    }
)
"""What OpenSearch calls the errors of a search whose index is deleted while it runs."""

Json = dict[str, Any]


class IndexGoneError(ClusterDegradedError):
    """An index was deleted under the question; a rebuild has put another in its place, which has the same alias."""


class Http:
    """Talks JSON with the nodes of one cluster; one thread at a time."""

    def __init__(self, address: ClusterAddress) -> None:
        if address.ca_file:
            check_certificates(address.ca_file)
        self.where = address.where
        self._urls = [url.rstrip("/") for url in address.urls]
        self._silent: set[str] = set()  # those that failed last, which was said once
        self._pool = urllib3.PoolManager(
            maxsize=2,
            retries=False,
            headers=urllib3.make_headers(basic_auth=f"{address.user}:{address.password}") if address.user else {},
            ca_certs=str(address.ca_file) if address.ca_file else None,
        )

    def close(self) -> None:
        """Let go of the connections."""
        self._pool.clear()

    def get(self, path: str, body: Mapping[str, Any] | None = None, *, missing: bool = False) -> Json:
        """Read something; with ``missing``, ``{}`` if it isn't there."""
        return self._json("GET", path, _packed(body), allowed=(404,) if missing else ())

    def search(self, path: str, body: bytes | Mapping[str, Any]) -> Json:
        """Ask a question whose answer must be whole."""
        return self._json("POST", path, body if isinstance(body, bytes) else _packed(body))

    def put(self, path: str, body: Mapping[str, Any], *, allowed: Collection[int] = ()) -> Json:
        """Store or make something; a status among ``allowed`` is as good as success."""
        return self._json("PUT", path, _packed(body), allowed=allowed, writes=True)

    def post(self, path: str, body: bytes | Mapping[str, Any] | None = None) -> Json:
        """Change something, in a way that may be done twice."""
        return self._json("POST", path, body if isinstance(body, bytes) else _packed(body), writes=True)

    def delete(self, path: str) -> Json:
        """Delete something; it may be gone already."""
        return self._json("DELETE", path, None, allowed=(404,), writes=True)

    def _json(
        self, method: str, path: str, body: bytes | None, *, allowed: Collection[int] = (), writes: bool = False
    ) -> Json:
        status, data = self._send(method, path, body, WRITE_TIMEOUT_S if writes else READ_TIMEOUT_S)
        try:
            found = json.loads(data)
        except ValueError as error:
            said = f"status {status}" if status in {401, 403} else f"it answers with status {status} and no JSON"
            raise ClusterRefusedError(self.where, said) from error
        if status < 300:
            return found if isinstance(found, dict) else {"items": found}
        if status in allowed:
            return {}
        raise self._error(status, found, writes=writes)

    def _send(self, method: str, path: str, body: bytes | None, timeout_s: float) -> tuple[int, bytes]:
        """Return status and body of the first answer that isn't "busy", or of the last one."""
        last: tuple[int, bytes] | None = None
        reason, untrusted = "no address is set", ""
        for pause_s in (0.0, *PAUSES_S):
            time.sleep(pause_s)
            for url in list(self._urls):
                try:
                    answer = self._pool.request(
                        method,
                        f"{url}{path}",
                        body=body,
                        headers={**self._pool.headers, "content-type": _content_type(path)},
                        timeout=urllib3.Timeout(connect=CONNECT_TIMEOUT_S, read=timeout_s),
                    )
                except urllib3.exceptions.HTTPError as error:
                    reason = _plain(error)
                    untrusted = _distrust(error)
                    level = logging.DEBUG if url in self._silent else logging.WARNING
                    log.log(level, "%s does not answer: %s", url, reason)
                    self._silent.add(url)
                    self._urls.remove(url)
                    self._urls.append(url)  # the next question begins with another one
                    if isinstance(error, urllib3.exceptions.ReadTimeoutError):
                        raise ClusterDegradedError(self.where, f"no answer within {timeout_s:g} seconds") from error
                    continue
                self._silent.discard(url)
                last = answer.status, answer.data
                if answer.status not in _BUSY:
                    return last
        if last is None and untrusted:
            raise ClusterUntrustedError(self.where, untrusted)
        if last is None:
            raise ClusterUnreachableError(self.where, reason)
        return last

    def _error(self, status: int, found: Any, *, writes: bool) -> Exception:
        error = found.get("error") if isinstance(found, dict) else None
        reason = reason_of(error) or f"status {status}"
        if status in {401, 403} and _FULL not in reason:
            return ClusterRefusedError(self.where, reason)
        if writes:
            return ClusterWriteError(self.where, write_reason(reason))
        return degraded(self.where, reason, is_gone=is_gone(error))


def escaped(name: str) -> str:
    """Return a name as a part of a path."""
    return quote(name, safe="")


def lines(items: Iterable[Mapping[str, Any]]) -> bytes:
    """Return values as JSON, one a line."""
    return b"".join(_packed(item) + b"\n" for item in items)


def reason_of(error: object) -> str:
    """Return what an error of the cluster says, without where in the program it happened."""
    if not isinstance(error, dict):
        return str(error or "")
    causes = error.get("root_cause") or [error]
    cause = causes[0] if isinstance(causes, list) and causes else error
    reason = str(cause.get("reason") or error.get("reason") or cause.get("type") or "")
    return reason.splitlines()[0][:300] if reason else ""


def degraded(where: str, reason: str, *, is_gone: bool) -> ClusterDegradedError:
    """Return the error of a question that was not wholly answered."""
    return IndexGoneError(where, reason) if is_gone else ClusterDegradedError(where, reason)


def is_gone(error: object) -> bool:
    """Tell whether an error, or one that it names as a cause, is that an index was deleted under a question."""
    if isinstance(error, list):
        return any(map(is_gone, error))
    return isinstance(error, dict) and (error.get("type") in _GONE or any(map(is_gone, error.values())))


def write_reason(reason: str) -> str:
    """Return a reason that a person can act on."""
    return "its disks are full, so it lets nothing be added" if _FULL in reason else reason


def _packed(body: Mapping[str, Any] | None) -> bytes:
    return b"" if body is None else json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()


def _content_type(path: str) -> str:
    return "application/x-ndjson" if path.partition("?")[0].endswith(("_bulk", "_msearch")) else "application/json"


def _plain(error: Exception) -> str:
    if isinstance(error, urllib3.exceptions.NewConnectionError):  # a kind of the next one
        return "connection refused"
    if isinstance(error, urllib3.exceptions.ConnectTimeoutError):
        return "no connection in time"
    if isinstance(error, urllib3.exceptions.SSLError) and "WRONG_VERSION_NUMBER" in str(error):
        return "it speaks no TLS; its address begins with http://"
    return str(error).rpartition(": ")[2][:200] or type(error).__name__


def _distrust(error: Exception) -> str:
    """Return why a certificate is not trusted, ``""`` for another error."""
    if "NO_CERTIFICATE_OR_CRL_FOUND" in str(error):
        return "the file given for that holds no certificate"
    found = re.search(r"certificate verify failed: (.+?)(?: \(_ssl|$)", str(error))
    return found[1].rstrip(".") if found and isinstance(error, urllib3.exceptions.SSLError) else ""

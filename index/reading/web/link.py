"""Check a link, and write it the one way it is asked for."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from urllib.parse import quote, urljoin, urlsplit

from index.reading.web.policy import FetchError

MAX_LENGTH = 2_000
"""Links longer than this are traps or mistakes; in characters."""
MAX_HOST_LENGTH = 253
"""The longest name there can be (RFC 1035)."""
PORTS = {"http": 80, "https": 443}
USUAL_PORTS = frozenset({80, 443, 8080, 8443})
"""Nothing else is asked, so that no link can talk to a mail or database server."""

_FORBIDDEN = re.compile(r"[\x00-\x20\x7f-\xa0\\]")
_NAME = re.compile(r"[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?")
_SAME_SITE = re.compile(r"^(?:www\d?|m|amp|mobile)\.")
"""What may stand before a host's name without making it another site."""
_KEPT = "/%:=&?~+!$,;'@()*[]|"
"""What stays as it is in a path and a query; everything else outside letters, digits and "-._" is percent-encoded."""


@dataclass(frozen=True, slots=True)
class Link:
    """A link that may be asked for: host in lower-case ASCII without brackets, ``target`` the path and query."""

    scheme: str
    host: str
    port: int
    target: str

    @property
    def host_header(self) -> str:
        """The host as HTTP names it, with the port where it is not the scheme's own."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def origin(self) -> str:
        """The link of the host itself, without a slash at its end."""
        return f"{self.scheme}://{self.host_header}"

    def __str__(self) -> str:
        return self.origin + self.target


def site_of(link: str) -> str:
    """Return the host a link leads to, without "www." and the like; ``""`` if it leads to none that is ever asked."""
    try:
        return _SAME_SITE.sub("", parse_link(link).host)
    except FetchError:
        return ""


def as_asked(link: str) -> str:
    """Return a link the one way it is asked for; as it stands if it never is."""
    try:
        return str(parse_link(link))
    except FetchError:
        return link


def is_link(text: str) -> bool:
    """Tell a link from the path of a file."""
    return re.match(r"(?:https?|ftp|file|data|javascript|gopher):|[a-z][a-z0-9+.-]*://", text, re.I) is not None


def parse_link(text: str, base: Link | None = None) -> Link:
    """Return a link to ask for; ``base`` is where a redirect without a host of its own came from.

    Raises
    ------
    FetchError
        It is none, or none that is ever asked for.
    """
    text = text.strip()
    if len(text) > MAX_LENGTH:
        raise FetchError(f"the link is longer than {MAX_LENGTH:,} characters")
    if _FORBIDDEN.search(text):
        raise FetchError("the link holds a character that no link has")
    try:
        parts = urlsplit(urljoin(str(base), text) if base else text)
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise FetchError("the link is not one") from error
    scheme = parts.scheme.lower()
    if scheme not in PORTS:
        raise FetchError("only http and https links are fetched")
    if "@" in parts.netloc:
        raise FetchError("a link with a name or password in it is not fetched")
    target = quote(parts.path or "/", safe=_KEPT) + (f"?{quote(parts.query, safe=_KEPT)}" if parts.query else "")
    return Link(scheme, _ascii_host(host), PORTS[scheme] if port is None else port, target)


def _ascii_host(host: str) -> str:
    if ":" in host:
        try:
            return str(ipaddress.IPv6Address(host)) if "%" not in host else _no_host()
        except ValueError:
            return _no_host()
    if not host or len(host) > MAX_HOST_LENGTH:
        return _no_host()
    try:
        name = host.encode("idna").decode("ascii").lower().removesuffix(".")
    except UnicodeError:
        return _no_host()
    return name if _NAME.fullmatch(name) and ".." not in name else _no_host()


def _no_host() -> str:
    raise FetchError("the link names no host that can be asked")

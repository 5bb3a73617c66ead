"""Look a host's name up once, and refuse addresses that are not the public Internet's."""

from __future__ import annotations

import ipaddress
import queue
import socket
import threading
from collections.abc import Callable, Sequence

from index.reading.web.policy import CONNECT_S, FetchError

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolve = Callable[[str, int], Sequence[str]]
"""Name and port -> addresses as text; raises OSError where there are none."""

MAX_ADDRESSES = 8

_PUBLIC_V6 = ipaddress.IPv6Network("2000::/3")
"""All that is given out as public so far (IANA)."""
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
"""IPv4 addresses as an IPv6-only network writes them (RFC 6052): the last 32 bits count."""
_REFUSED = (
    ipaddress.ip_network("168.63.129.16/32"),  # Azure's own services, though the address is a public one
    ipaddress.ip_network("192.0.0.0/24"),  # protocols' own, and one cloud's metadata; Pythons differ about parts of it
    ipaddress.ip_network("192.88.99.0/24"),  # relays of 6to4
    ipaddress.ip_network("2001::/23"),  # Teredo and other protocols' own, which may hide an IPv4 address
    ipaddress.ip_network("2002::/16"),  # 6to4, likewise
    ipaddress.ip_network("3fff::/20"),  # for documentation (RFC 9637), which older Pythons don't know
)


def look_up(host: str, port: int) -> list[str]:
    """Return the addresses the system knows for a name."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(entry[4][0]) for entry in found]


def public_addresses(host: str, port: int, resolve: Resolve, *, allow_loopback: bool) -> list[Address]:
    """Return the addresses of a name, in the order to try them, each once.

    One address that is refused refuses the name: whoever mixes them wants the next look-up to hit it.

    Raises
    ------
    FetchError
        There are none, it takes too long, or one is not public.
    """
    found: dict[Address, None] = {}
    for text in _in_time(host, port, resolve):
        try:
            found[ipaddress.ip_address(text)] = None
        except ValueError as error:  # one of a network card's ("fe80::1%eth0")
            raise FetchError("leads to a private address, which is never asked") from error
    if not found:
        raise FetchError("its host is not known", passing=True)
    if not all(is_public(address) or (allow_loopback and _is_loopback(address)) for address in found):
        raise FetchError("leads to a private address, which is never asked")
    return list(found)[:MAX_ADDRESSES]


def is_public(address: Address) -> bool:
    """Tell a public address from those of this machine, its networks, its cloud, and of no machine at all."""
    if any(address in network for network in _REFUSED if network.version == address.version):
        return False
    if isinstance(address, ipaddress.IPv4Address):
        return address.is_global and not address.is_multicast and not address.is_reserved
    if address.ipv4_mapped is not None:
        return is_public(address.ipv4_mapped)
    if address in _NAT64:
        return is_public(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
    return address in _PUBLIC_V6 and address.is_global


def _is_loopback(address: Address) -> bool:
    return address.is_loopback


def _in_time(host: str, port: int, resolve: Resolve) -> Sequence[str]:
    """Look a name up, for so long at most: the system itself may take minutes."""
    answers: queue.SimpleQueue[Sequence[str] | OSError] = queue.SimpleQueue()

    def work() -> None:
        try:
            answers.put(resolve(host, port))
        except (OSError, UnicodeError) as error:
            answers.put(error if isinstance(error, OSError) else OSError(str(error)))

    threading.Thread(target=work, name="cuttings-lookup", daemon=True).start()
    try:
        answer = answers.get(timeout=CONNECT_S)
    except queue.Empty as error:
        raise FetchError("its host could not be looked up in time", passing=True) from error
    if isinstance(answer, OSError):
        raise FetchError("its host is not known", passing=True) from answer
    return answer

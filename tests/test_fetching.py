"""Fetching: what is asked and what is refused, against a server that misbehaves in every way."""

from __future__ import annotations

import gzip
import ipaddress
import socket
import ssl
import threading
import zlib
from contextlib import ExitStack, suppress
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from protego import Protego

from index.reading.web.address import is_public, public_addresses
from index.reading.web.fetcher import Fetched, Fetcher, NotModified
from index.reading.web.link import parse_link
from index.reading.web.policy import FAILURES_IN_A_ROW, MAX_REDIRECTS, TRIES, FetchError, FetchPolicy, Validators
from index.reading.web.transport import Transport
from tests.bad_server import drip, flood, reply, serving, silence

TLS = Path(__file__).parent / "tls"
MB = 1024 * 1024
PAGE = "<html><body><p>The ferry is late.</p></body></html>"
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"


class Clock:
    """A clock that moves only when somebody sleeps."""

    def __init__(self):
        self.now, self.slept = 1000.0, []

    def __call__(self):
        """Return the time."""
        return self.now

    def sleep(self, seconds):
        """Move the time on."""
        self.slept.append(seconds)
        self.now += seconds


@pytest.fixture
def clock():
    return Clock()


def on_loopback(host, port):
    """Every name is this machine's."""
    return ["127.0.0.1"]


def make_fetcher(clock, resolve=on_loopback, delay_s=0.0, deadline_s=5.0, tls=None, **policy):
    rules = FetchPolicy(delay_s=delay_s, **{"allow_loopback": True, **policy})
    transport = Transport(rules, resolve=resolve, tls=tls, deadline_s=deadline_s)
    return Fetcher(rules, transport, clock=clock, sleep=clock.sleep)


@pytest.fixture
def fetcher(clock):
    return make_fetcher(clock)


def refusal(fetcher, link, **options):
    with pytest.raises(FetchError) as caught:
        fetcher.fetch(link, **options)
    return caught.value.reason


def fetched(fetcher, link, **options):
    found = fetcher.fetch(link, **options)
    assert isinstance(found, Fetched)
    return found


# -- what is right ---------------------------------------------------------------------------------------------------


def test_a_page_is_fetched_with_its_particulars(bad, fetcher):
    bad.pages["/a"] = reply(PAGE, content_type="text/HTML; charset=UTF-8", etag='"1"', last_modified="then")

    found = fetched(fetcher, bad.link("/a"))

    assert found == Fetched(bad.link("/a"), PAGE.encode(), "text/html", "utf-8", Validators('"1"', "then"))


def test_the_fetcher_names_itself_and_whom_to_ask(bad, clock):
    bad.pages["/a"] = reply(PAGE)
    fetched(make_fetcher(clock, contact="https://example.org/bot"), bad.link("/a"))

    assert bad.paths() == ["/robots.txt", "/a"]
    assert {request.head["user-agent"].partition("/")[0] for request in bad.asked} == {"Cuttings"}
    assert bad.asked[1].head["user-agent"].endswith("(+https://example.org/bot)")
    assert not {"cookie", "referer", "authorization"} & bad.asked[1].head.keys()


def test_what_has_not_changed_is_not_sent_again(bad, fetcher):
    bad.pages["/a"] = lambda connection, asked: connection.sendall(
        reply(status="304 Not Modified") if asked.head.get("if-none-match") == '"1"' else reply(PAGE, etag='"1"')
    )

    first = fetched(fetcher, bad.link("/a"))

    assert fetcher.fetch(bad.link("/a"), validators=first.validators) == NotModified(bad.link("/a"))


@pytest.mark.parametrize("encoding", ["gzip", "x-gzip", "deflate", "raw deflate", "two gzips"])
def test_packed_pages_are_unpacked(bad, fetcher, encoding):
    raw = zlib.compressobj(wbits=-15)
    packed = {
        "gzip": gzip.compress(PAGE.encode()),
        "x-gzip": gzip.compress(PAGE.encode()),
        "deflate": zlib.compress(PAGE.encode()),
        "raw deflate": raw.compress(PAGE.encode()) + raw.flush(),
        "two gzips": gzip.compress(PAGE.encode()[:9]) + gzip.compress(PAGE.encode()[9:]),
    }[encoding]
    bad.pages["/a"] = reply(packed, content_encoding=encoding.split()[-1].removesuffix("s"))

    assert fetched(fetcher, bad.link("/a")).body == PAGE.encode()


def test_a_page_in_chunks_is_read_whole(bad, fetcher):
    bad.pages["/a"] = HEAD + b"Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n"

    assert fetched(fetcher, bad.link("/a")).body == b"abcde"


def test_a_name_is_looked_up_once_and_tls_checks_the_name(clock):
    """The connection goes to the address that was checked, the certificate is the name's."""
    server_side = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server_side.load_cert_chain(TLS / "cert.pem", TLS / "key.pem")
    client_side = ssl.create_default_context(cafile=str(TLS / "cert.pem"))
    looked_up = []

    def resolve(host, port):
        looked_up.append(host)
        return ["127.0.0.1"]

    with serving(server_side) as secure:
        secure.pages["/a"] = reply(PAGE)
        fetcher = make_fetcher(clock, resolve, tls=client_side)

        assert fetched(fetcher, secure.link("/a", "secure.example", "https")).body == PAGE.encode()
        assert secure.asked[1].head["host"] == f"secure.example:{secure.port}"
        assert looked_up == ["secure.example"] * 2
        reason = refusal(fetcher, secure.link("/a", "other.example", "https"))
        assert "its certificate is not valid (Hostname mismatch" in reason


def test_a_certificate_nobody_vouches_for_is_refused(clock):
    server_side = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server_side.load_cert_chain(TLS / "cert.pem", TLS / "key.pem")
    with serving(server_side) as secure:
        reason = refusal(make_fetcher(clock), secure.link("/a", "secure.example", "https"))

    assert "its certificate is not valid" in reason


def test_a_server_that_speaks_no_tls_is_refused(bad, clock):
    assert "encrypted connection failed" in refusal(make_fetcher(clock), bad.link("/a", scheme="https"))


# -- where nothing may be asked --------------------------------------------------------------------------------------

PRIVATE = [
    "127.0.0.1", "127.8.9.1", "0.0.0.0", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254",
    "100.64.0.1", "100.100.100.200", "192.0.0.192", "192.0.2.1", "198.18.0.1", "198.51.100.7", "203.0.113.9",
    "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255", "168.63.129.16", "192.88.99.1",
    "::", "::1", "::127.0.0.1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "fe80::1", "fec0::1",
    "fc00::1", "fd00:ec2::254", "ff02::1", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::1", "2002:7f00:1::",
    "2001::1", "2001:db8::1", "3fff::1", "100::1", "4000::1", "::ffff:0:127.0.0.1",
]  # fmt: skip


@pytest.mark.parametrize("address", PRIVATE)
def test_no_private_address_is_asked(clock, address):
    """Neither by number nor by a name that leads there, whatever form it has."""
    assert not is_public(ipaddress.ip_address(address))
    host = f"[{address}]" if ":" in address else address
    by_name = make_fetcher(clock, lambda host, port: ["93.184.216.34", address], allow_loopback=False)

    assert "private address" in refusal(make_fetcher(clock, socket_look_up, allow_loopback=False), f"http://{host}/")
    assert "private address" in refusal(by_name, "http://news.example/")


def socket_look_up(host, port):
    return [str(entry[4][0]) for entry in socket.getaddrinfo(host, port, flags=socket.AI_NUMERICHOST)]


@pytest.mark.parametrize("address", ["8.8.8.8", "93.184.216.34", "2606:4700::1111", "64:ff9b::808:808"])
def test_public_addresses_are(address):
    assert is_public(ipaddress.ip_address(address))


@given(st.integers(0, 2**32 - 1))
def test_an_address_inside_another_is_as_private_as_it_is_alone(number):
    alone = ipaddress.IPv4Address(number)
    inside = [f"::ffff:{alone}", str(ipaddress.IPv6Address((0x64FF9B << 96) | number))]

    assert {is_public(ipaddress.ip_address(address)) for address in inside} == {is_public(alone)}
    assert not (is_public(alone) and (alone.is_private or alone.is_multicast or alone.is_loopback))


@pytest.mark.parametrize("host", ["2130706433", "0x7f000001", "017700000001", "127.1", "0x7f.1", "0", "127.0.0.1."])
def test_numbers_that_are_addresses_are_seen_through(clock, host):
    assert "private address" in refusal(make_fetcher(clock, socket_look_up, allow_loopback=False), f"http://{host}/")


@pytest.mark.parametrize("address", ["10.0.0.1", "169.254.169.254", "fd00::1", "0.0.0.0"])
def test_leave_to_ask_this_machine_opens_nothing_else(address):
    with pytest.raises(FetchError, match="private address"):
        public_addresses("news.example", 80, lambda host, port: [address], allow_loopback=True)


def test_this_machine_is_asked_only_with_leave(bad, clock):
    usual = make_fetcher(clock, allow_loopback=False)

    assert f"port {bad.port} is not one of the web's" in refusal(usual, bad.link("/a"))
    assert "private address" in refusal(usual, "http://127.0.0.1/a")
    assert bad.asked == []


def test_other_ports_are_not_asked_elsewhere(clock):
    away = make_fetcher(clock, lambda host, port: ["93.184.216.34"])

    assert "port 25 is not one of the web's" in refusal(away, "http://news.example:25/")


def test_a_name_that_leads_elsewhere_the_next_time_is_refused_then(bad, clock):
    """Rebinding: what is connected to is what was checked, at each request anew."""
    answers = [["127.0.0.1"], ["127.0.0.1"], ["10.0.0.1"]]
    fetcher = make_fetcher(clock, lambda host, port: answers.pop(0))
    bad.pages["/a"] = reply(PAGE)

    assert fetched(fetcher, bad.link("/a", "rebind.example"))
    assert "private address" in refusal(fetcher, bad.link("/a", "rebind.example"))
    assert bad.paths() == ["/robots.txt", "/a"]


@pytest.mark.parametrize(
    "target",
    ["http://10.0.0.1/", "http://169.254.169.254/latest/meta-data/", "//[::ffff:10.0.0.1]/", "http://inward.example/"],
)
def test_a_redirect_inward_is_not_followed(bad, clock, target):
    def resolve(host, port):
        return ["192.168.0.1"] if host == "inward.example" else socket_look_up(host, port)

    bad.pages["/a"] = reply(status="302 Found", location=target)

    assert "private address" in refusal(make_fetcher(clock, resolve), bad.link("/a"))


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://example.org/", "gopher://x/", "data:text/html,x"])
def test_a_redirect_out_of_the_web_is_not_followed(bad, fetcher, target):
    bad.pages["/a"] = reply(status="301 Moved", location=target)

    assert refusal(fetcher, bad.link("/a")) == "only http and https links are fetched"


@pytest.mark.parametrize(
    ("link", "reason"),
    [
        ("file:///etc/passwd", "only http and https"),
        ("ftp://example.org/a", "only http and https"),
        ("http://user:secret@example.org/", "name or password"),
        ("http://example.org\\@10.0.0.1/", "a character that no link has"),
        ("http://example.org/\r\nX: y", "a character that no link has"),
        ("http://exa mple.org/", "a character that no link has"),
        ("http:///a", "names no host"),
        ("http://[::1%25eth0]/", "names no host"),
        ("http://[::1", "is not one"),
        ("http://example.org:99999/", "is not one"),
        ("http://-/", "names no host"),
        ("http://a..b/", "names no host"),
        (f"http://{'a' * 300}/", "names no host"),
        (f"http://example.org/{'a' * 3000}", "longer than 2,000"),
    ],
)
def test_odd_links_are_refused(fetcher, link, reason):
    assert reason in refusal(fetcher, link)


def test_links_are_written_one_way():
    assert str(parse_link("HTTP://BÜCHER.example.:80/ä b".replace(" ", "%20"))) == (
        "http://xn--bcher-kva.example/%C3%A4%20b"
    )


@given(st.text(max_size=60))
@settings(deadline=None)
def test_any_text_is_a_link_or_refused(text):
    """What comes out names http or https, a plain host, and nothing that could end a line of HTTP."""
    try:
        link = parse_link(f"http://{text}")
    except FetchError:
        return
    assert str(link).isascii()
    assert not set(str(link)) & set(" \r\n\t\\")
    assert str(parse_link(str(link))) == str(link)


# -- replies that lie, stall, burst or never end ---------------------------------------------------------------------


def broken(body=b"", head=HEAD, length=None):
    return head + (b"" if length is None else b"Content-Length: %d\r\n" % length) + b"\r\n" + body


def bomb(megabytes):
    return gzip.compress(b"\0" * MB * megabytes)


REPLIES = {
    "ends early": (broken(b"abc", length=10), "ended before all of it had come"),
    "chunks end early": (HEAD + b"Transfer-Encoding: chunked\r\n\r\n5\r\nab", "is no HTTP"),
    "a chunk's length is no number": (HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\nab\r\n", "is no HTTP"),
    "a length too large": (broken(length=200 * MB), "is larger than 10 MB"),
    "packed end early": (reply(gzip.compress(b"a" * 500)[:-9], content_encoding="gzip"), "ended before all"),
    "packed, not truly": (reply(PAGE, content_encoding="gzip"), "is packed, but damaged"),
    "packed in an unknown way": (reply(PAGE, content_encoding="br"), "packed in a way that was not asked for"),
    "packed twice": (reply(PAGE, content_encoding="gzip, gzip"), "packed in a way that was not asked for"),
    "a bomb": (reply(bomb(9), content_encoding="gzip"), "unpacks to more than 200 times"),
    "no HTTP": (b"hello\r\n\r\n", "is no HTTP"),
    "nothing at all": (b"", "is no HTTP"),
    "a picture": (reply(b"\x89PNG", content_type="image/png"), "is image/png, which holds no article"),
    "a picture with a trick": (
        reply(b"\x89PNG", content_type="image/\x1b[31m"),
        "is image, which holds no article",
    ),
    "a head too long": (HEAD + b"X: " + b"x" * 70_000 + b"\r\n\r\n", "is no HTTP"),
    "a head of too many lines": (HEAD + b"X: y\r\n" * 200 + b"\r\n", "is no HTTP"),
    "no such status": (reply(status="999 What"), "answers with 999"),
    "unchanged, though nobody asked": (reply(status="304 Not Modified"), "answers with 304"),
    "no content": (reply(status="204 No Content"), "answers with 204"),
    "vanished": (reply(status="404 Not Found"), "is not there: its server answers with 404"),
    "gone": (reply(status="410 Gone"), "is gone for good: its server answers with 410"),
    "forbidden": (reply(status="403 Forbidden"), "may not be read: its server answers with 403"),
    "broken down": (reply(status="500 Oops"), "answers with 500"),
    "leads to itself": (reply(status="302 Found", location="/a"), "leads back to itself"),
    "leads nowhere": (HEAD.replace(b"200 OK", b"302 Found") + b"Content-Length: 0\r\n\r\n", "leads back to itself"),
}


@pytest.mark.parametrize("name", REPLIES)
def test_a_bad_reply_has_a_plain_reason(bad, fetcher, name):
    bad.pages["/a"], reason = REPLIES[name]

    assert reason in refusal(fetcher, bad.link("/a"))


def test_an_endless_body_is_cut_at_the_limit(bad, fetcher):
    bad.pages["/a"] = flood(bad, HEAD + b"\r\n", b"x" * 65536)

    assert refusal(fetcher, bad.link("/a"), limit=2 * MB) == "is larger than 2 MB"


def test_endless_chunks_are_cut_at_the_limit(bad, fetcher):
    bad.pages["/a"] = flood(bad, HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"4000\r\n" + b"x" * 0x4000 + b"\r\n")

    assert refusal(fetcher, bad.link("/a"), limit=2 * MB) == "is larger than 2 MB"


def test_what_unpacks_slowly_to_too_much_is_cut_at_the_limit(bad, fetcher):
    noise = b"".join(zlib.compress(bytes([number % 251]) * 40)[2:14] for number in range(250_000))
    bad.pages["/a"] = reply(gzip.compress(noise, 1), content_encoding="gzip")

    assert refusal(fetcher, bad.link("/a"), limit=2 * MB) == "is larger than 2 MB"


@pytest.mark.parametrize(
    ("head", "drop"),
    [
        (b"", b"H"),
        (HEAD, b"X: y\r\n"),
        (HEAD + b"\r\n", b"x"),
        (HEAD + b"Content-Length: 100000\r\n\r\n", b"x"),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\n0\r\n", b"X: y\r\n"),
        (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    ],
    ids=["status", "head", "body", "long body", "chunks", "trailer", "continue"],
)
def test_a_drip_is_cut_off_in_time(bad, clock, head, drop):
    """Though never silent for long, it gets no more than the time of one request."""
    bad.pages["/a"] = drip(bad, head, drop)

    assert refusal(make_fetcher(clock, deadline_s=0.3), bad.link("/a")) == "took too long"
    assert bad.paths().count("/a") == TRIES


def test_silence_is_cut_off_in_time(bad, clock):
    bad.pages["/a"] = silence(bad)

    assert refusal(make_fetcher(clock, deadline_s=0.2), bad.link("/a")) == "took too long"


def test_a_server_that_never_shakes_hands_is_cut_off_in_time(bad, clock):
    with socket.create_server(("127.0.0.1", 0)) as mute:
        link = f"https://127.0.0.1:{mute.getsockname()[1]}/a"

        assert "took too long" in refusal(make_fetcher(clock, deadline_s=0.2), link)


def test_a_look_up_that_hangs_is_left(clock, monkeypatch):
    monkeypatch.setattr("index.reading.web.address.CONNECT_S", 0.1)
    hanging = threading.Event()
    fetcher = make_fetcher(clock, lambda host, port: hanging.wait(5) and [])

    assert "could not be looked up in time" in refusal(fetcher, "http://news.example/")
    hanging.set()


def test_a_host_that_is_not_there(clock):
    def unknown(host, port):
        raise socket.gaierror("no such host")

    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    assert "its host is not known" in refusal(make_fetcher(clock, unknown), "http://news.example/")
    assert "its host is not known" in refusal(make_fetcher(clock, lambda host, port: []), "http://news.example/")
    assert "its host can't be reached" in refusal(make_fetcher(clock), f"http://127.0.0.1:{port}/")


def test_a_connection_that_breaks_off(bad, fetcher):
    def reset(connection, asked):
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")
        connection.close()

    bad.pages["/a"] = reset

    assert refusal(fetcher, bad.link("/a")) in {"its server broke off", "its server's reply is no HTTP"}


def test_a_mute_address_leaves_time_for_the_next(bad, clock, monkeypatch):
    monkeypatch.setattr("index.reading.web.transport.CONNECT_S", 1.0)
    bad.pages["/a"] = reply(PAGE)
    with socket.create_server(("127.0.0.2", bad.port), backlog=0), ExitStack() as stack:
        for _ in range(3):  # until nobody is let in any more
            caller = stack.enter_context(socket.socket())
            caller.setblocking(False)
            caller.connect_ex(("127.0.0.2", bad.port))
        fetcher = make_fetcher(clock, resolve=lambda host, port: ["127.0.0.2", "127.0.0.1"])

        assert fetcher.fetch(bad.link("/a", "a.example")).body == PAGE.encode()


# -- redirects -------------------------------------------------------------------------------------------------------


def test_redirects_are_followed_to_the_end(bad, fetcher):
    bad.pages["/a"] = reply(status="301 Moved", location="/b")
    bad.pages["/b"] = reply(status="302 Found", location=bad.link("/%C3%A4"))
    bad.pages["/%C3%A4"] = reply(PAGE)

    assert fetched(fetcher, bad.link("/a")).link == bad.link("/%C3%A4")


def test_a_location_in_utf8_is_understood(bad, fetcher):
    bad.pages["/a"] = "HTTP/1.1 302 Found\r\nLocation: /à\r\nContent-Length: 0\r\n\r\n".encode()
    bad.pages["/%C3%A0"] = reply(PAGE)

    assert fetched(fetcher, bad.link("/a")).body == PAGE.encode()


def test_another_host_is_not_told_what_the_first_said(bad, fetcher):
    """Nor is what it says kept for the first, which would send it back to it."""
    bad.pages["/a"] = reply(status="302 Found", location=bad.link("/b", "other.example"))
    bad.pages["/b"] = reply(PAGE, etag='"other"')

    found = fetcher.fetch(bad.link("/a"), validators=Validators('"1"'))

    assert [asked.head.get("if-none-match") for asked in bad.asked if asked.path in {"/a", "/b"}] == ['"1"', None]
    assert found.validators == Validators()


def test_a_circle_and_an_endless_row_of_redirects_end(bad, fetcher):
    bad.pages["/a"] = reply(status="302 Found", location="/b")
    bad.pages["/b"] = reply(status="302 Found", location="/a")
    for number in range(20):
        bad.pages[f"/{number}"] = reply(status="302 Found", location=f"/{number + 1}")

    assert refusal(fetcher, bad.link("/a")) == "leads back to itself"
    assert refusal(fetcher, bad.link("/0")) == f"leads on more than {MAX_REDIRECTS} times"
    assert f"/{MAX_REDIRECTS + 1}" not in bad.paths()


# -- manners ---------------------------------------------------------------------------------------------------------


def robots(bad, text, status="200 OK"):
    bad.pages["/robots.txt"] = reply(text, status, content_type="text/plain")


@pytest.mark.parametrize(
    ("rules", "allowed"),
    [
        ("User-agent: *\nDisallow: /", False),
        ("User-agent: *\nDisallow:", True),
        ("User-agent: Cuttings\nDisallow: /a", False),
        ("User-agent: Other\nDisallow: /", True),
        ("User-agent: *\nDisallow: /\nAllow: /a", True),
        ("User-agent: *\nDisallow: /*a$", False),
        ("\xff\x00 garbage: : :\n" * 50, True),
        ("User-agent: *\nDisallow: /" + "*a" * 5000 + "$", True),
    ],
)
def test_robots_txt_is_obeyed(bad, fetcher, rules, allowed):
    bad.pages["/a"] = reply(PAGE)
    robots(bad, rules)

    if allowed:
        assert fetched(fetcher, bad.link("/a"))
    else:
        assert refusal(fetcher, bad.link("/a")) == "its host's robots.txt forbids it"
        assert bad.paths() == ["/robots.txt"]


@pytest.mark.parametrize("status", ["500 Oops", "503 Later", "429 Slow"])
def test_without_its_rules_a_host_is_not_asked(bad, fetcher, status):
    robots(bad, "", status)

    assert "robots.txt can't be had: its server answers with" in refusal(fetcher, bad.link("/a"))
    assert "/a" not in bad.paths()


@pytest.mark.parametrize("status", ["401 No", "403 No", "404 None", "410 Gone"])
def test_a_host_without_rules_is_asked(bad, fetcher, status):
    robots(bad, "", status)
    bad.pages["/a"] = reply(PAGE)

    assert fetched(fetcher, bad.link("/a"))


def test_the_rules_are_fetched_once(bad, fetcher):
    bad.pages["/a"] = bad.pages["/b"] = reply(PAGE)
    fetched(fetcher, bad.link("/a"))
    fetched(fetcher, bad.link("/b"))

    assert bad.paths() == ["/robots.txt", "/a", "/b"]


def test_a_redirect_is_checked_against_the_rules(bad, fetcher):
    robots(bad, "User-agent: *\nDisallow: /private")
    bad.pages["/a"] = reply(status="302 Found", location="/private/b")

    assert refusal(fetcher, bad.link("/a")) == "its host's robots.txt forbids it"


@given(st.text(max_size=300))
@settings(deadline=None, max_examples=50)
def test_any_text_can_be_rules(text):
    rules = Protego.parse("User-agent: *\nDisallow: /" + text)

    assert rules.can_fetch("http://example.org/a?b", "Cuttings") in {True, False}
    assert (rules.crawl_delay("Cuttings") or 0) >= 0


@pytest.mark.parametrize(("rules", "delay_s"), [("", 1.0), ("User-agent: *\nCrawl-delay: 7", 7.0),
                                                ("User-agent: *\nCrawl-delay: 9999", 30.0)])  # fmt: skip
def test_a_host_is_left_alone_between_two_requests(bad, clock, rules, delay_s):
    robots(bad, rules)
    bad.pages["/a"] = bad.pages["/b"] = reply(PAGE)
    fetcher = make_fetcher(clock, delay_s=1.0)
    fetched(fetcher, bad.link("/a"))
    clock.slept.clear()

    fetched(fetcher, bad.link("/b"))
    fetched(fetcher, bad.link("/b", "other.example"))

    assert clock.slept[0] == delay_s


def test_a_host_gets_one_request_at_a_time(bad, fetcher):
    under_way, most = [0], [0]
    guard = threading.Lock()

    def behave(connection, asked):
        with guard:
            under_way[0] += 1
            most[0] = max(most[0], under_way[0])
        threading.Event().wait(0.02)
        with guard:
            under_way[0] -= 1
        connection.sendall(reply(PAGE))

    bad.pages["/a"] = behave
    threads = [threading.Thread(target=fetcher.fetch, args=(bad.link("/a"),)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert most == [1]


def test_a_passing_failure_is_tried_again(bad, fetcher, clock):
    bad.pages["/a"] = bad.in_turn(reply(status="503 Later"), b"", reply(PAGE))

    assert fetched(fetcher, bad.link("/a")).body == PAGE.encode()
    assert [round(wait) for wait in clock.slept] in ([1, 3], [1, 4], [1, 5])


def test_a_lasting_failure_is_not_tried_again(bad, fetcher, clock):
    bad.pages["/a"] = reply(status="404 Not Found")
    refusal(fetcher, bad.link("/a"))

    assert (bad.paths().count("/a"), clock.slept) == (1, [])


@pytest.mark.parametrize(
    ("asks", "waits"), [("5", 5.0), ("0", 1.0), ("soon", 1.0), ("-3", 1.0), ("Wed, 21 Oct 2015 07:28:00 GMT", 1.0)]
)
def test_a_server_says_when_to_come_back(bad, fetcher, clock, asks, waits):
    bad.pages["/a"] = bad.in_turn(reply(status="429 Slow", retry_after=asks), reply(PAGE))

    assert fetched(fetcher, bad.link("/a"))
    assert clock.slept == [pytest.approx(waits, rel=0.26)]


@pytest.mark.parametrize(
    "asks",
    [
        "3600",
        "999999999",
        "9" * 5_000,
        pytest.param(format_datetime(datetime.now(UTC) + timedelta(hours=2)), id="a date"),
    ],
)
def test_a_server_that_wants_rest_gets_it(bad, fetcher, asks):
    """Nothing more of the host is asked in this run."""
    bad.pages["/a"] = reply(status="503 Later", retry_after=asks)
    bad.pages["/b"] = reply(PAGE)
    refusal(fetcher, bad.link("/a"))

    assert "its host asks to be left alone for" in refusal(fetcher, bad.link("/b"))
    assert bad.paths() == ["/robots.txt", "/a"]


def test_a_host_that_keeps_failing_is_left_alone(bad, fetcher):
    bad.pages["/a"] = reply(status="500 Oops")
    for _ in range(FAILURES_IN_A_ROW):
        refusal(fetcher, bad.link("/a"))

    assert "failed 5 times in a row" in refusal(fetcher, bad.link("/a"))
    assert bad.paths().count("/a") == FAILURES_IN_A_ROW * TRIES


@pytest.mark.parametrize("etag", ['"a\tb"', "x" * 600, '"\xe9"'])
def test_an_odd_etag_is_not_sent_back(bad, fetcher, etag):
    bad.pages["/a"] = reply(PAGE, etag=etag)

    assert fetched(fetcher, bad.link("/a")).validators.etag is None


@given(st.binary(max_size=400))
@settings(deadline=None, max_examples=60)
def test_any_bytes_are_a_page_or_a_refusal(raw):
    """Whatever a server sends, only our own error leaves the fetcher."""
    clock = Clock()
    with serving() as server:
        server.pages["/a"] = b"HTTP/1.1 200 OK\r\n" + raw
        with suppress(FetchError):
            assert isinstance(make_fetcher(clock, deadline_s=0.5).fetch(server.link("/a")), Fetched)

"""What a server may try besides: rules that never come, pages that send elsewhere, lists without an end, bombs."""

from __future__ import annotations

import gzip
import zipfile
import zlib
from io import BytesIO

import pytest

from index.build import reindex
from index.models import Source
from index.reading.vanished import only_leads_on
from index.reading.web.fetcher import Fetcher
from index.reading.web.policy import FetchError
from index.reading.web.transport import Transport
from tests.bad_server import drip, flood, reply, silence
from tests.web_pages import POLICY, RULES, paragraphs, quiet, sitemap

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
MB = 1024 * 1024


pytestmark = pytest.mark.usefixtures("one_sandbox")


def story(word, head=""):
    return (
        f"<!DOCTYPE html><html><head><title>The {word} ferry</title>{head}</head><body>{paragraphs(word)}</body></html>"
    )


def index_of(*links):
    inner = "".join(f"<sitemap><loc>{link}</loc></sitemap>" for link in links)
    return reply(f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{inner}</sitemapindex>')


def run(library, *sources, **options):
    return reindex(library, list(sources), progress=quiet, rules=RULES, **options)


def counts(report):
    return {name: count for name, count in report.counts().items() if count}


def refusal(fetcher, link):
    with pytest.raises(FetchError) as refused:
        fetcher.fetch(link)
    return refused.value.reason


# -- rules of robots that never come ---------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["silent", "drip", "endless", "circle", "inward", "a picture", "a bomb"])
def test_without_its_rules_nothing_is_asked(bad, kind):
    """A host whose robots.txt can't be had is not asked for anything else, and nobody waits for ever."""
    bad.pages["/robots.txt"] = {
        "silent": silence(bad),
        "drip": drip(bad, HEAD + b"\r\n", b"User-agent: *\n"),
        "endless": flood(bad, HEAD + b"\r\n", b"#" * 65_536),
        "circle": reply(status="302 Found", location="/robots.txt"),
        "inward": reply(status="302 Found", location="http://169.254.169.254/robots.txt"),
        "a picture": reply(b"\x89PNG", content_type="image/png"),
        "a bomb": reply(gzip.compress(b"#" * 9 * MB), content_encoding="gzip"),
    }[kind]
    bad.pages["/a"] = reply(story("red"))
    fetcher = Fetcher(POLICY, Transport(POLICY, deadline_s=0.4))

    assert refusal(fetcher, bad.link("/a"))
    assert "/a" not in bad.paths()


def test_rules_that_moved_are_followed(bad):
    bad.pages["/robots.txt"] = reply(status="301 Moved", location="/rules.txt")
    bad.pages["/rules.txt"] = reply("User-agent: *\nDisallow: /a", content_type="text/plain")

    assert refusal(Fetcher(POLICY), bad.link("/a")) == "its host's robots.txt forbids it"


# -- what is never sent or obeyed ------------------------------------------------------------------------------------


def test_no_cookie_comes_back_and_nothing_tells_where_we_came_from(bad):
    bad.pages["/a"] = reply(status="302 Found", location="/b", set_cookie="id=1; Path=/")
    bad.pages["/b"] = reply(story("red"), set_cookie="id=2")
    fetcher = Fetcher(POLICY)
    for _ in range(2):
        fetcher.fetch(bad.link("/a"))

    for request in bad.asked:
        assert not request.head.keys() & {"cookie", "referer", "authorization", "from"}


@pytest.mark.parametrize("target", ["http://user@10.0.0.1/", "http://a:b@127.0.0.1/", "http://10.0.0.1#@news.example/",
                                    "http://0x0a000001/", "http://012.0.0.1/", "http://167772161/", "http://[::]/",
                                    "http://[0:0:0:0:0:ffff:0a00:1]/", "http://10.0.0.1./", "http://①⓪.0.0.1/",
                                    "http://[64:ff9b::10.0.0.1]/",
                                    "//169.254.169.254\t/", "\\\\10.0.0.1\\"])  # fmt: skip
def test_a_redirect_in_disguise_is_not_followed(bad, target):
    """By name and password, in other numbers, inside IPv6, with dots, or in letters that look like digits."""
    bad.pages["/a"] = reply(status="302 Found", location=target.encode().decode("latin-1"))

    assert refusal(Fetcher(POLICY), bad.link("/a"))
    assert bad.paths() == ["/robots.txt", "/a"]


@pytest.mark.parametrize(
    "refresh",
    [
        '<meta http-equiv="refresh" content="0;url=http://169.254.169.254/">',
        "<META content='0; URL=/b' HTTP-EQUIV=refresh>",
    ],
)
def test_a_page_that_sends_browsers_elsewhere_is_no_article_and_is_not_followed(bad, library, refresh):
    page = f"<html><head><title>Moved</title>{refresh}</head><body><p>{'You are sent elsewhere. ' * 20}</p></body>"
    bad.pages["/a"], bad.pages["/b"] = reply(page), reply(story("red"))

    report = run(library, Source(bad.link("/a"), kind="page"))

    assert (counts(report), "/b" in bad.paths()) == ({"failed": 1}, False)


def test_a_page_that_renews_itself_is_read():
    assert not only_leads_on('<meta http-equiv="refresh" content="300">', "A short story.")
    assert not only_leads_on('<meta http-equiv="refresh" content="300;url=/a">', "A long story. " * 200)


# -- lists without an end --------------------------------------------------------------------------------------------


def test_an_index_that_lists_itself_ends(bad, library):
    bad.pages["/index.xml"] = index_of(bad.link("/index.xml"), bad.link("/a.xml"), bad.link("/index.xml"))
    bad.pages["/a.xml"] = sitemap(bad.link("/a.xml"), bad.link("/red"))
    bad.pages["/red"] = reply(story("red"))

    report = run(library, Source(bad.link("/index.xml"), kind="sitemap"))

    assert report.added == 1
    assert bad.paths().count("/index.xml") == 1


def test_indexes_that_list_each_other_end(bad, library):
    bad.pages["/a.xml"] = index_of(bad.link("/b.xml"))
    bad.pages["/b.xml"] = index_of(bad.link("/a.xml"))

    report = run(library, Source(bad.link("/a.xml"), kind="sitemap"))

    assert [reason for _, reason in report.failed] == [
        "is an index inside an index, which sitemaps may not be", "lists no pages",
    ]  # fmt: skip
    assert bad.paths() == ["/robots.txt", "/a.xml", "/b.xml"]


def test_an_index_without_an_end_is_read_to_a_bound(bad, library, monkeypatch):
    monkeypatch.setattr("index.reading.lists.SITEMAPS_A_RUN", 5)
    bad.pages["/index.xml"] = index_of(*(bad.link(f"/{number}.xml") for number in range(10_000)))
    bad.pages |= {f"/{number}.xml": sitemap(bad.link("/red")) for number in range(10_000)}
    bad.pages["/red"] = reply(story("red"))

    report = run(library, Source(bad.link("/index.xml"), kind="sitemap"))

    assert report.added == 1
    assert [reason for _, reason in report.failed] == ["only the 5 newest sitemaps of an index are read"]
    assert sum(path.endswith(".xml") for path in bad.paths()) == 6


def test_a_site_that_makes_up_links_is_asked_for_so_many_a_run(bad, library, monkeypatch):
    """A calendar, say, that leads on for ever; the sitemap lists another thousand of them each time."""
    monkeypatch.setattr("index.reading.pages.PAGES_A_RUN", 4)
    turn = iter(range(10**9))

    def endless(connection, asked):
        connection.sendall(sitemap(*(bad.link(f"/day/{next(turn)}") for _ in range(1_000))))

    def day(connection, asked):
        connection.sendall(reply(story(asked.path.replace("/", " "))))

    bad.pages["/sitemap.xml"] = endless
    bad.pages |= {f"/day/{number}": day for number in range(3_000)}
    source = Source(bad.link("/sitemap.xml"), kind="sitemap")

    assert counts(run(library, source)) == {"added": 4, "left": 996}
    # The first four are listed no more: more than half of what there was, so they stay until that is confirmed.
    assert counts(run(library, source)) == {"added": 4, "left": 996, "failed": 1}


# -- bombs -----------------------------------------------------------------------------------------------------------


def packed(**files):
    data = BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("_", "."), content)
    return data.getvalue()


def test_a_bomb_in_an_archive_in_an_archive_is_not_opened(bad, library):
    inner = packed(a_txt=b"\0" * 20 * MB)
    bad.pages["/a.zip"] = reply(
        packed(b_zip=inner, c_txt="The ferry\n\nIt left at noon."), content_type="application/zip"
    )

    report = run(library, Source(bad.link("/a.zip"), kind="page"))

    assert report.added == 1


@pytest.mark.parametrize(
    "body",
    [
        lambda: reply(zlib.compress(b"<p>" * 9 * MB), content_encoding="deflate"),
        lambda: reply(zlib.compress(b"<p>" * 9 * MB)[2:-4], content_encoding="deflate"),
        lambda: reply(gzip.compress(gzip.compress(b"\0" * 60 * MB)), content_encoding="gzip"),
        lambda: reply(packed(a_txt=b"\0" * 60 * MB), content_type="application/zip"),
        lambda: reply(b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "aa"><!ENTITY b "&a;&a;&a;">]><rss>&b;</rss>'),
        lambda: reply(b"<p>" + b"<div>" * 200_000 + b"x"),
        lambda: reply(b"<p " + b"a" * 3 * MB),
    ],
    ids=["deflate", "raw deflate", "packed twice", "archive", "entities", "depth", "a tag without an end"],
)
def test_bombs_fail_alone_and_in_time(bad, library, body):
    bad.pages["/a"], bad.pages["/b"] = body(), reply(story("red"))

    report = run(library, Source(bad.link("/a")), Source(bad.link("/b")))

    assert counts(report) == {"added": 1, "failed": 1}


# -- what lies about itself ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "kind", ["image/svg+xml", "application/octet-stream", "text/plain", "application/json", "", "nonsense", "TEXT/HTML"]
)
def test_what_a_server_calls_a_page_changes_little(bad, library, kind):
    """Pictures are not read at all; anything else is what it looks like, or fails in a sentence."""
    bad.pages["/a"] = reply(story("red"), content_type=kind)

    report = run(library, Source(bad.link("/a"), kind="page"))

    assert report.added + len(report.failed) == 1


def test_an_empty_page_where_a_story_was_removes_nothing(bad, library):
    bad.pages["/a"] = reply(story("red"))
    source = Source(bad.link("/a"), kind="page")
    run(library, source)
    for nothing in ("", " ", "<html></html>", "<html><body><div id=app></div><script>x()</script></body></html>"):
        bad.pages["/a"] = reply(nothing)
        assert run(library, source).removed == 0

    assert [item.title for item in library.listed()] == ["The red ferry"]

"""Sources on the web: pages, feeds, sitemaps and documents that change, vanish, lie and repeat themselves."""

from __future__ import annotations

import gzip
import json
import zipfile
from contextlib import closing
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from io import BytesIO

import pytest

from index.build import Rules, add, reindex
from index.errors import SourceError
from index.models import DateRule, Filters, Query, Source
from index.reading import means, pages, site, taken
from index.reading.media import media_of
from index.reading.page import same_site
from index.reading.site import LinkReader
from index.reading.source import read_whole
from index.search import search
from index.store.sources import fetch_records, forget_source, known_sources
from tests.bad_server import reply
from tests.web_pages import PARAGRAPH, RULES, paragraphs, quiet

pytestmark = pytest.mark.usefixtures("one_sandbox")


def story(word, head="", title=None):
    """Return a page with a story that no other word's has."""
    return (
        f'<!DOCTYPE html><html lang="en"><head><title>{title or f"The {word} ferry"}</title>{head}</head>'
        f"<body><article><h1>{title or f'The {word} ferry'}</h1>{paragraphs(word)}</article></body></html>"
    )


def rss(*items, channel=""):
    return reply(
        f'<?xml version="1.0"?><rss version="2.0"><channel><title>The Post</title>{channel}{"".join(items)}'
        "</channel></rss>",
        content_type="application/rss+xml",
    )


def item(link, guid="", extra=""):
    named = f"<guid>{guid}</guid>" if guid else ""
    head = f"<title>About {link[-5:]}</title><link>{link}</link>{named}"
    return f"<item>{head}<description>A word.</description>{extra}</item>"


def sitemap(*links, changed=""):
    mark = f"<lastmod>{changed}</lastmod>" if changed else ""
    urls = "".join(f"<url><loc>{link}</loc>{mark}</url>" for link in links)
    return reply(
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{urls}</urlset>', content_type="application/xml"
    )


def run(library, *sources, rules=RULES, **options):
    return reindex(library, list(sources), progress=quiet, rules=rules, **options)


def counts(report):
    return {name: count for name, count in report.counts().items() if count}


def articles(library):
    found = [library.passages([first])[0].article for first, _ in library.passage_ranges(Filters(language="en"))]
    return sorted(found, key=lambda article: article.location)


def reasons(report):
    return [reason for _, reason in report.failed]


# -- single pages ----------------------------------------------------------------------------------------------------


def test_a_page_is_added_kept_changed_and_removed(bad, library):
    link = bad.link("/a")
    bad.pages["/a"] = reply(story("red"))

    assert counts(add(library, [link], progress=quiet, rules=RULES)) == {"added": 1}
    assert counts(run(library)) == {"unchanged": 1}
    bad.pages["/a"] = reply(story("blue"))
    assert counts(run(library)) == {"changed": 1}
    assert not search(library, Query(("red",))).hits
    bad.pages["/a"] = reply(status="410 Gone")
    assert counts(run(library)) == {"removed": 1}
    assert not search(library, Query(("blue",))).hits


def test_a_page_carries_its_particulars(bad, library):
    head = (
        '<meta property="og:site_name" content="The Post"><meta name="author" content="Ann Lee">'
        '<link rel="canonical" href="/story"><script type="application/ld+json">'
        '{"@type": "NewsArticle", "datePublished": "2024-03-01", "dateModified": "2024-03-05"}</script>'
    )
    bad.pages["/a?b=1"] = reply(story("red", head))
    source = Source(bad.link("/a?b=1"), "boats", kind="page", outlet="The Harbour Post", tags=("sea",))
    run(library, source)

    (found,) = articles(library)

    assert (found.title, found.publisher, found.author, found.tags) == (
        "The red ferry", "The Harbour Post", "Ann Lee", ("sea",),
    )  # fmt: skip
    assert (found.url, found.location) == (bad.link("/story"), bad.link("/a?b=1"))
    assert (found.published, found.modified, found.date_rule) == ("2024-03-01", "2024-03-05", DateRule.STRUCTURED)


def test_a_page_cant_pass_for_another_sites(bad, library):
    """Its canonical link counts on its own site only, so it can't take the place of an article from elsewhere."""
    bad.pages["/a"] = reply(story("red", '<link rel="canonical" href="https://times.example/story">'))
    run(library, bad.link("/a"))

    assert [found.url for found in articles(library)] == [bad.link("/a")]


def test_a_page_that_has_not_changed_is_not_sent_again(bad, library):
    def behave(connection, asked):
        same = asked.head.get("if-none-match") == '"1"'
        connection.sendall(reply(status="304 Not Modified") if same else reply(story("red"), etag='"1"'))

    bad.pages["/a"] = behave
    run(library, Source(bad.link("/a"), kind="page"))

    assert counts(run(library)) == {"unchanged": 1}
    assert [request.head.get("if-none-match") for request in bad.asked if request.path == "/a"] == [None, '"1"']
    assert counts(run(library, full=True)) == {"changed": 1}


def test_tokens_and_advertisements_are_no_change(bad, library):
    bad.pages["/a"] = bad.in_turn(*(reply(story("red", f'<meta name="csrf" content="{n}">')) for n in range(3)))
    run(library, bad.link("/a"))

    assert counts(run(library)) == {"unchanged": 1}


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (reply(status="500 Oops"), "its server answers with 500"),
        (reply("<html><body></body></html>"), "no article text was found in the page"),
        (reply(b"\x89PNG\r\n\x1a\n" + b"\0" * 99), "is no text, whatever its server calls it"),
        (reply(b"\0\1\2\3" * 99), "is no text, whatever its server calls it"),
        (reply(b" \n "), "is empty"),
        (reply(b"PK\3\4 not truly"), "is a damaged archive"),
        (reply(b"%PDF-1.7 not truly"), "is a damaged PDF"),
        (reply("<p " + " ".join(f"a{n}=x" for n in range(60_000)) + ">x"), "takes longer than 1 seconds to read"),
    ],
    ids=["failing", "empty page", "a picture", "noise", "blank", "no archive", "no PDF", "slow to parse"],
)
def test_a_page_gone_bad_keeps_its_article(bad, library, monkeypatch, answer, reason):
    bad.pages["/a"] = reply(story("red"))
    run(library, bad.link("/a"))
    monkeypatch.setattr(taken, "PAGE_S", 1.0)
    bad.pages["/a"] = answer

    report = run(library)

    assert reason in reasons(report)[0]
    assert report.removed == 0
    assert search(library, Query(("red",))).hits


def test_a_link_that_fails_at_first_is_not_remembered(bad, library):
    assert reasons(add(library, [bad.link("/none")], progress=quiet, rules=RULES)) == [
        "is not there: its server answers with 404"
    ]
    assert known_sources(library) == []


# -- feeds -----------------------------------------------------------------------------------------------------------


def test_the_pages_of_a_feed_are_fetched(bad, library):
    bad.pages["/feed"] = rss(item(bad.link("/a"), "1"), item("/b", "2"))
    bad.pages["/a"], bad.pages["/b"] = reply(story("red")), reply(story("blue"))

    assert counts(run(library, bad.link("/feed"))) == {"added": 2}
    assert search(library, Query(("red",))).hits
    bad.asked.clear()
    assert counts(run(library)) == {"unchanged": 2}
    assert bad.paths() == ["/robots.txt", "/feed"]


def test_an_entry_that_holds_the_article_is_enough(bad, library):
    text = "".join(f"&lt;p&gt;{PARAGRAPH.format(word=f'red {number}')}&lt;/p&gt;" for number in range(20))
    content = f"<content:encoded xmlns:content='http://purl.org/rss/1.0/modules/content/'>{text}</content:encoded>"
    bad.pages["/feed"] = rss(item(bad.link("/a"), extra=content + "<pubDate>Fri, 01 Mar 2024 08:00:00 GMT</pubDate>"))
    run(library, bad.link("/feed"))

    (found,) = articles(library)

    assert "/a" not in bad.paths()
    assert (found.url, found.publisher) == (bad.link("/a"), "The Post")
    assert (found.published, found.date_rule) == ("2024-03-01T08:00:00+00:00", DateRule.FEED)
    assert "\n\nThe red 7 ferry" in found.text


def test_an_article_that_its_feed_held_whole_goes_with_its_page(bad, library):
    """While the page is there, it is not read instead: the feed may hold more of it."""
    text = "".join(f"&lt;p&gt;{PARAGRAPH.format(word=f'red {number}')}&lt;/p&gt;" for number in range(20))
    bad.pages["/feed"] = rss(f"<item><link>{bad.link('/a')}</link><description>{text}</description></item>")
    run(library, bad.link("/feed"))
    bad.pages["/feed"], bad.pages["/b"] = rss(item(bad.link("/b"))), reply(story("blue"))
    bad.pages["/a"] = bad.in_turn(reply(story("short")), reply(status="410 Gone"))
    day_ago = (datetime.now(UTC) - timedelta(days=2)).isoformat(timespec="seconds")
    library.db.execute("UPDATE fetches SET checked_at = ?", [day_ago])

    assert counts(run(library)) == {"added": 1, "unchanged": 1}
    library.db.execute("UPDATE fetches SET checked_at = ?", [day_ago])
    assert counts(run(library)) == {"removed": 1, "unchanged": 1}


def test_an_entry_cant_hold_another_sites_article(bad, library):
    """Its text would be cited as that site's, so the page itself is asked for."""
    text = "".join(f"&lt;p&gt;{PARAGRAPH.format(word=f'forged {number}')}&lt;/p&gt;" for number in range(20))
    bad.pages["/feed"] = rss(
        f"<item><link>{bad.link('/a', 'localhost')}</link><description>{text}</description></item>"
    )
    bad.pages["/a"] = reply(story("true"))

    assert counts(run(library, bad.link("/feed"))) == {"added": 1}
    assert not search(library, Query(("forg",))).hits
    assert search(library, Query(("true",))).hits


def test_what_a_feed_no_longer_lists_stays(bad, library):
    bad.pages["/feed"] = rss(item(bad.link("/a")), item(bad.link("/b")), item(bad.link("/c")))
    for word in ("a", "b", "c"):
        bad.pages[f"/{word}"] = reply(story(f"{word}lpha"))
    run(library, bad.link("/feed"))
    bad.pages["/feed"] = rss(item(bad.link("/c")))
    assert counts(run(library)) == {"unchanged": 3}

    bad.pages["/a"] = reply(status="404 Not Found")
    overdue = (datetime.now(UTC) - timedelta(days=2)).isoformat(timespec="seconds")
    library.db.execute("UPDATE fetches SET checked_at = ?", [overdue])

    assert counts(run(library)) == {"removed": 1, "unchanged": 2}


def test_guids_and_links_given_twice_are_one_article_each(bad, library):
    bad.pages["/feed"] = rss(
        item(bad.link("/a"), "same"),
        item(bad.link("/b"), "same"),
        item(bad.link("/a"), "other"),
        item(bad.link("/a#x")),
    )
    bad.pages["/a"], bad.pages["/b"] = reply(story("red")), reply(story("blue"))

    assert counts(run(library, bad.link("/feed"))) == {"added": 2}


def test_a_link_with_tracking_leads_to_the_same_article(bad, library):
    """Two links, one canonical link: one article."""
    page = reply(story("red", '<link rel="canonical" href="/story">'))
    bad.pages["/feed"] = rss(item(bad.link("/a?utm=1")), item(bad.link("/a?utm=2")))
    bad.pages["/a?utm=1"] = bad.pages["/a?utm=2"] = page

    assert counts(run(library, bad.link("/feed"))) == {"added": 1, "duplicate": 1}


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ("Fri, 01 Mar 2024 08:00:00 GMT", "2024-03-01T08:00:00+00:00"),
        ("01.03.2024", None),
        ("yesterday", None),
        ("Mon, 01 Jan 0001 00:00:00 GMT", None),
        pytest.param(format_datetime(datetime.now(UTC) + timedelta(days=9)), None, id="days ahead"),
        ("Fri, 32 Mar 2024 99:00:00 GMT", None),
    ],
)
def test_wrong_and_future_dates_of_a_feed_are_none(bad, library, date, expected):
    bad.pages["/feed"] = rss(item(bad.link("/a"), extra=f"<pubDate>{date}</pubDate>"))
    bad.pages["/a"] = reply(story("red"))
    run(library, bad.link("/feed"))

    assert [found.published for found in articles(library)] == [expected]


@pytest.mark.parametrize("days", [2, 10, 20, 30], ids=str)
def test_a_page_dated_in_the_future_has_no_date(bad, library, days):
    """Some of these days are of this month, whose first day is none either."""
    soon = (datetime.now(UTC) + timedelta(days=days)).date().isoformat()
    head = f'<script type="application/ld+json">{{"@type": "NewsArticle", "datePublished": "{soon}"}}</script>'
    bad.pages["/a"] = reply(story("red", head))
    run(library, bad.link("/a"))

    assert [(found.published, found.date_rule) for found in articles(library)] == [(None, None)]


def atom(bad):
    return (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>The Post</title><entry><id>x</id>'
        f'<link href="{bad.link("/a")}"/>'
        "<updated>2024-03-01T08:00:00Z</updated><summary>A word.</summary></entry></feed>"
    )


@pytest.mark.parametrize(
    "make",
    [
        lambda bad: atom(bad).encode(),
        lambda bad: ("\ufeff<?xml version='1.0' encoding='utf-16'?>" + atom(bad)).encode("utf-16"),
        lambda bad: atom(bad).replace("</feed>", "").encode() + b"<entry><title>cut o",
        lambda bad: atom(bad).replace("A word.", "A & B <b> \x00\x0c").encode(),
        lambda bad: b"\n\n  " + atom(bad).encode(),
        lambda bad: json.dumps(
            {"version": "https://jsonfeed.org/version/1.1", "items": [{"id": "1", "url": bad.link("/a")}, 7, {}]}
        ).encode(),
    ],
    ids=["atom", "utf-16", "cut off", "ill-formed", "late start", "json"],
)
def test_feeds_of_all_kinds_are_read(bad, library, make):
    bad.pages["/feed"] = reply(make(bad), content_type="text/plain")
    bad.pages["/a"] = reply(story("red"))

    assert counts(run(library, bad.link("/feed"))) == {"added": 1}


@pytest.mark.parametrize(
    ("feed", "reason"),
    [
        ('<!DOCTYPE x [<!ENTITY a "b">]><rss><channel></channel></rss>', "defines entities, which no feed needs"),
        ("<rss><channel>" + "<a>" * 600 + "</rss>", "is nested too deep"),
        ('{"items": ' + "[" * 9_000, "is not a feed"),
        ('{"items": 3}', "is not a feed"),
        ("Sorry", "is not a feed"),
    ],
    ids=["entities", "depth", "json depth", "no list", "a page"],
)
def test_bad_feeds_have_a_plain_reason(bad, library, feed, reason):
    bad.pages["/feed"] = reply(feed)

    assert reasons(run(library, Source(bad.link("/feed"), kind="feed"))) == [reason]


def test_links_of_a_feed_lead_nowhere_private(bad, library):
    links = (
        "http://169.254.169.254/latest/meta-data",
        "file:///etc/passwd",
        "http://10.0.0.1/a",
        "javascript:alert(1)",
    )
    bad.pages["/feed"] = rss(*(item(link) for link in links))

    report = run(library, bad.link("/feed"))

    assert report.added == 0
    assert {"leads to a private address, which is never asked", "only http and https links are fetched"} >= set(
        reasons(report)
    )


def test_what_stands_for_a_link_cant_write_into_a_log(bad, library):
    bad.pages["/feed"] = reply(
        json.dumps({"version": "https://jsonfeed.org/version/1", "items": [{"url": "http://x\n2026 INFO \x1b[2J"}]})
    )

    assert [location for location, _ in run(library, bad.link("/feed")).failed] == ["http://x\ufffd2026 INFO \ufffd[2J"]


def test_a_link_that_is_none_spoils_nothing_else(bad, library):
    bad.pages["/feed"] = rss(item("http://[broken"), item(bad.link("/a")))
    bad.pages["/a"] = reply(story("red", '<link rel="canonical" href="http://[broken">'))

    assert counts(run(library, bad.link("/feed"))) == {"added": 1, "failed": 1}


def test_one_article_is_not_replaced_by_another_source(bad, library):
    """The first source to bring an article keeps it."""
    bad.pages["/a"] = reply(story("red"))
    run(library, Source(bad.link("/a"), kind="page", outlet="One"))
    bad.pages["/feed"] = rss(item(bad.link("/a")))

    assert counts(run(library, Source(bad.link("/feed"), outlet="Two"))) == {"duplicate": 1}
    assert [found.publisher for found in articles(library)] == ["One"]


# -- sitemaps --------------------------------------------------------------------------------------------------------


@pytest.fixture
def listed(bad):
    """Serve four pages and a sitemap of them."""
    links = [bad.link(f"/news/{name}") for name in ("a", "b", "c", "d")]
    for link in links:
        bad.pages[link.partition(str(bad.port))[2]] = reply(story(f"{link[-1]}lpha"))
    bad.pages["/sitemap.xml"] = sitemap(*links)
    return links


def test_a_sitemap_is_followed_and_kept_in_step(bad, library, listed):
    assert counts(run(library, bad.link("/sitemap.xml"))) == {"added": 4}
    bad.pages["/sitemap.xml"] = sitemap(*listed[1:])

    assert counts(run(library)) == {"removed": 1, "unchanged": 3}


def test_patterns_choose_among_the_pages(bad, library, listed):
    source = Source(bad.link("/sitemap.xml"), include=("*/news/*",), exclude=("*/c", "*/d"))

    assert counts(run(library, source)) == {"added": 2}


def test_what_a_sitemap_says_is_unchanged_is_not_asked_for(bad, library, listed):
    bad.pages["/sitemap.xml"] = sitemap(*listed, changed="2024-03-01")
    run(library, bad.link("/sitemap.xml"))
    bad.asked.clear()

    assert counts(run(library)) == {"unchanged": 4}
    assert bad.paths() == ["/robots.txt", "/sitemap.xml"]
    bad.pages["/sitemap.xml"] = sitemap(*listed, changed="2024-03-02")
    assert counts(run(library)) == {"unchanged": 4}
    assert "/news/a" in bad.paths()


def test_an_index_of_packed_sitemaps_is_followed(bad, library, listed):
    inner = bad.pages["/sitemap.xml"].partition(b"\r\n\r\n")[2]
    bad.pages["/one.xml.gz"] = reply(gzip.compress(inner), content_type="application/octet-stream")
    bad.pages["/index.xml"] = reply(
        f"<sitemapindex><sitemap><loc>{bad.link('/one.xml.gz')}</loc></sitemap>"
        f"<sitemap><loc>{bad.link('/index.xml')}</loc></sitemap></sitemapindex>"
    )

    assert counts(run(library, bad.link("/index.xml"))) == {"added": 4}


def test_a_sitemap_missing_from_an_index_removes_nothing(bad, library, listed):
    bad.pages["/two.xml"] = sitemap(bad.link("/e"))
    bad.pages["/e"] = reply(story("echo"))
    index = "".join(f"<sitemap><loc>{bad.link(path)}</loc></sitemap>" for path in ("/sitemap.xml", "/two.xml"))
    bad.pages["/index.xml"] = reply(f"<sitemapindex>{index}</sitemapindex>")
    run(library, bad.link("/index.xml"))
    bad.pages["/two.xml"] = reply(status="500 Oops")

    assert counts(run(library)) == {"unchanged": 4, "failed": 1}
    assert len(articles(library)) == 5


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (reply("<urlset></urlset>"), "lists no pages"),
        (reply("<urlset><url><loc>http://x"), "is not a sitemap that can be read"),
        (reply('<!DOCTYPE u [<!ENTITY a "b">]><urlset>&a;</urlset>'), "defines entities or a document type"),
        (reply(gzip.compress(b"<urlset>" + b" " * 9_000_000)), "unpacks to too much, or ends early"),
        (reply(gzip.compress(b"<urlset></urlset>")[:-9]), "unpacks to too much, or ends early"),
        (reply("<html>Soon back</html>"), "is not a sitemap"),
        (reply(status="503 Later"), "its server answers with 503"),
        (reply(status="404 Not Found"), "is not there: its server answers with 404"),
    ],
    ids=["emptied", "cut off", "entities", "bomb", "cut off packed", "a page", "away", "vanished"],
)
def test_a_sitemap_gone_bad_removes_nothing(bad, library, listed, answer, reason):
    run(library, Source(bad.link("/sitemap.xml"), kind="sitemap"))
    bad.pages["/sitemap.xml"] = answer

    report = run(library)

    assert reasons(report)[0].startswith(reason)
    assert len(articles(library)) == 4
    assert known_sources(library)[0].last_error == reasons(report)[0]
    assert known_sources(library)[0].failures == 1


def test_a_sitemap_lists_its_own_site_only(bad, library):
    bad.pages["/sitemap.xml"] = sitemap(bad.link("/a", "localhost"), bad.link("/b"))
    bad.pages["/b"] = reply(story("blue"))

    report = run(library, bad.link("/sitemap.xml"))

    assert counts(report) == {"added": 1, "failed": 1}
    assert reasons(report) == ["is another site's, which this sitemap may not list"]


def test_most_pages_missing_removes_none_until_confirmed(bad, library, listed):
    run(library, bad.link("/sitemap.xml"))
    bad.pages["/sitemap.xml"] = sitemap(listed[0])

    report = run(library)

    assert report.withheld == [(bad.link("/sitemap.xml"), 3)]
    assert reasons(report) == ["lacks 3 of its articles, so none was removed; --confirm-removals does it"]
    assert len(articles(library)) == 4
    assert run(library, rules=Rules(policy=RULES.policy, confirmed=True)).removed == 3


def test_all_pages_vanished_removes_none_until_confirmed(bad, library, listed):
    """A site that answers 404 to everything is broken, not empty."""
    run(library, bad.link("/sitemap.xml"))
    for link in listed:
        bad.pages[link.partition(str(bad.port))[2]] = reply(status="404 Not Found")

    assert run(library).withheld == [(bad.link("/sitemap.xml"), 4)]
    assert len(articles(library)) == 4


def test_a_small_sitemap_that_lost_most_removes_none(bad, library, listed):
    bad.pages["/sitemap.xml"] = sitemap(*listed[:3])
    run(library, bad.link("/sitemap.xml"))
    bad.pages["/sitemap.xml"] = sitemap(listed[0])

    assert run(library).withheld == [(bad.link("/sitemap.xml"), 2)]


def test_most_pages_asked_for_gone_removes_none(bad, library, listed):
    """Only a few pages are asked for in a run; a site that answers 404 to each of them is broken."""
    bad.pages["/feed"] = rss(*(item(link) for link in listed))
    run(library, bad.link("/feed"))
    bad.pages["/feed"] = rss(*(item(link) for link in listed[2:]))
    for link in listed[:2]:
        bad.pages[link.partition(str(bad.port))[2]] = reply(status="404 Not Found")
    overdue = (datetime.now(UTC) - timedelta(days=2)).isoformat(timespec="seconds")
    library.db.execute("UPDATE fetches SET checked_at = ? WHERE link IN (?, ?)", [overdue, *listed[:2]])

    assert run(library).withheld == [(bad.link("/feed"), 2)]
    assert len(articles(library)) == 4


def test_pages_beyond_a_runs_measure_wait_for_the_next(bad, library, listed, monkeypatch):
    monkeypatch.setattr(pages, "PAGES_A_RUN", 3)
    bad.pages["/sitemap.xml"] = sitemap(*listed, changed="2024-03-01")

    assert counts(run(library, bad.link("/sitemap.xml"))) == {"added": 3, "left": 1}
    assert counts(run(library)) == {"added": 1, "unchanged": 3}


def test_a_header_in_pieces_spoils_nothing(bad, library):
    """A parameter that is given in two ways at once made the standard parser raise, which ended the whole run."""
    bad.pages["/a"] = reply(story("red"), content_type="text/html; charset*0=a; charset*=b")

    assert counts(run(library, bad.link("/a"))) == {"added": 1}


def test_a_page_that_fails_in_an_unknown_way_fails_alone(bad, library, listed, monkeypatch):
    bad.pages["/sitemap.xml"] = sitemap(*listed)

    def failing(found):
        if found.link.endswith("/a"):
            raise TypeError
        return media_of(found)

    monkeypatch.setattr(taken, "media_of", failing)

    report = run(library, bad.link("/sitemap.xml"))

    assert (counts(report), reasons(report)) == ({"added": 3, "failed": 1}, ["can't be read (TypeError)"])


def test_a_list_that_fails_in_an_unknown_way_leaves_the_other_sources(bad, library, listed, monkeypatch):
    def failing(listed):
        raise TypeError

    monkeypatch.setattr(site, "newest_first", failing)

    report = run(library, bad.link("/sitemap.xml"), bad.link("/news/a"))

    assert (counts(report), reasons(report)) == ({"added": 1, "failed": 1}, ["can't be read (TypeError)"])


def test_a_sitemap_without_dates_is_read_to_its_end(bad, library, listed, monkeypatch):
    """What was never read comes before what was, though all is due in every run."""
    monkeypatch.setattr(pages, "PAGES_A_RUN", 3)

    assert counts(run(library, bad.link("/sitemap.xml"))) == {"added": 3, "left": 1}
    assert counts(run(library)) == {"added": 1, "unchanged": 3, "left": 1}


@pytest.mark.parametrize("bound", ["SOURCE_S", "SOURCE_BYTES"])
def test_what_is_too_much_for_a_run_waits_for_the_next(bad, library, listed, monkeypatch, bound):
    run(library, bad.link("/sitemap.xml"))
    monkeypatch.setattr(pages, bound, 0)

    assert counts(run(library)) == {"unchanged": 4, "left": 4}


def test_only_a_few_pages_are_read_ahead(bad, library, listed, monkeypatch):
    monkeypatch.setattr(pages, "PAGES_AHEAD", 1)
    with closing(means.Web(RULES.policy, read_whole)) as web:
        reader = LinkReader(Source(bad.link("/sitemap.xml")), web, {}, full=False)
        next(reader.read())

    assert [path for path in bad.paths() if path.startswith("/news")] == ["/news/a"]


def test_a_stopped_run_asks_for_nothing_more(bad, library, listed):
    web = means.Web(RULES.policy, read_whole)
    web.fetcher.stop()

    with pytest.raises(SourceError, match="was not asked for, as the run was stopped"):
        list(LinkReader(Source(bad.link("/sitemap.xml")), web, {}, full=False).read())
    assert bad.asked == []


def test_a_huge_page_is_not_parsed(bad, library, monkeypatch):
    monkeypatch.setattr(taken, "PAGE_BYTES", 1_000_000)
    bad.pages["/a"] = reply(story("red") + " " * 1_000_000)

    assert reasons(run(library, bad.link("/a"))) == ["is larger than 0 MB"]


# -- one source and another's articles --------------------------------------------------------------------------------


def test_a_dead_link_removes_no_article_of_another_source(bad, library):
    page = reply(story("red", '<link rel="canonical" href="/story">'))
    bad.pages["/story"] = bad.pages["/other"] = page
    run(library, bad.link("/story"))
    assert counts(run(library, bad.link("/other"))) == {"duplicate": 1}
    add(library, [Source(bad.link("/other"), kind="page")], progress=quiet, rules=RULES)
    bad.pages["/other"] = reply(status="404 Not Found")

    assert run(library, Source(bad.link("/other"), kind="page")).removed == 0
    assert search(library, Query(("red",))).hits


def test_an_unchanged_link_hides_no_change_of_another_source(bad, library):
    page = story("red", '<link rel="canonical" href="/story">')

    def behave(connection, asked):
        same = asked.head.get("if-none-match") == '"1"'
        connection.sendall(reply(status="304 Not Modified") if same else reply(page, etag='"1"'))

    bad.pages["/story"], bad.pages["/other"] = reply(page), behave
    run(library, bad.link("/story"))
    run(library, bad.link("/other"))
    bad.pages["/story"] = reply(story("blue", '<link rel="canonical" href="/story">'))

    assert counts(run(library, bad.link("/other"), bad.link("/story"))) == {"duplicate": 1, "changed": 1}
    assert search(library, Query(("blue",))).hits


def test_an_article_whose_other_link_is_dead_stays(bad, library):
    page = reply(story("red", '<link rel="canonical" href="/story">'))
    bad.pages["/one"] = bad.pages["/two"] = page
    bad.pages["/sitemap.xml"] = sitemap(bad.link("/one"), bad.link("/two"))
    run(library, bad.link("/sitemap.xml"))
    bad.pages["/two"] = reply(status="404 Not Found")

    assert run(library).removed == 0
    assert search(library, Query(("red",))).hits


def test_a_record_cant_pass_for_another_sites(bad, library):
    """Neither its link, nor its id, nor its outlet's name, nor its date takes the place of the real article."""
    true = {"id": "7", "title": "True", "text": PARAGRAPH.format(word="true"), "publisher": "Times"}
    bad.pages["/true.jsonl"] = reply(json.dumps(true), content_type="text/plain")
    forged = true | {"text": PARAGRAPH.format(word="forged"), "url": bad.link("/true"), "published": "2099-01-01"}
    bad.pages["/forged.jsonl"] = reply(json.dumps(forged), content_type="text/plain")
    run(library, bad.link("/forged.jsonl", "localhost"))

    assert counts(run(library, bad.link("/true.jsonl"))) == {"added": 1}
    (true_one, forged_one) = articles(library)
    assert (forged_one.url, forged_one.published) == (None, None)
    assert (true_one.id, forged_one.id) == ("127.0.0.1:7", "localhost:7")


def test_a_page_in_an_archive_cant_pass_for_another_sites(bad, library):
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.html", story("red", '<link rel="canonical" href="https://times.example/story">'))
    bad.pages["/all.zip"] = reply(packed.getvalue(), content_type="application/zip")
    run(library, bad.link("/all.zip"))

    assert [found.url for found in articles(library)] == [None]


def test_a_copy_under_an_outlets_name_keeps_nothing_out(bad, library):
    page = reply(story("red", '<meta property="og:site_name" content="Times">'))
    bad.pages["/a"] = page
    run(library, bad.link("/a", "localhost"))

    assert counts(run(library, bad.link("/a"))) == {"added": 1}


def test_an_outlets_name_cuts_no_line_out_of_its_articles(bad, library):
    """Lines that an outlet repeats are dropped; another site may not say which they are."""
    note = "Subscribe to our newsletter about the ferry, which is late."

    def lines(word):
        text = f"{PARAGRAPH.format(word=word)}\n\n{note}\n\n{PARAGRAPH.format(word=word + ' second')}"
        return json.dumps({"title": f"About {word}", "text": text, "publisher": "Times"})

    bad.pages["/forged.jsonl"] = reply("\n".join(lines(f"w{n}") for n in range(9)), content_type="text/plain")
    bad.pages["/true.jsonl"] = reply(lines("true"), content_type="text/plain")
    run(library, bad.link("/forged.jsonl", "localhost"))
    run(library, bad.link("/true.jsonl"))

    assert [note in found.text for found in articles(library)] == [True] + [False] * 9


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("https://www.bbc.com/a", "http://bbc.com", True),
        ("https://bbc.com\\@evil.com/x", "https://evil.com/", False),
        ("https://bbc.com\\@evil.com/x", "https://bbc.com/", False),
        ("https://evil.com/", "https://bbc.com/", False),
        ("http://[bad/", "http://[bad/", False),
        ("ftp://bbc.com/", "https://bbc.com/", False),
    ],
)
def test_a_site_is_a_host(one, other, expected):
    assert same_site(one, other) is expected


# -- documents behind links ------------------------------------------------------------------------------------------


def test_an_archive_behind_a_link_is_read(bad, library):
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("one.md", "# One\n\n" + PARAGRAPH.format(word="red"))
        archive.writestr("in/two.jsonl", json.dumps({"title": "Two", "text": PARAGRAPH.format(word="blue")}))
    bad.pages["/all.zip"] = reply(packed.getvalue(), content_type="application/zip")

    assert counts(run(library, bad.link("/all.zip"))) == {"added": 2}
    assert [found.location for found in articles(library)] == [
        bad.link("/all.zip#in/two.jsonl#1"),
        bad.link("/all.zip#one.md"),
    ]
    assert counts(run(library)) == {"unchanged": 2}


def test_records_behind_a_link_are_read(bad, library):
    bad.pages["/all.jsonl"] = reply(
        json.dumps({"title": "Two", "text": PARAGRAPH.format(word="blue")}), content_type="text/plain"
    )

    assert counts(run(library, bad.link("/all.jsonl"))) == {"added": 1}


# -- what is remembered ----------------------------------------------------------------------------------------------


def test_how_a_source_did_is_remembered(bad, library, listed):
    source = Source(bad.link("/sitemap.xml"), "The Post", "sitemap", 3_600, "Post", ("sea",), ("*/news/*",), ("*/d",))
    run(library, source)

    (known,) = known_sources(library)

    assert known.source == source
    assert (known.articles, known.failures, known.last_error) == (3, 0, None)
    assert {name: count for name, count in known.last_counts.items() if count} == {"added": 3}
    assert known.last_run is not None
    assert set(fetch_records(library, source.address)) == set(listed[:3])
    assert counts(run(library, "The Post")) == {"unchanged": 3}


def test_a_source_of_the_configuration_that_never_worked_is_remembered(bad, library):
    source = Source(bad.link("/none"), "Gone", every_s=3_600)
    run(library, rules=Rules(policy=RULES.policy, configured=(source,)))

    assert [(known.source.name, known.last_error) for known in known_sources(library)] == [
        ("Gone", "is not there: its server answers with 404")
    ]


@pytest.mark.parametrize("kind", ["page", "auto"])
def test_a_source_of_which_all_fails_has_failed(bad, library, kind):
    source = Source(bad.link("/a"), kind=kind)
    bad.pages["/a"] = reply(story("red"))
    run(library, source)
    bad.pages["/a"] = reply("<html><body></body></html>")
    run(library, source)

    (known,) = known_sources(library)
    assert (known.last_error, known.failures) == ("no article text was found in the page", 1)


def test_a_link_in_other_letters_is_the_same_source(bad, library):
    bad.pages["/a"] = reply(story("red"))
    add(library, [bad.link("/a", "localhost")], progress=quiet, rules=RULES)
    add(library, [bad.link("/a#top", "LOCALHOST", "HTTP")], progress=quiet, rules=RULES)

    assert [known.source.address for known in known_sources(library)] == [bad.link("/a", "localhost")]


def test_a_source_let_go_takes_its_articles_along(bad, library, listed):
    run(library, bad.link("/sitemap.xml"))

    assert forget_source(library, bad.link("/sitemap.xml")) == 4
    assert known_sources(library) == []
    assert articles(library) == []
    assert not search(library, Query(("ferri",))).hits

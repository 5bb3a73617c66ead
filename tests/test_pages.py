"""Pages that vanish, move, fail and pretend; hosts that are asked in turn; feeds that name their entries badly."""

from __future__ import annotations

import threading
import time
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

from index.build import add, reindex
from index.models import ReadFailure, Source
from index.reading import means
from index.reading.lists import feed_named_by
from index.reading.pages import FIRST_RETRY, LONGEST_RETRY
from index.reading.printable import printable
from index.reading.site import LinkReader
from index.reading.source import read_whole
from index.reading.vanished import is_front, leads_home, says_missing
from index.reading.web.crew import Crew
from index.reading.web.fetcher import Fetcher
from index.reading.web.policy import FetchPolicy
from index.store.sources import fetch_records, page_failures
from tests.bad_server import reply
from tests.web_pages import PARAGRAPH, RULES, paragraphs, quiet, sitemap

pytestmark = pytest.mark.usefixtures("one_sandbox")


def story(word, head="", title=None):
    """Return a page with a story that no other word's has."""
    return reply(
        f"<!DOCTYPE html><html><head><title>{title or f'The {word} ferry'}</title>{head}</head>"
        f"<body><article><h1>{title or f'The {word} ferry'}</h1>{paragraphs(word)}</article></body></html>"
    )


def front(bad):
    return story("front page", title="The Post")


def rss(*items):
    body = f'<?xml version="1.0"?><rss version="2.0"><channel><title>The Post</title>{"".join(items)}</channel></rss>'
    return reply(body, content_type="application/rss+xml")


def moved(link, status="301 Moved Permanently"):
    return reply(status=status, location=link)


def run(library, *sources, rules=RULES, **options):
    return reindex(library, list(sources), progress=quiet, rules=rules, **options)


def counts(report):
    return {name: count for name, count in report.counts().items() if count}


def titles(library):
    return sorted(item.title for item in library.listed())


def retry_now(library):
    library.db.execute("UPDATE page_failures SET retry_at = '2020-01-01T00:00:00+00:00'")
    library.db.conn.commit()


# -- pages that are there in name only -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "gone_bad",
    [
        lambda bad: moved(bad.link("/"), "302 Found"),
        lambda bad: moved(bad.link("/index.html")),
        lambda bad: moved("/en/"),
        lambda bad: reply("<html><head><title>404 Not Found</title></head><body><h1>404 Not Found</h1>"
                          f"<p>{'Nothing is here. ' * 20}</p></body></html>"),
        lambda bad: reply("<html><head><title>The Post</title></head><body><article><h1>Page not found</h1>"
                          f"<p>{'The page you are looking for is not here. ' * 9}</p></article></body></html>"),
        lambda bad: reply(f"<html><head><title>Seite nicht gefunden - Post</title></head><body><p>{'Leider. ' * 50}"),
    ],
    ids=["to the front", "to index.html", "to a language's front", "404 as 200", "a notice", "a German notice"],
)  # fmt: skip
def test_a_page_in_name_only_neither_is_nor_replaces_an_article(bad, library, gone_bad):
    """It fails; three times in a row, and its article goes."""
    for path in ("/", "/index.html", "/en/"):
        bad.pages[path] = front(bad)
    bad.pages["/sitemap.xml"] = sitemap(bad.link("/news/red"), bad.link("/news/blue"), bad.link("/news/none"))
    bad.pages["/news/red"], bad.pages["/news/blue"] = story("red"), story("blue")
    bad.pages["/news/none"] = gone_bad(bad)
    assert counts(run(library, bad.link("/sitemap.xml"))) == {"added": 2, "failed": 1}
    bad.pages["/news/red"] = gone_bad(bad)

    for _ in range(2):
        assert run(library).removed == 0
        assert titles(library) == ["The blue ferry", "The red ferry"]
        retry_now(library)

    assert run(library).removed == 1
    assert titles(library) == ["The blue ferry"]


@pytest.mark.parametrize(
    ("title", "text", "expected"),
    [
        ("404", "", True),
        ("404 - Page not found | The Post", "Sorry.", True),
        ("Page introuvable", "Désolé.", True),
        ("Страница не найдена", "К сожалению.", True),
        ("The Post", "This page could not be found.\n\nTry our search.", True),
        ("404 days at sea", "The crew came home.", False),
        ("Body not found after search of lake", "Divers gave up on Monday.", False),
        ("Page not found", "How we wrote our page. " * 100, False),
        ("Story of a ferry", "The page of history was turned.", False),
    ],
)
def test_a_notice_is_told_from_an_article(title, text, expected):
    assert says_missing(title, text) is expected


@pytest.mark.parametrize("link", ["https://a.example", "https://a.example/", "https://a.example/en-gb/",
                                  "https://a.example/index.php", "https://a.example/de/home.html"])  # fmt: skip
def test_front_pages(link):
    assert is_front(link)
    assert leads_home("https://a.example/news/red", link)
    assert not leads_home(link, link)


@pytest.mark.parametrize("link", ["https://a.example/news", "https://a.example/?p=7", "https://a.example/index/7", "["])
def test_other_pages_are_no_front_page(link):
    assert not is_front(link)


def test_pages_that_all_call_themselves_the_front_page_stay_apart(bad, library):
    head = '<link rel="canonical" href="/">'
    bad.pages["/sitemap.xml"] = sitemap(bad.link("/red"), bad.link("/blue"))
    bad.pages["/red"], bad.pages["/blue"] = story("red", head), story("blue", head)

    assert counts(run(library, bad.link("/sitemap.xml"))) == {"added": 2}


# -- pages that have moved -------------------------------------------------------------------------------------------


def test_a_page_that_has_moved_is_asked_for_where_it_is(bad, library):
    bad.pages["/feed"] = rss(f"<item><title>Red</title><link>{bad.link('/old')}</link></item>")
    bad.pages["/old"], bad.pages["/new"] = moved("/new"), story("red")
    run(library, Source(bad.link("/feed"), kind="feed"))
    (record,) = fetch_records(library, bad.link("/feed")).values()
    assert (record.link, record.final) == (bad.link("/old"), bad.link("/new"))
    bad.asked.clear()

    assert counts(run(library, full=True)) == {"changed": 1}
    assert bad.paths() == ["/robots.txt", "/feed", "/new"]


def test_a_page_listed_where_it_was_and_where_it_is_is_fetched_once(bad, library):
    bad.pages["/sitemap.xml"] = sitemap(bad.link("/old"))
    bad.pages["/old"], bad.pages["/new"] = moved("/new", "308 Permanent Redirect"), story("red")
    run(library, bad.link("/sitemap.xml"))
    bad.pages["/sitemap.xml"] = sitemap(bad.link("/old"), bad.link("/new"))
    bad.asked.clear()

    assert counts(run(library)) == {"unchanged": 1}
    assert bad.paths().count("/new") == 1
    assert "/old" not in bad.paths()


def test_a_page_that_is_elsewhere_for_a_while_is_asked_for_where_it_was(bad, library):
    bad.pages["/sitemap.xml"] = sitemap(bad.link("/old"))
    bad.pages["/old"], bad.pages["/new"] = moved("/new", "302 Found"), story("red")
    run(library, bad.link("/sitemap.xml"))
    (record,) = fetch_records(library, bad.link("/sitemap.xml")).values()
    bad.asked.clear()
    run(library)

    assert record.final == ""
    assert bad.paths() == ["/robots.txt", "/sitemap.xml", "/old", "/new"]


def test_a_page_that_moves_once_more_is_found_again(bad, library):
    bad.pages["/sitemap.xml"] = sitemap(bad.link("/old"))
    bad.pages["/old"], bad.pages["/new"] = moved("/new"), story("red")
    run(library, bad.link("/sitemap.xml"))
    bad.pages["/new"] = reply(status="404 Not Found")
    bad.pages["/old"], bad.pages["/newer"] = moved("/newer"), story("red")

    run(library)

    assert titles(library) == ["The red ferry"]
    (record,) = fetch_records(library, bad.link("/sitemap.xml")).values()
    assert record.final == bad.link("/newer")


# -- pages that fail -------------------------------------------------------------------------------------------------


def test_the_wait_for_a_failing_page_doubles_up_to_a_week(bad, library):
    source = Source(bad.link("/sitemap.xml"), kind="sitemap")
    bad.pages["/sitemap.xml"] = sitemap(bad.link("/red"), bad.link("/blue"))
    bad.pages["/red"], bad.pages["/blue"] = story("red"), reply(status="403 Forbidden")
    waits = []
    for _ in range(10):
        before = datetime.now(UTC).replace(microsecond=0)
        run(library, source)
        (failure,) = page_failures(library, source.address).values()
        waits.append(datetime.fromisoformat(failure.retry_at) - before)
        retry_now(library)

    for number, wait in enumerate(waits):
        expected = min(FIRST_RETRY * 2**number, LONGEST_RETRY)
        assert expected <= wait < expected + timedelta(minutes=1)
    assert failure.failures == 10
    assert failure.reason == "may not be read: its server answers with 403"


def test_a_page_that_fails_keeps_its_article_and_its_reason(bad, library):
    bad.pages["/sitemap.xml"] = sitemap(bad.link("/red"), bad.link("/blue"))
    bad.pages["/red"], bad.pages["/blue"] = story("red"), story("blue")
    run(library, bad.link("/sitemap.xml"))
    bad.pages["/blue"] = reply(status="403 Forbidden")

    for expected in ({"unchanged": 1, "failed": 1}, {"unchanged": 2}):
        assert counts(run(library)) == expected
        assert library.overview().failures == ((bad.link("/blue"), "may not be read: its server answers with 403"),)
    assert titles(library) == ["The blue ferry", "The red ferry"]


def test_a_host_left_alone_is_no_failure_of_its_pages(bad, library):
    """After five failures in a row nothing more of the host is asked for; its other pages come in the next run."""
    links = [bad.link(f"/{number}") for number in range(9)]
    bad.pages["/sitemap.xml"] = sitemap(*links)
    bad.pages |= {f"/{number}": reply(status="503 Busy") for number in range(9)}
    source = Source(bad.link("/sitemap.xml"), kind="sitemap")
    report = run(library, source)

    assert len(report.failed) == 9
    assert len(page_failures(library, source.address)) == 5


# -- hosts in turn ---------------------------------------------------------------------------------------------------


class Watched:
    """A page that tells when it was asked for, and how often at once."""

    def __init__(self, server):
        self._server, self._lock = server, threading.Lock()
        self.at_once = self.most = 0
        self.times = []

    def __call__(self, connection, asked):
        """Answer after a while."""
        with self._lock:
            self.at_once += 1
            self.most = max(self.most, self.at_once)
            self.times.append(time.monotonic())
        self._server.stopped.wait(0.02)
        with self._lock:
            self.at_once -= 1
        connection.sendall(story(asked.path[1:]))


def test_sources_of_one_host_share_its_delay_and_take_turns(bad, library):
    watched = Watched(bad)
    bad.pages |= {f"/{word}": watched for word in "abcd"}
    rules = replace(RULES, policy=FetchPolicy(delay_s=0.1, allow_loopback=True))
    sources = [Source(bad.link(f"/{word}"), kind="page") for word in "abcd"]

    assert run(library, *sources, rules=rules).added == 4
    assert watched.most == 1
    gaps = [later - earlier for earlier, later in zip(watched.times, watched.times[1:], strict=False)]
    assert min(gaps) >= 0.1


def test_hosts_are_asked_together_within_a_bound():
    """Six hosts with three tasks each, at most four hosts at once, and none of them twice at once."""
    crew = Crew(lambda host: 0.0, size=4)
    lock, running, most, clash = threading.Lock(), list[str](), [0], list[str]()
    together = threading.Barrier(4, timeout=10)
    first = threading.Semaphore(4)

    def work(host):
        with lock:
            clash.extend(other for other in running if other == host)
            running.append(host)
            most[0] = max(most[0], len(running))
        if first.acquire(blocking=False):
            together.wait()  # passes only if four are at work at once
        with lock:
            running.remove(host)
        return host

    futures = [crew.do(f"h{number % 6}", partial(work, f"h{number % 6}")) for number in range(18)]

    assert [future.result(10) for future in futures] == [f"h{number % 6}" for number in range(18)]
    assert (most[0], clash) == (4, [])
    crew.stop()


def test_a_crew_waits_for_the_host_and_for_no_other():
    free_at = {"slow": time.monotonic() + 0.3, "quick": 0.0}
    crew = Crew(lambda host: max(0.0, free_at[host] - time.monotonic()), size=1)
    order = []
    slow = crew.do("slow", lambda: order.append("slow"))
    crew.do("quick", lambda: order.append("quick")).result(10)

    assert order == ["quick"]
    slow.result(10)
    assert time.monotonic() >= free_at["slow"]
    crew.stop()


def test_a_stopped_crew_begins_nothing_and_leaves_nobody_waiting():
    crew = Crew(lambda host: 60.0)
    waiting = crew.do("a", lambda: 1)
    crew.stop()

    assert waiting.cancelled()
    assert crew.do("a", lambda: 1).cancelled()


def test_what_fails_in_a_crew_comes_to_whoever_waits():
    crew = Crew(lambda host: 0.0)

    with pytest.raises(ZeroDivisionError):
        crew.do("a", lambda: 1 // 0).result(10)
    crew.stop()


def test_a_stop_breaks_off_what_is_being_asked(bad):
    asked = threading.Event()

    def behave(connection, request):
        asked.set()
        bad.stopped.wait(20)

    bad.pages["/silent"] = behave
    web = means.Web(RULES.policy, read_whole, Fetcher(RULES.policy))
    reader = LinkReader(Source(bad.link("/silent"), kind="page"), web, {}, full=False)
    found = list[object]()
    thread = threading.Thread(target=lambda: found.extend(reader.read()))
    thread.start()
    assert asked.wait(10)
    with closing(web):
        web.fetcher.stop()
        thread.join(5)

    assert not thread.is_alive()
    assert found == [ReadFailure(bad.link("/silent"), "was not asked for, as the run was stopped")]
    assert reader.pages.failures == {}


# -- feeds -----------------------------------------------------------------------------------------------------------


def whole(title, text, guid="", link="", date=""):
    parts = [f"<title>{title}</title>", f"<guid>{guid}</guid>" if guid else "", f"<link>{link}</link>" if link else ""]
    body = "".join(f"&lt;p&gt;{PARAGRAPH.format(word=f'{text} {number}')}&lt;/p&gt;" for number in range(20))
    stamp = f"<pubDate>{date}</pubDate>" if date else ""
    return f"<item>{''.join(parts)}<description>{body}</description>{stamp}</item>"


def test_entries_of_one_guid_without_pages_are_articles_of_their_own(bad, library):
    """By their dates, or else by what they say; the next run knows them again."""
    dates = ["Fri, 01 Mar 2024 08:00:00 GMT", "Sat, 02 Mar 2024 08:00:00 GMT", ""]
    bad.pages["/feed"] = rss(*(whole("News", word, guid="news", date=date)
                               for word, date in zip(("red", "blue", "green"), dates, strict=True)))  # fmt: skip

    assert counts(run(library, Source(bad.link("/feed"), kind="feed"))) == {"added": 3}
    assert counts(run(library)) == {"unchanged": 3}


def test_a_guid_that_is_the_title_is_no_link(bad, library):
    bad.pages["/feed"] = rss(whole("Update", "red", guid="Update"), whole("Two words", "blue", guid="Two words"))

    assert counts(run(library, bad.link("/feed"))) == {"added": 2}
    assert bad.paths() == ["/robots.txt", "/feed"]


def test_an_entry_that_leads_to_the_front_page_has_no_page_of_its_own(bad, library):
    bad.pages["/"] = front(bad)
    bad.pages["/feed"] = rss(whole("Red", "red", "1", bad.link("/")), whole("Blue", "blue", "2", bad.link("/")))

    assert counts(run(library, bad.link("/feed"))) == {"added": 2}
    assert titles(library) == ["Blue", "Red"]
    assert "/" not in bad.paths()


NAMES_A_FEED = (
    '<link rel="alternate stylesheet" href="/x.css"><link rel=alternate type=application/rss+xml href="/feed">'
)


def test_a_front_page_that_names_a_feed_leads_to_it(bad, library):
    bad.pages["/"] = story("front", NAMES_A_FEED)
    bad.pages["/feed"] = rss(f"<item><title>Red</title><link>{bad.link('/red')}</link></item>")
    bad.pages["/red"] = story("red")

    assert counts(add(library, [bad.link("/")], progress=quiet, rules=RULES)) == {"added": 1}
    assert titles(library) == ["The red ferry"]
    assert counts(run(library)) == {"unchanged": 1}


def test_a_page_given_as_a_feed_leads_to_the_one_it_names(bad, library):
    bad.pages["/news"] = story("page", NAMES_A_FEED)
    bad.pages["/feed"] = rss(whole("Red", "red", "1"))

    assert counts(run(library, Source(bad.link("/news"), kind="feed"))) == {"added": 1}
    assert counts(run(library, Source(bad.link("/news"), kind="page"))) == {"added": 1}


@pytest.mark.parametrize(
    ("head", "reason"),
    [
        ("", "is a page that names no feed; give the link of the feed itself"),
        ('<link rel="alternate" type="application/atom+xml" href="/none">',
         "names the feed {link}, which is not there: its server answers with 404"),
        ('<link rel="alternate" type="application/atom+xml" href="http://169.254.169.254/x">',
         "names the feed http://169.254.169.254/x, which leads to a private address, which is never asked"),
    ],
    ids=["none", "dead", "inward"],
)  # fmt: skip
def test_a_page_given_as_a_feed_without_one_is_refused_in_a_sentence(bad, library, head, reason):
    bad.pages["/news"] = story("page", head)

    report = run(library, Source(bad.link("/news"), kind="feed"))

    assert report.failed == [(bad.link("/news"), reason.format(link=bad.link("/none")))]


def test_the_feeds_of_a_page_are_read_from_its_head():
    page = "<LINK HREF='a&amp;b.xml' TYPE='application/feed+json' REL='ALTERNATE'>"

    assert feed_named_by(page, "https://a.example/x/") == "https://a.example/x/a&b.xml"
    assert feed_named_by('<link rel="alternate" hreflang="de" href="/de">', "https://a.example/") == ""
    assert feed_named_by("<link " * 10_000, "https://a.example/") == ""


# -- what strangers write into reasons -------------------------------------------------------------------------------


def test_what_failed_is_told_without_what_a_terminal_obeys(library, tmp_path):
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "a.jsonl").write_bytes(b'{"text": "A ferry.", "\\u001b[2J\\u202e": 1}\n')
    (folder / "bad\x1b[31mname\n.html").write_bytes(b"<html></html>")

    report = run(library, folder)

    assert len(report.failed) == 2
    for location, reason in [*report.failed, *library.overview().failures]:
        assert (location + reason).isprintable()
    assert printable("\x1b\u202ea") == "\ufffd\ufffda"

"""`cuttings preview`: a page that needs nothing else, the same in a browser as its words, dark and light."""

from __future__ import annotations

import re
import shutil
import subprocess
from datetime import UTC, datetime
from html.parser import HTMLParser

import pytest

from bot.shown import Button, Buttons, Line, Message, Words
from bot.terminal.main import main
from bot.terminal.preview import page_of

NOW = datetime(2024, 6, 20, tzinfo=UTC)
BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
needs_browser = pytest.mark.skipif(BROWSER is None, reason="no Chromium is installed: apt install chromium")


@pytest.fixture
def page(settings, tmp_path, monkeypatch, capsys):
    """Write the page of a question, and return where it is."""
    monkeypatch.chdir(tmp_path)
    assert main(["preview", "when", "did", "Kim", "visit", "Russia?", "--out", "answer.html"]) == 0
    assert capsys.readouterr().out == "answer.html: what Discord would show\n"
    return tmp_path / "answer.html"


def message(*parts):
    return Message(1, parts, is_private=False, colour=0x2E7D32, raw={})


def test_the_page_needs_nothing_else(page):
    """No script, no picture, no style sheet or font from elsewhere; only the links of the quotes lead away."""
    text = page.read_text(encoding="utf-8")

    assert not re.findall(r"<(?:script|img|link|iframe|object)\b|@import|url\(", text)
    assert "default-src 'none'" in text
    links = {link.partition("#")[0] for link in re.findall(r'href="([^"]+)"', text)}
    assert links == {"https://example.org/harbour-post/pyongyang-treaty"}
    assert not (page.parent / "state.db").exists(), "looking keeps nothing"


class Balanced(HTMLParser):
    """Fails on an element that is closed in another's place, or never."""

    def __init__(self):
        super().__init__()
        self.open = []

    def handle_starttag(self, tag, attrs):
        """Note what is open."""
        if tag not in {"meta", "br", "hr", "input"}:
            self.open.append(tag)

    def handle_endtag(self, tag):
        """Expect what was opened last."""
        assert self.open.pop() == tag


def test_everything_a_message_may_hold_is_drawn():
    parts = [
        Words("## A & B\n> **x** <b>\n> *y*\n```\n1 < 2\n```\n-# [t](<https://e.org/?a=1&b=2>) [u](<javascript:x>)"),
        Line(),
        Buttons((Button("Go", "id", 3), Button("Stop", "", 4), Button("Open", "", 5, link="https://e.org"))),
    ]
    html = page_of(message(*parts), 'a "title" <x>', NOW)
    checker = Balanced()
    checker.feed(html)

    assert checker.open == []
    assert "<title>a &quot;title&quot; &lt;x&gt;</title>" in html
    assert '<blockquote class="quote"><strong>x</strong> &lt;b&gt;<br><em>y</em></blockquote>' in html
    assert "<pre><code>1 &lt; 2</code></pre>" in html
    assert 'href="https://e.org/?a=1&amp;b=2"' in html
    assert "javascript" not in html
    assert '<span class="button good">Go</span><span class="button grave off">Stop</span>' in html


def run_browser(page, *options):
    """Return what Chromium writes to standard output."""
    assert BROWSER
    command = [BROWSER, "--headless", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=500", *options]
    done = subprocess.run([*command, page.as_uri()], capture_output=True, timeout=60, check=True)
    return done.stdout.decode()


@needs_browser
def test_a_browser_shows_the_answer(page, tmp_path):
    """In both looks a picture comes of it, and the two are not the same."""
    dom = run_browser(page, "--dump-dom")
    pictures = {}
    for look in ("dark", "light"):
        text = page.read_text(encoding="utf-8").replace(f'id="{look}"', f'id="{look}" checked')
        chosen = tmp_path / f"{look}.html"
        chosen.write_text(text, encoding="utf-8")
        run_browser(chosen, "--window-size=800,700", f"--screenshot={tmp_path / look}.png")
        pictures[look] = (tmp_path / f"{look}.png").read_bytes()

    assert '<div class="heading">September 2023</div>' in dom
    assert pictures["dark"][:4] == pictures["light"][:4] == b"\x89PNG"
    assert pictures["dark"] != pictures["light"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--library", "none.db", "who?"], "there is no library at none.db yet"),
        (["--out", "no/where.html", "who designed the Sydney Opera House?"], "no/where.html can't be written"),
        ([" "], "the question is empty"),
    ],
)
def test_wrong_use_is_one_sentence(settings, tmp_path, monkeypatch, capsys, arguments, words):
    monkeypatch.chdir(tmp_path)

    assert main(["preview", *arguments]) == 2
    assert words in capsys.readouterr().err

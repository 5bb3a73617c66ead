"""What tests of sources on the web put on a server of their own, and how they read it."""

from __future__ import annotations

from index.build import Rules
from index.reading.web.policy import FetchPolicy
from tests.bad_server import reply

POLICY = FetchPolicy(delay_s=0.0, allow_loopback=True)
RULES = Rules(policy=POLICY)
PARAGRAPH = "The {word} ferry left the harbour at noon, and people on the quay waved until it was out of sight."


def quiet(what, done, total):
    """Show no progress."""


def paragraphs(word):
    """Return the text of a story, as HTML, that no other word's has."""
    return "".join(f"<p>{PARAGRAPH.format(word=f'{word} number {number}')}</p>" for number in range(6))


def sitemap(*links):
    """Return the reply of a server that is asked for its sitemap."""
    urls = "".join(f"<url><loc>{link}</loc></url>" for link in links)
    return reply(f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{urls}</urlset>')

"""Sources in the configuration: what is read of them, and what is refused with which words."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from bot.config import load_settings
from bot.source_settings import KEYS, read_sources
from index.models import Source

ROOT = Path(__file__).parent.parent
LINK = "https://example.org/feed.xml"


def test_a_source_is_read_whole(tmp_path):
    found = read_sources(
        tmp_path,
        [
            {
                "name": "The Post", "kind": "feed", "address": "HTTPS://Example.org/feed.xml", "schedule": "6h",
                "outlet": "Post", "tags": ["sea"], "include": ["*/a/*"], "exclude": ["*/b/*"], "library": "sea.db",
            },
            {"address": "articles"},
        ],
    )  # fmt: skip

    assert found[0].source == Source(LINK, "The Post", "feed", 21_600, "Post", ("sea",), ("*/a/*",), ("*/b/*",))
    assert found[0].library == tmp_path / "sea.db"
    assert (found[1].source, found[1].library) == (Source(str(tmp_path / "articles"), kind="files"), None)


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (3, "sources must be sections, each written [[sources]] on a line of its own"),
        ([3], "sources must be sections, each written [[sources]] on a line of its own"),
        ([{}], "sources 1 lacks an address: a link, a folder or a file"),
        ([{"address": LINK, "nam": "x"}], 'sources 1 has an unknown key "nam"; did you mean "name"?'),
        ([{"address": LINK, "zzz": "x"}], f'sources 1 has an unknown key "zzz"; known here: {", ".join(KEYS)}'),
        ([{"address": 3}], "sources 1: address must be a text in quotation marks, on one line"),
        ([{"address": "file:///etc/passwd"}], "sources 1: only http and https links are fetched"),
        ([{"address": "https://u:p@x.org/"}], "sources 1: a link with a name or password in it is not fetched"),
        ([{"address": LINK, "kind": "rss"}], "sources 1: kind must be one of auto, files, page, feed, sitemap, not "
         '"rss"'),
        ([{"address": "a", "kind": "feed"}], "sources 1: a feed needs a link, which begins with https:// or http://"),
        ([{"address": LINK, "schedule": "1m"}], 'sources 1: schedule must be an interval from "5m" to "52w", such as '
         '"6h", not "1m"'),
        ([{"address": LINK, "schedule": "often"}], 'sources 1: schedule must be an interval from "5m" to "52w", such '
         'as "6h", not "often"'),
        ([{"address": LINK, "tags": "sea"}], 'sources 1: tags must be a list of texts, such as ["one", "two"]'),
        ([{"address": LINK, "include": [""]}], 'sources 1: include must be a list of texts, such as ["one", "two"]'),
        ([{"address": LINK}, {"address": LINK}], f'two sources have the address "{LINK}"; give each its own'),
        ([{"address": LINK, "name": "x"}, {"address": "a", "name": "x"}], 'two sources have the name "x"; give each '
         "its own"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_its_place(tmp_path, value, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        read_sources(tmp_path, value)


def test_only_the_sources_of_the_library_in_use_count(tmp_path):
    path = tmp_path / "config.toml"
    path.write_text(
        'library = "one.db"\n[[sources]]\naddress = "a"\nlibrary = "one.db"\n'
        '[[sources]]\naddress = "b"\nlibrary = "two.db"\n[[sources]]\naddress = "c"\n',
        encoding="utf-8",
    )

    assert [Path(source.address).name for source in load_settings(path, {}).own_sources] == ["a", "c"]
    elsewhere = load_settings(path, {"CUTTINGS_LIBRARY": str(tmp_path / "two.db")})
    assert [Path(source.address).name for source in elsewhere.own_sources] == ["b", "c"]


def test_the_example_shows_every_key_of_a_source(tmp_path):
    """With the marks of the comment taken away, the example's section is one that works."""
    text = (ROOT / "config.example.toml").read_text(encoding="utf-8")
    section = text[text.index("# [[sources]]") : text.index("# What is set for single guilds")]
    lines = [line.removeprefix("# ") for line in section.splitlines() if re.match(r"# (?:\[\[|\w+ = )", line)]
    (shown,) = tomllib.loads("\n".join(lines))["sources"]

    assert sorted(shown) == sorted(KEYS)
    assert len(read_sources(tmp_path, [shown])) == 1

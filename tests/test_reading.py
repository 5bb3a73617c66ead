"""Reading articles: files found, encodings, plain text, Markdown, web pages and records."""

from __future__ import annotations

import errno
import json
import os
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.errors import SourceError
from index.models import DateRule, RawArticle, ReadFailure
from index.reading import location
from index.reading.dates import clean_published, date_in_name
from index.reading.encoding import decode
from index.reading.folder import Files, find_files
from index.reading.markdown import plain_text
from index.reading.page import read_page
from index.reading.plain import read_markdown
from index.reading.source import read_file, read_source

KINDS = "(.txt, .md, .html, .jsonl, .jsonl.gz, .json, .pdf, .docx, .epub, .zip)"

RUSSIAN = "Вода в реке поднялась за ночь на два метра, и жители нижней улицы покинули свои дома.\n" * 5
JAPANESE = "川の水は一晩で二メートル上がり、下の通りの住民は家を離れた。市長は助けを求めた。\n" * 5
PARAGRAPHS = [
    "The river rose by two metres overnight, and people in the lower street left their homes before dawn.",
    "The mayor said on Tuesday that the dam had held, though the old bridge was closed to all traffic.",
    "Schools stay shut until Monday, and the town hall has opened its doors to anyone who needs a bed.",
]
PAGE = """<!DOCTYPE html><html lang="en-GB"><head><meta charset="{charset}"><title>Flood – News</title>
<meta property="og:title" content="Flood in town"><meta property="og:site_name" content="The Gazette">
<meta name="author" content="Ann Lee"><meta property="article:published_time" content="2024-03-01T08:00:00Z">
<link rel="canonical" href="https://gazette.example.org/flood"></head><body><nav><a href="/">Home</a></nav>
<article><h1>Flood in town</h1>{paragraphs}</article><footer>Imprint</footer></body></html>"""

KINDS = "(.txt, .md, .html, .jsonl, .jsonl.gz, .json, .pdf, .docx, .epub, .zip)"


def page(charset="utf-8", paragraphs=PARAGRAPHS):
    return PAGE.format(charset=charset, paragraphs="".join(f"<p>{text}</p>" for text in paragraphs))


def read_one(path: Path, raw: bytes | str) -> RawArticle | ReadFailure:
    path.write_bytes(raw if isinstance(raw, bytes) else raw.encode())
    (found,) = read_file(path)
    return found


def article(found: RawArticle | ReadFailure) -> RawArticle:
    assert isinstance(found, RawArticle), found
    return found


def reason(found: RawArticle | ReadFailure) -> str:
    assert isinstance(found, ReadFailure), found
    return found.reason


def test_a_folder_gives_known_files_in_order(tmp_path):
    """Known endings at any depth come sorted; hidden and unknown ones do not come."""
    for name in ("b.txt", "a/c.MD", "a/.hidden.txt", ".git/x.txt", "a/picture.png", "z.ndjson", "a.htm"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()

    names = [path.relative_to(tmp_path).as_posix() for path in find_files(tmp_path).paths]

    assert names == ["a/c.MD", "a.htm", "b.txt", "z.ndjson"]


def test_links_below_a_folder_are_passed_over(tmp_path):
    """Neither a link to the outside nor a loop is followed; a link given as the source is."""
    outside = tmp_path / "outside"
    inside = tmp_path / "inside"
    outside.mkdir()
    inside.mkdir()
    (outside / "secret.txt").write_text("secret")
    (inside / "a.txt").write_text("a")
    (inside / "link.txt").symlink_to(outside / "secret.txt")
    (inside / "folder").symlink_to(outside)
    (inside / "loop").symlink_to(inside)
    (tmp_path / "entry").symlink_to(inside)

    assert find_files(inside).paths == [inside / "a.txt"]
    assert find_files(tmp_path / "entry").paths == [tmp_path / "entry" / "a.txt"]


def test_a_folder_that_cant_be_looked_into_is_a_failure(tmp_path):
    """A path longer than the system takes: its folder is named with the reason, and the rest is read."""
    (tmp_path / "b.txt").write_text("B")
    place = os.open(tmp_path, os.O_RDONLY)
    for _ in range(20):  # 20 times 250 letters are more than the 4,096 a path may have
        os.mkdir("x" * 250, dir_fd=place)
        below = os.open("x" * 250, os.O_RDONLY, dir_fd=place)
        os.close(place)
        place = below
    os.close(place)

    failure, found = read_source(tmp_path)

    assert article(found).text == "B"
    assert isinstance(failure, ReadFailure)
    assert failure.location.startswith(f"{tmp_path}/xxx")
    assert failure.reason == "this folder can't be looked into (File name too long)"


def test_a_source_that_cant_be_looked_into_is_refused(tmp_path, monkeypatch):
    def refuse(path):
        raise PermissionError(errno.EACCES, "Permission denied", path)

    monkeypatch.setattr(os, "scandir", refuse)  # nothing stops a superuser, as whom the tests may run

    with pytest.raises(SourceError) as caught:
        find_files(tmp_path)
    assert caught.value.reason == "can't be looked into (Permission denied)"


def test_a_file_whose_kind_cant_be_found_out_is_a_failure(tmp_path, monkeypatch):
    """In a folder that may be listed but not entered, every file is a failure with the reason."""
    path = tmp_path / "a.txt"
    path.write_text("A")

    def refuse(*_, **__):
        raise PermissionError(errno.EACCES, "Permission denied", str(path))

    with monkeypatch.context() as patched:
        patched.setattr(Path, "lstat", refuse)
        patched.setattr(Path, "open", refuse)
        found = list(read_source(tmp_path))

    assert found == [ReadFailure(str(path), "can't be read (Permission denied)")]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("missing", "there is no such file or folder"),
        (
            "picture.png",
            f"is not a kind of file Cuttings reads {KINDS}",
        ),
        (
            "pipe.txt",
            f"is not a kind of file Cuttings reads {KINDS}",
        ),
        ("empty", f"holds no articles {KINDS}"),
    ],
)
def test_a_source_without_articles_is_refused(tmp_path, name, expected):
    """A missing source, an unknown kind and an empty folder each say what is wrong."""
    (tmp_path / "picture.png").touch()
    (tmp_path / "empty").mkdir()
    os.mkfifo(tmp_path / "pipe.txt")

    with pytest.raises(SourceError) as caught:
        list(read_source(tmp_path / name))

    assert caught.value.reason == expected


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("naïve “quotes” 😀", "utf-8"),
        ("naïve", "utf-8-sig"),
        ("naïve 😀", "utf-16"),
        ("naïve 😀", "utf-32"),
        ("", "utf-16"),
        (RUSSIAN, "cp1251"),
        (JAPANESE, "shift_jis"),
        ("Le café est très cher à Noël.", "latin-1"),
        ("“Quotes” – and a dash", "cp1252"),
        (RUSSIAN * 200, "cp1251"),
    ],
)
def test_texts_are_decoded_whatever_their_encoding(text, encoding):
    """The text comes back as it was written."""
    assert decode(text.encode(encoding)) == text


def test_a_damaged_byte_does_not_turn_utf8_into_another_encoding():
    """One bad byte becomes one replacement character."""
    assert decode(RUSSIAN.encode() + b"\xff") == RUSSIAN + "\ufffd"


def test_line_breaks_become_one_kind():
    """CRLF and CR end lines like LF."""
    assert decode(b"a\r\nb\rc\n") == "a\nb\nc\n"


@given(st.binary(max_size=300), st.sampled_from([None, "cp1251", "shift_jis", "gb-nothing", "unicode_escape", "idna"]))
@settings(deadline=None)
def test_decoding_never_fails(raw, declared):
    """Any bytes give a text that UTF-8 can hold, whatever encoding is declared."""
    text = decode(raw, declared)

    assert text.encode().decode() == text
    assert "\r" not in text


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, None),
        ("", None),
        ("2024", None),
        (2024, None),
        ("2024-03", None),
        ("2024-03-01", "2024-03-01"),
        (date(2024, 3, 1), "2024-03-01"),
        (datetime(2024, 3, 1, 8, tzinfo=UTC), "2024-03-01T08:00:00+00:00"),
        ("2024-03-01T08:00:00Z", "2024-03-01T08:00:00+00:00"),
        ("2024-03-01 08:00:00 +0200", "2024-03-01T08:00:00+02:00"),
    ],
)
def test_dates_come_out_as_iso(value, expected):
    """Whole dates are kept, partial ones count as none."""
    assert clean_published(value) == expected


@pytest.mark.parametrize("value", ["yesterday", "2024-13-01", True, [2024], 1.5])
def test_what_is_no_date_is_refused(value):
    """Anything else is an error."""
    with pytest.raises(ValueError, match=r"."):
        clean_published(value)


def test_a_file_name_gives_a_date_only_if_it_is_one():
    """An impossible date or a longer number is none."""
    names = ["2024-03-01-flood.md", "2024-13-01.md", "2024-03-011.md", "flood.md"]

    assert [date_in_name(Path(name)) for name in names] == ["2024-03-01", None, None, None]


def test_plain_text_is_read_as_it_stands(tmp_path):
    """The text is kept, the name gives the fallback title and the date."""
    path = tmp_path / "2024-03-01 flood.txt"

    found = article(read_one(path, "Flood\r\n\r\nIt rained.\n"))

    assert found == RawArticle(
        location=str(path),
        raw=b"Flood\r\n\r\nIt rained.\n",
        title="",
        text="Flood\n\nIt rained.\n",
        published="2024-03-01",
        fallback_title="2024-03-01 flood",
        date_rule=DateRule.NAME,
    )


@pytest.mark.parametrize("name", ["a.txt", "a.md"])
def test_a_file_without_text_is_a_failure(tmp_path, name):
    """White space alone is no article."""
    assert reason(read_one(tmp_path / name, " \n\n")) == "holds no text"


def test_front_matter_gives_the_particulars(tmp_path):
    """Each key of the front matter reaches its field."""
    source = (
        "---\nTitle: Flood\ndate: 2024-03-01\nlink: https://example.org/a\nauthors: [Ann, Bo]\n"
        "keywords: rain, river\nsite: Gazette\nlang: en\nid: 7\n---\n# Other\n\nIt **rained**.\n"
    )

    found = article(read_one(tmp_path / "2020-01-01.md", source))

    assert (found.title, found.text, found.own_id) == ("Flood", "Other\n\nIt rained.", "7")
    assert (found.url, found.published, found.publisher) == ("https://example.org/a", "2024-03-01", "Gazette")
    assert (found.author, found.language, found.tags) == ("Ann, Bo", "en", ("rain", "river"))


@pytest.mark.parametrize(
    ("source", "title", "published"),
    [
        ("# Flood #\n\nText", "Flood", "2020-01-01"),
        ("```\n# no\n```\n# *Yes*\n", "Yes", "2020-01-01"),
        ("---\ndate: soon\n---\nText", "", "2020-01-01"),
        ("---\n---\nText", "", "2020-01-01"),
        ("---\nJust prose.\n---\nText", "", "2020-01-01"),
        ("---\npublished: 2021-05-06\n---\nText", "", "2021-05-06"),
    ],
)
def test_title_and_date_have_fallbacks(tmp_path, source, title, published):
    """The first heading names the article, the file name dates it."""
    found = article(read_one(tmp_path / "2020-01-01-x.md", source))

    assert (found.title, found.published) == (title, published)


@pytest.mark.parametrize(
    ("url", "title"),
    [
        ("https://example.org/2022/06/13/us/the-old-mill-burns/index.html", "The old mill burns"),
        ("https://example.org/the-old-mill-burns-958504", "a"),
        ("https://example.org/the-old-mill-burns.html?a-b-c=d-e-f", "The old mill burns"),
        ("https://example.org/news/old-mill", "a"),
        ("https://example.org/the-old-%3Cb%3Emill", "a"),
        ("https://[example/the-old-mill-burns", "a"),
        ("", "a"),
    ],
)
def test_a_record_without_a_title_is_named_by_its_link(tmp_path, url, title):
    """By the words that the link spells; a number in it, or too few words, are none, and the file's name is taken."""
    row = json.dumps({"text": "It rained.\n\nIt poured.", "url": url})

    assert article(read_one(tmp_path / "a.jsonl", row)).fallback_title == title


@pytest.mark.parametrize("front", ["title: [a", "a: b: c", "date: 2024-13-45"])
def test_broken_front_matter_is_a_failure(tmp_path, front):
    """YAML that can't be read says so, with its place where there is one."""
    assert reason(read_one(tmp_path / "a.md", f"---\n{front}\n---\nText")).startswith("the front matter is not YAML (")


@pytest.mark.parametrize(
    ("marked", "plain"),
    [
        ("## Head ##", "Head"),
        ("Head\n====\n\nText", "Head\n\nText"),
        ("**bold** __bold__ *it* _it_ ***both***", "bold bold it it both"),
        ("snake_case_name and 2 * 3 * 4", "snake_case_name and 2 * 3 * 4"),
        ("[text](https://a.org/x_(y) 'T') <https://b.org>", "text https://b.org"),
        ("a ![alt](b.png) [![x](y)](z)c", "a  c"),
        ("> quoted\n> > deeper", "quoted\ndeeper"),
        ("- one\n* two\n1. three", "- one\n* two\n1. three"),
        ("```py\n**x** # y\n```\nafter", "**x** # y\n\nafter"),
        ("use `__init__` here", "use __init__ here"),
        ("a<!-- no\nno -->b", "ab"),
        (r"\*kept\*", "*kept*"),
        ("a\n\n---\n\nb", "a\n\nb"),
        ("**over\na line** and **not\n\nhere**", "over\na line and **not\n\nhere**"),
    ],
)
def test_markdown_marks_go_and_text_stays(marked, plain):
    """What a person reads is left."""
    assert plain_text(marked) == plain


@given(st.binary(max_size=200))
@settings(deadline=None)
def test_any_bytes_are_an_article_or_a_failure_as_markdown(raw):
    """Garbage never stops the reading."""
    assert isinstance(read_markdown(Path("a.md"), b"---\n" + raw + b"\n---\nText"), RawArticle | ReadFailure)


def test_a_page_gives_article_and_particulars(tmp_path):
    """Paragraphs are parted by blank lines, menus are gone, the head gives the particulars."""
    found = article(read_one(tmp_path / "a.html", page()))

    assert "\n\n".join(PARAGRAPHS) in found.text
    assert "Imprint" not in found.text
    assert (found.title, found.author, found.publisher) == ("Flood in town", "Ann Lee", "The Gazette")
    assert (found.published, found.url, found.language) == ("2024-03-01", "https://gazette.example.org/flood", "en")


@pytest.mark.parametrize("declaration", ["", '<?xml version="1.0" encoding="windows-1251"?>\n'])
def test_a_page_is_decoded_as_it_declares(tmp_path, declaration):
    """The declared encoding counts where the bytes are not UTF-8."""
    raw = (declaration + page("windows-1251", [RUSSIAN])).encode("cp1251", errors="replace")

    assert "Вода в реке" in article(read_one(tmp_path / "a.htm", raw)).text


@pytest.mark.parametrize("raw", [b"", b"<html></html>", b"\x00\xff"])
def test_a_page_without_article_is_a_failure(tmp_path, raw):
    """Nothing extracted is said in plain words."""
    assert reason(read_one(tmp_path / "a.html", raw)) == "no article text was found in the page"


@given(st.binary(max_size=200))
@settings(deadline=None, max_examples=30)
def test_any_bytes_are_an_article_or_a_failure_as_page(raw):
    """Garbage never stops the reading."""
    assert isinstance(read_page(Path("a.html"), b"<html><body><p>" + raw), RawArticle | ReadFailure)


def test_a_record_gives_every_field(tmp_path):
    """Each key reaches its field; raw is the line."""
    record = {
        "title": "Flood", "text": "It\r\nrained \ud800.", "id": 7, "url": "https://a.org", "published": "2024-03-01",
        "publisher": "Gazette", "author": ["Ann", "Bo"], "language": "en", "tags": ["rain"],
    }  # fmt: skip
    line = json.dumps(record).encode()
    path = tmp_path / "a.jsonl"

    found = article(read_one(path, b"\n" + line + b"\r\n"))

    assert found == RawArticle(
        location=f"{path}#2", raw=line, title="Flood", text="It\nrained \ufffd.", own_id="7", url="https://a.org",
        published="2024-03-01", publisher="Gazette", author="Ann, Bo", language="en", tags=("rain",),
        fallback_title="a", date_rule=DateRule.RECORD,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("name", "source"),
    [
        (
            "a.jsonl",
            '{"title": "Flood &amp; storm | Gazette", "text": "B", "publisher": "\\u00a0Gazette",'
            ' "author": ["By Ann Lee", "ANN LEE"]}',
        ),
        (
            "a.md",
            '---\ntitle: Flood &amp; storm | Gazette\nsite: "\\u00a0Gazette"\nauthors: [By Ann Lee, ANN LEE]\n---\nB',
        ),
        (
            "a.html",
            page()
            .replace("Flood in town", "Flood &amp;amp; storm | Gazette")
            .replace("Ann Lee", "By Ann Lee; ANN LEE")
            .replace("The Gazette", "\u00a0Gazette"),
        ),
    ],
    ids=["record", "front matter", "page"],
)
def test_what_a_citation_shows_is_clean(tmp_path, name, source):
    """Title, outlet and authors, whichever way they were read."""
    found = article(read_one(tmp_path / name, source))

    assert (found.title, found.publisher, found.author) == ("Flood & storm", "Gazette", "Ann Lee")


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("nope", "line 2: is not JSON (Expecting value at column 1)"),
        ("[" * 100_000, "line 2: is not JSON (a number too long or nesting too deep)"),
        ("[1]", "line 2: is not a JSON object"),
        ('{"title": "A"}', 'line 2: lacks "text"'),
        ('{"title": 1, "text": "B"}', 'line 2: "title" is not a string'),
        ('{"title": "A", "text": "B", "foo": 1}', 'line 2: unknown key "foo"'),
        ('{"title": "A", "text": "B", "autor": "C"}', 'line 2: unknown key "autor", did you mean "author"?'),
        ('{"title": "A", "text": "B", "id": true}', 'line 2: "id" is not a string or a whole number'),
        ('{"title": "A", "text": "B", "url": 1}', 'line 2: "url" is not a string'),
        ('{"title": "A", "text": "B", "published": "May"}', 'line 2: "published" is not an ISO date ("May")'),
        ('{"title": "A", "text": "B", "author": 1}', 'line 2: "author" is not a string or a list of strings'),
        ('{"title": "A", "text": "B", "tags": "x"}', 'line 2: "tags" is not a list of strings'),
    ],
)
def test_a_bad_line_does_not_stop_the_rest(tmp_path, line, expected):
    """The failure names the line and what is wrong; the lines around it are read."""
    path = tmp_path / "a.ndjson"
    good = '{"title": "A", "text": "B", "url": null, "tags": null}'
    path.write_text(f"{good}\n{line}\n{good}\n")

    first, bad, last = read_file(path)

    assert (article(first).text, article(last).location) == ("B", f"{path}#3")
    assert bad == ReadFailure(f"{path}#2", expected)


@pytest.mark.parametrize(
    ("source", "anchors"),
    [
        ('{"title": "A",\n "text": "B"}', [""]),
        ('[{"title": "A", "text": "B"}, {"title": "A", "text": "C"}]', ["#1", "#2"]),
        ('{"articles": [{"title": "A", "text": "B"}]}', ["#1"]),
        ('{"title": "A", "text": "B"}\n{"title": "A", "text": "C"}\n', ["#1", "#2"]),
        ("[]", []),
    ],
)
def test_json_comes_in_four_shapes(tmp_path, source, anchors):
    """One object, a list, a list under "articles", and lines of objects."""
    path = tmp_path / "a.json"
    path.write_text(source)

    assert [article(found).location for found in read_file(path)] == [f"{path}{anchor}" for anchor in anchors]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("{", "is not JSON (Expecting property name enclosed in double quotes at column 2)"),
        ("nope\nnope", "is not JSON (Expecting value at column 1)"),
        ('{"title": "A"}', 'lacks "text"'),
        ("[1]", "record 1: is not a JSON object"),
    ],
)
def test_bad_json_is_a_failure(tmp_path, source, expected):
    """What is wrong is named, with the record in a list."""
    assert reason(read_one(tmp_path / "a.json", source)) == expected


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html", "a.json"])
def test_a_file_too_large_is_a_failure(tmp_path, name):
    """A file over 50 MB is refused."""
    path = tmp_path / name
    with path.open("wb") as stream:
        stream.truncate(location.MAX_FILE_BYTES + 1)  # sparse, takes no room

    assert list(read_file(path)) == [ReadFailure(str(path), "is larger than 50 MB")]


def test_a_line_too_large_is_skipped(tmp_path, monkeypatch):
    """Only that line fails, and the line numbers go on."""
    monkeypatch.setattr("index.reading.records.MAX_FILE_BYTES", 40)
    path = tmp_path / "a.jsonl"
    good = '{"title": "A", "text": "B"}'
    path.write_text(f"{good}\n{'x' * 200}\n{good}\n")

    first, large, last = read_file(path)

    assert reason(large) == "line 2: is larger than 50 MB"
    assert (article(first).location, article(last).location) == (f"{path}#1", f"{path}#3")


def test_a_file_that_cant_be_opened_does_not_stop_the_rest(tmp_path, monkeypatch):
    """A file gone between finding and reading is a failure with the system's reason."""
    (tmp_path / "b.txt").write_text("B")
    gone = tmp_path / "a.txt"
    monkeypatch.setattr("index.reading.folder.find_files", lambda _: Files([gone, tmp_path / "b.txt"], []))

    first, second = read_source(tmp_path)

    assert first == ReadFailure(str(gone), "can't be read (No such file or directory)")
    assert article(second).text == "B"

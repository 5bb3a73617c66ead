"""Documents and archives: what is read of them, and that none of them explodes."""

from __future__ import annotations

import gzip
import json
import os
import sys
import time
import zipfile
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.models import DateRule, RawArticle, ReadFailure
from index.reading import archive
from index.reading.documents import _joined_lines
from index.reading.fragment import fragment_text
from index.reading.sandbox import Sandbox, SandboxError
from index.reading.source import read_file, read_source, read_whole

TEXT = "The ferry left the harbour at noon, and people on the quay waved until it was out of sight."
BODY = f"<h1>The ferry</h1><p>{TEXT}</p><p>{TEXT} Again.</p><p>{TEXT}</p>"
CHAPTER = f"<html><head><title>x</title></head><body>{BODY}</body></html>"
CONTAINER = '<container><rootfiles><rootfile full-path="OPS/book.opf"/></rootfiles></container>'
PACKAGE = (
    '<package xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata><dc:title>Boats</dc:title><dc:creator>Ann Lee'
    '</dc:creator><dc:date>2024-03-01</dc:date></metadata><manifest><item id="a" href="a.xhtml"/><item id="b" '
    'href="b%20b.xhtml"/><item id="c" href="../../c"/></manifest><spine><itemref idref="b"/><itemref idref="a"/>'
    '<itemref idref="c"/><itemref idref="none"/></spine></package>'
)


def zipped(files, packing=zipfile.ZIP_DEFLATED):
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", packing) as opened:
        for name, content in files.items():
            opened.writestr(name, content)
    return packed.getvalue()


def pdf(*lines, about="/Title (On boats) /Author (Ann Lee) /CreationDate (D:20240301120000Z)"):
    """Return a PDF of one page with these lines."""
    shown = "".join(f"({line}) Tj T* " for line in lines)
    stream = f"BT /F1 12 Tf 14 TL 50 700 Td {shown}ET"
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R "
        "/Resources << /Font << /F1 5 0 R >> >> >>",
        f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        f"<< {about} >>",
    ]
    raw, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(raw))
        raw += f"{number} 0 obj\n{content}\nendobj\n".encode()
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    head = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer << /Size 7 /Root 1 0 R /Info 6 0 R >>\n"
    return raw + f"{head}startxref\n{len(raw)}\n%%EOF".encode()


def read(tmp_path, name, raw):
    path = tmp_path / name
    path.write_bytes(raw)
    return list(read_file(path))


def only(found):
    (item,) = found
    assert isinstance(item, RawArticle), item
    return item


def reason(found):
    (item,) = found
    assert isinstance(item, ReadFailure), item
    return item.reason


def test_a_pdf_is_one_article_of_whole_paragraphs(tmp_path):
    found = only(read(tmp_path, "a.pdf", pdf("The ferry left the har-", "bour at noon. People on the quay", "waved.")))

    assert found.text == "The ferry left the harbour at noon. People on the quay waved."
    assert (found.title, found.author, found.published) == ("On boats", "Ann Lee", "2024-03-01")
    assert found.date_rule is DateRule.RECORD


def test_what_every_page_repeats_is_no_text():
    pages = [
        ["The Post", f"Page {number}", f"{word} it rained", "and"] for number, word in enumerate(("On", "In", "At"))
    ]

    assert _joined_lines(pages) == "On it rained In it rained At it rained"


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (b"%PDF-1.4 nothing", "is a damaged PDF"),
        (pdf(), "holds no text"),
        (pdf("x")[:200], "is a damaged PDF"),
    ],
    ids=["no PDF", "no text", "cut off"],
)
def test_a_bad_pdf_has_a_plain_reason(tmp_path, raw, expected):
    assert reason(read(tmp_path, "a.pdf", raw)) == expected


def test_a_locked_pdf_is_refused(tmp_path):
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(BytesIO(pdf(TEXT))))
    writer.encrypt("secret", algorithm="RC4-128")
    packed = BytesIO()
    writer.write(packed)

    assert reason(read(tmp_path, "a.pdf", packed.getvalue())) == "is locked with a password"


@pytest.mark.parametrize(
    ("name", "module", "said"),
    [("a.pdf", "pypdf", "needs what reads PDF files: pip install 'cuttings[pdf]'"),
     ("a.docx", "docx", "needs what reads Word documents: pip install 'cuttings[docx]'")],
)  # fmt: skip
def test_a_missing_reader_is_named(tmp_path, monkeypatch, name, module, said):
    monkeypatch.setitem(sys.modules, module, None)

    assert reason(read(tmp_path, name, b"anything")) == said


def word_file():
    document = docx.Document()
    document.core_properties.title, document.core_properties.author = "On boats", "Ann Lee"
    document.core_properties.created = datetime(2024, 3, 1, tzinfo=UTC)
    document.add_paragraph("The ferry left.")
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "noon", "late"
    document.add_paragraph("It came back.")
    packed = BytesIO()
    document.save(packed)
    return packed.getvalue()


def test_a_word_document_is_one_article(tmp_path):
    found = only(read(tmp_path, "a.docx", word_file()))

    assert found.text == "The ferry left.\n\nnoon | late\n\nIt came back."
    assert (found.title, found.author, found.published) == ("On boats", "Ann Lee", "2024-03-01")


@pytest.mark.parametrize("raw", [b"no archive", zipped({"a": "b"}), word_file()[:2_000]])
def test_a_bad_word_document_has_a_plain_reason(tmp_path, raw):
    assert reason(read(tmp_path, "a.docx", raw)) in {"is a damaged archive", "is a damaged Word document"}


def book(**files):
    return zipped({"META-INF/container.xml": CONTAINER, "OPS/book.opf": PACKAGE, **files})


def test_the_chapters_of_a_book_are_articles_in_order(tmp_path):
    raw = book(**{"OPS/a.xhtml": CHAPTER, "OPS/b b.xhtml": CHAPTER.replace("The ferry</h1>", "A <i>storm</i></h1>")})

    first, second = read(tmp_path, "a.epub", raw)

    assert (first.title, second.title) == ("Boats: A storm", "Boats: The ferry")
    assert first.location == f"{tmp_path / 'a.epub'}#OPS/b b.xhtml"
    assert (first.author, first.published) == ("Ann Lee", "2024-03-01")
    assert first.text.startswith("A storm\n\nThe ferry left")


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (book(), "holds no text"),
        (zipped({"a": "b"}), "is a damaged book"),
        (book(**{"META-INF/container.xml": "<a"}), "is a damaged book"),
        (book(**{"OPS/book.opf": '<!DOCTYPE a [<!ENTITY b "c">]><package>&b;</package>'}), "is a damaged book"),
    ],
    ids=["empty", "no book", "no XML", "entities"],
)
def test_a_bad_book_has_a_plain_reason(tmp_path, raw, expected):
    assert reason(read(tmp_path, "a.epub", raw)) == expected


def test_an_archive_gives_the_articles_of_its_files(tmp_path):
    raw = zipped({
        "b.md": "# Two\n\nB", "a/a.txt": "One\n\nA", "rows.jsonl": '{"text": "C"}\n\n{"text": ""}', "picture.png": "x",
        ".hidden.txt": "x", "__MACOSX/a.txt": "x", "in.zip": "x", "../../out.txt": "Out\n\nD",
    })  # fmt: skip

    found = read(tmp_path, "a.zip", raw)

    place = tmp_path / "a.zip"
    assert [item.location for item in found] == [
        f"{place}#a/a.txt", f"{place}#b.md", f"{place}#rows.jsonl#1", f"{place}#rows.jsonl#3",
    ]  # fmt: skip
    assert reason(found[3:]) == 'line 3: "text" is empty'
    assert not (tmp_path.parent / "out.txt").exists()


ROW = '{"title": "The ferry", "text": "It left."}'


def test_packed_lines_are_read_as_lines(tmp_path):
    """In any letter case, of several parts, in a folder too; a bad line is told with its number."""
    raw = gzip.compress(f"{ROW}\n\n".encode()) + gzip.compress(b"not json\n")

    (tmp_path / "in").mkdir()
    first, second = read(tmp_path / "in", "Rows.JSONL.gz", raw)

    assert (first.title, first.location) == ("The ferry", f"{tmp_path / 'in' / 'Rows.JSONL.gz'}#1")
    assert second.location.endswith("#3")
    assert [item.location for item in read_source(tmp_path / "in")] == [first.location, second.location]


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (b"no gzip", "is damaged"),
        (gzip.compress(os.urandom(99_999))[:-50_000], "is damaged"),
        (gzip.compress(f"{ROW}\n".encode())[:-8] + b"12345678", "is damaged"),
        (gzip.compress(b" " * 20_000_000), "unpacks to too much"),
        (gzip.compress(b"\n" * 20_000_000), "unpacks to too much"),
    ],
    ids=["no gzip", "cut off", "wrong sum", "a bomb on one line", "a bomb of lines"],
)
def test_bad_packed_lines_have_a_plain_reason(tmp_path, raw, expected):
    *_, last = read(tmp_path, "a.jsonl.gz", raw)

    assert last.reason == expected


def test_packed_lines_are_no_more_than_archives_may_hold(tmp_path, monkeypatch):
    """What came before the limit is read."""
    monkeypatch.setattr(archive, "MAX_UNPACKED_BYTES", 30_000)
    rows = "\n".join(json.dumps({"text": os.urandom(5_000).hex()}) for _ in range(9))

    *found, last = read(tmp_path, "a.ndjson.gz", gzip.compress(rows.encode()))

    assert (len(found), last.reason) == (2, "unpacks to too much")


def test_links_in_an_archive_are_passed_over(tmp_path):
    link = zipfile.ZipInfo("a.txt")
    link.external_attr = 0o120777 << 16
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as opened:
        opened.writestr(link, "/etc/passwd")

    assert read(tmp_path, "a.zip", packed.getvalue()) == []


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (b"no archive", "is a damaged archive"),
        (zipped({"a.txt": b"\0" * 30_000_000}), "unpacks to too much"),
        (zipped({"a.txt": "x"})[:-30], "is a damaged archive"),
        (zipped({"a.txt": "hello " * 99}, zipfile.ZIP_LZMA), "is packed in a way that is not read"),
    ],
    ids=["no archive", "bomb", "cut off", "lzma"],
)
def test_a_bad_archive_has_a_plain_reason(tmp_path, raw, expected):
    assert reason(read(tmp_path, "a.zip", raw)) == expected


def test_an_archive_that_lies_about_its_sizes_gives_no_more_than_it_says(tmp_path):
    raw = zipped({"a.txt": b"ab" * 5_000})
    lying = raw.replace((10_000).to_bytes(4, "little"), (100).to_bytes(4, "little"))

    assert reason(read(tmp_path, "a.zip", lying)) == "is damaged"


def test_too_many_files_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(archive, "MAX_MEMBERS", 3)

    assert reason(read(tmp_path, "a.zip", zipped(dict.fromkeys("abcd", "x")))) == "holds more than 3 files"


@given(st.binary(max_size=300), st.sampled_from([".pdf", ".docx", ".epub", ".zip"]))
@settings(deadline=None, max_examples=40)
def test_any_bytes_are_articles_or_failures(tmp_path_factory, raw, ending):
    path = tmp_path_factory.mktemp("any") / f"a{ending}"
    for start in (b"", b"%PDF-1.4\n", b"PK\3\4"):
        path.write_bytes(start + raw)
        assert all(isinstance(item, RawArticle | ReadFailure) for item in read_whole(path, ending))


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>a <b>b</b></p>tail<script>x</script>!", "a b\n\ntail!"),
        ("a &amp; b", "a & b"),
        ("plain", "plain"),
        ("<ul><li>one<li>two</ul>", "one\n\ntwo"),
        ("", ""),
        ("<", "<"),
    ],
)
def test_a_piece_of_html_becomes_text(html, text):
    assert fragment_text(html) == text


# -- the process that reads them -------------------------------------------------------------------------------------


@pytest.fixture
def sandbox():
    made = Sandbox()
    yield made
    made.close()


def test_work_comes_back_from_the_other_process(sandbox):
    assert sandbox.run(30, json.loads, "[1]") == [1]
    assert sandbox.run(30, os.getpid) != os.getpid()


def test_work_that_takes_too_long_is_ended_and_the_next_is_done(sandbox):
    with pytest.raises(SandboxError, match="takes longer than 0 seconds"):
        sandbox.run(0.2, time.sleep, 30)
    assert sandbox.run(30, json.loads, "[2]") == [2]


def test_a_process_that_dies_is_started_anew(sandbox):
    with pytest.raises(SandboxError, match="was ended"):
        sandbox.run(30, os._exit, 3)
    assert sandbox.run(30, json.loads, "[3]") == [3]


def test_a_page_of_a_folder_takes_only_so_long(sandbox, tmp_path, monkeypatch):
    monkeypatch.setattr("index.reading.source.PAGE_S", 1.0)
    page = tmp_path / "a.html"
    page.write_text("<p " + " ".join(f"a{number}=x" for number in range(60_000)) + ">x")

    assert list(read_file(page, sandbox)) == [ReadFailure(str(page), "takes longer than 1 seconds to read")]


def test_what_fails_in_the_other_process_has_a_reason(sandbox):
    with pytest.raises(SandboxError, match=r"can't be read \(ZeroDivisionError\)"):
        sandbox.run(30, divmod, 1, 0)


def test_work_that_wants_too_much_memory_fails_alone(sandbox):
    with pytest.raises(SandboxError, match="needs too much memory"):
        sandbox.run(30, bytes, 8 * 1024**3)


def test_documents_are_read_in_the_other_process(tmp_path, sandbox):
    path = Path(tmp_path, "a.pdf")
    path.write_bytes(pdf(TEXT))

    assert only(read_file(path, sandbox)).text == TEXT

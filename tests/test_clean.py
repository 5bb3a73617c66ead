"""Cleaning keeps every sentence of a story and takes away what the page left around it."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.text import normalise
from index.text.clean import CleanText, clean_article, line_key
from index.text.normalise import folded, matching_form, normalise_line, normalise_text, single_spaced

STORY = "The harbour master counted nine ferries before noon.\n\nTwo of them had come from the islands."

PLAIN_WORDS = st.sampled_from(
    ["the", "old", "river", "town", "bridge", "crossed", "slowly", "winter", "image", "photo", "share", "post"]
)
SENTENCES = st.lists(PLAIN_WORDS, min_size=6, max_size=25).map(lambda words: " ".join(words).capitalize() + ".")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\r\nb\rc\u2028d\u2029e\x0bf\x0cg\x85h", "a\nb\nc\nd\ne\nf\ng\nh"),
        ("a\tb\u00a0c\u3000d", "a b c d"),
        ("zero\u200bwidth\ufeff \u2060soft\u00adhyphen", "zerowidth softhyphen"),
        ("\u202eover\u202c \u2066isolated\u2069", "over isolated"),
        ("bell\x07 lone\ud800 none\ufffe\U0001ffff", "bell lone none"),
        ("👩\u200d👧 क्\u200dष", "👩\u200d👧 क्\u200dष"),
        ("  one   two  \n   three ", "one two\nthree"),
        ("one\n \n\t\n\ntwo\n\n", "one\n\ntwo"),
        ("“Odd‘ quotes“ – stay…", "“Odd‘ quotes“ – stay…"),
        ("", ""),
    ],
)
def test_normalised_text_has_plain_breaks_and_spaces_only(text: str, expected: str) -> None:
    """Breaks, spaces and invisible characters change; wording never does."""
    assert normalise_text(text) == expected


@given(st.text(st.characters() | st.sampled_from("\r\n \t\u200b\u2028\u00a0\ud800")))
def test_normalising_twice_changes_nothing(text: str) -> None:
    """Stored text is its own normal form."""
    once = normalise_text(text)

    assert normalise_text(once) == once


@given(st.text(st.characters() | st.sampled_from("\r\n \t\u2028\u2003é")))
def test_words_are_one_space_apart_and_nothing_else_changes(text: str) -> None:
    """Whether or not there was a C compiler: fingerprints of articles hang on it."""
    expected = " ".join(text.split())

    assert single_spaced(text) == expected
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(normalise, "_words", None)
        assert single_spaced(text) == expected


@given(st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from("\0\r\n \u2003’–“…Éßŉŉﬃ\u212aΐ")))
def test_a_text_is_folded_word_by_word_as_at_once(text: str) -> None:
    """Whether or not there was a C compiler: fingerprints of articles hang on it."""
    words = " ".join(text.split())

    assert folded(text) == (words.casefold().encode(), len(words))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(normalise, "_words", None)
        assert folded(text) == (words.casefold().encode(), len(words))


def test_a_lone_surrogate_can_not_be_folded(monkeypatch: pytest.MonkeyPatch) -> None:
    """It has no place in UTF-8."""
    with pytest.raises(UnicodeEncodeError):
        folded("lone \ud800")
    monkeypatch.setattr(normalise, "_words", None)
    with pytest.raises(UnicodeEncodeError):
        folded("lone \ud800")


@given(st.text(st.characters() | st.sampled_from("\r\n \t\u2028")))
def test_a_normalised_line_is_one_line(text: str) -> None:
    """A title never holds a line break or two spaces in a row."""
    line = normalise_line(text)

    assert "\n" not in line
    assert "  " not in line


def test_matching_form_unifies_case_quotes_dashes_and_spaces() -> None:
    """Two spellings of one line compare equal."""
    assert matching_form("The “Mill’s”  END — now…") == matching_form('the "mill\'s" end - NOW...')


def test_a_scraped_page_keeps_its_story_only() -> None:
    """Title copies, an image name, the comment form and the list of posts all go."""
    text = (
        "Ferries return to the bay\n\nFerries return to the bay\nFerries return to the bay\n\n"
        "The harbour master counted nine ferries.\n\nFerry at the quay ii.JPG\n\nTwo had come from the islands.\n\n"
        "Leave a Reply\n\nYour email address will not be published. Required fields are marked *\n\nLatest Posts\n\n"
        "Ten walks for the spring\nBakers meet in Ulm"
    )

    cleaned = clean_article("", text, "ferries")

    expected = "The harbour master counted nine ferries.\n\nTwo had come from the islands."
    assert cleaned == CleanText("Ferries return to the bay", expected)


@pytest.mark.parametrize(
    "line",
    [
        "Share this",
        "Share this article:",
        "Share on Facebook",
        "Click to share on Twitter (Opens in new window)",
        "Tweet",
        "Facebook Twitter WhatsApp Email",
        "Leave a Reply",
        "Leave a comment",
        "Cancel reply",
        "Post Comment",
        "Your email address will not be published.",
        "Required fields are marked *",
        "Save my name, email, and website in this browser for the next time I comment.",
        "3 comments",
        "Advertisement",
        "- Advertisement -",
        "Continue reading below",
        "Story continues below advertisement",
        "Read more…",
        "READ NEXT",
        "Related Posts",
        "Related articles:",
        "Recommended",
        "Sign up for our newsletter",
        "Subscribe to the weekly Harbour newsletter!",
        "ferry-quay_1024.webp",
        "Ferry at the quay ii.JPG",
        "(Image credit: Getty Images)",
        "Photo: Ada Quill",
        "Image: Bay Council",
        "Getty Images",
        "Ada Quill/Pool/Getty Images",
        "AP Photo/Ada Quill",
    ],
)
def test_leftover_lines_go(line: str) -> None:
    """A whole line of page furniture is dropped wherever it stands."""
    first, second = STORY.split("\n\n")

    assert clean_article("Bay", f"{first}\n\n{line}\n\n{second}", "").text == STORY


@pytest.mark.parametrize(
    "line",
    [
        "Share prices fell by a tenth after the announcement.",
        "Read more books, the librarian told them.",
        "She posted a comment that was shared on Facebook.",
        "The intruder renamed the file to holiday.jpg",
        "Photo: the picture that changed how the whole town thought about its river",
        "Sign up for the newsletter was the advice he gave to every visitor.",
        "Latest posts by the minister were removed on Friday.",
        "Getty Images sued the start-up.",
        "Facebook",
        "The Bakery",
        "He won in 2019. Ada Quill/Getty Images",
    ],
)
def test_lines_of_the_story_stay(line: str) -> None:
    """A sentence that only speaks of sharing, photographs or newsletters is kept."""
    assert line in clean_article("Bay", f"{STORY}\n\n{line}", "").text.split("\n")


@given(st.lists(SENTENCES, min_size=1, max_size=8))
def test_ordinary_sentences_always_survive(sentences: list[str]) -> None:
    """No sentence of six tokens or more that ends in a full stop is lost."""
    text = "\n\n".join(sentences)

    assert clean_article("Another title", text, "").text == text


@pytest.mark.parametrize("end", ["The ferry company answered on Monday.", "Why did it wait?"])
def test_only_links_at_the_very_end_go_with_their_heading(end: str) -> None:
    """A heading with prose after it loses nothing but itself."""
    cleaned = clean_article("Bay", f"{STORY}\n\nRelated Posts\n\nTen walks\n\n{end}", "")

    assert cleaned.text == f"{STORY}\n\nTen walks\n\n{end}"


def test_a_long_list_after_a_heading_stays() -> None:
    """More than forty lines are taken for content, not for links."""
    names = "\n".join(f"Name {number}" for number in range(41))

    assert clean_article("Bay", f"{STORY}\n\nRelated\n\n{names}", "").text == f"{STORY}\n\n{names}"


@pytest.mark.parametrize("first", ["Ferries return", "FERRIES RETURN", "# Ferries return", "Ferries return | The Bay"])
def test_a_first_line_repeating_the_title_goes(first: str) -> None:
    """The title stands once, however its copy is spelled."""
    assert clean_article("Ferries return", f"{first}\n\n{STORY}", "") == CleanText("Ferries return", STORY)


def test_a_title_with_the_outlet_matches_the_plain_first_line() -> None:
    """The outlet's name behind the title does not hide the repetition."""
    assert clean_article("Ferries return - The Bay", f"Ferries return\n{STORY}", "").text == STORY


@pytest.mark.parametrize(
    ("text", "fallback", "expected"),
    [
        (f"Ferries return\n\n{STORY}", "file", CleanText("Ferries return", STORY)),
        (f"Ferries return\n{STORY}", "file", CleanText("Ferries return", STORY)),
        ("It rained.\n\nIt stopped.", "file", CleanText("It rained.", "It rained.\n\nIt stopped.")),
        ("It rained.\nIt stopped.", "file", CleanText("file", "It rained.\nIt stopped.")),
        ("BAY TOWN —\n\nIt rained.", "file", CleanText("file", "BAY TOWN —\n\nIt rained.")),
        ("Only line", "file", CleanText("Only line", "Only line")),
        ("", "file", CleanText("file", "")),
        ("", "", CleanText("", "")),
    ],
)
def test_a_missing_title_is_found(text: str, fallback: str, expected: CleanText) -> None:
    """The first line serves if it looks like a title, then the fallback."""
    assert clean_article("", text, fallback) == expected


def test_without_any_title_the_text_is_cut_at_a_space() -> None:
    """The beginning of the text, at most eighty code points, names the article."""
    text = "ferry " * 60

    assert clean_article("", text, "").title == ("ferry " * 13).strip()
    assert clean_article("", "x" * 300, "").title == "x" * 80
    assert clean_article("", "It rained.\nIt stopped.", "").title == "It rained. It stopped."


def test_an_article_of_leftovers_keeps_its_text() -> None:
    """Rather an odd text than none."""
    assert clean_article("Bay", "Share this\n\nAdvertisement", "").text == "Share this\n\nAdvertisement"


def test_repeated_lines_go_in_any_spelling_of_quotes() -> None:
    """What an outlet repeats is dropped by key."""
    repeated = frozenset({line_key("The Bay's week in a minute")})

    assert clean_article("Bay", f"The Bay’s week in a MINUTE\n\n{STORY}", "", repeated).text == STORY


@pytest.mark.parametrize("piece", ["share ", "photo: a ", "sign up for a ", "x/", "a.b", "facebook, ", "(image "])
def test_long_odd_lines_take_no_time(piece: str) -> None:
    """Nothing in the patterns runs away on a line built to make it."""
    text = "\n".join([(piece * 120)[:119] + "!"] * 50)

    assert re.sub(r"\s+", "", clean_article("Bay", text, "").text) == re.sub(r"\s+", "", text)


def test_no_odd_character_can_be_printed():
    """Whether a text can be printed tells quickly that nothing in it has to be replaced."""
    assert not any(character.isprintable() for character in normalise._REPLACED)


def test_a_repeated_line_is_known_however_it_begins():
    """Letter case, quotation marks and short lines make no difference to what is dropped."""
    repeated = frozenset({'"get our app" here', "ad", "strasse frei"})
    text = "“GET our App” here\n\nAD\n\nSTRASSE FREI\n\nThe story goes on.\n\nAdd salt."

    assert (
        clean_article("T", text, "", frozenset({*repeated, "strasse frei"})).text == "The story goes on.\n\nAdd salt."
    )

"""What somebody became, and what not."""

import pytest

from tests.stories import asked, library_of

STORIES = [
    ("Lettuce", "Prime Minister Ida Falk on Thursday became the shortest-serving leader of Torland when she resigned."),
    ("A new start", "Otto Lund became Torland's prime minister on Monday. Ida Falk went home."),
    ("Prizes", "Singer Eva Holm became the top-awarded artist on Sunday, and the president clapped."),
    *((f"Hill {number}", f"Rain fell over hill number {number}, and nobody minded.") for number in range(9)),
]


@pytest.fixture(scope="module")
def library(tmp_path_factory):
    return library_of(tmp_path_factory.mktemp("becoming"), STORIES)


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("when did Otto Lund become prime minister?", "2023-05-01"),
        ("when did Ida Falk become the shortest-serving leader?", "2023-05-04"),
        ("when did Ida Falk become prime minister?", None),
        ("when did Eva Holm become president?", None),
    ],
)
def test_only_what_was_become_is_dated(library, capsys, question, value):
    code, found = asked(library, capsys, question)

    assert code == (value is None)
    assert (found["short_answer"] or {}).get("value") == value

"""That somebody died does not tell what of."""

import pytest

from bot.answering.matching.dying import tells_cause
from tests.stories import news_sentence


@pytest.mark.parametrize(
    ("question", "text", "told"),
    [
        ("What did Bo Rask die of?", "Bo Rask died on Monday at the age of 96.", False),
        ("What did Bo Rask die of?", "Bo Rask died on Monday after a fall.", True),
        ("What did Bo Rask die of?", "Bo Rask died of old age.", True),
        ("How did Bo Rask die?", "Fans mourned the death of Bo Rask.", False),
        ("How did Bo Rask die?", "Bo Rask died at home, his son said.", False),
        ("How did Bo Rask die?", "A stroke took Bo Rask, who was 96.", True),
        ("What was the cause of Bo Rask's death?", "Bo Rask had cancer.", True),
        ("What did Bo Rask die of?", "Bo Rask was trampled by a horse, and died.", True),
        ("What killed the deal?", "A row ended the deal.", True),
        ("What caused the Black Death?", "Fleas carried the Black Death.", True),
        ("When did Bo Rask die?", "Bo Rask died on Monday.", True),
    ],
)
def test_that_somebody_died_does_not_tell_what_of(question, text, told):
    assert tells_cause(*news_sentence(question, text)) is told

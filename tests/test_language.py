"""Languages are told by script, then by stop words."""

import pytest

from index.text.language import detect_language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("When did the ship leave the harbour?", "en"),
        ("Wann hat das Schiff den Hafen verlassen?", "de"),
        ("Who's France's premier?", "en"),
        ("Quand le navire a-t-il quitté le port ?", "fr"),
        ("¿Cuándo salió el barco del puerto?", "es"),
        ("Когда корабль вышел из порта?", "ru"),
        ("轮船什么时候离开港口", "zh"),
        ("متى غادرت السفينة الميناء؟", "ar"),
        ("जहाज बंदरगाह से कब निकला", "hi"),
        ("Pyongyang", None),
        ("", None),
    ],
)
def test_language_is_named(text, language):
    assert detect_language(text) == language


def test_equal_evidence_goes_to_the_earlier_candidate():
    assert detect_language("in", ("de", "en")) == "de"


def test_a_sample_never_ends_inside_a_word():
    """Half of a word at the end of the sample ("wo" of "word") is no word of another language."""
    text = "word " * 199 + "xx word " + "word " * 50

    assert text[:1000].endswith("wo")
    assert detect_language(text) is None

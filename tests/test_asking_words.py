"""Questions in languages without stop words in the index: what only asks is no term, and what is told is found."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.questions.asking_words import telling
from bot.answering.questions.question import read_question
from bot.config import Settings
from bot.handlers.ask import ask
from bot.handlers.requests import AskRequest
from bot.handlers.service import Service
from index.build import add
from index.store import Library

ARTICLES = {
    "zh": "山谷里的旧桥在1931年由工程师林木设计。新的钢桥去年夏天开放给行人。\n\n市场每个星期六开门。",
    "ja": "谷の古い橋は1931年に技師の森田が設計した。新しい鉄橋は去年の夏に開通した。\n\n市場は土曜日に開く。",
    "ko": "골짜기의 낡은 다리는 1931년에 기술자 박민수가 설계했다.\n\n시장은 토요일마다 열린다.",
}


@pytest.mark.parametrize(
    ("language", "question", "terms"),
    [
        ("zh", "普京什么时候访问了朝鲜？", {"普京", "访问", "朝鲜"}),
        ("zh", "谁签署了条约？", {"签署", "条约"}),
        ("zh", "共和国的首都现在是哪里？", {"共和", "和国", "首都", "都现", "现在"}),
        ("zh", "为什么？", {"为什", "什么"}),
        ("ja", "金正恩はいつロシアを訪問しましたか？", {"金正", "正恩", "ロシ", "シア", "訪問"}),
        ("ja", "誰が条約に署名しましたか？", {"条約", "署名"}),
        ("ko", "김정은은 언제 러시아를 방문했습니까?", {"김정", "정은", "러시", "시아", "방문"}),
        ("ko", "누가 조약에 서명했나요?", {"조약", "서명"}),
        ("ar", "متى وقع الوزير على المعاهدة؟", {"وقع", "وزير", "معاهد"}),
        ("hi", "पुराना पुल किसने बनाया था?", {"पुर", "पुल", "बन"}),
    ],
)
def test_what_only_asks_is_no_term(language, question, terms):
    read = read_question(question, [language])
    assert read.language == language
    assert set(read.terms) == terms


@given(
    st.text(alphabet="普京什么时候访问了朝鲜谁的 いつロシア訪問は언제러시아를متىوقع किसने पुलabc12？?"),
    st.sampled_from(["zh", "ja", "ko", "ar", "hi", "en"]),
)
def test_every_place_stays_where_it_was_and_something_is_left(question, language):
    left = telling(question, language)
    assert len(left) == len(question)
    assert all(new in {" ", old} for old, new in zip(question, left, strict=True))
    assert bool(left.strip()) == bool(question.strip()) or not any(map(str.isalnum, question))


@pytest.fixture(params=sorted(ARTICLES))
def service(request, tmp_path):
    source = tmp_path / "bridge.jsonl"
    source.write_text(json.dumps({"id": "bridge", "title": "1931", "text": ARTICLES[request.param]}), encoding="utf-8")
    with Library.open_for_writing(tmp_path / "library.db") as library:
        add(library, [source], progress=lambda what, done, total: None)
    return request.param, Service(Settings(library=tmp_path / "library.db"))


QUESTIONS = {
    "zh": ("是谁设计了山谷里的旧桥？", "旧桥", "谁签署了和平条约？"),
    "ja": ("谷の古い橋は誰が設計しましたか？", "古い橋", "誰が平和条約に署名しましたか？"),
    "ko": ("골짜기의 낡은 다리는 누가 설계했습니까?", "낡은 다리", "누가 평화 조약에 서명했습니까?"),
}


async def test_what_is_told_is_answered_and_what_is_not_is_refused(service):
    language, opened = service
    told, held, strange = QUESTIONS[language]
    answer = (await ask(opened, AskRequest(told))).answer
    assert answer
    assert answer.answered
    assert held in answer.extracts[0].text
    refused = (await ask(opened, AskRequest(strange))).answer
    assert refused
    assert not refused.answered

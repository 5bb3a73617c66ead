"""The contract of an engine, run against every one: the same articles give the same answers.

The engine that needs a cluster is tested by ``make test-cluster``.
"""

from __future__ import annotations

import json
import random
from datetime import date

import pytest

from index.engines.engine import Condition
from index.engines.opensearch.address import ClusterAddress
from index.engines.opensearch.place import ClusterPlace
from index.engines.sqlite import FilePlace
from index.errors import ClusterMissingError, LibraryMissingError
from index.store.stored import group_of
from tests.engines import asked, fresh_name, group, ids, raw_article, sentences, shown
from tests.stories import edited, story

NOW = 1_700_000_000_000
FERRY = raw_article("ferry", "The new ferry carries 400 people. It sails from the old harbour every hour.", "Ferry")
BRIDGE = raw_article("bridge", "The old bridge was closed. Nobody sails below it now.", "Bridge")


@pytest.fixture(params=["sqlite", pytest.param("opensearch", marks=pytest.mark.cluster)])
def place(request, tmp_path):
    """Return where a library may be made with each engine."""
    if request.param == "sqlite":
        return FilePlace(tmp_path / "library.db")
    cluster = request.getfixturevalue("cluster")
    return ClusterPlace(ClusterAddress((cluster.nodes[0].url,), name=fresh_name(), shards=2, replicas=0))


@pytest.fixture
def library(place):
    """Return an empty library, open for writing."""
    with place.open_for_writing() as engine:
        yield engine


def test_a_library_is_there_once_it_is_made(place):
    """Where there is none, reading says so; making it twice is no error."""
    assert not place.exists()
    with pytest.raises((LibraryMissingError, ClusterMissingError), match="there is no library at"):
        place.open_for_reading()

    place.open_for_writing().close()
    place.open_for_writing().close()

    assert place.exists()
    place.open_for_reading().close()


def test_what_is_put_is_found(library):
    """A passage comes with its article, its length and the terms it holds."""
    assert library.put([group(FERRY, BRIDGE)], version=NOW) == []

    (hit,) = library.search(asked("who carries people?")).hits

    assert hit.passage.article.id == "ferry"
    assert hit.passage.article.title == "Ferry"
    assert hit.passage.text == FERRY.text
    assert [hit.passage.article.text[span.start : span.end] for span in hit.passage.sentences] == [
        "The new ferry carries 400 people.",
        "It sails from the old harbour every hour.",
    ]
    assert hit.tfs == {"carri": 1, "peopl": 1}
    assert hit.length == 11
    assert hit.score > 0


def test_the_score_is_that_of_bm25(library):
    """A score worked out by hand: one term, two passages, lengths 11 and 7, k1 0.9 and b 0.75."""
    library.put([group(FERRY, BRIDGE)], version=NOW)
    query = asked("bridge")

    found = library.search(query)

    assert (found.statistics.passage_count, found.statistics.token_count) == (2, 18)
    assert found.statistics.df == {"bridg": 1}
    norm = 0.9 * (1 - 0.75 + 0.75 * 7 / 9)
    assert found.hits[0].score == pytest.approx(0.6931471805599453 * 2 * 1.9 / (2 + norm), abs=1e-9)


def test_hits_are_narrowed_by_day_before_their_texts_are_read(library):
    """Who narrows knows ids, dates, places and scores; what is left is whole, in the order given."""
    text = "The sea was grey. " * 60 + "A ferry sailed."
    library.put(
        [group(*(raw_article(f"d{day}", text, published=f"2024-05-0{day}") for day in range(1, 5)))],
        version=NOW,
    )
    seen: list[tuple[str, str | None, int, int, float]] = []

    def known(hit):
        passage = hit.passage
        return passage.article.id, passage.article.published, passage.start, passage.end, hit.score

    def latest(hits):
        assert {hit.passage.article.text for hit in hits} == {""}
        seen.extend(map(known, hits))
        return sorted(hits, key=lambda hit: hit.passage.article.published, reverse=True)[:2]

    found = library.search(asked("ferry"), narrow=latest)

    everything = library.search(asked("ferry")).hits
    assert seen == [known(hit) for hit in everything]
    assert min(start for _, _, start, _, _ in seen) > 0
    assert list(found.hits) == sorted(everything, key=lambda hit: -hit.rank)[:2]
    assert all(hit.passage.text.endswith("A ferry sailed.") for hit in found.hits)


def test_what_is_changed_while_hits_are_narrowed_is_as_it_was_found_or_left_out(place, library):
    """Whatever another process writes meanwhile: an extract of one text is never cut out of another."""
    library.put([group(FERRY, raw_article("boat", "A boat met the ferry."))], version=NOW)

    def changing(hits):
        library.put([group(raw_article("ferry", "The tram is yellow."))], version=NOW + 1)
        return hits

    with place.open_for_reading() as reader:
        found = reader.search(asked("ferry"), narrow=changing)

    assert "boat" in {hit.passage.article.id for hit in found.hits}
    assert all("ferry" in hit.passage.text for hit in found.hits)


def test_nothing_matches(library):
    """No term, an unknown term and an empty library give no hit, and no error."""
    assert library.search(asked("ferry")).hits == ()
    library.put([group(FERRY)], version=NOW)

    assert library.search(asked("")).hits == ()
    assert library.search(asked("zeppelin")).hits == ()
    assert library.statistics(["ferri", "zeppelin"]).df == {"ferri": 1, "zeppelin": 0}


def test_equal_scores_go_by_article_and_place(library):
    """The order doesn't depend on when an article was put, even where hundreds are equal."""
    names = [f"a{number:03}" for number in range(300)]
    mixed = random.Random(1).sample(names, len(names))
    for start in range(0, 300, 100):
        library.put(
            [group(*(raw_article(name, "A ferry sank.", "Note") for name in mixed[start : start + 100]))], version=NOW
        )

    assert ids(library, "ferry") == names[:10]
    assert ids(library, "ferry", 80) == names[:80]


def test_putting_twice_changes_nothing(library):
    """A repeated request leaves hits, statistics and counts as they were."""
    prepared = group(FERRY, BRIDGE)
    library.put([prepared], version=NOW)
    before = shown(library, asked("old sails")), library.statistics(["old"]), library.overview().articles

    library.put([prepared], version=NOW)

    assert (shown(library, asked("old sails")), library.statistics(["old"]), library.overview().articles) == before


def test_a_replaced_article(library):
    """The old text is gone, the new one there, and statistics are those of a library that never held the old one."""
    library.put([group(FERRY, BRIDGE)], version=NOW)

    library.put([group(raw_article("ferry", "A tunnel was dug."))], version=NOW + 1)

    assert ids(library, "ferry carries harbour") == ["ferry"]  # by its title
    assert ids(library, "carries harbour") == []
    assert ids(library, "tunnel") == ["ferry"]
    statistics = library.statistics(["carri", "old"])
    assert (statistics.passage_count, statistics.df) == (2, {"carri": 0, "old": 1})
    assert library.article("ferry").text == "A tunnel was dug."


def test_copies_in_other_outlets_are_one_story(library):
    """Whatever the order, dated or not; what was set apart, or taken out, belongs to none."""
    text = story(1)
    outlets = {"a": "One", "b": "Two", "c": None}
    copies = [
        raw_article("b", edited(text, 0.03), publisher="Two", published="2024-03-02"),
        raw_article("a", text, publisher="One", published="2024-03-01"),
        raw_article("c", "Our report. " + text[: len(text) * 4 // 5], published="2024-03-04T10:00:00+01:00"),
        raw_article("late", text + " It is told again.", published="2024-06-01"),
        raw_article("other", story(2), published="2024-03-01"),
        raw_article("undated", edited(text, 0.01)),
        raw_article("again", edited(text, 0.01, 2)),
        raw_article("short", "It rained."),
    ]
    for copy in copies[:4]:
        library.put([group(copy)], version=NOW)
    library.put([group(*copies[4:])], version=NOW)

    together = ("a", "b", "c")
    assert library.stories(["other", "b", "c", "late", "short", "nobody"]) == {"b": together, "c": together}
    assert library.stories(["again"]) == {"again": ("again", "undated")}
    assert library.publishers([*together, "nobody"]) == {name: outlet for name, outlet in outlets.items() if outlet}

    library.set_apart("b", is_apart=True)
    assert library.stories(["a", "b"]) == {"a": ("a", "c")}
    library.set_apart("b", is_apart=False)
    library.remove(["c"], version=NOW + 1)
    assert library.stories(["a"]) == {"a": ("a", "b")}
    library.rebuild()
    assert library.stories(["a"]) == {"a": ("a", "b")}


def test_a_long_chain_of_copies_is_one_story(library):
    """Each is like the next, the first not like the last."""
    text = story(3)
    names = [f"copy{number:02}" for number in range(12)]
    for name in names:
        library.put([group(raw_article(name, text, published="2024-03-01"))], version=NOW)
        text = edited(text, 0.05, seed=len(text))

    assert library.stories(["copy06"]) == {"copy06": tuple(names)}


def test_a_removed_article(library):
    """It can't answer the next question, counts for nothing, and an unknown id is no error."""
    library.put([group(FERRY, BRIDGE)], version=NOW)

    library.remove(["ferry", "nobody"], version=NOW + 1)

    assert ids(library, "sails") == ["bridge"]
    assert library.article("ferry") is None
    assert library.raw_input("ferry") is None
    assert library.statistics(["sail"]).df == {"sail": 1}
    assert library.overview().articles == library.overview().passages == 1


def test_an_article_of_many_passages(library):
    """All its passages are there, in order, each a slice; and they go together."""
    words = [f"word{number}" for number in range(900)]
    library.put([group(raw_article("long", sentences(words)))], version=NOW)
    count = library.overview().passages

    found = shown(library, asked("long", 50))

    assert count > 3
    assert [item.start for item in found] == sorted(item.start for item in found)
    assert len(found) == count
    library.remove(["long"], version=NOW)
    assert library.overview().passages == 0


DATED = (
    raw_article("a", "A ferry sank.", publisher="The Post", author="Ann Lee, Bo Ray", published="2020-01-05",
                tags=("Sea", "News")),
    raw_article("b", "A ferry sank.", publisher="the post", author="Bo Ray", published="2020-02-05T10:00:00+00:00"),
    raw_article("c", "A ferry sank.", publisher="Gazette", published="2021-01-01", language="de"),
    raw_article("d", "A ferry sank."),
)  # fmt: skip


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({}, "abcd"),
        ({"publisher": "THE POST"}, "ab"),
        ({"author": "bo ray"}, "ab"),
        ({"author": "Ann Lee, Bo Ray"}, "a"),
        ({"tag": "sea"}, "a"),
        ({"language": "de"}, "c"),
        ({"article_id": "d"}, "d"),
        ({"since": date(2020, 2, 5)}, "bc"),
        ({"until": date(2020, 2, 5)}, "ab"),
        ({"since": date(2020, 1, 6), "until": date(2020, 12, 31)}, "b"),
        ({"publisher": "gazette", "tag": "sea"}, ""),
        ({"publisher": 'x" OR "'}, ""),
    ],
    ids=str,
)
def test_filters(place, filters, expected):
    """Only what passes every bound counts; scores stay those of the whole library."""
    with place.open_for_writing() as library:
        library.put([group(*DATED)], version=NOW)
        whole = {item.article_id: item.score for item in shown(library, asked("sank"))}

        found = shown(library, asked("sank", **filters))

    assert sorted(item.article_id for item in found) == list(expected)
    assert {item.article_id: item.score for item in found} == {name: whole[name] for name in expected}


def test_articles_and_counts(library):
    """What lists, completion and `status` show."""
    library.put([group(*DATED)], version=NOW)

    overview = library.overview()

    assert [item.id for item in library.listed()] == ["c", "b", "a", "d"]
    assert library.listed()[1].publisher == "the post"
    assert library.languages() == [("en", 3), ("de", 1)]
    assert (overview.articles, overview.passages, overview.publishers) == (4, 4, 3)
    assert overview.first_published == "2020-01-05"
    assert overview.last_published == "2021-01-01"
    assert overview.size_bytes > 0
    assert library.find_ids("/articles/b") == ["b"]
    assert library.find_ids("b") == ["b"]
    assert library.find_ids("") == library.find_ids("x" * 10_000) == []
    assert library.raw_input("a") == b"A ferry sank."
    assert library.health().condition is Condition.GOOD


@pytest.mark.parametrize(
    "text",
    [
        'A "ferry" {said}: \\ / * ? _id:x OR ferry',
        "Die Fähre 🚢 sank; naïve café, e\u0301 and \u200fעברית, 東京の渡し船 ferry",
        "ferry \x00 \x1f\u2028 <b>bold</b> 1,200.50 O'Neill Jong-un",
        "ferry " + "x" * 40_000,
    ],
    ids=["syntax", "scripts", "controls", "long"],
)
def test_text_is_data(library, text):
    """Whatever a text, a title or an id holds comes back as it was put, and can be found."""
    name = f"id/with?odd#{text[:300]}"
    library.put([group(raw_article(name, text, text[:200], tags=(text,), publisher=text))], version=NOW)

    found = library.search(asked(text)).hits

    assert found[0].passage.article == library.article(name)
    assert found[0].passage.article.publisher == text
    assert found[0].tfs["ferri"] >= 1
    assert [hit.passage.article.id for hit in library.search(asked("ferry", publisher=text)).hits][:1] == [name]


def test_a_rebuild_changes_no_answer(library):
    """Hits and statistics after it are those before it."""
    library.put([group(*DATED)], version=NOW)
    library.put([group(FERRY, raw_article("a", "A barge sank."))], version=NOW + 1)
    before = shown(library, asked("ferry sank barge sails")), library.statistics(["sank", "barg"])

    library.rebuild()

    assert (shown(library, asked("ferry sank barge sails")), library.statistics(["sank", "barg"])) == before
    library.put([group(BRIDGE)], version=NOW + 2)
    assert ids(library, "bridge") == ["bridge"]


def test_stored_articles_make_the_same_library_again(library, tmp_path):
    """What one engine yields, put into another one as it is, answers just as before."""
    library.put([group(*DATED)], version=NOW)
    with FilePlace(tmp_path / "other.db").open_for_writing() as other:
        other.put([group_of(list(library.stored()))], version=NOW)

        assert [item.article.id for item in library.stored("b")] == ["c", "d"]
        assert list(other.stored()) == list(library.stored())
        assert shown(other, asked("ferry")) == shown(library, asked("ferry"))


def test_random_libraries_give_the_same_answers(library, tmp_path):
    """After puts, replacements and removals, hits, order and scores are those of the library file."""
    chance = random.Random(7)
    words = [f"w{number}" for number in range(60)]
    with FilePlace(tmp_path / "file.db").open_for_writing() as file:
        for round_number in range(4):
            texts = {
                f"a{chance.randrange(150)}": sentences(chance.choices(words, k=chance.randrange(1, 400)))
                for _ in range(60)
            }
            gone = [f"a{chance.randrange(150)}" for _ in range(10)]
            prepared = group(*(raw_article(name, text, publisher=chance.choice("xy")) for name, text in texts.items()))
            for engine in (file, library):
                engine.put([prepared], version=NOW + round_number)
                engine.remove(gone, version=NOW + round_number)
            for _ in range(15):
                question = " ".join(chance.sample(words, chance.randrange(1, 8)))
                bounds = {"publisher": "x"} if chance.random() < 0.3 else {}
                query = asked(question, chance.choice([1, 10, 30]), **bounds)
                expected, found = shown(file, query), shown(library, query)

                assert [item[:3] + item[4:] for item in found] == [item[:3] + item[4:] for item in expected]
                assert [item.score for item in found] == pytest.approx([item.score for item in expected], abs=1e-9)
        assert json.dumps(library.languages()) == json.dumps(file.languages())


def test_removed_articles_count_for_nothing(library, tmp_path):
    """A common word becomes a rare one, since nearly all that held it are gone: asked at once, the answer is the same.

    A cluster goes on counting what is deleted in the statistics by which it chooses.
    """
    gone = [f"c{number:03}" for number in range(450)]
    common = [raw_article(name, "The ferry sank.") for name in gone]
    rare = [raw_article(f"r{number}", "The ferry sank slowly.") for number in range(9)]
    piers = [raw_article(f"p{number:03}", f"A pier of {'old stone ' * (number // 3)}.") for number in range(100)]
    others = [raw_article(f"o{number:03}", f"Something else {number}.") for number in range(450)]
    with FilePlace(tmp_path / "other.db").open_for_writing() as file:
        file.put([group(*rare, *piers, *others)], version=NOW)
        expected = shown(file, asked("ferry pier"))
    library.put([group(*common, *rare, *piers, *others)], version=NOW)
    library.remove(gone, version=NOW + 1)

    assert shown(library, asked("ferry pier")) == expected
    assert expected[8].article_id == "r8"
    for _ in library.tidy():
        pass
    library.vacuum()
    assert shown(library, asked("ferry pier")) == expected


def test_terms_near_a_misspelt_one(library):
    """Found with their counts, however common another near term is; none of another beginning."""
    library.put(
        [group(*(raw_article(f"a{number:03}", "The harbor sank.") for number in range(60)),
               raw_article("b", "A harbour lies there."), raw_article("c", "A carbour sank."))], version=NOW
    )  # fmt: skip

    found = library.known_terms("harbeur")

    assert {term: found[term] for term in ("harbor", "harbour")} == {"harbor": 60, "harbour": 1}
    assert "carbour" not in found


def test_a_question_of_very_many_terms(library):
    """A cluster takes 1,024 of them; the question is answered all the same."""
    library.put([group(FERRY, BRIDGE)], version=NOW)
    words = " ".join(f"aa{number}" for number in range(1_500))

    found = library.search(asked(f"{words} 400")).hits

    assert [hit.passage.article.id for hit in found] == ["ferry"]

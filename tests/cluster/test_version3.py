"""A node of version 3, whose scores lack the factor k1 + 1: the same hits with the same scores as from a file.

``pytest --cluster --cluster-version 3`` runs the whole contract of engines against it.
"""

from __future__ import annotations

import random

import pytest

from index.engines.opensearch.address import ClusterAddress
from index.engines.opensearch.place import ClusterPlace
from index.engines.sqlite import FilePlace
from index.rank import K1
from tests.cluster.nodes import THREE, Cluster, NoClusterError, prepare
from tests.engines import asked, fresh_name, group, raw_article, sentences, shown

pytestmark = pytest.mark.cluster

NOW = 1_700_000_000_000
WORDS = [f"w{chr(97 + number // 26)}{chr(97 + number % 26)}x" for number in range(200)]


@pytest.fixture(scope="module")
def third(tmp_path_factory):
    """Return a cluster of one node of version 3."""
    try:
        prepare(THREE)
        one = Cluster(tmp_path_factory.mktemp("third"), 1, THREE)
        one.start()
    except NoClusterError as error:
        pytest.skip(f"no node of version 3 can be started here: {error}")
    yield one
    one.stop()


def test_scores_without_the_factor_change_nothing(third, cluster, tmp_path):
    """The node's own scores are smaller than ours by the factor; ours are those of the file, in both versions."""
    source = random.Random(3)
    weights = [1 / (rank + 1) for rank in range(len(WORDS))]
    articles = [
        raw_article(f"a{number:03}", sentences(source.choices(WORDS, weights, k=source.randint(30, 300))))
        for number in range(300)
    ]
    questions = [" ".join(source.choices(WORDS, weights, k=4)) for _ in range(60)]
    ratios, answers = [], []
    with FilePlace(tmp_path / "library.db").open_for_writing() as file:
        file.put([group(*articles)], version=NOW)
        expected = [shown(file, asked(question)) for question in questions]
    for one in (cluster, third):
        address = ClusterAddress((one.nodes[0].url,), name=fresh_name(), shards=3, replicas=0)
        with ClusterPlace(address).open_for_writing() as engine:
            engine.put([group(*articles)], version=NOW)
            answers.append([shown(engine, asked(question)) for question in questions])
            _, found = engine._asking.candidates(asked(WORDS[20]).terms, asked("").filters, 50, K1, 0.75)
            best = shown(engine, asked(WORDS[20]))[0].score
            ratios.append(best / max(item.proposed for item in found))

    assert one.ask("GET", "/")["version"]["number"].startswith("3.")
    assert answers == [expected, expected]
    assert ratios == pytest.approx([1.0, 1 + K1], rel=0.05)

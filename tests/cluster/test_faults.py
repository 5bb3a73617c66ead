"""A cluster of three real nodes, and what goes wrong with nodes: killed, stopped, slow, full, rebuilt under load.

No article that was acknowledged may be lost, and no answer may be a part of one.
"""

from __future__ import annotations

import json
import multiprocessing
import signal
import threading
import time
from contextlib import contextmanager
from itertools import count

import pytest

from index.engines.engine import Condition
from index.engines.opensearch import http
from index.engines.opensearch.address import ClusterAddress
from index.engines.opensearch.place import ClusterPlace
from index.errors import ClusterDegradedError, ClusterError, ClusterUnreachableError, ClusterWriteError
from tests.cluster.nodes import Cluster, NoClusterError, prepare
from tests.engines import asked, fresh_name, group, ids, raw_article, shown

pytestmark = pytest.mark.cluster

NOW = 1_700_000_000_000
CLOSED = {
    "type": "index_shard_closed_exception",
    "reason": "CurrentState[CLOSED] operations only allowed when shard state is one of [POST_RECOVERY, STARTED]",
}
PATIENCE_S = 60.0


@pytest.fixture(scope="module")
def three(tmp_path_factory):
    """Return three nodes, each a process."""
    try:
        prepare()
        cluster = Cluster(tmp_path_factory.mktemp("three"), 3)
        cluster.start()
    except NoClusterError as error:
        pytest.skip(f"no OpenSearch nodes can be started here: {error}")
    yield cluster
    cluster.stop()


@pytest.fixture
def place(three):
    """Return a place for a library of two parts, each twice, in a cluster that is whole."""
    three.wait(nodes=3)
    return ClusterPlace(ClusterAddress(tuple(node.url for node in three.nodes), fresh_name(), shards=2, replicas=1))


def node_with_primary(cluster, name):
    """Return the node that has the first copy of a part of the passages."""
    rows = cluster.ask("GET", f"/_cat/shards/{name}-passages?format=json")
    host = next(row["node"] for row in rows if row["prirep"] == "p" and row["shard"] == "0")
    return next(node for node in cluster.nodes if node.name == host)


ASKERS, A_SECOND = 8, 20
"""How many threads ask, and how many questions a second all of them ask together."""
MOST_REFUSED = 12
"""How many questions may be refused while a killed node's parts find another one."""


@contextmanager
def asking_all_the_time(place, question, expected):
    """Ask so many times a second; give what was answered otherwise, what was refused, and how often was asked."""
    wrong: list[object] = []
    refused: list[str] = []
    asked_count = count()
    stop = threading.Event()

    def ask():
        with place.open_for_reading() as engine:
            due = time.monotonic()
            while not stop.is_set():
                try:
                    found = ids(engine, question)
                except ClusterError as error:
                    refused.append(str(error))
                else:
                    next(asked_count)
                    if found != expected:
                        wrong.append(found)
                due += ASKERS / A_SECOND
                stop.wait(max(0.0, due - time.monotonic()))

    threads = [threading.Thread(target=ask) for _ in range(ASKERS)]
    for thread in threads:
        thread.start()
    try:
        yield wrong, refused, asked_count
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def test_a_killed_node_loses_nothing(three, place):
    """The first copy's node dies while articles are added: all that was acknowledged is found, asking goes on."""
    acknowledged = []
    with place.open_for_writing() as engine:
        engine.put([group(raw_article("lighthouse", "The lighthouse is white."))], version=NOW)
        three.wait(nodes=3)
        victim = node_with_primary(three, place.address.name)
        with asking_all_the_time(place, "lighthouse", ["lighthouse"]) as (wrong, refused, asked_count):
            for number in range(24):
                if number == 8:
                    victim.kill()
                name = f"a{number:02}"
                try:
                    engine.put([group(raw_article(name, f"Ferry {name} sank."))], version=NOW)
                except ClusterError:
                    continue
                acknowledged.append(name)
        missing = [name for name in acknowledged if ids(engine, f"{name} sank", article_id=name) != [name]]
    three.restart(victim)
    three.wait(nodes=3)

    assert len(acknowledged) >= 16
    assert missing == []
    assert wrong == []
    assert next(asked_count) > 0
    assert len(refused) <= MOST_REFUSED, refused


def test_all_copies_gone_is_said_and_mended_by_itself(three, tmp_path):
    """With no copy left there is an error, never fewer hits; once the node is back, the same engine answers again."""
    three.wait(nodes=3)
    victim = three.nodes[2]
    address = ClusterAddress(tuple(node.url for node in three.nodes), fresh_name(), shards=2, replicas=0)
    with ClusterPlace(address).open_for_writing() as engine:
        engine.put([group(*(raw_article(f"a{number}", "A ferry sank.") for number in range(20)))], version=NOW)
        expected = shown(engine, asked("ferry", 20))
        for index in (f"{address.name}-passages", f"{address.name}-articles"):
            three.ask(
                "PUT", f"/{index}/_settings", body=json.dumps({"index.routing.allocation.require._name": "node3"})
            )
        three.wait(nodes=3)
        until = time.monotonic() + PATIENCE_S
        while any(
            row["node"] != "node3"
            for row in three.ask("GET", f"/_cat/shards/{address.name}-*s?format=json&h=index,node")
            if "notes" not in row["index"]
        ):
            assert time.monotonic() < until
            threading.Event().wait(0.2)
        victim.kill()

        with pytest.raises(ClusterDegradedError, match="search is degraded"):
            engine.search(asked("ferry", 20))
        health = engine.health()
        three.restart(victim)
        three.wait(nodes=3)

        assert health.condition is Condition.DOWN
        assert shown(engine, asked("ferry", 20)) == expected


def test_a_node_that_hangs(three, place, monkeypatch):
    """A node that takes requests and never answers is an error within the time, or is passed over; never a part."""
    monkeypatch.setattr(http, "READ_TIMEOUT_S", 2.0)
    with place.open_for_writing() as engine:
        engine.put([group(*(raw_article(f"a{number}", "A ferry sank.") for number in range(20)))], version=NOW)
        three.wait(nodes=3)
        expected = shown(engine, asked("ferry", 20))
        victim = node_with_primary(three, place.address.name)
        victim.signal(signal.SIGSTOP)
        started = time.monotonic()
        try:
            found = shown(engine, asked("ferry", 20))
        except ClusterDegradedError:
            found = expected
        took_s = time.monotonic() - started
        victim.signal(signal.SIGCONT)
        three.wait(nodes=3)

        assert found == expected
        assert took_s < 20
        assert shown(engine, asked("ferry", 20)) == expected


def test_full_disks_are_reported(three, place):
    """When the cluster closes an index for want of space, putting says so, health says so, and asking goes on."""
    with place.open_for_writing() as engine:
        engine.put([group(raw_article("a", "A ferry sank."))], version=NOW)
        block = "index.blocks.read_only_allow_delete"
        names = f"/{place.address.name}-articles,{place.address.name}-passages/_settings"
        three.ask("PUT", names, body=json.dumps({block: True}))

        with pytest.raises(ClusterWriteError, match="its disks are full"):
            engine.put([group(raw_article("b", "A ferry sank."))], version=NOW)
        health = engine.health()

        assert health.condition is Condition.CLOSED
        assert "lets nothing be added" in health.summary
        assert ids(engine, "ferry") == ["a"]
        three.ask("PUT", names, body=json.dumps({block: None}))
        engine.put([group(raw_article("b", "A ferry sank."))], version=NOW)
        assert ids(engine, "ferry") == ["a", "b"]


def rebuild(place, times):
    """Make the indexes of a library anew so many times."""
    with place.open_for_writing() as engine:
        for _ in range(times):
            engine.rebuild()


def test_a_rebuild_under_questions(three, place):
    """While the index is made anew and switched, every answer is the right one, and none is refused."""
    with place.open_for_writing() as engine:
        articles = [raw_article(f"a{number:03}", "A ferry sank.") for number in range(300)]
        engine.put([group(*articles)], version=NOW)
        three.wait(nodes=3)
        expected = ids(engine, "ferry")
        started = time.monotonic()
        with asking_all_the_time(place, "ferry", expected) as (wrong, refused, asked_count):
            process = multiprocessing.get_context("spawn").Process(target=rebuild, args=(place, 3))
            process.start()
            process.join()
        took_s = time.monotonic() - started

        assert (wrong, refused) == ([], [])
        assert process.exitcode == 0
        assert next(asked_count) > A_SECOND * took_s / 2, "a busy machine may take half as many"


@pytest.mark.parametrize(
    ("request_name", "answer"),
    [
        ("_msearch", {"responses": [{"error": CLOSED, "status": 404}]}),
        ("_mget", {"docs": [{"_index": "one", "_id": "a", "error": CLOSED}]}),
        ("_search", {"error": CLOSED, "status": 404}),
        (
            "_search",
            {"_shards": {"total": 2, "successful": 1, "failed": 1, "failures": [{"shard": 0, "reason": CLOSED}]}},
        ),
    ],
)
def test_an_index_deleted_under_a_question(place, monkeypatch, request_name, answer):
    """What a node says of an index that is just being deleted makes the question be asked once more."""
    with place.open_for_writing() as engine:
        engine.put([group(raw_article("a", "A ferry sank."))], version=NOW)
        search = engine._http.search
        told: list[str] = []

        def first_closed(path, body):
            if request_name in path.split("/")[-1].split("?") and not told:
                told.append(path)
                return answer
            return search(path, body)

        monkeypatch.setattr(engine._http, "search", first_closed)

        assert ids(engine, "ferry") == ["a"]
        assert engine.languages() == [("en", 1)]
        assert told


def test_a_rebuild_under_a_writer(place, monkeypatch):
    """What was put while others made the index anew may not be in the new one, so it is never called stored."""
    with place.open_for_writing() as engine, place.open_for_writing() as other:
        engine.put([group(raw_article("a", "A ferry sank."))], version=NOW)
        put = engine._writing.put

        def then_rebuilt(groups, version):
            refused = put(groups, version)
            other.rebuild()
            return refused

        monkeypatch.setattr(engine._writing, "put", then_rebuilt)
        with pytest.raises(ClusterWriteError, match="made anew"):
            engine.put([group(raw_article("b", "A ferry sank."))], version=NOW)


def test_an_older_version_is_refused(place):
    """Of two writers, the one that read the article later wins, whoever comes last; no passage of the other is left."""
    with place.open_for_writing() as one, place.open_for_writing() as other:
        one.put([group(raw_article("a", "The new text."), raw_article("b", "Something green."))], version=NOW + 1)

        refused = other.put([group(raw_article("a", "The old text."))], version=NOW)
        other.remove(["b"], version=NOW)

        assert refused == ["a"]
        assert ids(other, "old") == []
        assert ids(one, "new") == ["a"]
        assert ids(one, "green") == ["b"]
        assert one.statistics(["old"]).df == {"old": 0}


def test_a_writer_that_died_half_way(three, place):
    """Passages whose article was never stored count for nothing, and the next change of the article takes them away."""
    with place.open_for_writing() as engine:
        engine.put([group(raw_article("a", "The old text."))], version=NOW)
        article = engine._asking.articles
        three.ask("PUT", f"/{article}/_settings", body=json.dumps({"index.blocks.write": True}))
        with pytest.raises(ClusterError):
            engine.put([group(raw_article("a", "The new text."), raw_article("b", "Brand new."))], version=NOW + 1)
        three.ask("PUT", f"/{article}/_settings", body=json.dumps({"index.blocks.write": None}))

        assert ids(engine, "text") == ["a"]
        assert ids(engine, "new") == []
        assert engine.article("b") is None
        engine.put([group(raw_article("a", "The new text."), raw_article("b", "Brand new."))], version=NOW + 2)
        assert sorted(ids(engine, "new")) == ["a", "b"]
        assert engine.statistics(["new"]).df == {"new": 2}


def test_no_node_answers(tmp_path, caplog):
    """The message names the cluster, and holds no password; a node is warned of once, however often it is asked."""
    address = ClusterAddress(("http://127.0.0.1:9",), user="reader", password="correct horse")  # noqa: S106

    with pytest.raises(ClusterUnreachableError, match=r"no node of cuttings on 127\.0\.0\.1:9 answers") as caught:
        ClusterPlace(address).open_for_reading()

    assert "correct horse" not in f"{caught.value} {address!r}"
    assert [record.message for record in caplog.records if record.levelname == "WARNING"] == [
        "http://127.0.0.1:9 does not answer: connection refused"
    ]

"""What a cluster may answer besides the right thing: told by a server on loopback that says just that."""

from __future__ import annotations

import json
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from index.engines.engine import Condition
from index.engines.opensearch import asking, http, writing
from index.engines.opensearch.address import ClusterAddress
from index.engines.opensearch.place import ClusterPlace
from index.errors import (
    ClusterDegradedError,
    ClusterOlderError,
    ClusterRefusedError,
    ClusterUnreachableError,
    ClusterWriteError,
    EngineMissingError,
    NewerLibraryError,
)
from index.text.bags import TERMS_VERSION
from tests.engines import asked, group, raw_article

ALIAS: dict[str, object] = {"cuttings-passages-1": {"aliases": {"cuttings-passages": {}}}}
WHOLE = {"timed_out": False, "_shards": {"total": 2, "successful": 2, "skipped": 0, "failed": 0}}
PARTIAL = {"timed_out": False, "_shards": {"total": 2, "successful": 1, "skipped": 0, "failed": 1}}
ERROR = {"error": {"type": "some_exception", "reason": "all shards failed"}, "status": 503}


class Told:
    """A server that answers as it is told: path -> the answers of one request after another, the last one for good."""

    def __init__(self):
        self.answers: dict[str, list[tuple[int, object]]] = {}
        self.asked: list[str] = []
        self.headers: list[dict[str, str]] = []
        told = self

        class Handler(BaseHTTPRequestHandler):
            def answer(self):
                self.rfile.read(int(self.headers.get("content-length", 0)))
                told.asked.append(f"{self.command} {self.path}")
                told.headers.append(dict(self.headers))
                answers = told.answers[self.path.partition("?")[0]]
                status, body = answers.pop(0) if len(answers) > 1 else answers[0]
                data = body if isinstance(body, bytes) else json.dumps(body).encode()
                self.send_response(status)
                self.send_header("content-length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            do_GET = do_POST = do_PUT = do_DELETE = answer  # noqa: N815 - http.server's names

            def log_message(self, *arguments):
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"


@pytest.fixture
def told(monkeypatch):
    """Return a server whose index of passages is there, and pauses of no length."""
    for module in (http, asking, writing):
        monkeypatch.setattr(module, "PAUSES_S", (0.0, 0.0))
    server = Told()
    server.answers["/_alias/cuttings-passages"] = [(200, ALIAS)]
    server.answers["/cuttings-notes/_doc/rebuild"] = [(404, {"found": False})]
    server.answers["/cuttings-articles/_mget"] = [(200, {"docs": []})]
    thread = threading.Thread(target=server.server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.server.shutdown()
    thread.join()
    server.server.server_close()


@pytest.fixture
def engine(told):
    """Return an engine that takes the server for a cluster."""
    place = ClusterPlace(ClusterAddress((told.url,), user="reader", password="secret"))  # noqa: S106
    with place._engine() as found:
        yield found


def parts(found, totals=WHOLE):
    """Return the parts of an answer to a question of one term."""
    total = {"hits": {"total": {"value": 1}, "hits": []}, "aggregations": {"tokens": {"value": 5.0}}}
    return {"responses": [found | {"hits": {"hits": []}}, totals | total, WHOLE | total]}


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (parts(PARTIAL), "1 of 2 parts of its index did not answer"),
        (parts(WHOLE | {"timed_out": True}), "did not answer in time"),
        (parts(WHOLE, totals=PARTIAL), "1 of 2 parts of its index did not answer"),
        ({"responses": [ERROR, ERROR, ERROR]}, "all shards failed"),
    ],
    ids=["partial", "late", "partial statistics", "red"],
)
def test_a_part_of_an_answer_is_an_error(told, engine, answer, reason):
    """Fewer hits than there are would mislead; so there are none, and a reason."""
    told.answers["/_msearch"] = [(200, answer)]

    with pytest.raises(ClusterDegradedError, match=f"search is degraded: .*{reason}"):
        engine.search(asked("ferry"))


def test_a_passing_fault_passes(told, engine):
    """A copy that takes over, and a node that is too busy for a moment, are asked again."""
    told.answers["/_msearch"] = [
        (429, {"error": {"reason": "too busy"}}),
        (200, {"responses": [ERROR] * 3}),
        (200, parts(WHOLE)),
    ]

    assert engine.search(asked("ferry")).statistics.passage_count == 1


def test_retries_have_an_end(told, engine):
    """A cluster that stays busy is asked a bounded number of times."""
    told.answers["/_msearch"] = [(429, {"error": {"reason": "too busy"}})]

    with pytest.raises(ClusterDegradedError, match="too busy"):
        engine.search(asked("ferry"))

    assert told.asked.count("POST /_msearch") == 3


def test_a_replaced_index_is_asked_by_its_new_name(told, engine):
    """A rebuild between two questions is no error."""
    gone = {"error": {"type": "index_not_found_exception", "reason": "no such index"}, "status": 404}
    told.answers["/_msearch"] = [(200, {"responses": [gone] * 3}), (200, parts(WHOLE))]

    assert engine.search(asked("ferry")).hits == ()
    assert told.asked.count("GET /_alias/cuttings-passages") == 2


@pytest.mark.parametrize("status", [401, 403])
def test_who_may_not_ask_is_told(told, engine, status):
    """The message says what to check, and holds no password; the request held it."""
    told.answers["/_msearch"] = [(status, {"error": {"reason": "no permissions"}})]

    with pytest.raises(ClusterRefusedError, match="refuses \\(no permissions\\); check the user") as caught:
        engine.search(asked("ferry"))

    assert "secret" not in str(caught.value)
    assert told.headers[-1]["authorization"].startswith("Basic ")


def test_something_else_answers(told, engine):
    """A proxy's page is no cluster."""
    told.answers["/_msearch"] = [(200, b"<html>hello</html>")]

    with pytest.raises(ClusterRefusedError, match="it answers with status 200 and no JSON"):
        engine.search(asked("ferry"))


def test_the_next_node_is_asked(told):
    """A node that does not answer is passed over."""
    told.answers["/_msearch"] = [(200, parts(WHOLE))]
    place = ClusterPlace(ClusterAddress(("http://127.0.0.1:9", told.url)))

    with place._engine() as engine:
        assert engine.search(asked("ferry")).statistics.passage_count == 1


def item(kind, status, reason=""):
    """Return what a cluster says of one line of a bulk request."""
    return {kind: {"_id": "x", "status": status, "error": {"reason": reason}}}


@pytest.mark.parametrize(
    ("items", "reason"),
    [
        ([item("index", 400, "mapper_parsing_exception")], "mapper_parsing_exception"),
        ([item("index", 429, "blocked by: read-only-allow-delete block")], "its disks are full"),
        ([], "another number of items"),
    ],
    ids=["refused", "full", "lost"],
)
def test_every_line_of_a_bulk_answer_is_read(told, engine, items, reason):
    """One line that was not stored is an error, though the request as a whole succeeded."""
    told.answers["/cuttings-passages/_bulk"] = [(200, {"errors": True, "items": items})]

    with pytest.raises(ClusterWriteError, match=reason):
        engine.put([group(raw_article("a", "A ferry sank."))], version=1)


def test_a_refresh_must_be_whole(told, engine):
    """What was put must be seen by the next question, or the caller is told."""
    told.answers["/cuttings-passages/_bulk"] = [(200, {"items": [item("index", 201)]})]
    told.answers["/cuttings-passages/_refresh"] = [(200, {"_shards": {"failed": 1}})]

    with pytest.raises(ClusterWriteError, match="1 parts of its index could not be refreshed"):
        engine.put([group(raw_article("a", "A ferry sank."))], version=1)


def test_nobody_writes_during_a_rebuild(told, engine):
    """What was put would be lost with the old index."""
    told.answers["/cuttings-notes/_doc/rebuild"] = [(200, {"found": True})]

    with pytest.raises(ClusterWriteError, match="being made anew"):
        engine.put([group(raw_article("a", "A ferry sank."))], version=1)


@pytest.mark.parametrize(
    ("about", "error"),
    [
        ({"format": 99, "terms": 1, "times": 1}, NewerLibraryError),
        ({"format": 1, "terms": 99, "times": 1}, NewerLibraryError),
        ({"format": 1, "terms": 0, "times": 99}, ClusterOlderError),
        ({"format": 1, "terms": TERMS_VERSION, "times": 0}, ClusterOlderError),
        ({"format": 1, "terms": TERMS_VERSION, "times": 99}, ClusterOlderError),
    ],
    ids=str,
)
def test_another_version_made_it(told, about, error):
    """An index of other rules would give other answers."""
    mapping = {"cuttings-passages-1": {"mappings": {"_meta": {"cuttings": about}}}}
    told.answers["/cuttings-passages/_mapping"] = [(200, mapping)]

    with pytest.raises(error):
        ClusterPlace(ClusterAddress((told.url,))).open_for_reading()


def test_health_of_what_does_not_answer():
    """It says so, and does not raise."""
    with ClusterPlace(ClusterAddress(("http://127.0.0.1:9",)))._engine() as engine:
        health = engine.health()

    assert health.condition is Condition.DOWN
    assert "no node of cuttings on 127.0.0.1:9 answers" in health.summary


def test_nobody_listens():
    """The reason is told in plain words."""
    with (
        ClusterPlace(ClusterAddress(("http://127.0.0.1:9",)))._engine() as engine,
        pytest.raises(ClusterUnreachableError, match=r"\(connection refused\)"),
    ):
        engine.search(asked("ferry"))


def test_the_extra_is_not_installed(monkeypatch):
    """The message says how to install it."""
    monkeypatch.setitem(sys.modules, "urllib3", None)
    for name in ("engine", "http"):
        monkeypatch.delitem(sys.modules, f"index.engines.opensearch.{name}", raising=False)

    with pytest.raises(EngineMissingError, match=r'pip install "cuttings\[opensearch\]"'):
        ClusterPlace(ClusterAddress(("http://127.0.0.1:9",))).open_for_reading()

"""Moving a library: whatever engine it comes from or goes to, the same answers, and only what differs is put again."""

from __future__ import annotations

import itertools
from contextlib import closing
from dataclasses import replace

import pytest

from bot.terminal.main import main
from index.engines.engine import Place
from index.engines.opensearch.address import ClusterAddress
from index.engines.opensearch.place import ClusterPlace
from index.engines.sqlite import FilePlace
from index.errors import ClusterOlderError
from index.moving import move
from index.text.bags import TERMS_VERSION
from tests.engines import asked, fresh_name, group, ids, raw_article, shown

NOW = 1_700_000_000_000


def silent(what, done, total):
    """Show no progress."""


@pytest.fixture(params=["sqlite", pytest.param("opensearch", marks=pytest.mark.cluster)])
def target(request, tmp_path):
    """Return an empty library of each engine."""
    if request.param == "sqlite":
        place: Place = FilePlace(tmp_path / "target.db")
    else:
        cluster = request.getfixturevalue("cluster")
        place = ClusterPlace(ClusterAddress((cluster.nodes[0].url,), fresh_name(), replicas=0))
    with closing(place.open_for_writing()) as engine:
        yield engine


@pytest.fixture
def source(tmp_path):
    """Return a library file of some articles."""
    with FilePlace(tmp_path / "source.db").open_for_writing() as engine:
        texts = {f"a{number:02}": f"Ferry {number} sank near island {number % 7}." for number in range(30)}
        engine.put([group(*(raw_article(name, text, f"Ferry {name}") for name, text in texts.items()))], version=NOW)
        yield engine


def test_the_same_answers_and_only_the_changes_again(source, target):
    """A second move puts nothing, a third what was changed meanwhile, and takes out what is gone."""
    first = move(source, target, silent, version=NOW)
    second = move(source, target, silent, version=NOW + 1)
    source.put([group(raw_article("a03", "A tunnel was dug."))], version=NOW + 2)
    source.remove(["a04", "a05"], version=NOW + 2)
    third = move(source, target, silent, version=NOW + 2)

    assert (first.put, first.unchanged, first.removed, first.faults) == (30, 0, 0, [])
    assert (second.put, second.unchanged, second.removed, second.faults) == (0, 30, 0, [])
    assert (third.put, third.unchanged, third.removed, third.faults) == (1, 27, 2, [])
    assert first.asked == 30
    assert ids(target, "tunnel") == ["a03"]
    for question in ("ferry", "island 3", "a07"):
        assert shown(target, asked(question)) == shown(source, asked(question))
    assert list(target.stored()) == list(source.stored())


def test_a_move_that_was_ended_goes_on(source, target, monkeypatch):
    """What was put before stays, and is not put again."""
    monkeypatch.setattr("index.moving.BATCH_ARTICLES", 10)
    calls = itertools.count()

    def stop(what, done, total):
        if next(calls) == 15:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        move(source, target, stop, version=NOW)

    again = move(source, target, silent, version=NOW + 1)

    assert (again.put, again.unchanged, again.faults) == (20, 10, [])


def test_a_difference_is_told(source, target, monkeypatch):
    """If the other side lost something on the way, the comparison says so."""
    put = type(target).put

    def losing(engine, groups, *, version):
        kept = list(engine_articles(groups))[1:]
        return put(engine, [group(*kept)], version=version)

    def engine_articles(groups):
        for item in (article for one in groups for article in one.articles):
            yield replace(raw_article(item.article.id, item.article.text, item.article.title))

    monkeypatch.setattr(type(target), "put", losing)

    moved = move(source, target, silent, version=NOW)

    assert "30 articles were to be moved, and 29 are there" in moved.faults
    assert any("finds other passages there" in fault for fault in moved.faults)


def config(tmp_path, *lines):
    """Write a configuration and return its path."""
    path = tmp_path / "config.toml"
    path.write_text("\n".join(['library = "library.db"', *lines]), encoding="utf-8")
    return str(path)


def test_move_needs_addresses(settings, tmp_path, capsys):
    """Without any node's address there is one clear sentence."""
    assert main(["move", "--to", "opensearch", "--config", config(tmp_path)]) == 2

    assert capsys.readouterr().err == (
        "cuttings: the addresses of the cluster's nodes are not set; put them into opensearch.nodes\n"
    )


def test_a_user_needs_a_password(settings, tmp_path, capsys, monkeypatch):
    """It comes from the environment, never from the file."""
    monkeypatch.delenv("CUTTINGS_OPENSEARCH_PASSWORD", raising=False)
    path = config(
        tmp_path, 'engine = "opensearch"', "[opensearch]", 'nodes = ["http://127.0.0.1:9"]', 'user = "reader"'
    )

    assert main(["ask", "anything", "--config", path]) == 2

    assert "put it into the variable CUTTINGS_OPENSEARCH_PASSWORD" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [["rollback"]], ids=str)
def test_what_only_files_have(settings, tmp_path, capsys, arguments):
    """What there is for a file alone says so, and what to do."""
    path = config(tmp_path, 'engine = "opensearch"', "[opensearch]", 'nodes = ["http://127.0.0.1:9"]')

    assert main([*arguments, "--config", path]) == 2

    assert "this works on a library file only" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ('nodes = "http://localhost"', "opensearch.nodes must be a list of addresses"),
        ('nodes = ["localhost:9200"]', "opensearch.nodes must be a list of addresses"),
        ('nodes = ["https://me:secret@localhost"]', "opensearch.nodes must be a list of addresses"),
        ('nodes = ["http://localhost:99999"]', "opensearch.nodes must be a list of addresses"),
        ("parts = 0", "opensearch.parts must be a whole number from 1 to 1024"),
        ('user = "a\\nb"', "opensearch.user must be a text on one line"),
    ],
)
def test_settings_of_a_cluster(tmp_path, capsys, line, expected):
    """Each wrong value is one sentence."""
    assert main(["status", "--config", config(tmp_path, "[opensearch]", line)]) == 2

    assert expected in capsys.readouterr().err


@pytest.mark.cluster
def test_one_setting_changes_and_nothing_that_a_member_sees(cluster, settings, tmp_path, capsys):
    """The same commands give the same output from a file and, once moved, from a cluster; and back again."""
    lines = ["[opensearch]", f'nodes = ["{cluster.nodes[0].url}"]', "copies = 0"]
    commands = [
        ["ask", "when did Kim visit Russia?"],
        ["ask", "who designed the Sydney Opera House?", "--explain"],
        ["ask", "when did Kim visit Brazil?"],
        ["search", "ferry passengers", "--explain"],
        ["search", "ferry", "--publisher", "nobody"],
    ]
    on_file = config(tmp_path, *lines)
    expected = [(main([*command, "--config", on_file]), capsys.readouterr().out) for command in commands]

    assert main(["move", "--to", "opensearch", "--config", on_file]) == 0
    assert "questions are answered alike on both sides" in capsys.readouterr().out
    in_cluster = config(tmp_path, 'engine = "opensearch"', *lines)
    found = [(main([*command, "--config", in_cluster]), capsys.readouterr().out) for command in commands]
    assert found == expected
    assert main(["status", "--config", in_cluster]) == 0
    assert "cuttings-library on 127.0.0.1" in capsys.readouterr().out
    settings.library.unlink()
    assert main(["move", "--to", "sqlite", "--config", in_cluster]) == 0
    capsys.readouterr()
    again = [(main([*command, "--config", config(tmp_path, *lines)]), capsys.readouterr().out) for command in commands]
    assert again == expected


@pytest.mark.cluster
def test_an_index_of_older_rules_is_made_anew(cluster, monkeypatch):
    """Whoever only asks is told; whoever opens it to write makes it anew, and then all can ask."""
    place = ClusterPlace(ClusterAddress((cluster.nodes[0].url,), fresh_name(), replicas=0))
    with place.open_for_writing() as engine:
        engine.put([group(raw_article("a", "A ferry sank."))], version=NOW)
    for module in ("indexes", "mappings"):
        monkeypatch.setattr(f"index.engines.opensearch.{module}.TERMS_VERSION", TERMS_VERSION + 1)

    with pytest.raises(ClusterOlderError, match="cuttings move --to opensearch"):
        place.open_for_reading()
    place.open_for_writing().close()

    with place.open_for_reading() as engine:
        assert ids(engine, "ferry") == ["a"]

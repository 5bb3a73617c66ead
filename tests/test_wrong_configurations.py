"""Wrong configurations, as people write them: one sentence for each, with what to do, exit code 2, and no traceback."""

from __future__ import annotations

import os

import pytest

from bot.terminal.main import main

TOKEN = f"{'A' * 24}.GhIjKl.{'x' * 38}"
NODE = '[opensearch]\nnodes = ["http://127.0.0.1:9"]\n'

REFUSED = {
    # names
    'libary = "a.db"': 'did you mean "library"?',
    'Library = "a.db"': 'did you mean "library"?',
    "[answer]\nextracts = 3": 'did you mean "answers"?',
    "[Discord]": 'did you mean "discord"?',
    "[discord]\nadmin_guild = [1]": 'did you mean "discord.admin_guilds"?',
    "[discord]\nadmin-guilds = [1]": 'did you mean "discord.admin_guilds"?',
    "[discord]\nAdmin_Guilds = [1]": 'did you mean "discord.admin_guilds"?',
    "[service]\nports = 8080": 'did you mean "service.port"?',
    "[services]\nport = 8080": 'did you mean "service"?',
    "port = 8080": 'did you mean "service.port"?',
    "[service]\nkeep_questions = true": 'did you mean "discord.keep_questions"?',
    "[ranking]\nk = 1.2": 'did you mean "ranking.k1"?',
    "[reading]\ndelays = 1": 'did you mean "reading.delay"?',
    '[opensearch]\nnode = ["http://localhost:9200"]': 'did you mean "opensearch.nodes"?',
    "[opensearch]\nshards = 3": "known here: nodes, user, certificates, parts, copies",
    '[opensearch]\npassword = "geheim"': "known here: nodes, user, certificates, parts, copies",
    '[discord]\ntoken = "x"': 'did you mean "discord.token_file"?',
    '[guild.123456789012345678]\nlibrary = "a.db"': 'did you mean "guilds"?',
    "[guilds.123456789012345678]\nextract = 2": 'did you mean "guilds.123456789012345678.extracts"?',
    '[[source]]\naddress = "articles"': 'did you mean "sources"?',
    '[[sources]]\nadress = "articles"': 'did you mean "address"?',
    '[[sources]]\naddress = "articles"\nshedule = "6h"': 'did you mean "schedule"?',
    # kinds of values
    "library = 3": "library must be the path of a file, in quotation marks, not 3",
    'library = ""': "library must be the path of a file",
    'engine = "postgres"': 'engine must be "sqlite" or "opensearch", not "postgres"',
    'engine = "opensearh"': 'did you mean "opensearch"?',
    '[answers]\nextracts = "3"': 'answers.extracts must be a whole number from 1 to 10, not "3"',
    "[answers]\nextracts = 0": "answers.extracts must be a whole number from 1 to 10, not 0",
    "[answers]\nextracts = 2.5": "answers.extracts must be a whole number from 1 to 10, not 2.5",
    "[ranking]\nb = 75": "ranking.b must be a number from 0 to 1, not 75",
    "[ranking]\nk1 = -1": "ranking.k1 must be a number 0 or more, not -1",
    '[discord]\nkeep_questions = "yes"': 'discord.keep_questions must be true or false, not "yes"',
    "[discord]\nanswer_mentions = 1": "discord.answer_mentions must be true or false, not 1",
    "[discord]\nadmin_guilds = 123456789012345678": "discord.admin_guilds must be a list of guilds' ids",
    '[discord]\nadmin_guilds = ["123456789012345678"]': "discord.admin_guilds must be a list of guilds' ids",
    '[discord]\ntest_guild = "123456789012345678"': "discord.test_guild must be a guild's id, or 0 for none",
    f'[discord]\ntoken_file = "{TOKEN}"': "must be the path of a file that holds the token, not the token itself",
    "[discord]\nshard_ids = [0]": "discord.shard_ids must be below discord.shard_count, which is 0",
    "[discord]\nshard_count = 2\nshard_ids = [0, 0]": "discord.shard_ids must name each shard once",
    '[discord]\nstate = "library.db"': "discord.state must be another file than a library's",
    '[service]\nlog = "debug"': 'service.log must be "auto" or "text" or "json", not "debug"',
    '[service]\naddress = "localhost"': 'service.address must be an IP address such as "127.0.0.1", not "localhost"',
    "[service]\nport = 70000": "service.port must be a whole number from 0 to 65535, not 70000",
    "[reading]\ndelay = 3600": "reading.delay must be a number from 0 to 60, not 3600",
    "[reading]\nrevisions = -1": "reading.revisions must be a whole number from 0 to 1000, not -1",
    '[opensearch]\nnodes = "http://localhost:9200"': "opensearch.nodes must be a list of addresses",
    '[opensearch]\nnodes = ["localhost:9200"]': "opensearch.nodes must be a list of addresses",
    '[opensearch]\nnodes = ["https://me:secret@localhost:9200"]': "without user and password",
    "[opensearch]\nparts = 0": "opensearch.parts must be a whole number from 1 to 1024, not 0",
    # sections
    "answers = 3": "answers must be a section, written [answers] on a line of its own",
    '[guilds.mine]\nlibrary = "a.db"': "guilds.mine must have a guild's id in the place of its name",
    '[sources]\naddress = "articles"': "sources must be sections, each written [[sources]] on a line of its own",
    "[[sources]]": "sources 1 lacks an address: a link, a folder or a file",
    '[[sources]]\naddress = "https://example.org/feed"\nkind = "rss"': "kind must be one of auto, files, page, feed",
    '[[sources]]\naddress = "articles"\nkind = "feed"': "a feed needs a link, which begins with https:// or http://",
    '[[sources]]\naddress = "articles"\nschedule = "hourly"': 'schedule must be an interval from "5m" to "52w"',
    '[[sources]]\naddress = "articles"\nschedule = "1m"': 'schedule must be an interval from "5m" to "52w"',
    '[[sources]]\naddress = "articles"\ntags = "sea"': "tags must be a list of texts",
    '[[sources]]\naddress = "a"\n[[sources]]\naddress = "a"': "two sources have the address",
    # odd values
    'library = "/"': 'library must be the path of a file, in quotation marks, not "/"',
    "library = 2024-01-01": "library must be the path of a file, in quotation marks, not 2024-01-01",
    "[answers]\nextracts = 07:32:00": "answers.extracts must be a whole number from 1 to 10, not 07:32:00",
    "[discord]\ntest_guild = 1.2e18": "discord.test_guild must be a guild's id, or 0 for none, not 1.2e+18",
    "[ranking]\nk1 = inf": "ranking.k1 must be a number 0 or more, not inf",
    "[ranking]\nb = nan": "ranking.b must be a number from 0 to 1, not nan",
    "[service]\nport = true": "service.port must be a whole number from 0 to 65535, not true",
    "[discord]\nadmin_guilds = [[1]]": "discord.admin_guilds must be a list of guilds' ids",
    "[discord]\nreport_channel = 18446744073709551616": "discord.report_channel must be a channel's id, or 0 for none",
    "[[answers]]\nextracts = 3": "answers must be a section, written [answers] on a line of its own",
    "[[guilds]]": "guilds must be sections, one for each guild, written [guilds.ID] on a line of its own",
    '[guilds."١٢٣٤٥٦٧٨٩٠١٢٣٤٥٦٧"]': "must have a guild's id in the place of its name",
    "[guilds.0123456789012345678]": "must have a guild's id in the place of its name",
    '"a\\nb" = 1': 'there is no setting "a b"; known here: ',
    '"a\\u001b[31mb" = 1': 'there is no setting "a [31mb"; known here: ',
    'engine = "a\\nb"': 'engine must be "sqlite" or "opensearch", not "a b"',
    f'engine = "{"x" * 999}"': f'not "{"x" * 80}…"',
    f'library = "{"ü" * 128}.db"': "library must be a path that is short enough for a file, not ",
    f'library = "{"a/" * 2_500}a.db"': "library must be a path that is short enough for a file, not ",
    '[[sources]]\naddress = "articles"\nschedule = "٦h"': 'schedule must be an interval from "5m" to "52w"',
    '[[sources]]\naddress = "https://me:secret@example.org/feed"': "a link with a name or password in it is not",
    # TOML
    f"a = {'[' * 3_000}{']' * 3_000}": "is not valid TOML: its lists or sections lie too deep in each other",
    f"[answers]\nextracts = {'9' * 5_000}": "is not valid TOML: a number in it has thousands of digits",
    "answers = {extracts = 3}\nanswers.extracts = 4": "the same key or section stands there twice",
    "library = “library.db”": "texts stand in quotation marks",
    '{"library": "library.db"}': "is not valid TOML",
    'library = "library.db"\r[answers]\r': "is not valid TOML",
    "library = library.db": "texts stand in quotation marks",
    "[discord]\nkeep_questions = True": "true and false are written small",
    "[discord]\nkeep_questions = yes": "true and false are written small",
    "[answers]\nextracts = 3\n[answers]\nextracts = 4": "the same key or section stands there twice",
    "[answers]\nextracts = 3\nextracts = 4": "the same key or section stands there twice",
    "[answers\nextracts = 3": "is not valid TOML",
    'library = "C:\\news\\library.db"': "is not valid TOML",
    "library: library.db": "is not valid TOML",
}
FAULTS = {
    'library = "missing/library.db"': "the folder HOME/missing, in which library.db should be, does not exist",
    'library = "folder"': "folder is not a Cuttings library; name another file",
    'library = "notes.txt"': "notes.txt is not a Cuttings library; name another file",
    '[discord]\nstate = "missing/state.db"': "the folder HOME/missing, in which state.db should be, does not exist",
    '[discord]\nstate = "notes.txt"': "notes.txt can't be used: file is not a database",
    '[discord]\ntoken_file = "missing.txt"': "missing.txt",
    '[discord]\ntoken_file = "notes.txt"': "holds characters that no token has; copy it once more",
    "[discord]\nadmin_guilds = [12345]": "12345 is too short for a guild's id; copy it once more",
    "[discord]\ntest_guild = 12345": "12345 is too short for a guild's id; copy it once more",
    "[guilds.12345]\nextracts = 2": "guilds.12345: 12345 is too short for a guild's id",
    '[discord]\nstate = "folder"': "folder is a folder; name a file as discord.state",
    '[discord]\ntoken_file = "folder"': "can't be read: Is a directory",
    '[discord]\ntoken_file = "loop"': "can't be read: Too many levels of symbolic links",
    '[discord]\ntoken_file = "pipe"': "is no file but a pipe; put the token into a file",
    '[reading]\ngolden = "missing.jsonl"': "missing.jsonl can't be read: No such file or directory",
    '[reading]\ngolden = "notes.txt"': "notes.txt hold a line that is not JSON",
    '[reading]\ngolden = "deep.jsonl"': "deep.jsonl hold a line that is not JSON",
    '[reading]\ngolden = "list.jsonl"': "list.jsonl hold a line that is no labelled question",
    '[service]\naddress = "203.0.113.9"\nport = 9999': "choose another address or port",
    'engine = "opensearch"': "the addresses of the cluster's nodes are not set; put them into opensearch.nodes",
    f'engine = "opensearch"\n{NODE}user = "me"': "put it into the variable CUTTINGS_OPENSEARCH_PASSWORD",
    f'engine = "opensearch"\n{NODE}': "no node of cuttings-library on 127.0.0.1:9 answers (connection refused)",
    f'engine = "opensearch"\n{NODE.replace("http:", "https:")}certificates = "missing.pem"': "missing.pem",
    f'engine = "opensearch"\n{NODE}certificates = "folder"': "HOME/folder, which can't be used: it is a folder",
    f'engine = "opensearch"\n{NODE}certificates = "pipe"': "names HOME/pipe, which can't be used: it is no file",
    f'engine = "opensearch"\n{NODE}certificates = "notes.txt"': "it holds no certificates in PEM form",
}
"""What only `check` finds, as the file itself is in order."""


@pytest.fixture
def checked(tmp_path, capsys, monkeypatch):
    """Return exit code, output and errors of `cuttings check` for a configuration."""
    for name in ("CUTTINGS_TOKEN", "CUTTINGS_LIBRARY", "CUTTINGS_OPENSEARCH_PASSWORD", "CREDENTIALS_DIRECTORY"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "folder").mkdir()
    (tmp_path / "loop").symlink_to("loop")
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "deep.jsonl").write_text("[" * 100_000, encoding="utf-8")
    (tmp_path / "list.jsonl").write_text("[1]\n", encoding="utf-8")
    (tmp_path / "notes.txt").write_text("Buy milk.\n", encoding="utf-8")
    (tmp_path / "notes.txt").chmod(0o600)

    def check(text):
        path = tmp_path / "config.toml"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        code = main(["check", "--config", str(path)])
        said = capsys.readouterr()
        return code, said.out.replace(str(tmp_path), "HOME"), said.err.replace(str(tmp_path), "HOME")

    return check


@pytest.mark.parametrize("raw", [b"", b"\xef\xbb\xbf[answers]\r\nextracts = 3\r\n", b"# nothing\n"])
def test_a_file_may_be_empty_or_come_from_windows(checked, tmp_path, raw):
    assert checked(raw)[0] == 0


@pytest.mark.parametrize("raw", [b'library = "b\xfccher.db"', "library = 3".encode("utf-16"), bytes(range(256))])
def test_a_file_in_another_encoding_is_told(checked, raw):
    code, _, err = checked(raw)

    assert (code, err) == (2, "cuttings: HOME/config.toml is not UTF-8 text, as TOML has to be\n")


def test_a_source_that_is_not_there_is_noted(checked):
    """A disk may come back; the bot answers without it."""
    code, out, _ = checked('[[sources]]\nname = "Post"\naddress = "nowhere"')

    assert code == 0
    assert "note: the source Post is not there now: HOME/nowhere" in out


def test_there_are_fifty_ways_and_more():
    assert len(REFUSED) + len(FAULTS) >= 50


@pytest.mark.parametrize(("text", "expected"), REFUSED.items(), ids=[ascii(text)[:60] for text in REFUSED])
def test_a_wrong_file_is_one_sentence(checked, text, expected):
    """On standard error, with the file's name; never a traceback, nor a secret."""
    code, out, err = checked(text)

    assert code == 2
    assert out == ""
    assert err.startswith("cuttings: HOME/config.toml")
    assert err.count("\n") == 1, err
    assert expected in err
    assert TOKEN not in err
    assert "geheim" not in err


@pytest.mark.parametrize(("text", "expected"), FAULTS.items(), ids=[text.replace("\n", " ") for text in FAULTS])
def test_what_would_not_work_is_one_fault(checked, text, expected):
    """Found by looking at what the file names."""
    code, out, err = checked(text)
    faults = [line for line in out.splitlines() if line.startswith("fault: ")]

    assert code == 2
    assert err == ""
    assert len(faults) == 1, out
    assert "1 fault found." in out
    assert expected in " ".join(out.split())

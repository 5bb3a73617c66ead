"""Settings: what the file and the environment may say, and what is refused."""

from __future__ import annotations

import base64
import tomllib
from pathlib import Path

import pytest

from bot.config import FIELDS, ConfigError, GuildSetup, Settings, load_settings
from bot.credentials import find_token, load_token, masked, shape_fault

ROOT = Path(__file__).parent.parent


def write(folder: Path, text: str) -> Path:
    """Write a configuration file and return its path."""
    path = folder / "my.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_without_a_file_the_defaults_hold(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A person who configures nothing gets a working set of settings."""
    monkeypatch.chdir(tmp_path)

    assert load_settings(None, {}) == Settings(Path("library.db"), "sqlite", 3, 0.9, 0.75)


def test_a_config_file_in_the_current_folder_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """config.toml is read without being named."""
    monkeypatch.chdir(tmp_path)
    Path("config.toml").write_text("[answers]\nextracts = 7\n", encoding="utf-8")

    assert load_settings(None, {}) == Settings(extracts=7)


def test_every_setting_is_read(tmp_path: Path) -> None:
    """Each key reaches its own field; whole numbers do where fractions are meant."""
    path = write(tmp_path, 'library = "news.db"\n[answers]\nextracts = 10\n[ranking]\nk1 = 2\nb = 0\n')

    assert load_settings(path, {}) == Settings(
        tmp_path / "news.db", "sqlite", 10, 2.0, 0.0, state=tmp_path / "state.db"
    )
    assert isinstance(load_settings(path, {}).k1, float)


def test_a_named_file_is_preferred_to_the_current_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """config.toml plays no part when another file is named."""
    monkeypatch.chdir(tmp_path)
    Path("config.toml").write_text("broken", encoding="utf-8")

    assert load_settings(write(tmp_path, "answers.extracts = 5"), {}).extracts == 5


def test_an_absolute_library_stays_as_it_is(tmp_path: Path) -> None:
    """Only a path that isn't absolute starts at the file's folder."""
    library = tmp_path / "elsewhere" / "news.db"
    path = write(tmp_path, f"library = '{library}'")

    assert load_settings(path, {}).library == library


def test_a_byte_order_mark_is_no_obstacle(tmp_path: Path) -> None:
    """Files saved by Windows' editors are read too."""
    path = tmp_path / "my.toml"
    path.write_bytes(b"\xef\xbb\xbf[answers]\r\nextracts = 2\r\n")

    assert load_settings(path, {}).extracts == 2


@pytest.mark.parametrize(
    ("variable", "expected"),
    [pytest.param("/srv/other.db", "/srv/other.db", id="set"), pytest.param("", "news.db", id="empty")],
)
def test_the_environment_replaces_the_library_only(tmp_path: Path, variable: str, expected: str) -> None:
    """CUTTINGS_LIBRARY wins over the file; an empty one counts as not there."""
    path = write(tmp_path, 'library = "news.db"\n[ranking]\nk1 = 1.5\n')

    settings = load_settings(path, {"CUTTINGS_LIBRARY": variable})

    assert settings == Settings(tmp_path / expected, k1=1.5, state=tmp_path / "state.db")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('libary = "a.db"', 'there is no setting "libary"; did you mean "library"?'),
        ("[Answers]", 'there is no setting "Answers"; did you mean "answers"?'),
        ("[answers]\nextract = 3", 'there is no setting "answers.extract"; did you mean "answers.extracts"?'),
        ("[ranking]\nB = 0.5", 'there is no setting "ranking.B"; did you mean "ranking.b"?'),
        ("[ranking]\nzzz = 1", 'there is no setting "ranking.zzz"; known here: k1, b'),
        (
            "token = 1",
            'there is no setting "token"; known here: library, engine, answers, ranking, discord, service, reading, '
            "opensearch, guilds, sources",
        ),
        ("answers = 3", "answers must be a section, written [answers] on a line of its own"),
        ("library = 3", "library must be the path of a file, in quotation marks, not 3"),
        ('library = " "', 'library must be the path of a file, in quotation marks, not " "'),
        (
            'library = "a\\u0000b"',
            "library must be the path of a file, in quotation marks, not a text with a NUL in it",
        ),
        ("[answers]\nextracts = 0", "answers.extracts must be a whole number from 1 to 10, not 0"),
        ("[answers]\nextracts = 11", "answers.extracts must be a whole number from 1 to 10, not 11"),
        ("[answers]\nextracts = 3.0", "answers.extracts must be a whole number from 1 to 10, not 3.0"),
        ("[answers]\nextracts = true", "answers.extracts must be a whole number from 1 to 10, not true"),
        ("[ranking]\nk1 = -0.1", "ranking.k1 must be a number 0 or more, not -0.1"),
        ("[ranking]\nk1 = inf", "ranking.k1 must be a number 0 or more, not inf"),
        ("[ranking]\nk1 = nan", "ranking.k1 must be a number 0 or more, not nan"),
        ("[ranking]\nk1 = false", "ranking.k1 must be a number 0 or more, not false"),
        ("[ranking]\nb = 1.01", "ranking.b must be a number from 0 to 1, not 1.01"),
        ('[ranking]\nb = "0.5"', 'ranking.b must be a number from 0 to 1, not "0.5"'),
        ("[ranking]\nb = [1]", "ranking.b must be a number from 0 to 1, not a list"),
        ("[ranking.b]", "ranking.b must be a number from 0 to 1, not a section"),
        ("[discord]\nstate = 1", "discord.state must be the path of a file, in quotation marks, not 1"),
        ("[discord]\ntoken_file = 1", "discord.token_file must be the path of a file, in quotation marks, not 1"),
        ("[discord]\ntest_guild = '7'", 'discord.test_guild must be a guild\'s id, or 0 for none, not "7"'),
        ("[discord]\ntest_guild = -7", "discord.test_guild must be a guild's id, or 0 for none, not -7"),
        ("[discord]\nadmin_guilds = 7", "discord.admin_guilds must be a list of guilds' ids, not 7"),
        ("[discord]\nadmin_guilds = ['7']", "discord.admin_guilds must be a list of guilds' ids, not a list"),
        ("[discord]\nreport_channel = '#x'", 'discord.report_channel must be a channel\'s id, or 0 for none, not "#x"'),
        ("[discord]\nkeep_questions = 1", "discord.keep_questions must be true or false, not 1"),
        ("extracts = 5", 'there is no setting "extracts"; did you mean "answers.extracts"?'),
        ("[discord]\nport = 1", 'there is no setting "discord.port"; did you mean "service.port"?'),
        (
            f"[discord]\ntoken_file = '{'A' * 24}.GhIjKl.{'x' * 38}'",
            "discord.token_file must be the path of a file that holds the token, not the token itself",
        ),
        ("[discord]\nshard_count = -1", "discord.shard_count must be a whole number from 0 to 10000, not -1"),
        ("[discord]\nshard_ids = 0", "discord.shard_ids must be a list of whole numbers from 0 to 9999, not 0"),
        ("[discord]\nshard_count = 2\nshard_ids = [1, 1]", "discord.shard_ids must name each shard once"),
        ("[discord]\nshard_ids = [0]", "discord.shard_ids must be below discord.shard_count, which is 0"),
        (
            "[discord]\nshard_count = 2\nshard_ids = [2]",
            "discord.shard_ids must be below discord.shard_count, which is 2",
        ),
        ("[service]\nlog = 'loud'", 'service.log must be "auto" or "text" or "json", not "loud"'),
        ("[service]\nlog_questions = 'no'", 'service.log_questions must be true or false, not "no"'),
        (
            "[service]\naddress = 'localhost'",
            'service.address must be an IP address such as "127.0.0.1", not "localhost"',
        ),
        ("[service]\naddress = 127", 'service.address must be an IP address such as "127.0.0.1", not 127'),
        ("[service]\nport = 70000", "service.port must be a whole number from 0 to 65535, not 70000"),
        ("[service]\nport = '80'", 'service.port must be a whole number from 0 to 65535, not "80"'),
        ("guilds = 3", "guilds must be sections, one for each guild, written [guilds.ID] on a line of its own"),
        ("[guilds.mine]\nlibrary = 'a.db'", "guilds.mine must have a guild's id in the place of its name"),
        ("[guilds.0]\nlibrary = 'a.db'", "guilds.0 must have a guild's id in the place of its name"),
        ("[guilds]\n7 = 'a.db'", "guilds.7 must be a section, written [guilds.7] on a line of its own"),
        ("[guilds.7]\nlibrary = 7", "guilds.7.library must be the path of a file, in quotation marks, not 7"),
        (
            "[guilds.7]\nlibrary = 'a.db'\nextract = 3",
            'there is no setting "guilds.7.extract"; did you mean "guilds.7.extracts"?',
        ),
        (
            "[guilds.7]\nlibrary = 'a.db'\nextracts = 0",
            "guilds.7.extracts must be a whole number from 1 to 10, not 0",
        ),
        (
            "[guilds.7]\nlibrary = 'a.db'\nkeep_questions = 0",
            "guilds.7.keep_questions must be true or false, not 0",
        ),
    ],
)
def test_an_unusable_value_is_refused(tmp_path: Path, text: str, message: str) -> None:
    """The message is one sentence with the file, the key and what to write instead."""
    path = write(tmp_path, text)

    with pytest.raises(ConfigError) as caught:
        load_settings(path, {})

    assert str(caught.value) == f"{path}: {message}"


def test_every_fault_is_kept(tmp_path: Path) -> None:
    """The message tells of the first and how many more there are; the list holds them all, in the file's order."""
    text = "tea = 1\n[answers]\nextracts = 0\n[ranking]\nk = 1\nb = 2"
    path = write(tmp_path, text)

    with pytest.raises(ConfigError) as caught:
        load_settings(path, {})

    assert [fault.removeprefix(f"{path}: ").partition(";")[0] for fault in caught.value.faults] == [
        'there is no setting "tea"',
        "answers.extracts must be a whole number from 1 to 10, not 0",
        'there is no setting "ranking.k"',
        "ranking.b must be a number from 0 to 1, not 2",
    ]
    assert str(caught.value) == f"{caught.value.faults[0]} (and 3 more; cuttings check lists them)"


def test_a_guild_has_a_library_and_settings_of_its_own(tmp_path: Path) -> None:
    """What it doesn't set holds for it as for all."""
    text = "answers.extracts = 4\n[guilds.8]\nlibrary = 'b.db'\n[guilds.7]\nlibrary = 'a.db'\nextracts = 5"
    settings = load_settings(write(tmp_path, text + "\nkeep_questions = true\n[guilds.9]\nextracts = 1"), {})

    assert settings.libraries == ((7, tmp_path / "a.db"), (8, tmp_path / "b.db"))
    assert settings.guilds == (GuildSetup(7, 5, True), GuildSetup(8), GuildSetup(9, 1))
    of = [settings.for_guild(guild) for guild in (7, 8, 9, 10, None)]
    assert [item.library.name for item in of] == ["a.db", "b.db", "library.db", "library.db", "library.db"]
    assert [item.extracts for item in of] == [5, 4, 1, 4, 4]
    assert [item.keep_questions for item in of] == [True, False, False, False, False]


def test_a_shared_library_keeps_questions_only_if_all_its_guilds_do() -> None:
    shared, own = Path("a.db"), Path("b.db")
    settings = Settings(
        libraries=((7, shared), (8, shared), (9, own)), guilds=(GuildSetup(7, None, True), GuildSetup(9, None, True))
    )

    assert settings.for_library(shared).keep_questions is False
    assert settings.for_library(own).keep_questions is True


@pytest.mark.parametrize(
    "text",
    ["[discord]\nstate = 'x/../library.db'", "[discord]\nstate = 'own.db'\n[guilds.7]\nlibrary = 'own.db'"],
    ids=["main", "guild"],
)
def test_the_state_is_no_library(tmp_path: Path, text: str) -> None:
    """Whichever of the two were made first, the other could not be."""
    with pytest.raises(ConfigError, match=r"discord\.state must be another file than a library's"):
        load_settings(write(tmp_path, text), {})


@pytest.mark.parametrize(
    "text", ["library = ", "[answers", f"[ranking]\nk1 = {'9' * 5000}"], ids=["value", "end", "long"]
)
def test_broken_toml_is_refused(tmp_path: Path, text: str) -> None:
    """A file that doesn't parse is named, with the parser's reason."""
    path = write(tmp_path, text)

    with pytest.raises(ConfigError, match=r"my\.toml is not valid TOML: "):
        load_settings(path, {})


def test_a_number_beyond_the_largest_float_is_refused(tmp_path: Path) -> None:
    """TOML's integers have no end here, floats do."""
    path = write(tmp_path, f"[ranking]\nk1 = 1{'0' * 400}")

    with pytest.raises(ConfigError, match="k1 must be a number 0 or more"):
        load_settings(path, {})


def test_a_file_that_is_not_utf_8_is_refused(tmp_path: Path) -> None:
    """Other encodings are refused rather than guessed."""
    path = tmp_path / "my.toml"
    path.write_bytes(b'library = "caf\xe9.db"')

    with pytest.raises(ConfigError, match="is not UTF-8 text"):
        load_settings(path, {})


def test_a_named_file_has_to_be_there(tmp_path: Path) -> None:
    """A named file that is missing is a mistake, not a wish for the defaults."""
    path = tmp_path / "gone.toml"

    with pytest.raises(ConfigError) as caught:
        load_settings(path, {})

    assert str(caught.value) == f"there is no configuration file {path}"


def test_a_folder_is_no_configuration_file(tmp_path: Path) -> None:
    """What can't be read as a file is refused with the system's reason."""
    with pytest.raises(ConfigError, match="can't be read: "):
        load_settings(tmp_path, {})


def test_the_settings_of_discord_are_read(tmp_path: Path) -> None:
    """Paths start at the file's folder; a guild is a number."""
    text = '[discord]\ntoken_file = "token"\nstate = "s.db"\ntest_guild = 7\nadmin_guilds = [8]\nkeep_questions = true'
    text += "\nanswer_mentions = true"

    settings = load_settings(write(tmp_path, text), {})

    assert settings == Settings(
        tmp_path / "library.db",
        "sqlite",
        3,
        0.9,
        0.75,
        token_file=tmp_path / "token",
        state=tmp_path / "s.db",
        test_guild=7,
        admin_guilds=(8,),
        keep_questions=True,
        answer_mentions=True,
    )


def test_the_token_is_the_environments_or_the_files(tmp_path: Path) -> None:
    """The environment wins; line ends and a byte order mark around the token do no harm."""
    (tmp_path / "token").write_bytes(b"\xef\xbb\xbf from.the.file \r\n")
    settings = Settings(token_file=tmp_path / "token")

    assert load_token(settings, {"CUTTINGS_TOKEN": " from.the.environment\n"}) == "from.the.environment"
    assert load_token(settings, {"CUTTINGS_TOKEN": ""}) == "from.the.file"


@pytest.mark.parametrize(
    ("settings", "environ", "message"),
    [
        (Settings(), {}, "there is no token for Discord"),
        (Settings(token_file=Path("none.token")), {}, "none.token can't be read"),
        (Settings(token_file=Path("/dev/null")), {}, "there is no token for Discord"),
        (Settings(), {"CUTTINGS_TOKEN": "a b"}, "characters that no token has"),
        (Settings(), {"CUTTINGS_TOKEN": "ä"}, "characters that no token has"),
    ],
)
def test_no_token_is_one_sentence(settings: Settings, environ: dict[str, str], message: str) -> None:
    """What is wrong and what to do; the token itself is never said."""
    with pytest.raises(ConfigError, match=message) as caught:
        load_token(settings, environ)

    assert "a b" not in str(caught.value)


def token(application: int = 123456789012345678) -> str:
    """Return something that has the shape of a bot's token and opens nothing."""
    first = base64.urlsafe_b64encode(str(application).encode()).decode().rstrip("=")
    return f"{first}.GhIjKl.{'x' * 38}"


def test_systemds_credential_comes_last(tmp_path: Path) -> None:
    """It counts where neither the environment nor a file gives a token."""
    (tmp_path / "cuttings-token").write_text("from.the.credential\n")
    (tmp_path / "token").write_text("from.the.file")
    environ = {"CREDENTIALS_DIRECTORY": str(tmp_path)}

    assert load_token(Settings(), environ) == "from.the.credential"
    assert load_token(Settings(token_file=tmp_path / "token"), environ) == "from.the.file"
    assert load_token(Settings(), environ | {"CUTTINGS_TOKEN": "from.the.environment"}) == "from.the.environment"
    with pytest.raises(ConfigError, match="there is no token"):
        load_token(Settings(), {"CREDENTIALS_DIRECTORY": str(tmp_path / "none")})


def test_a_masked_token_tells_whose_it_is_and_no_more() -> None:
    found = find_token(Settings(), {"CUTTINGS_TOKEN": token()})

    assert masked(found) == "set, from CUTTINGS_TOKEN, of application 123456789012345678"
    assert "x" * 5 not in masked(found) + repr(found)
    assert masked(find_token(Settings(), {"CUTTINGS_TOKEN": "loop.back.token"})) == "set, from CUTTINGS_TOKEN"


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (token(), None),
        ("123456789012345678", "it is an application's id"),
        ("0a" * 32, "it is an application's public key"),
        ("A" * 32, "it is an application's client secret"),
        ("loop.back.token", "a bot's token has three parts with a dot between them"),
        (token().rpartition(".")[0], "a bot's token has three parts with a dot between them"),
        (token(7), "a bot's token has three parts with a dot between them"),
        ("x" * 24 + token()[24:], "its first part names no application"),
    ],
)
def test_what_is_no_token_is_told_by_its_shape(text: str, fault: str | None) -> None:
    """What people paste in its place is named."""
    assert shape_fault(text) == fault


def example_keys() -> list[str]:
    """Return every key of the example file, sections before a dot."""
    values = tomllib.loads((ROOT / "config.example.toml").read_text(encoding="utf-8"))
    keys = []
    for name, value in values.items():
        keys += [f"{name}.{key}" for key in value] if isinstance(value, dict) else [name]
    return keys


def test_the_example_file_holds_every_setting_with_its_default() -> None:
    """Whoever copies the example starts from the defaults, and misses no setting."""
    settings = load_settings(ROOT / "config.example.toml", {})

    assert settings == Settings(library=ROOT / Settings().library, state=ROOT / Settings().state)
    assert example_keys() == list(FIELDS)


def test_every_setting_of_the_example_has_one_comment() -> None:
    """Each key stands below a comment; whoever reads the file alone knows what it does and in which unit."""
    lines = (ROOT / "config.example.toml").read_text(encoding="utf-8").splitlines()
    keys = [number for number, line in enumerate(lines) if "=" in line and not line.startswith("#")]

    assert len(keys) == len(FIELDS)
    for number in keys:
        assert lines[number - 1].startswith("# "), lines[number]
        assert number < 2 or not lines[number - 2].startswith("#"), f"more than one comment: {lines[number]}"


@pytest.mark.parametrize("key", [*example_keys(), "CUTTINGS_LIBRARY", "CUTTINGS_TOKEN"])
def test_the_docs_name_every_setting(key: str) -> None:
    """A setting nobody can read about does not exist."""
    assert f"`{key}`" in (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")

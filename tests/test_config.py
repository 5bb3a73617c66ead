"""Settings: what the file and the environment may say, and what is refused."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from bot.config import ConfigError, Settings, load_settings, load_token

ROOT = Path(__file__).parent.parent


def write(folder: Path, text: str) -> Path:
    """Write a configuration file and return its path."""
    path = folder / "my.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_without_a_file_the_defaults_hold(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A person who configures nothing gets a working set of settings."""
    monkeypatch.chdir(tmp_path)

    assert load_settings(None, {}) == Settings(Path("library.db"), 3, 0.9, 0.75)


def test_a_config_file_in_the_current_folder_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """config.toml is read without being named."""
    monkeypatch.chdir(tmp_path)
    Path("config.toml").write_text("[answers]\nextracts = 7\n", encoding="utf-8")

    assert load_settings(None, {}) == Settings(extracts=7)


def test_every_setting_is_read(tmp_path: Path) -> None:
    """Each key reaches its own field; whole numbers do where fractions are meant."""
    path = write(tmp_path, 'library = "news.db"\n[answers]\nextracts = 10\n[ranking]\nk1 = 2\nb = 0\n')

    assert load_settings(path, {}) == Settings(tmp_path / "news.db", 10, 2.0, 0.0, state=tmp_path / "state.db")
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
        ("token = 1", 'there is no setting "token"; known here: library, sources, answers, ranking, reading, discord'),
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
        ("[reading]\ndelay = 61", "reading.delay must be a number from 0 to 60, not 61"),
        ("[reading]\ncontact = 'a\tb'", 'reading.contact must be a link or mail address, not "a\tb"'),
        ("[reading]\nallow_loopback = 1", "reading.allow_loopback must be true or false, not 1"),
        ("[[sources]]\nname = 'x'", "sources 1 lacks an address: a link, a folder or a file"),
        ("[discord]\nstate = 1", "discord.state must be the path of a file, in quotation marks, not 1"),
        ("[discord]\ntoken_file = 1", "discord.token_file must be the path of a file, in quotation marks, not 1"),
        ("[discord]\ntest_guild = '7'", 'discord.test_guild must be a guild\'s id, or 0 for none, not "7"'),
        ("[discord]\ntest_guild = -7", "discord.test_guild must be a guild's id, or 0 for none, not -7"),
        ("[discord]\nadmin_guilds = 7", "discord.admin_guilds must be a list of guilds' ids, not 7"),
        ("[discord]\nadmin_guilds = ['7']", "discord.admin_guilds must be a list of guilds' ids, not a list"),
        ("[discord]\nkeep_questions = 1", "discord.keep_questions must be true or false, not 1"),
    ],
)
def test_an_unusable_value_is_refused(tmp_path: Path, text: str, message: str) -> None:
    """The message is one sentence with the file, the key and what to write instead."""
    path = write(tmp_path, text)

    with pytest.raises(ConfigError) as caught:
        load_settings(path, {})

    assert str(caught.value) == f"{path}: {message}"


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
        tmp_path / "library.db", 3, 0.9, 0.75, tmp_path / "token", tmp_path / "s.db", 7, (8,), True, True
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
    fields = [name for name in Settings.__dataclass_fields__ if name != "sources"]
    assert [key.rpartition(".")[2] for key in example_keys()] == fields


@pytest.mark.parametrize("key", [*example_keys(), "CUTTINGS_LIBRARY", "CUTTINGS_TOKEN"])
def test_the_readme_names_every_setting(key: str) -> None:
    """A setting nobody can read about does not exist."""
    assert f"`{key}`" in (ROOT / "README.md").read_text(encoding="utf-8")

"""TLS and basic authentication before a real node: what goes right, and one sentence for each thing that doesn't."""

from __future__ import annotations

import shutil

import pytest

from bot.handlers.places import PASSWORD_VARIABLE
from bot.terminal.main import main
from tests.cluster.secured import CERTIFICATE, PASSWORD, TLS, USER, guarded
from tests.conftest import SAMPLES
from tests.engines import fresh_name

pytestmark = pytest.mark.cluster


@pytest.fixture(scope="module")
def door(cluster):
    """Return the address of a node behind TLS and a password."""
    with guarded(cluster.nodes[0].url) as url:
        yield url


def configured(tmp_path, **settings):
    """Write a configuration and return its path."""
    lines = [f'{key} = "{value}"' for key, value in settings.items() if key != "url"]
    text = f'library = "{fresh_name()}.db"\nengine = "opensearch"\n[opensearch]\nnodes = ["{settings["url"]}"]\n'
    path = tmp_path / "config.toml"
    path.write_text(text + "\n".join(["copies = 0", *lines]), encoding="utf-8")
    return str(path)


def test_a_library_behind_tls_and_a_password(door, tmp_path, capsys, monkeypatch):
    """Everything goes through: adding, asking, telling how it is; the password is shown nowhere."""
    monkeypatch.setenv(PASSWORD_VARIABLE, PASSWORD)
    shutil.copytree(SAMPLES, tmp_path / "articles")
    config = configured(tmp_path, url=door, user=USER, certificates=CERTIFICATE)

    codes = [
        main([*command, "--config", config])
        for command in (
            ["add", str(tmp_path / "articles")], ["ask", "when did Kim visit Russia?"], ["status"], ["check"],
        )
    ]  # fmt: skip
    said = capsys.readouterr()

    assert codes == [0, 0, 0, 0]
    assert "September 2023" in said.out
    assert "the cluster is green" in said.out
    assert PASSWORD not in said.out + said.err


@pytest.mark.parametrize(
    ("settings", "password", "expected"),
    [
        ({"user": USER, "certificates": CERTIFICATE}, "wrong", "refuses (status 401); check the user, the password"),
        ({"user": "nobody", "certificates": CERTIFICATE}, PASSWORD, "refuses (status 401); check the user"),
        ({"certificates": CERTIFICATE}, "", "refuses (status 401); check the user, the password"),
        ({"user": USER}, PASSWORD, "can't be trusted (self-signed certificate); name the file of its issuer in "),
        ({"user": USER, "certificates": TLS / "cert.pem"}, PASSWORD, "can't be trusted (self-signed certificate)"),
        ({"user": USER, "certificates": TLS / "cert.pem", "url": "http://127.0.0.1:{port}"}, PASSWORD, "no node of"),
        ({"user": USER, "certificates": TLS / "loopback-key.pem"}, PASSWORD, "holds no certificate"),
    ],
    ids=["password", "user", "no user", "issuer unknown", "issuer of another", "no TLS", "a key for a certificate"],
)
def test_what_can_be_wrong(door, tmp_path, capsys, monkeypatch, settings, password, expected):
    """One sentence that tells what to do, exit code 2, and no password in it."""
    monkeypatch.setenv(PASSWORD_VARIABLE, password)
    url = settings.get("url", door).format(port=door.rpartition(":")[2])

    code = main(["ask", "anything", "--config", configured(tmp_path, **settings | {"url": url})])
    said = capsys.readouterr().err

    assert code == 2
    assert expected in said
    assert len(said.splitlines()) == 1
    assert "Traceback" not in said
    assert PASSWORD not in said


def test_tls_where_there_is_none(cluster, tmp_path, capsys):
    """An address that begins with https, of a node without TLS."""
    url = cluster.nodes[0].url.replace("http:", "https:")

    assert main(["ask", "anything", "--config", configured(tmp_path, url=url)]) == 2

    assert "speaks no TLS; its address begins with http://" in capsys.readouterr().err

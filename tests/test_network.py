"""The real process in a network of its own, where Discord has its real names and speaks TLS; nothing is led astray."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys

import pytest

OWN_NETWORK = ["unshare", "--user", "--map-root-user", "--net", "--mount"]
NAMES = ("discord.com", "gateway.discord.gg")
INSIDE = 'ip link set lo up && mount --bind "$0/hosts" /etc/hosts && exec "$1" -m tests.namespaced "$0"'


@pytest.fixture
def folder(settings, tmp_path):
    """Return a folder with the library, a server's certificate, who made it, and somebody who made none."""
    trustme = pytest.importorskip("trustme")
    tried = shutil.which("unshare") and shutil.which("ip") and subprocess.run([*OWN_NETWORK, "true"], check=False)
    if not tried or tried.returncode:
        pytest.skip("no network of its own can be had here: unshare or ip is missing, or not allowed")
    authority, stranger = trustme.CA(), trustme.CA()
    authority.issue_cert(*NAMES).private_key_and_cert_chain_pem.write_to_path(tmp_path / "server.pem")
    authority.cert_pem.write_to_path(tmp_path / "authority.pem")
    stranger.cert_pem.write_to_path(tmp_path / "stranger.pem")
    (tmp_path / "hosts").write_text("".join(f"127.0.0.1 {name}\n" for name in ("localhost", *NAMES)))
    return tmp_path


def happened(folder, trusted):
    """Run the process in its network, trusting one authority, and return what was seen."""
    made = subprocess.run(
        [*OWN_NETWORK, "sh", "-c", INSIDE, str(folder), sys.executable],
        env=os.environ | {"TRUSTED": trusted, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert made.returncode == 0, made.stderr
    return json.loads(made.stdout)


def test_the_process_answers_at_discords_own_names(folder):
    """No address is set anywhere: names, TLS and paths are those of Discord."""
    seen = happened(folder, "authority.pem")

    assert "## September 2023" in seen["told"], seen["log"]
    assert (seen["code"], seen["problems"]) == (0, [])
    assert "Traceback" not in seen["log"]


def test_a_discord_that_nobody_vouches_for_gets_no_token(folder):
    """With a certificate by somebody unknown, nothing is asked of it, and the process says that Discord is away."""
    seen = happened(folder, "stranger.pem")

    assert (seen["told"], seen["code"], seen["problems"]) == ("", 0, [])
    assert "Discord can't be reached" in seen["log"]
    assert "loop.back.token" not in seen["log"]

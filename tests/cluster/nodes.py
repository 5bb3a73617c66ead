"""Start, kill and start again real OpenSearch nodes, each a process of its own.

``python -m tests.cluster.nodes`` gets what a node is made of: it exits 0 if it is there, and else says why not.
"""

from __future__ import annotations

import os
import queue
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import urllib3

HERE = Path(__file__).parent
BUILT = HERE.parent.parent / ".cluster"
"""Where the jars and the starter are put; not in the repository."""
JAVA_HOMES = Path("/usr/lib/jvm")
"""Where Debian puts the JDKs besides the one on the path."""
HEAP_MB = 512
START_S = 90.0
"""How long a node may take to start on a busy machine."""
FETCH_S = 150
"""How long the first download may take."""


class NoClusterError(Exception):
    """No node can be started here; the text says why."""


@dataclass(frozen=True, slots=True)
class Release:
    """A major version of OpenSearch: where its pom and its starter are, what is made of them, and the JDK it needs."""

    folder: Path
    built: Path
    java: int

    def tool(self, name: str) -> str:
        """Return the path of ``java`` or ``javac`` in a version that will do.

        Raises
        ------
        NoClusterError
        """
        for found in [shutil.which(name), *sorted(map(str, JAVA_HOMES.glob(f"*/bin/{name}")))]:
            if found and _version_of(found) >= self.java:
                return found
        raise NoClusterError(f"there is no {name} of JDK {self.java}")


TWO = Release(HERE, BUILT, 17)
THREE = Release(HERE / "version3", BUILT / "version3", 21)


def _version_of(tool: str) -> int:
    done = subprocess.run([tool, "-version"], capture_output=True, text=True, check=False)
    found = re.search(r"(\d+)[.\d]*", done.stderr + done.stdout)
    return int(found[1]) if found else 0


def prepare(release: Release = TWO) -> None:
    """Fetch the jars with Maven and compile the starter, unless both are there.

    Raises
    ------
    NoClusterError
    """
    javac = release.tool("javac")
    if not shutil.which("mvn"):
        raise NoClusterError("there is no mvn")
    folder, built = release.folder, release.built
    stamp = built / "done"
    wanted = (folder / "pom.xml").read_text() + (folder / "TestNode.java").read_text()
    if stamp.is_file() and stamp.read_text() == wanted:
        return
    for old in (built / "jars", *built.glob("*.class")):
        shutil.rmtree(old) if old.is_dir() else old.unlink(missing_ok=True)
    built.mkdir(parents=True, exist_ok=True)
    _run(
        [
            *("mvn", "--quiet", "--batch-mode", "--file", str(folder / "pom.xml"), "dependency:copy-dependencies"),
            *("-DincludeScope=runtime", f"-DoutputDirectory={built / 'jars'}"),
        ],
        "the jars of OpenSearch can't be fetched",
    )
    _run(
        [javac, "-cp", f"{built}/jars/*", "-d", str(built), str(folder / "TestNode.java")], "its starter can't be made"
    )
    stamp.write_text(wanted)


def _run(command: list[str], what: str) -> None:
    try:
        subprocess.run(command, check=True, capture_output=True, timeout=FETCH_S, text=True)
    except subprocess.TimeoutExpired as error:
        raise NoClusterError(f"{what} within {FETCH_S} seconds") from error
    except subprocess.CalledProcessError as error:
        first = [line for line in (error.stdout + error.stderr).splitlines() if "ERROR" in line or "error" in line]
        raise NoClusterError(f"{what}: {first[0][:200] if first else error.returncode}") from error


class Node:
    """One node: its process, and the ports it got."""

    def __init__(self, home: Path, name: str, settings: dict[str, str], release: Release) -> None:
        self.home, self.name, self._settings, self._release = home, name, settings, release
        self._process: subprocess.Popen[str] | None = None
        self.http_port = self.transport_port = 0

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.http_port}"

    def start(self, **settings: str) -> None:
        """Start the process; `wait` tells when it answers."""
        self.home.mkdir(parents=True, exist_ok=True)
        chosen = {
            "node.name": self.name,
            "network.host": "127.0.0.1",
            "http.port": str(self.http_port),
            "transport.port": "0",
            "node.store.allow_mmap": "false",
            "cluster.routing.allocation.disk.threshold_enabled": "false",
            **self._settings,
            **settings,
        }
        self._log = (self.home / "log.txt").open("ab")
        self._process = subprocess.Popen(
            [
                *(
                    self._release.tool("java"),
                    f"-Xms{HEAP_MB}m",
                    f"-Xmx{HEAP_MB}m",
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                ),
                *("-cp", f"{self._release.built}/jars/*:{self._release.built}", "TestNode", str(self.home)),
                *(f"{key}={value}" for key, value in chosen.items()),
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
            text=True,
        )
        self._lines: queue.Queue[str] = queue.Queue()
        self._reader = threading.Thread(target=self._read, args=(self._process,), daemon=True)
        self._reader.start()

    def _read(self, process: subprocess.Popen[str]) -> None:
        assert process.stdout
        for line in process.stdout:
            self._lines.put(line)
        self._lines.put("")

    def wait(self) -> None:
        """Wait until the node has its ports.

        Raises
        ------
        NoClusterError
        """
        until = time.monotonic() + START_S
        while (left := until - time.monotonic()) > 0:
            try:
                line = self._lines.get(timeout=left)
            except queue.Empty:
                break
            if line.startswith("ports "):
                self.http_port, self.transport_port = map(int, line.split()[1:])
                return
            if not line:
                log = (self.home / "log.txt").read_text(errors="replace").splitlines()
                raise NoClusterError(f"the node {self.name} ended at its start: {log[0] if log else 'no reason given'}")
        raise NoClusterError(f"the node {self.name} did not start within {START_S:g} seconds")

    def signal(self, number: signal.Signals) -> None:
        """Send the process a signal, such as SIGSTOP."""
        assert self._process
        self._process.send_signal(number)

    def kill(self) -> None:
        """End the process at once, as a power cut would."""
        if self._process:
            self._process.kill()
            self._process.wait()
            self._reader.join()
            for stream in (self._process.stdin, self._process.stdout, self._log):
                if stream:
                    stream.close()
            self._process = None


class Cluster:
    """Some nodes that know each other."""

    def __init__(self, home: Path, count: int, release: Release = TWO) -> None:
        names = [f"node{number}" for number in range(1, count + 1)]
        settings = {"cluster.name": f"test-{os.getpid()}-{home.name}"}
        self.nodes = [Node(home / name, name, settings, release) for name in names]
        self._http = urllib3.PoolManager(retries=False, timeout=20)

    def start(self) -> None:
        """Start the first node, then the others, and wait until all are in."""
        first, *others = self.nodes
        try:
            first.start(**{"cluster.initial_cluster_manager_nodes": first.name, "discovery.seed_hosts": "127.0.0.1:1"})
            first.wait()
            for node in others:
                node.start(**{"discovery.seed_hosts": f"127.0.0.1:{first.transport_port}"})
            for node in others:
                node.wait()
            self.wait(nodes=len(self.nodes))
        except BaseException:
            self.stop()
            raise

    def restart(self, node: Node) -> None:
        """Start a killed node again, with its data, at its old address."""
        others = [other for other in self.nodes if other is not node and other.transport_port]
        node.start(**{"discovery.seed_hosts": ",".join(f"127.0.0.1:{other.transport_port}" for other in others)})
        node.wait()

    def ask(self, method: str, path: str, node: Node | None = None, body: str = "") -> Any:
        """Send one request to a node and return its answer."""
        answer = self._http.request(
            method, f"{(node or self.nodes[0]).url}{path}", body=body, headers={"content-type": "application/json"}
        )
        return answer.json()

    def wait(self, *, nodes: int, status: str = "green", by: Node | None = None) -> None:
        """Wait until so many nodes are in and the indexes have a status."""
        found = self.ask("GET", f"/_cluster/health?wait_for_nodes={nodes}&wait_for_status={status}&timeout=15s", by)
        for _ in range(4):
            if not found.get("timed_out", True):
                return
            found = self.ask("GET", f"/_cluster/health?wait_for_nodes={nodes}&wait_for_status={status}&timeout=15s", by)
        raise NoClusterError(f"the cluster did not come to {nodes} nodes and {status}: {found}")

    def stop(self) -> None:
        """End all processes."""
        for node in self.nodes:
            node.kill()
        self._http.clear()


if __name__ == "__main__":
    try:
        prepare()
    except NoClusterError as error:
        sys.exit(f"no OpenSearch node can be started here: {error}")

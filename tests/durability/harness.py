"""A real `midas serve` in a folder of its own: started, written to by many, killed, started again.

Generic: a test brings its own request (`Client.post`) and its own way to count what is there.
"""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil

from midas.hub.site.serving.embedded import postmaster_of
from tests.house.places import ROOT

KEPT = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "USER")
START_SECONDS = 90


def free_port() -> int:
    """A port that nobody listens on right now."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@dataclass
class Hub:
    """One hub in one data folder."""

    folder: Path
    arguments: tuple[str, ...] = ()
    environment: dict[str, str] = field(default_factory=dict)
    port: int = field(default_factory=free_port)
    start_seconds: int = START_SECONDS
    process: "subprocess.Popen[str] | None" = None
    output: list[str] = field(default_factory=list)

    @property
    def data(self) -> Path:
        """The data folder of the hub."""
        return self.folder / "data"

    def start(self) -> float:
        """Start and wait until the hub says that it is ready; how many seconds that took."""
        began = time.monotonic()
        kept = {name: os.environ[name] for name in KEPT if name in os.environ}
        command = [sys.executable, "-m", "midas.hub.site.cli", "serve", "--data", str(self.data)]
        self.process = subprocess.Popen(
            [*command, "--port", str(self.port), *self.arguments],
            env=kept | {"PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"} | self.environment,
            cwd=self.folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        ready = threading.Event()
        threading.Thread(target=self._read, args=(self.process, ready), daemon=True).start()
        deadline = began + self.start_seconds
        while not ready.wait(0.05):
            if self.process.poll() is not None or time.monotonic() > deadline:
                message = "the hub did not start:\n" + "".join(self.output)
                raise AssertionError(message)
        return time.monotonic() - began

    def _read(self, process: "subprocess.Popen[str]", ready: threading.Event) -> None:
        assert process.stdout is not None
        for line in process.stdout:
            self.output.append(line)
            if line.startswith("ready "):
                ready.set()
        process.stdout.close()

    def processes(self) -> list[psutil.Process]:
        """Every process of the hub: supervisor, web, worker, database."""
        found = []
        roots = [postmaster_of(self.data)]
        if self.process is not None and psutil.pid_exists(self.process.pid):
            roots.append(psutil.Process(self.process.pid))
        for root in filter(None, roots):
            try:
                found += [root, *root.children(recursive=True)]
            except psutil.NoSuchProcess:
                continue
        return found

    def kill(self) -> None:
        """kill -9 for every process at once, the database first."""
        for one in self.processes():
            try:
                one.send_signal(signal.SIGKILL)
            except psutil.NoSuchProcess:
                continue
        if self.process is not None:
            self.process.wait(10)

    def stop(self, number: signal.Signals = signal.SIGINT) -> int:
        """Stop as Ctrl-C does; the exit code."""
        assert self.process is not None
        self.process.send_signal(number)
        return self.process.wait(30)


@dataclass
class Client:
    """Sends JSON on one connection, as one of many at the same time."""

    port: int
    headers: dict[str, str] = field(default_factory=dict)
    connection: http.client.HTTPConnection | None = None

    def post(self, path: str, body: dict[str, Any]) -> tuple[int, bytes]:
        """The status and the body of the answer; raises OSError when there is none."""
        if self.connection is None:
            self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        headers = {"Content-Type": "application/json", "Accept": "application/json"} | self.headers
        self.connection.request("POST", path, json.dumps(body), headers)
        answer = self.connection.getresponse()
        return answer.status, answer.read()

    def close(self) -> None:
        """End the connection."""
        if self.connection is not None:
            self.connection.close()


def hammer(
    clients: int, send: Callable[[int], str | None], *, kill_after: int, kill: Callable[[], None]
) -> set[str]:
    """Let `clients` threads send at the same time until the hub is killed; what was acknowledged.

    `send(number)` makes one submission and answers its key once the hub has acknowledged it; it
    raises OSError or HTTPException when the hub is gone. The kill comes in the middle of the
    sending, after `kill_after` acknowledgements.
    """
    acknowledged: set[str] = set()
    enough, gone = threading.Event(), threading.Event()
    together = threading.Barrier(clients)

    def work(number: int) -> None:
        together.wait()
        while not gone.is_set():
            try:
                key = send(number)
            except (OSError, http.client.HTTPException):
                return
            if key is not None:
                acknowledged.add(key)
                if len(acknowledged) >= kill_after:
                    enough.set()

    with ThreadPoolExecutor(clients) as pool:
        for number in range(clients):
            pool.submit(work, number)
        assert enough.wait(60), f"only {len(acknowledged)} acknowledgements in a minute"
        kill()
        gone.set()
    return acknowledged

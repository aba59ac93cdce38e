"""A real `midas serve` on a folder of its own, for benchmarks and tests that need all of it."""

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

READY_SECONDS = 180


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@contextmanager
def served(*arguments: str) -> Iterator[tuple[str, str, int]]:
    """Serve until the block ends; yields its address, its database's, and its process number."""
    folder = Path(tempfile.mkdtemp(prefix="midas-bench-"))
    port = free_port()
    command = [sys.executable, "-m", "midas.hub.site.cli", "serve", "--port", str(port)]
    quiet = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "MIDAS_DATA")}
    process = subprocess.Popen(
        [*command, "--data", str(folder), "--no-demo", *arguments], env=quiet, text=True
    )
    address = f"http://127.0.0.1:{port}"
    try:
        _wait(address, process)
        database = f"postgresql://postgres:@/midas?host={folder / 'postgres'}"
        yield address, database, process.pid
    finally:
        process.terminate()
        process.wait(30)


def _wait(address: str, process: "subprocess.Popen[str]") -> None:
    until = time.monotonic() + READY_SECONDS
    while time.monotonic() < until and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{address}/healthz", timeout=2) as answer:
                if json.load(answer).get("worker"):
                    return
        except OSError:
            time.sleep(0.3)
    msg = "the hub did not become ready"
    raise RuntimeError(msg)

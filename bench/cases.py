"""The officer's list of 25,000 applications: first, middle and last page under eight users.

Peer: the same rows through Django's Paginator, which skips rows by OFFSET and counts them all.
"""

import os
import socket
import statistics
import threading
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote, urlsplit

import psutil

from bench.serving import served

COUNT, USERS, REQUESTS = 25_000, 8, 50


def main() -> None:
    """Serve, fill, measure, print a table."""
    with served() as (address, database, process):
        os.environ |= {
            "DATABASE_URL": database,
            "DJANGO_SETTINGS_MODULE": "midas.hub.site.settings.serve",
            "MIDAS_SECRET_KEY": "bench",
        }
        import django

        django.setup()
        from django.db import connection

        from bench.filling import fill, officer

        person = officer()
        started = time.perf_counter()
        fill(COUNT)
        with connection.cursor() as cursor:
            cursor.execute("analyze")
        print(f"{COUNT} applications in {time.perf_counter() - started:.1f} s")
        cookie = _cookie(person, database)
        pages = {"first": "/cases/", "last": "/cases/?page=last"}
        pages |= {"by state": "/cases/?state=assessing", "by name": "/cases/?q=대성"}
        _measured(address, "/cases/?page=last", cookie)  # every process has its templates now
        for name, path in pages.items():
            before = _cpu(process, database)
            seconds = _measured(address, path, cookie)
            _row(name, seconds, _cpu(process, database) - before)
        _paging()


def _cookie(person: object, database: str) -> str:
    """A session of the officer, signed with the secret key of the hub that serves."""
    from urllib.parse import parse_qs

    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    data = Path(parse_qs(urlsplit(database).query)["host"][0]).parent
    settings.SECRET_KEY = (data / "keys" / "secret-key").read_text().strip()
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)  # type: ignore[attr-defined]  # a Person
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()  # type: ignore[attr-defined]
    session.save()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


def _measured(address: str, path: str, cookie: str) -> list[float]:
    """Seconds of each of USERS × REQUESTS requests, after one warm-up each.

    The users are bare sockets: a whole HTTP client would take a seventh of the machine for itself.
    """
    found: list[float] = []
    lock = threading.Lock()
    place = urlsplit(address)
    head = f"GET {quote(path, safe='/?=&')} HTTP/1.1\r\nHost: {place.netloc}\r\nCookie: {cookie}"
    request = f"{head}\r\nAccept-Language: ko\r\n\r\n".encode()

    def user() -> None:
        with socket.create_connection((place.hostname or "", place.port or 0), 60) as line:
            mine = [_one(line, request) for _ in range(REQUESTS + 1)][1:]
        with lock:
            found.extend(mine)

    threads = [threading.Thread(target=user) for _ in range(USERS)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return found


def _one(line: socket.socket, request: bytes) -> float:
    """Seconds until the whole answer of one request is there."""
    started = time.perf_counter()
    line.sendall(request)
    answer = bytearray()
    while (end := answer.find(b"\r\n\r\n")) < 0:
        answer += _more(line)
    head = bytes(answer[:end]).lower()
    length = int(head.partition(b"content-length: ")[2].partition(b"\r\n")[0])
    while len(answer) < end + 4 + length:
        answer += _more(line)
    if not head.startswith(b"http/1.1 200"):
        raise RuntimeError(head.decode())
    return time.perf_counter() - started


def _more(line: socket.socket) -> bytes:
    part = line.recv(1 << 18)
    if not part:
        msg = "the hub closed the connection"
        raise RuntimeError(msg)
    return part


def _row(name: str, seconds: list[float], cpu: float) -> None:
    cuts = statistics.quantiles(seconds, n=100)
    rate = USERS / statistics.mean(seconds)
    each = cpu / (USERS * (REQUESTS + 1))
    print(
        f"{name:10} p50 {cuts[49] * 1000:6.0f} ms  p95 {cuts[94] * 1000:6.0f} ms  {rate:5.0f}/s"
        f"  CPU {each * 1000:5.1f} ms a page"
    )


def _cpu(process: int, database: str) -> float:
    """CPU seconds so far of the web processes and of the whole database."""
    folder = database.partition("host=")[2]
    postmaster = int((Path(folder) / "postmaster.pid").read_text().splitlines()[0])
    found = [psutil.Process(pid) for pid in (process, postmaster)]
    every = [one for root in found for one in (root, *root.children(recursive=True))]
    return sum(one.cpu_times().user + one.cpu_times().system for one in set(every))


def _paging() -> None:
    """The last page by key and by OFFSET, alternating; medians and their ratio."""
    from django.core.paginator import Paginator

    from midas.hub.kernel.pages import page_by_key
    from midas.hub.programme.models import Application

    rows = Application.objects.exclude(submitted_at=None)

    def by_key() -> object:
        return page_by_key(rows, ("-created_at", "id"), "last", 25).rows

    def by_offset() -> object:
        paginator = Paginator(rows.order_by("-created_at", "id"), 25)
        return list(paginator.page(paginator.num_pages))

    ours, peer = _alternating(by_key, by_offset, 40)
    print(
        f"last page by key {ours * 1000:.1f} ms, by OFFSET {peer * 1000:.1f} ms: {peer / ours:.1f}x"
    )


def _alternating(
    first: Callable[[], object], second: Callable[[], object], times: int
) -> tuple[float, float]:
    took: tuple[list[float], list[float]] = ([], [])
    for _ in range(times):
        for place, act in enumerate((first, second)):
            started = time.perf_counter()
            act()
            took[place].append(time.perf_counter() - started)
    return statistics.median(took[0]), statistics.median(took[1])

"""The officer's list of 25,000 applications: first, middle and last page under eight users.

Peer: the same rows through Django's Paginator, which skips rows by OFFSET and counts them all.
"""

import http.client
import os
import statistics
import threading
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

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
    """Seconds of each of USERS × REQUESTS requests, after one warm-up each."""
    found: list[float] = []
    lock = threading.Lock()

    def user() -> None:
        place = urlsplit(address)
        line = http.client.HTTPConnection(place.hostname or "", place.port or 0, timeout=60)
        mine = [_one(line, path, cookie) for _ in range(REQUESTS + 1)][1:]
        with lock:
            found.extend(mine)

    threads = [threading.Thread(target=user) for _ in range(USERS)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return found


def _one(line: http.client.HTTPConnection, path: str, cookie: str) -> float:
    from urllib.parse import quote

    started = time.perf_counter()
    line.request("GET", quote(path, safe="/?=&"), headers={"Cookie": cookie})
    answer = line.getresponse()
    answer.read()
    if answer.status != 200:
        msg = f"{path}: {answer.status}"
        raise RuntimeError(msg)
    return time.perf_counter() - started


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

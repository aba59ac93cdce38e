"""From an empty database to one that can be served: tables, reference data, profile, demo."""

import contextlib
import hashlib
import io
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command, get_commands
from django.db import connection, connections

from midas.hub.kernel import clock
from midas.hub.kernel.models import JobRun
from midas.hub.kernel.problems import words

DEMO_TITLE = words("Loading the demonstration country")
LOADS: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("reference_load", words("Loading regions, industries and governments"), {"governments": True}),
    ("profile_load", words("Loading the rule profile"), {}),
)


def prepare(*, demo: bool) -> None:
    """Bring the database and the static files up to date, and load what is not there yet."""
    _tell("Preparing the database")
    call_command("migrate", verbosity=0, interactive=False)
    _collect_static()
    with connection.cursor() as cursor:  # what a crash loses here is loaded again
        cursor.execute("set synchronous_commit = off")
    profile = _profile_fingerprint()
    for command, text, options in LOADS:
        if _exists(command) and not _is_done(command, profile):
            _tell(text)
            with _run_of(command, text, profile):
                call_command(command, verbosity=0, stdout=io.StringIO(), **options)
    if demo and _exists("demo_load") and not _is_done("demo_load"):
        _tell("Loading the demonstration country")
        with _run_of("demo_load", DEMO_TITLE):
            call_command("demo_load")
    connections.close_all()


def _tell(text: str) -> None:
    print(f"{text} …", flush=True)


def _exists(command: str) -> bool:
    return command in get_commands()


def _is_done(command: str, fingerprint: str = "") -> bool:
    """True when the command ran to its end on this database, on the same profile."""
    runs = JobRun.objects.filter(task=command, state=JobRun.State.DONE)
    last = runs.order_by("-created_at").first()
    return last is not None and last.result.get("fingerprint", "") == fingerprint


@contextlib.contextmanager
def _run_of(command: str, title: str, fingerprint: str = "") -> Iterator[None]:
    """Keep in the database that a command ran, and whether it came to its end."""
    run = JobRun.objects.create(
        task=command, title=title, state=JobRun.State.RUNNING, created_at=clock.now()
    )
    mine = JobRun.objects.filter(pk=run.pk)
    try:
        yield
    except BaseException as error:
        mine.update(state=JobRun.State.FAILED, message=str(error)[:500], ended_at=clock.now())
        raise
    result = {"fingerprint": fingerprint}
    mine.update(state=JobRun.State.DONE, result=result, ended_at=clock.now())


def _profile_fingerprint() -> str:
    """Changes with the profile's files and with the version of the code that reads them."""
    digest = hashlib.sha256(version("midas").encode())
    for path in sorted(Path(settings.PROFILE).rglob("*")):
        if path.is_file():
            digest.update(f"{path.name} {path.stat().st_size} {path.stat().st_mtime_ns}".encode())
    return digest.hexdigest()


def _collect_static() -> None:
    """Gather, hash and compress the static files, unless they are those of the last start."""
    stamp = Path(settings.STATIC_ROOT) / ".stamp"
    wanted = _static_fingerprint()
    if stamp.is_file() and stamp.read_text() == wanted:
        return
    _tell("Collecting static files")
    call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    stamp.write_text(wanted)


def _static_fingerprint() -> str:
    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            about = Path(storage.path(name)).stat()
            digest.update(f"{name} {about.st_size} {about.st_mtime_ns}\n".encode())
    return digest.hexdigest()

"""From an empty database to one that can be served: tables, reference data, profile, demo."""

import hashlib
import io
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command, get_commands
from django.db import connection, connections

from midas.hub.kernel import clock
from midas.hub.kernel.models import JobRun
from midas.hub.kernel.problems import words

DEMO_TITLE = words("Load the demonstration country")


def prepare(*, demo: bool) -> None:
    """Bring the database and the static files up to date, and load what is not there yet."""
    _tell("Preparing the database")
    call_command("migrate", verbosity=0, interactive=False)
    _collect_static()
    with connection.cursor() as cursor:  # what a crash loses here is loaded again
        cursor.execute("set synchronous_commit = off")
    if _exists("reference_load"):
        _tell("Loading regions, industries and governments")
        call_command("reference_load", governments=True, verbosity=0, stdout=io.StringIO())
    if _exists("profile_load"):
        _tell("Loading the rule profile")
        call_command("profile_load", verbosity=0, stdout=io.StringIO())
    if demo and _exists("demo_load"):
        _load_demo()
    connections.close_all()


def _tell(text: str) -> None:
    print(f"{text} …", flush=True)


def _exists(command: str) -> bool:
    return command in get_commands()


def _load_demo() -> None:
    """Load the demo unless it was loaded to its end before; progress goes to the screen."""
    runs = JobRun.objects.filter(task="demo_load")
    if runs.filter(state=JobRun.State.DONE).exists():
        return
    _tell("Loading the demonstration country")
    run = JobRun.objects.create(
        task="demo_load", title=DEMO_TITLE, state=JobRun.State.RUNNING, created_at=clock.now()
    )
    mine = JobRun.objects.filter(pk=run.pk)
    try:
        call_command("demo_load")
    except BaseException as error:
        mine.update(state=JobRun.State.FAILED, message=str(error)[:500], ended_at=clock.now())
        raise
    mine.update(state=JobRun.State.DONE, ended_at=clock.now())


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

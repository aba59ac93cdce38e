"""kill -9 of everything during 200 concurrent writes loses nothing and duplicates nothing."""

import signal
import time
import urllib.request
import uuid
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg
import pytest

from midas.hub.site.serving.embedded import database_of, postmaster_of
from tests.durability.harness import Client, Hub, free_port, hammer

pytestmark = [pytest.mark.journey, pytest.mark.timeout(300)]
CLIENTS = 200


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[Hub]:
    """A hub with the test's own address, gone after the test."""
    made = Hub(tmp_path, environment={"DJANGO_SETTINGS_MODULE": "tests.durability.settings"})
    yield made
    made.kill()


def rows(data: Path, query: str) -> list[str]:
    """The first column of a query on the hub's database."""
    with database_of(data) as database, psycopg.connect(database.url) as connection:
        return [row[0] for row in connection.execute(query)]


def is_running(pid: int) -> bool:
    """False for a process that has ended, whether or not it was collected by its parent."""
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def test_nothing_acknowledged_is_lost_and_nothing_is_there_twice(hub: Hub) -> None:
    hub.start()
    clients = [Client(hub.port) for _ in range(CLIENTS)]

    def send(number: int) -> str | None:
        key = str(uuid.uuid4())
        status, _body = clients[number].post("/durability/", {"key": key})
        return key if status == 201 else None

    acknowledged = hammer(CLIENTS, send, kill_after=400, kill=hub.kill)
    for client in clients:
        client.close()
    assert len(acknowledged) >= 400
    assert not hub.processes()

    hub.start()
    kept = "select subject::text from kernel_fact where kind = 'durability.note_left'"
    found = Counter(rows(hub.data, kept))
    assert acknowledged <= set(found)
    assert set(found.values()) == {1}

    waiting = "select handler from kernel_delivery where state <> 'done'"
    deadline = time.monotonic() + 90
    while rows(hub.data, waiting) and time.monotonic() < deadline:
        time.sleep(0.5)
    assert rows(hub.data, waiting) == []
    effects = "select name from kernel_heartbeat where length(name) = 36"
    assert set(rows(hub.data, effects)) == set(found)  # each exactly once: the name is the key
    assert hub.stop() == 0


def test_a_stop_is_clean_and_a_second_start_keeps_everything(hub: Hub) -> None:
    hub.start()
    key = str(uuid.uuid4())
    client = Client(hub.port)
    assert client.post("/durability/", {"key": key})[0] == 201
    client.close()
    pids = [one.pid for one in hub.processes()]
    began = time.monotonic()
    assert hub.stop(signal.SIGTERM) == 0
    assert time.monotonic() - began < 15
    assert not [pid for pid in pids if is_running(pid)]
    hub.start()
    assert rows(hub.data, f"select subject::text from kernel_fact where subject = '{key}'") == [key]


def test_children_follow_a_killed_parent_and_a_new_start_recovers(hub: Hub) -> None:
    hub.start()
    assert hub.process is not None
    children = psutil.Process(hub.process.pid).children(recursive=True)
    hub.process.kill()
    hub.process.wait(10)
    _, alive = psutil.wait_procs(children, timeout=15)
    assert not alive
    assert postmaster_of(hub.data) is not None  # the database lives on and is found again
    hub.start()
    with urllib.request.urlopen(f"http://127.0.0.1:{hub.port}/healthz", timeout=5) as answer:
        assert answer.status == 200


def test_a_dead_worker_is_started_again(hub: Hub) -> None:
    hub.start()
    (worker,) = [one for one in hub.processes() if "worker" in one.cmdline()]
    worker.kill()
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        if any("started again" in line for line in hub.output):
            break
        time.sleep(0.1)
    else:
        pytest.fail("".join(hub.output))
    assert [one for one in hub.processes() if "worker" in one.cmdline() and one != worker]


@pytest.mark.parametrize(
    ("environment", "arguments", "sentence"),
    [
        ({"DATABASE_URL": "mysql://x/y"}, (), "DATABASE_URL must look like"),
        ({"DATABASE_URL": "postgresql://nobody@127.0.0.1:9/x"}, (), "cannot be reached"),
        ({}, ("--port", "99999"), "no port number"),
        ({}, ("--data", "/proc/midas"), "cannot be written"),
        ({}, ("--host", "0.0.0.0"), "MIDAS_HOSTS"),  # noqa: S104
    ],
)
def test_what_is_wrong_is_said_in_one_sentence(
    tmp_path: Path, environment: dict[str, str], arguments: tuple[str, ...], sentence: str
) -> None:
    hub = Hub(tmp_path, arguments, environment)
    with pytest.raises(AssertionError):
        hub.start()
    assert hub.process is not None
    assert hub.process.wait(10) == 2
    said = "".join(hub.output)
    assert sentence in said
    assert len(said.splitlines()) == 1
    assert "Traceback" not in said


def test_a_port_or_a_folder_in_use_is_refused(hub: Hub, tmp_path: Path) -> None:
    hub.start()
    (tmp_path / "other").mkdir()
    for second, sentence in (
        (Hub(tmp_path / "other", port=hub.port), "is in use"),
        (Hub(tmp_path, port=free_port()), "already served"),
    ):
        with pytest.raises(AssertionError):
            second.start()
        assert second.process is not None
        assert second.process.wait(10) == 2
        assert sentence in "".join(second.output)

"""kill -9 during 200 concurrent submissions: nothing acknowledged is lost, nothing is there twice."""

import http.client
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import psycopg
import pytest

from midas.hub.site.serving.embedded import database_of
from tests.durability.harness import KEPT, Client, Hub, hammer
from tests.house.places import ROOT

pytestmark = [pytest.mark.journey, pytest.mark.timeout(600)]
FIRMS = 200
PATH = "/api/applications/"


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[Hub]:
    """A hub of its own."""
    made = Hub(tmp_path)
    yield made
    made.kill()


def seeded(hub: Hub) -> list[dict[str, Any]]:
    """Firms of the running hub, each with its token and its whole application."""
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    with database_of(hub.data) as database:
        made = subprocess.run(
            [sys.executable, "-m", "tests.durability.seed", str(FIRMS)],
            env=kept | {"DATABASE_URL": database.url, "MIDAS_DATA": str(hub.data)},
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
    assert made.returncode == 0, made.stderr[-2000:]
    return [json.loads(line) for line in made.stdout.splitlines()]


def filed(data: Path) -> list[str]:
    """Numbers of the submitted applications, and firms that have more than one."""
    query = "select number from programme_application where state = 'submitted' order by number"
    with database_of(data) as database, psycopg.connect(database.url) as connection:
        return [row[0] for row in connection.execute(query)]


def test_nothing_acknowledged_is_lost_and_nothing_is_filed_twice(hub: Hub) -> None:
    hub.start()
    firms = seeded(hub)
    assert len(firms) == FIRMS
    clients = [
        Client(
            hub.port,
            {"Authorization": f"Bearer {one['token']}", "Idempotency-Key": f"key-{number}"},
        )
        for number, one in enumerate(firms)
    ]

    def send(number: int) -> str | None:
        status, body = clients[number].post(PATH, firms[number]["body"])
        assert status in (200, 201), body
        return str(json.loads(body)["number"])

    acknowledged = hammer(FIRMS, send, kill_after=60, kill=hub.kill)
    for client in clients:
        client.close()
    assert len(acknowledged) < FIRMS  # the kill really came in the middle
    hub.start()
    kept = filed(hub.data)
    assert acknowledged <= set(kept)
    assert len(kept) == len(set(kept))

    def again(number: int) -> str:
        client = Client(hub.port, clients[number].headers)
        try:
            status, body = client.post(PATH, firms[number]["body"])
        except (OSError, http.client.HTTPException):
            client.close()
            status, body = client.post(PATH, firms[number]["body"])
        client.close()
        assert status in (200, 201), body
        return str(json.loads(body)["number"])

    with ThreadPoolExecutor(16) as pool:
        numbers = list(pool.map(again, range(FIRMS)))
    assert sorted(numbers) == filed(hub.data)  # each firm once, whatever the first try came to
    assert acknowledged <= set(numbers)
    assert hub.stop() == 0

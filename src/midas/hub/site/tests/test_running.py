"""The command line, the health page and the settings that serving stands on."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import Error, connection
from django.test import Client

from midas.hub.kernel import pulse
from midas.hub.site import cli, health
from midas.hub.site.settings.database import database_from
from midas.hub.site.settings.secret import secret_key


@pytest.mark.django_db
def test_health_says_when_the_worker_is_silent_and_when_it_lives(client: Client) -> None:
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()["worker"]) == (503, "down")
    assert answer.json()["database"] == "ok"
    pulse.beat("relay", datetime.now(UTC))
    with connection.cursor() as cursor:
        cursor.execute("insert into procrastinate_workers default values")
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()["status"]) == (200, "ok")
    assert answer.json()["version"]
    assert client.post("/healthz").status_code == 405


@pytest.mark.django_db
def test_health_is_cheap(client: Client, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(2):
        client.get("/healthz")


def test_health_says_when_the_database_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    class Gone:
        def cursor(self) -> None:
            raise Error

    monkeypatch.setattr(health, "connection", Gone())
    assert health.state_of_parts() == {"database": "down", "worker": "unknown"}


def test_the_help_lists_every_command_with_its_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["help"]) == 0
    said = capsys.readouterr().out.splitlines()
    for name, (about, _) in cli.commands().items():
        assert about, f"{name} has no help line"
        assert any(name.replace("_", " ", 1) in line and about in line for line in said)
    assert any(line.strip().startswith("serve ") for line in said)


def test_an_unknown_command_has_exit_code_2(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["fly", "away"]) == 2
    assert "no command “fly away”" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("given", "folder", "rest"),
    [
        (["a", "--data", "x", "b"], Path("x"), ["a", "b"]),
        (["--data=x"], Path("x"), []),
        (["a"], None, ["a"]),
    ],
)
def test_the_data_folder_is_taken_out_of_the_arguments(
    given: list[str], folder: Path | None, rest: list[str]
) -> None:
    assert cli._data_option(given) == (folder, rest)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (
            "postgresql://me:s%40cret@db.example:5433/midas?sslmode=require",
            {"USER": "me", "PASSWORD": "s@cret", "HOST": "db.example", "PORT": "5433"},
        ),
        ("postgres:///midas?host=/run/pg", {"HOST": "/run/pg", "NAME": "midas", "PORT": ""}),
    ],
)
def test_a_database_address_is_read(url: str, expected: dict[str, str]) -> None:
    read = database_from(url)
    assert {name: read[name] for name in expected} == expected


@pytest.mark.parametrize("url", ["mysql://x/y", "postgresql://host", "nonsense", ""])
def test_other_addresses_are_refused(url: str) -> None:
    with pytest.raises(ValueError, match="DATABASE_URL must look like"):
        database_from(url)


def test_the_secret_key_is_made_once_and_private(tmp_path: Path) -> None:
    keys = tmp_path / "keys"
    first = secret_key(keys)
    assert len(first) >= 64
    assert secret_key(keys) == first
    assert (keys / "secret-key").stat().st_mode & 0o777 == 0o600
    assert [one.name for one in keys.iterdir()] == ["secret-key"]

"""The import contracts hold, and they fail as soon as somebody sins."""

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.house.places import HUB, ROOT, SRC, rooms

FLOORS = "The floors"
ARROWS = "The arrows"
DOOR = "The door"
RULES = "Rules are pure"
STAIRS = "The stairs"


def lint(folder: Path) -> "subprocess.CompletedProcess[str]":
    """Run `lint-imports` on the house that stands in a folder."""
    script = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    environment = os.environ | {
        "PYTHONPATH": f"{folder / 'src'}{os.pathsep}{folder}",
        "COLUMNS": "200",
    }
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    return subprocess.run(  # our own interpreter
        [sys.executable, "-c", script, "--no-cache", "--config", str(folder / "pyproject.toml")],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the house's code, to sin in."""
    folder = tmp_path_factory.mktemp("house")
    python_only = shutil.ignore_patterns("__pycache__", "static", "templates", "locale", "*.json")
    shutil.copytree(SRC, folder / "src", ignore=python_only)
    shutil.copytree(ROOT / "tools", folder / "tools", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


def test_all_contracts_hold() -> None:
    done = lint(ROOT)
    assert done.returncode == 0, done.stdout[-4000:]


SINS = [
    ("programme/services/x_sin.py", "from midas.hub.site import urls", [FLOORS, ARROWS]),
    ("accounts/services/x_sin.py", "from midas.hub.programme import public", [FLOORS, ARROWS]),
    ("kernel/x_sin.py", "import midas.hub.accounts.public", [FLOORS, ARROWS]),
    ("ui/x_sin.py", "from midas.hub.accounts import public", [FLOORS, ARROWS]),
    ("programme/rules/x_sin.py", "from django.utils import timezone", [RULES]),
    ("programme/rules/x_sin.py", "from midas.hub.kernel import facts", [RULES]),
    ("accounts/rules/x_sin.py", "from midas.hub.kernel.texts import say", [RULES]),
    ("programme/services/x_sin.py", "from midas.hub.accounts.models import Person", [DOOR]),
    ("programme/views/x_sin.py", "from midas.hub.accounts.models import Person", [DOOR]),
    ("programme/views/x_sin.py", "from midas.hub.accounts import queries", [DOOR]),
    ("site/x_sin.py", "from midas.hub.programme.services import call", [DOOR]),
    ("programme/models/x_sin.py", "from midas.hub.programme import services", [STAIRS]),
    ("programme/queries/x_sin.py", "from midas.hub.programme.views import calls", [STAIRS]),
    ("accounts/models/x_sin.py", "from midas.hub.accounts import public", [STAIRS]),
    ("accounts/manager.py", "", [STAIRS]),
]


@pytest.mark.parametrize(("place", "line", "broken"), SINS)
def test_a_forbidden_import_is_caught(copy: Path, place: str, line: str, broken: list[str]) -> None:
    sin = copy / "src" / "midas" / "hub" / place
    sin.write_text(f'"""A sin."""\n\n{line}\n', encoding="utf-8")
    try:
        done = lint(copy)
    finally:
        sin.unlink()
    assert done.returncode == 1, done.stdout + done.stderr
    named = [text for text in done.stdout.splitlines() if " BROKEN" in text]
    for contract in broken:
        assert any(text.startswith(contract) for text in named), done.stdout[-3000:]
    assert "x_sin" in done.stdout or "manager" in done.stdout


def test_a_room_to_come_is_under_the_same_contracts(copy: Path) -> None:
    room = copy / "src" / "midas" / "hub" / "hotline"
    room.mkdir()
    (room / "__init__.py").write_text('"""Sealed reports."""\n')
    (room / "apps.py").write_text("from midas.hub.accounts import public\n")
    library = copy / "src" / "midas" / "aas"
    library.mkdir()
    (library / "__init__.py").write_text("import django\n")
    try:
        done = lint(copy)
    finally:
        shutil.rmtree(room)
        shutil.rmtree(library)
    assert "midas.hub.hotline.apps must not import midas.hub.accounts.public" in done.stdout
    assert "midas.aas must not import django" in done.stdout


def test_every_pillar_has_stairs_and_a_door() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    by_type = {one["name"].split(":")[0]: one for one in contracts["contracts"]}
    pillars = {f"midas.hub.{one.name}" for one in rooms()}
    pillars -= {"midas.hub.kernel", "midas.hub.ui", "midas.hub.site"}
    assert pillars <= set(by_type["The stairs inside every pillar"]["containers"])
    assert pillars <= set(by_type["The door"]["rooms"])
    assert HUB.is_dir()

"""Where the house stands on disk, and what lies in it."""

from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SRC = ROOT / "src"
HUB = SRC / "midas" / "hub"
FLOORS = (
    "kernel",
    "ui",
    "accounts",
    "standard",
    "exchange",
    "factory",
    "partners",
    "programme",
    "oversight",
    "observatory",
    "site",
)


def rooms() -> list[Path]:
    """The folders of the hub's rooms."""
    return sorted(one.parent for one in HUB.glob("*/__init__.py"))


def is_test(path: Path) -> bool:
    """True for code that is left out of wheels."""
    return "tests" in path.parts or path.name == "conftest.py"


def code_files() -> Iterator[Path]:
    """Every Python file of the packages, without tests and migrations."""
    for path in sorted(SRC.rglob("*.py")):
        if not is_test(path) and "migrations" not in path.parts:
            yield path


def files_of_tests() -> Iterator[Path]:
    """Every Python file of tests."""
    yield from (path for path in sorted(SRC.rglob("*.py")) if is_test(path))
    yield from sorted((ROOT / "tests").rglob("*.py"))


def named(path: Path) -> str:
    """A path as people write it."""
    return path.relative_to(ROOT).as_posix()

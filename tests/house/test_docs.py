"""What the documents say is so."""

import re
import tomllib
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command, get_commands

from tests.house.places import HUB, ROOT, named, rooms

ROW = re.compile(r"^\|(.+)\|$", re.MULTILINE)


def cells(line: str) -> list[str]:
    """The cells of one line of a table."""
    return [one.strip().strip("`") for one in line.split("|")]


def arrow_table() -> dict[str, tuple[set[str], set[str]]]:
    """The table of ARCHITECTURE.md: what each room may call and what it must never import."""
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    table = re.search(r"^## Arrows$(.*?)^## ", text, re.MULTILINE | re.DOTALL)
    assert table, "ARCHITECTURE.md has no section “Arrows”"
    found = {}
    for line in ROW.findall(table[1])[2:]:
        room, may, never = cells(line)[:3]
        found[room] = (named_in(may), named_in(never))
    return found


def named_in(cell: str) -> set[str]:
    """The rooms that a cell of the table lists."""
    return set(re.findall(r"[a-z_]+", cell))


def contract_arrows() -> dict[str, set[str]]:
    """The arrows of the import contracts."""
    linter = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    (arrows,) = [one["arrows"] for one in linter["contracts"] if one["type"] == "arrows"]
    split = (one.partition("->") for one in arrows)
    return {room.strip(): set(targets.split()) for room, _, targets in split}


def test_the_arrow_table_equals_the_contracts() -> None:
    table, contracts = arrow_table(), contract_arrows()
    built = {one.name for one in rooms()}
    assert set(table) >= built
    for room, (may, never) in table.items():
        assert may & built == contracts[room] & built, f"{room} may call other rooms than that"
        others = built - {room} - contracts[room]
        assert never & built == others, f"{room}: the forbidden rooms are {sorted(others)}"


@pytest.mark.parametrize("room", rooms(), ids=lambda room: room.name)
def test_every_room_introduces_itself(room: Path) -> None:
    readme = room / "README.md"
    assert readme.is_file(), f"{named(room)} has no README.md"
    text = readme.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 120, "half a page, not a book"


@pytest.mark.parametrize("room", rooms(), ids=lambda room: room.name)
def test_the_verbs_that_a_readme_names_exist(room: Path) -> None:
    readme = room / "README.md"
    if not readme.is_file():
        pytest.fail(f"{named(room)} has no README.md")
    text = readme.read_text(encoding="utf-8")
    section = re.search(r"^##+ Verbs.*?$(.*?)(?=^##+ |\Z)", text, re.MULTILINE | re.DOTALL)
    code = "\n".join(path.read_text() for path in room.rglob("*.py") if "tests" not in path.parts)
    defined = set(re.findall(r"^(?:async )?def (\w+)", code, re.MULTILINE))
    named_verbs = set(re.findall(r"`(\w+)(?:\(.*?\))?`", section[1])) if section else set()
    assert not named_verbs - defined, sorted(named_verbs - defined)


def command_lines() -> list[str]:
    """Every `midas …` and `make …` that a document shows as code."""
    lines = []
    for path in (*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *HUB.glob("*/README.md")):
        text = path.read_text(encoding="utf-8")
        blocks = "\n".join(
            re.findall(r"^```\w*\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
        ).splitlines()
        lines += re.findall(r"`((?:midas|make) [^`\n]+)`", text)
        lines += [one.strip().removeprefix("$ ") for one in blocks]
    return sorted({one for one in lines if re.match(r"(\S*/)?(midas|make) [a-z]", one)})


def test_the_commands_that_documents_show_exist() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    known = set(get_commands())
    wrong = []
    for line in command_lines():
        program, *words = re.findall(r"[\w./-]+", line)
        if program == "make":
            is_known = words[0] in targets
        else:
            words = [one for one in words if not one.startswith("-")]
            is_known = (
                words[0] in {"help", "serve", "worker"}
                or "_".join(words[:2]).replace("-", "_") in known
            )
        if not is_known:
            wrong.append(line)
    assert not wrong, "\n".join(wrong)


def test_the_makefile_documents_its_targets() -> None:
    text = (ROOT / "Makefile").read_text()
    (phony,) = re.findall(r"^\.PHONY: (.+)$", text, re.MULTILINE)
    documented = set(re.findall(r"^([a-z]+):.*## ", text, re.MULTILINE))
    assert set(phony.split()) == documented


@pytest.mark.django_db
def test_every_change_of_a_table_has_its_migration() -> None:
    said = StringIO()
    ours = [one.name for one in rooms() if (one / "migrations").is_dir()]
    call_command("makemigrations", *ours, check=True, dry_run=True, stdout=said, stderr=said)


def test_every_dependency_says_its_licence() -> None:
    text = (ROOT / "pyproject.toml").read_text()
    block = re.search(r"^dependencies = \[(.*?)^\]", text, re.MULTILINE | re.DOTALL)
    assert block
    lines = [one for one in block[1].splitlines() if one.strip().startswith('"')]
    bare = [
        one.strip()
        for one in lines
        if not re.search(r"\((.*(MIT|BSD|Apache|LGPL|MPL|ISC|PSF|OFL).*)\)", one)
    ]
    assert not bare, bare

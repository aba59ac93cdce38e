"""Names, lengths and docstrings; both languages complete."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.places import HUB, ROOT, code_files, files_of_tests, named, rooms
from tools import messages

FORBIDDEN = {"utils", "util", "helpers", "helper", "common", "core", "base", "misc", "manager"}
BASE_OF_SETTINGS = HUB / "site" / "settings" / "base.py"
FILE_LINES, TEST_LINES, FUNCTION_LINES = 400, 600, 50
MARKED = {"words", "_", "gettext", "gettext_lazy", "ngettext", "pgettext"}


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function of a file, however deep."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def test_no_room_for_odds_and_ends() -> None:
    wrong = []
    for path in code_files():
        names = {part.removesuffix(".py") for part in path.relative_to(ROOT / "src").parts}
        if names & FORBIDDEN and path != BASE_OF_SETTINGS:
            wrong.append(named(path))
    assert not wrong, wrong


def test_files_stay_readable() -> None:
    wrong = []
    for files, limit in ((code_files(), FILE_LINES), (files_of_tests(), TEST_LINES)):
        for path in files:
            count = len(path.read_text().splitlines())
            if count > limit:
                wrong.append(f"{named(path)} has {count} lines")
    assert not wrong, "\n".join(wrong)


def test_functions_stay_readable() -> None:
    wrong = []
    for path in (*code_files(), *sorted((ROOT / "tools").rglob("*.py"))):
        for one in functions(path):
            length = (one.end_lineno or one.lineno) - one.lineno + 1
            if length > FUNCTION_LINES:
                wrong.append(f"{named(path)}:{one.lineno} {one.name} has {length} lines")
    assert not wrong, "\n".join(wrong)


def test_every_module_says_what_it_is() -> None:
    wrong = []
    for path in code_files():
        tree = ast.parse(path.read_text())
        if tree.body and not ast.get_docstring(tree):
            wrong.append(named(path))
    assert not wrong, "\n".join(wrong)


def is_documented_place(path: Path) -> bool:
    """True for code whose public functions others call: doors, verbs, queries, rules, kernel."""
    within = path.relative_to(HUB).parts if path.is_relative_to(HUB) else ()
    if not within:
        return True
    if within[0] == "kernel" and "management" not in within:
        return True
    step = within[1].removesuffix(".py") if len(within) > 1 else ""
    return step in ("public", "services", "queries", "rules", "policies", "events")


def is_property(one: ast.FunctionDef) -> bool:
    """True for what reads like a field, whose name says what it is."""
    return any(
        getattr(mark, "id", "") in ("property", "cached_property") for mark in one.decorator_list
    )


def test_every_public_function_says_what_it_does() -> None:
    wrong = []
    for path in filter(is_documented_place, code_files()):
        for node in ast.parse(path.read_text()).body:
            is_class = isinstance(node, ast.ClassDef) and not node.name.startswith("_")
            for one in node.body if is_class else [node]:  # type: ignore[attr-defined]
                is_function = isinstance(one, ast.FunctionDef) and not is_property(one)
                if is_function and not one.name.startswith("_") and not ast.get_docstring(one):
                    wrong.append(f"{named(path)}:{one.lineno} {one.name}")
    assert not wrong, "\n".join(wrong)


def test_every_sentence_of_a_refusal_is_marked_for_translation() -> None:
    wrong = []
    for path in code_files():
        for node in ast.walk(ast.parse(path.read_text())):
            called = node.func if isinstance(node, ast.Call) else None
            name = getattr(called, "id", getattr(called, "attr", ""))
            if name in ("Problem", "denied", "declare") and node.args:  # type: ignore[attr-defined]
                text = node.args[1 if name == "declare" else 0 :][:1]  # type: ignore[attr-defined]
                if text and isinstance(text[0], ast.Constant) and text[0].value:
                    wrong.append(f"{named(path)}:{node.lineno} {text[0].value!r}")  # type: ignore[attr-defined]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("room", [one.name for one in rooms()])
def test_every_text_of_a_room_is_there_in_both_languages(room: str) -> None:
    faults = messages.check(HUB / room, "ko")
    assert not faults, "\n".join(faults)


def test_one_text_has_one_translation() -> None:
    seen: dict[tuple[str, str], dict[str, str]] = {}
    for room in rooms():
        for message in messages.stored(room, "ko"):
            if message.id and message.string:
                key = (messages.texts_of(message)[0], message.context or "")
                seen.setdefault(key, {})[messages.translations_of(message)[0]] = room.name
    wrong = [f"{text}: {found}" for (text, _), found in seen.items() if len(found) > 1]
    assert not wrong, "\n".join(wrong)


def test_nothing_in_the_tree_is_commented_out_or_left_for_later() -> None:
    text = re.compile(
        r"#\s*(TODO|FIXME|XXX|HACK)\b|^\s*#\s*(def |class |import |from \w+ import |return\b.*[)\]]$)",
        re.MULTILINE,
    )
    wrong = [named(path) for path in code_files() if text.search(path.read_text())]
    assert not wrong, wrong

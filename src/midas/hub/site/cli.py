"""The command `midas`: `midas serve`, and `midas <noun> <verb>` for every command of a room.

`midas token create` runs the management command `token_create` of whichever room has it.
"""

import ast
import contextlib
import importlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path

HUB = Path(__file__).resolve().parents[1]
OFFLINE = {("log", "verify"): "midas.hub.kernel.log.verify"}  # no database, no settings
SERVE = "Serve the whole hub: database, web and worker"


def commands() -> dict[str, tuple[str, Path]]:
    """Every command of the hub's rooms: its name, its one line, and its file."""
    files = sorted(HUB.glob("*/management/commands/[a-z]*.py"))
    return {path.stem: (help_of(path), path) for path in files}


def help_of(path: Path) -> str:
    """The `help` line of a command, read without running it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "help":
            texts = [one.value for one in ast.walk(node.value) if isinstance(one, ast.Constant)]
            return str(texts[0]) if texts else ""
    return ""


def help_text() -> str:
    """All commands by noun, one line each."""
    listed = {name.replace("_", " ", 1): about for name, (about, _) in commands().items()}
    listed["serve"] = SERVE
    width = max(map(len, listed)) + 2
    lines = [f"  {name:{width}}{listed[name]}" for name in sorted(listed)]
    intro = "midas <noun> <verb> [arguments]; `midas <noun> <verb> --help` explains one.\n"
    return "\n".join([intro, *lines])


def main(arguments: list[str] | None = None) -> int:
    """Run one command; its exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if not given or given[0] in ("help", "--help", "-h"):
        print(help_text())
        return 0
    if given[0] == "serve":
        from midas.hub.site import serve

        return serve.main(given[1:])
    offline = OFFLINE.get((given[0], given[1] if len(given) > 1 else ""))
    if offline:
        return int(importlib.import_module(offline).main(given[2:]))
    known = commands()
    if given[0] in known:
        return _manage(given[0], given[1:])
    name = "_".join(given[:2]).replace("-", "_")
    if len(given) > 1 and name in known:
        return _manage(name, given[2:])
    print(f"midas: there is no command “{' '.join(given[:2])}”.\n", file=sys.stderr)
    print(help_text(), file=sys.stderr)
    return 2


def _manage(name: str, rest: list[str]) -> int:
    """Run a management command on DATABASE_URL, or on the embedded database of the data folder."""
    from midas.hub.site.serving.stop import CannotStart

    chosen, rest = _data_option(rest)
    try:
        with _surroundings(chosen):
            return _execute(name, rest)
    except CannotStart as error:
        print(f"midas: {error}", file=sys.stderr)
        return error.exit_code


def _data_option(rest: list[str]) -> tuple[Path | None, list[str]]:
    """Take `--data DIR` out of the arguments."""
    for i, one in enumerate(rest):
        if one == "--data" and i + 1 < len(rest):
            return Path(rest[i + 1]), rest[:i] + rest[i + 2 :]
        if one.startswith("--data="):
            return Path(one.removeprefix("--data=")), rest[:i] + rest[i + 1 :]
    return None, rest


@contextlib.contextmanager
def _surroundings(chosen: Path | None) -> Iterator[None]:
    """The environment of a running hub, with its database up."""
    import django

    from midas.hub.site.serve import data_folder, environment_for
    from midas.hub.site.serving import checks
    from midas.hub.site.serving.embedded import database_of

    data = data_folder(chosen)
    checks.check_folder(data)
    url = os.environ.get("DATABASE_URL", "")
    if url:
        checks.check_database(url)
        os.environ.update(environment_for(data, url))
        django.setup()
        yield
        return
    with database_of(data) as database:
        os.environ.update(environment_for(data, database.url))
        django.setup()
        if database.is_new:
            from django.core.management import call_command

            call_command("migrate", verbosity=0, interactive=False)
        yield


def _execute(name: str, rest: list[str]) -> int:
    from django.core.management import get_commands, load_command_class
    from django.utils import translation

    from midas.hub.kernel.errors import Refusal
    from midas.hub.kernel.texts import say

    spoken = (
        os.environ.get("MIDAS_LANGUAGE") or os.environ.get("LC_ALL") or os.environ.get("LANG", "")
    )
    translation.activate("ko" if spoken.startswith("ko") else "en")
    try:
        command = load_command_class(get_commands()[name], name)
        command.requires_system_checks = []  # they load every page; the tests run them
        command.run_from_argv(["midas", name.replace("_", " ", 1), *rest])
    except Refusal as refusal:
        for problem in refusal.problems:
            print(f"midas: {say(problem)}", file=sys.stderr)
        return 1
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    return 0


if __name__ == "__main__":
    sys.exit(main())

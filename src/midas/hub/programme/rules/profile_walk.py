"""Checks that hold in every table of a profile: sources are known, doubts name real keys."""

import re
from collections.abc import Collection, Iterable, Iterator

import msgspec

from midas.hub.programme.rules.profile_error import ProfileError

NOTICE_SOURCE = re.compile(r"N:\d{4}-N-\d{4}/\d+")


def check_tables(file: str, root: msgspec.Struct, references: Collection[str]) -> None:
    """Check `source` and `unconfirmed` of every table below `root`."""
    for path, table in tables(root):
        source = getattr(table, "source", None)
        if source is not None:
            _check_source(file, f"{path}.source".lstrip("."), source, references)
        for number, key in enumerate(getattr(table, "unconfirmed", ())):
            if key not in table.__struct_fields__:
                where = f"{path}.unconfirmed[{number}]".lstrip(".")
                raise ProfileError(file, where, f"this table has no key `{key}`")


def tables(root: msgspec.Struct, path: str = "") -> Iterator[tuple[str, msgspec.Struct]]:
    """Yield every table below `root`, itself first, with its path."""
    yield path, root
    for name in root.__struct_fields__:
        value = getattr(root, name)
        here = f"{path}.{name}".lstrip(".")
        if isinstance(value, msgspec.Struct):
            yield from tables(value, here)
        elif isinstance(value, tuple):
            for number, item in enumerate(value):
                if isinstance(item, msgspec.Struct):
                    yield from tables(item, f"{here}[{number}]")


def need_unique(file: str, path: str, codes: Iterable[object], key: str = "code") -> None:
    """Refuse the second of two equal codes in the list at `path`."""
    seen: set[object] = set()
    for number, code in enumerate(codes):
        if code in seen:
            raise ProfileError(file, f"{path}[{number}].{key}", f"duplicate `{code}`")
        seen.add(code)


def need_known(file: str, path: str, code: str | None, known: Collection[str], what: str) -> None:
    """Refuse a code that names nothing; no code is fine."""
    if code is not None and code not in known:
        raise ProfileError(file, path, f"unknown {what} `{code}`")


def need_all_known(
    file: str, path: str, codes: Iterable[str], known: Collection[str], what: str
) -> None:
    """Refuse a list with a code that names nothing."""
    for number, code in enumerate(codes):
        need_known(file, f"{path}[{number}]", code, known, what)


def need(condition: bool, file: str, path: str, message: str) -> None:  # noqa: FBT001  # reads as "need that …"
    """Refuse the place unless the condition holds."""
    if not condition:
        raise ProfileError(file, path, message)


def _check_source(file: str, path: str, source: str, references: Collection[str]) -> None:
    for part in source.split(" + "):
        if NOTICE_SOURCE.fullmatch(part):
            continue
        key = part.split(" ", 1)[0]
        if key not in references:
            raise ProfileError(file, path, f"unknown source `{part}`")

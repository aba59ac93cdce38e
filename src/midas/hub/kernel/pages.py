"""Paging by key: the first and the last of a million rows cost the same."""

import base64
import binascii
import json
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet

from midas.hub.kernel.errors import NotValid
from midas.hub.kernel.problems import Problem, words


@dataclass(frozen=True)
class Page:
    """One page of rows; the cursors are None at the two ends."""

    rows: list[Any]
    before: str | None
    after: str | None


def _encode(row: Any, keys: tuple[str, ...], way: str) -> str:
    values = [getattr(row, key.lstrip("-")) for key in keys]
    text = json.dumps([way, *[v if isinstance(v, int) else str(v) for v in values]])
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _decode(cursor: str, count: int) -> tuple[str, list[Any]]:
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        way, *values = json.loads(base64.urlsafe_b64decode(padded))
    except (ValueError, binascii.Error, TypeError) as error:
        raise _no_address() from error
    if way not in ("after", "before") or len(values) != count:
        raise _no_address()
    return way, values


def _no_address() -> NotValid:
    return NotValid(Problem(words("This page address is not valid."), field="page"))


def _beyond(keys: tuple[str, ...], values: list[Any]) -> Q:
    """Rows strictly after `values` in the order of `keys` (a leading "-" means descending).

    The bound on the first key says nothing new, but lets PostgreSQL start inside the index.
    """
    found = Q()
    for i, key in enumerate(keys):
        same = {k.lstrip("-"): v for k, v in zip(keys[:i], values[:i], strict=True)}
        turn = "lt" if key.startswith("-") else "gt"
        found |= Q(**same, **{f"{key.lstrip('-')}__{turn}": values[i]})
    turn = "lte" if keys[0].startswith("-") else "gte"
    return Q(**{f"{keys[0].lstrip('-')}__{turn}": values[0]}) & found


def _turned(keys: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(key[1:] if key.startswith("-") else f"-{key}" for key in keys)


def page_by_key(
    rows: "QuerySet[Any]", keys: tuple[str, ...], cursor: str = "", size: int = 25
) -> Page:
    """One page of `rows` ordered by `keys`, whose last key must be unique and none may be null.

    `cursor` is "" for the first page, "last" for the last one, or a cursor of an earlier page.
    Always one query. Raises NotValid for a cursor that is none.
    """
    if cursor == "last":
        found = list(rows.order_by(*_turned(keys))[: size + 1])
        more, found = len(found) > size, found[:size][::-1]
        return Page(found, _encode(found[0], keys, "before") if more else None, None)
    way, values = _decode(cursor, len(keys)) if cursor else ("after", [])
    order = keys if way == "after" else _turned(keys)
    if values:
        try:
            rows = rows.filter(_beyond(order, values))
        except (ValidationError, ValueError, TypeError) as error:
            raise _no_address() from error
    found = list(rows.order_by(*order)[: size + 1])
    more, found = len(found) > size, found[:size]
    if way == "before":
        found.reverse()
    has_before, has_after = (bool(cursor), more) if way == "after" else (more, True)
    if not found:
        return Page([], None, None)
    return Page(
        found,
        _encode(found[0], keys, "before") if has_before else None,
        _encode(found[-1], keys, "after") if has_after else None,
    )

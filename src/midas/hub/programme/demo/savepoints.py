"""A long load in one transaction does without a savepoint for each verb.

The load is undone as a whole, so the thousands of savepoints that verbs set inside it would only
cost time, on both sides of the connection. A verb that may be refused gets its savepoint back.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection


@contextmanager
def _savepoints(*, used: bool) -> Iterator[None]:
    features: Any = connection.features
    before = features.uses_savepoints
    features.uses_savepoints = used
    try:
        yield
    finally:
        features.uses_savepoints = before


def all_or_nothing() -> Any:
    """Inside, an error can only undo the whole transaction; enter it within `atomic`."""
    return _savepoints(used=False)


def may_be_refused() -> Any:
    """Inside, a refusal undoes one verb alone, as usual."""
    return _savepoints(used=True)

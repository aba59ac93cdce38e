"""One byte sequence for one fact, whichever way its JSON has travelled.

Keys sorted by code point, no spaces, UTF-8, whole numbers without a fraction; so the bytes are the
same before and after PostgreSQL's jsonb. Not RFC 8785, whose number format and key order differ.
"""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

FIELDS = (
    "id",
    "at",
    "kind",
    "subject",
    "person",
    "organisation",
    "actor_name",
    "actor_organisation",
    "data",
)


def plain_fact(row: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a fact as plain JSON values: moments in UTC, identifiers as text."""
    made = {name: row[name] for name in FIELDS}
    for name in ("subject", "person", "organisation"):
        made[name] = None if made[name] is None else str(made[name])
    if isinstance(made["at"], datetime):
        moment = made["at"].astimezone(UTC).replace(tzinfo=None)
        made["at"] = f"{moment.isoformat(timespec='microseconds')}Z"
    return made


def canonical_bytes(value: Any) -> bytes:
    """The canonical JSON of a value; raises ValueError for what is not JSON, such as NaN."""
    text = json.dumps(
        _steady(value),
        sort_keys=True,
        separators=(",", ":"),
        ensure_ascii=False,
        allow_nan=False,
    )
    return text.encode()


def _steady(value: Any) -> Any:
    """Whole floats become the integers that jsonb makes of their digits (1e16 gets no exponent)."""
    if isinstance(value, float) and value.is_integer():
        return int(Decimal(repr(value)))
    if isinstance(value, dict):
        return {str(key): _steady(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_steady(one) for one in value]
    return value

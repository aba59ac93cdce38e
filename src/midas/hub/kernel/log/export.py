"""The whole log as lines of JSON, for anybody to keep and to verify without us.

First a header, then the entries in order, each signed root right after the last entry it covers,
at the end a line with the counts. Personal names are in it as they are in the facts; hand it out
accordingly.
"""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from midas.hub.kernel.log.canonical import FIELDS, plain_fact
from midas.hub.kernel.log.seal import log_key
from midas.hub.kernel.models import Fact, LogEntry, LogRoot

FORMAT = "midas-log/1"
BATCH = 2000


def exported(now: datetime) -> Iterator[str]:
    """The lines of the export, each with its line end."""
    key = log_key().public_key().public_bytes_raw().hex()
    yield _line({"format": FORMAT, "public_key": key, "exported_at": now.isoformat()})
    roots = list(LogRoot.objects.order_by("size", "id"))
    entries = signed = 0
    for entry in _entries():
        while signed < len(roots) and roots[signed].size <= entry["index"]:
            yield _line(_root(roots[signed]))
            signed += 1
        yield _line(entry)
        entries += 1
    for root in roots[signed:]:
        yield _line(_root(root))
    yield _line({"end": {"entries": entries, "roots": len(roots)}})


def _entries() -> Iterator[dict[str, Any]]:
    """Every entry with its fact; the fact is None when its row is gone."""
    rows = LogEntry.objects.order_by("index").values("index", "fact_id", "leaf")
    batch: list[dict[str, Any]] = []
    for row in rows.iterator(BATCH):
        batch.append(dict(row))
        if len(batch) == BATCH:
            yield from _with_facts(batch)
            batch = []
    yield from _with_facts(batch)


def _with_facts(batch: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    ids = [row["fact_id"] for row in batch]
    facts = {row["id"]: plain_fact(row) for row in Fact.objects.filter(id__in=ids).values(*FIELDS)}
    for row in batch:
        yield {
            "index": row["index"],
            "leaf": bytes(row["leaf"]).hex(),
            "fact_id": row["fact_id"],
            "fact": facts.get(row["fact_id"]),
        }


def _root(root: LogRoot) -> dict[str, Any]:
    return {
        "root": {
            "day": root.day.isoformat(),
            "size": root.size,
            "root": bytes(root.root).hex(),
            "signature": bytes(root.signature).hex(),
            "public_key": bytes(root.public_key).hex(),
        }
    }


def _line(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n"

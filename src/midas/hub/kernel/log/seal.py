"""Seals facts into the log: each becomes a leaf, in one order for ever; roots are signed."""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.db import connection, transaction
from django.db.models import Exists, Max, OuterRef

from midas.hub.kernel import clock
from midas.hub.kernel.keys import signing_key
from midas.hub.kernel.log.canonical import FIELDS, canonical_bytes, plain_fact
from midas.hub.kernel.log.merkle import Frontier, leaf_hash
from midas.hub.kernel.log.roots import signed_text
from midas.hub.kernel.models import Fact, LogEntry, LogRoot

BATCH = 2000
LATE = 10_000  # so many ids behind the newest sealed fact, the quick pass still looks


def log_key() -> Ed25519PrivateKey:
    """The key that signs the roots, in `KEYS_ROOT/log-key.pem`; made at first use."""
    return signing_key(Path(settings.KEYS_ROOT) / "log-key.pem")


@transaction.atomic
def seal(*, whole: bool = True) -> int:
    """Seal every fact that is not in the log yet, in the order of their ids; how many that were.

    A fact that was committed late is sealed late. Without `whole` only the newest ids are looked
    at, which is quick. One process seals at a time.
    """
    _only_one()
    ends = LogEntry.objects.aggregate(index=Max("index"), fact=Max("fact_id"))
    index = -1 if ends["index"] is None else ends["index"]
    waiting = Fact.objects.filter(~Exists(LogEntry.objects.filter(fact=OuterRef("pk"))))
    if not whole and ends["fact"] is not None:
        waiting = waiting.filter(id__gt=ends["fact"] - LATE)
    sealed, batch = 0, []
    for row in waiting.order_by("id").values(*FIELDS).iterator(BATCH):
        leaf = leaf_hash(canonical_bytes(plain_fact(row)))
        sealed += 1
        batch.append(LogEntry(index=index + sealed, fact_id=row["id"], leaf=leaf))
        if len(batch) == BATCH:
            LogEntry.objects.bulk_create(batch)
            batch = []
    LogEntry.objects.bulk_create(batch)
    return sealed


@transaction.atomic
def sign_root(now: datetime, day: date | None = None) -> LogRoot | None:
    """Sign the root over all leaves for a day (today); None when there is nothing new to sign."""
    _only_one()
    last = LogRoot.objects.order_by("size").last()
    edge = Frontier.from_bytes(last.size, bytes(last.frontier)) if last else Frontier()
    signed = edge.size
    for leaf in _leaves_from(edge.size):
        edge.append(leaf)
    if edge.size == signed:
        return None
    day, root, key = day or clock.today(now), edge.root(), log_key()
    return LogRoot.objects.create(
        day=day,
        size=edge.size,
        root=root,
        frontier=edge.to_bytes(),
        signature=key.sign(signed_text(day, edge.size, root)),
        public_key=key.public_key().public_bytes_raw(),
        at=now,
    )


def _leaves_from(index: int) -> Iterator[bytes]:
    found = LogEntry.objects.filter(index__gte=index).order_by("index")
    return (bytes(leaf) for leaf in found.values_list("leaf", flat=True).iterator(BATCH))


def _only_one() -> None:
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtext('midas.log'))")

"""Declared kinds of facts, without Django, so that a room's `events.py` stays pure."""

from dataclasses import dataclass


@dataclass(frozen=True)
class FactKind:
    """`name` is "room.noun_past_tense"; `sentence` is a timeline line with %(value)s places."""

    name: str
    sentence: str


KINDS: dict[str, FactKind] = {}


def declare(name: str, sentence: str) -> FactKind:
    """Declare a kind once; raises ValueError for a second one of the same name."""
    if name in KINDS:
        msg = f"{name} is declared twice"
        raise ValueError(msg)
    KINDS[name] = FactKind(name, sentence)
    return KINDS[name]

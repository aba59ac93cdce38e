"""Identifiers: time-ordered UUIDs (version 7, RFC 9562) so that new rows stay together on disk."""

import secrets
import time
import uuid


def new_id() -> uuid.UUID:
    """A new version 7 UUID: 48 bits of Unix milliseconds, then 74 random bits."""
    stamp = time.time_ns() // 1_000_000
    value = (stamp & (1 << 48) - 1) << 80 | secrets.randbits(80)
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    return uuid.UUID(int=value)


def new_secret(length: int = 32) -> str:
    """An unguessable URL-safe text made of `length` random bytes."""
    return secrets.token_urlsafe(length)

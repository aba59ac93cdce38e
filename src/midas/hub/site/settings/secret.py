"""The secret key of an installation."""

import secrets
from pathlib import Path

from midas.hub.kernel.keys import kept


def secret_key(keys: Path) -> str:
    """The key in `keys/secret-key`, made at the first start."""
    return kept(keys / "secret-key", lambda: secrets.token_urlsafe(64).encode()).decode().strip()

"""The secret key of an installation: made once, kept in a file that only its owner reads."""

import os
import secrets
from pathlib import Path


def secret_key(keys: Path) -> str:
    """The key in `keys/secret-key`, made at the first start."""
    path = keys / "secret-key"
    if not path.exists():
        keys.mkdir(mode=0o700, parents=True, exist_ok=True)
        part = path.with_suffix(f".{os.getpid()}")
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(64))
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(part, path)  # never overwrites a key that another process made meanwhile
        except FileExistsError:
            pass
        part.unlink()
    return path.read_text().strip()

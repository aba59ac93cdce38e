"""Secrets of an installation: made once, kept in files that only their owner can read."""

import contextlib
import os
from collections.abc import Callable
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)


def kept(path: Path, make: Callable[[], bytes]) -> bytes:
    """The content of a key file; made and written down to the disk at first use, mode 0600.

    A key that another process made meanwhile is never overwritten.
    """
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        part = path.with_name(f".{path.name}.{os.getpid()}")
        part.unlink(missing_ok=True)
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(make())
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(FileExistsError):
            os.link(part, path)
        part.unlink()
    return path.read_bytes()


def signing_key(path: Path) -> Ed25519PrivateKey:
    """The Ed25519 key of a file (PKCS 8, PEM); made at first use.

    Raises TypeError when the file holds a key of another kind.
    """

    def make() -> bytes:
        made = Ed25519PrivateKey.generate()
        return made.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())

    key = load_pem_private_key(kept(path, make), password=None)
    if not isinstance(key, Ed25519PrivateKey):
        msg = f"{path} holds no Ed25519 key"
        raise TypeError(msg)
    return key

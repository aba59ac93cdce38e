"""What is signed at the end of a day, byte by byte; shared by the signer and the verifier."""

from datetime import date

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey


def signed_text(day: date | str, size: int, root: bytes) -> bytes:
    """The message under a root's signature."""
    return f"midas-log-root-v1\n{day}\n{size}\n{root.hex()}\n".encode()


def is_signed(day: date | str, size: int, root: bytes, signature: bytes, public_key: bytes) -> bool:
    """True when the Ed25519 signature over the root was made with the key."""
    try:
        key = Ed25519PublicKey.from_public_bytes(public_key)
        key.verify(signature, signed_text(day, size, root))
    except (InvalidSignature, ValueError):
        return False
    return True

"""Merkle trees as in RFC 6962 section 2 and RFC 9162 section 2: roots, proofs, appending.

Pure functions over SHA-256 hashes; nothing is stored. Leaves out signed certificate timestamps
and everything else of Certificate Transparency.
"""

import hashlib
from collections.abc import Iterable, Sequence

EMPTY_ROOT = hashlib.sha256().digest()


def leaf_hash(content: bytes) -> bytes:
    """The hash of a leaf: SHA-256 over 0x00 and its content (RFC 9162 2.1.1)."""
    return hashlib.sha256(b"\x00" + content).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of an inner node: SHA-256 over 0x01 and both children (RFC 9162 2.1.1)."""
    return hashlib.sha256(b"\x01" + left + right).digest()


class Frontier:
    """The right edge of a growing tree: enough to append leaves and to tell the root.

    `peaks` are the roots of the full subtrees, the largest first: one per bit of `size`.
    """

    def __init__(self, size: int = 0, peaks: Iterable[bytes] = ()) -> None:
        self.size = size
        self.peaks = list(peaks)
        if len(self.peaks) != size.bit_count():
            msg = f"a tree of {size} leaves has {size.bit_count()} peaks, not {len(self.peaks)}"
            raise ValueError(msg)

    def append(self, leaf: bytes) -> None:
        """Add one leaf hash at the right."""
        rest, peak = self.size, leaf
        while rest & 1:
            peak = node_hash(self.peaks.pop(), peak)
            rest >>= 1
        self.peaks.append(peak)
        self.size += 1

    def root(self) -> bytes:
        """The root over all leaves so far."""
        if not self.peaks:
            return EMPTY_ROOT
        found = self.peaks[-1]
        for peak in reversed(self.peaks[:-1]):
            found = node_hash(peak, found)
        return found

    def to_bytes(self) -> bytes:
        """The peaks in one piece, to be kept beside the size."""
        return b"".join(self.peaks)

    @classmethod
    def from_bytes(cls, size: int, kept: bytes) -> "Frontier":
        """The frontier that `to_bytes` wrote; raises ValueError when it does not fit the size."""
        return cls(size, (kept[i : i + 32] for i in range(0, len(kept), 32)))


def root_of(leaves: Iterable[bytes]) -> bytes:
    """The root over leaf hashes."""
    edge = Frontier()
    for leaf in leaves:
        edge.append(leaf)
    return edge.root()


def _split(size: int) -> int:
    """The largest power of two that is smaller than `size` (at least 2)."""
    return 1 << (size - 1).bit_length() - 1


def inclusion_proof(index: int, leaves: Sequence[bytes]) -> list[bytes]:
    """The hashes that lead from leaf `index` to the root, the lowest first (RFC 9162 2.1.3.1).

    Raises IndexError for a leaf that is not there.
    """
    if not 0 <= index < len(leaves):
        msg = f"no leaf {index} among {len(leaves)}"
        raise IndexError(msg)
    if len(leaves) == 1:
        return []
    middle = _split(len(leaves))
    if index < middle:
        return [*inclusion_proof(index, leaves[:middle]), root_of(leaves[middle:])]
    return [*inclusion_proof(index - middle, leaves[middle:]), root_of(leaves[:middle])]


def is_included(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """True when the proof leads from the leaf hash to the root (RFC 9162 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    at, last, found = index, size - 1, leaf
    for one in proof:
        if last == 0:
            return False
        if at & 1 or at == last:
            found = node_hash(one, found)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            found = node_hash(found, one)
        at, last = at >> 1, last >> 1
    return last == 0 and found == root


def consistency_proof(old_size: int, leaves: Sequence[bytes]) -> list[bytes]:
    """The hashes that show the first `old_size` leaves to be unchanged (RFC 9162 2.1.4.1).

    Raises ValueError unless 0 < old_size <= len(leaves).
    """
    if not 0 < old_size <= len(leaves):
        msg = f"no tree of {old_size} leaves inside one of {len(leaves)}"
        raise ValueError(msg)
    return _subproof(old_size, leaves, is_whole=True)


def _subproof(old_size: int, leaves: Sequence[bytes], *, is_whole: bool) -> list[bytes]:
    if old_size == len(leaves):
        return [] if is_whole else [root_of(leaves)]
    middle = _split(len(leaves))
    left, right = leaves[:middle], leaves[middle:]
    if old_size <= middle:
        return [*_subproof(old_size, left, is_whole=is_whole), root_of(right)]
    return [*_subproof(old_size - middle, right, is_whole=False), root_of(left)]


def is_consistent(
    old_size: int, old_root: bytes, size: int, root: bytes, proof: Sequence[bytes]
) -> bool:
    """True when the proof shows the old tree to be the beginning of the new (RFC 9162 2.1.4.2)."""
    if old_size == size:
        return old_root == root and not proof
    if not 0 < old_size < size:
        return False
    path = [*proof] if old_size & (old_size - 1) else [old_root, *proof]
    if not path:
        return False
    at, last = old_size - 1, size - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    old = new = path[0]
    for one in path[1:]:
        if last == 0:
            return False
        if at & 1 or at == last:
            old, new = node_hash(one, old), node_hash(one, new)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            new = node_hash(new, one)
        at, last = at >> 1, last >> 1
    return last == 0 and old == old_root and new == root

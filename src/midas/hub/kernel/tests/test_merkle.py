"""The tree against published vectors, against a plain reading of the RFC, and against forgery."""

import hashlib
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from midas.hub.kernel.log import merkle

# The eight leaves and the roots over the first 1 … 8 of them are the reference tree that the
# implementations of Certificate Transparency have shared since 2013.
INPUTS = [
    bytes.fromhex(one)
    for one in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
LEAVES = [merkle.leaf_hash(one) for one in INPUTS]
trees = st.integers(1, 70).map(lambda n: [merkle.leaf_hash(bytes([i])) for i in range(n)])


def plain_root(leaves: list[bytes]) -> bytes:
    """The definition of RFC 9162 2.1.1, word for word and without cleverness."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    middle = 1
    while middle * 2 < len(leaves):
        middle *= 2
    left, right = plain_root(leaves[:middle]), plain_root(leaves[middle:])
    return hashlib.sha256(b"\x01" + left + right).digest()


def test_the_empty_tree_has_the_hash_of_nothing() -> None:
    empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert merkle.root_of([]).hex() == empty


@pytest.mark.parametrize("size", range(1, 9))
def test_the_roots_are_the_published_ones(size: int) -> None:
    assert merkle.root_of(LEAVES[:size]).hex() == ROOTS[size - 1]


@pytest.mark.parametrize(
    ("index", "size", "proof"),
    [
        (0, 1, []),
        (
            0,
            8,
            [
                "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
            ],
        ),
        (
            5,
            8,
            [
                "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
                "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            ],
        ),
        (2, 3, ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"]),
    ],
)
def test_inclusion_proofs_are_the_published_ones(index: int, size: int, proof: list[str]) -> None:
    assert [one.hex() for one in merkle.inclusion_proof(index, LEAVES[:size])] == proof


@pytest.mark.parametrize(
    ("old", "size", "proof"),
    [
        (1, 1, []),
        (
            1,
            8,
            [
                "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
            ],
        ),
        (
            6,
            8,
            [
                "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
                "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            ],
        ),
        (
            2,
            5,
            [
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
            ],
        ),
    ],
)
def test_consistency_proofs_are_the_published_ones(old: int, size: int, proof: list[str]) -> None:
    assert [one.hex() for one in merkle.consistency_proof(old, LEAVES[:size])] == proof


@given(trees)
def test_the_frontier_gives_the_root_of_the_definition(leaves: list[bytes]) -> None:
    edge = merkle.Frontier()
    for leaf in leaves:
        edge.append(leaf)
    assert edge.root() == plain_root(leaves)
    kept = merkle.Frontier.from_bytes(edge.size, edge.to_bytes())
    kept.append(leaves[0])
    assert kept.root() == plain_root([*leaves, leaves[0]])


@given(trees, st.data())
def test_every_leaf_is_proved_and_no_other(leaves: list[bytes], data: st.DataObject) -> None:
    size, root = len(leaves), merkle.root_of(leaves)
    index = data.draw(st.integers(0, size - 1))
    proof = merkle.inclusion_proof(index, leaves)
    assert merkle.is_included(leaves[index], index, size, proof, root)
    other = data.draw(st.integers(0, size))
    if other != index:
        assert not merkle.is_included(leaves[index], other, size, proof, root)
    assert not merkle.is_included(merkle.leaf_hash(b"forged"), index, size, proof, root)
    assert not merkle.is_included(leaves[index], index, size, [*proof, root], root)
    if proof:
        assert not merkle.is_included(leaves[index], index, size, proof[:-1], root)


@given(trees, st.data())
def test_growth_is_proved_and_rewriting_is_not(leaves: list[bytes], data: st.DataObject) -> None:
    size, root = len(leaves), merkle.root_of(leaves)
    old = data.draw(st.integers(1, size))
    old_root = merkle.root_of(leaves[:old])
    proof = merkle.consistency_proof(old, leaves)
    assert merkle.is_consistent(old, old_root, size, root, proof)
    at = data.draw(st.integers(0, old - 1))
    rewritten = [*leaves[:at], merkle.leaf_hash(b"rewritten"), *leaves[at + 1 :]]
    forged = merkle.consistency_proof(old, rewritten)
    assert not merkle.is_consistent(old, old_root, size, merkle.root_of(rewritten), forged)
    assert not merkle.is_consistent(old, merkle.root_of(rewritten[:old]), size, root, proof)
    if proof:
        assert not merkle.is_consistent(old, old_root, size, root, proof[:-1])


def test_trees_that_are_none_are_refused() -> None:
    with pytest.raises(IndexError):
        merkle.inclusion_proof(8, LEAVES)
    with pytest.raises(ValueError, match="no tree of 0"):
        merkle.consistency_proof(0, LEAVES)
    with pytest.raises(ValueError, match="2 peaks"):
        merkle.Frontier(3, [b""])
    assert not merkle.is_consistent(0, merkle.EMPTY_ROOT, 8, merkle.root_of(LEAVES), [])
    assert not merkle.is_consistent(3, b"", 8, merkle.root_of(LEAVES), [])


def test_leaves_and_nodes_cannot_stand_for_each_other() -> None:
    for left, right in pairwise(LEAVES):
        assert merkle.leaf_hash(left + right) != merkle.node_hash(left, right)

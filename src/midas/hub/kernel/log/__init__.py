"""The tamper-evident log: facts as leaves of a Merkle tree, with signed daily roots."""

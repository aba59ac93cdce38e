"""Which documents a stage of a case needs, given its circumstances."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from midas.hub.programme.rules.profile_line import Paper


@dataclass(frozen=True)
class NeededPaper:
    """A document kind that is asked for; `required` is False for optional ones."""

    document: str
    by: str
    required: bool


def needed_papers(
    papers: Iterable[Paper], stage: str, circumstances: frozenset[str]
) -> list[NeededPaper]:
    """The documents of a stage; `circumstances` are the `if-…` words that hold for the case."""
    found: dict[str, NeededPaper] = {}
    for paper in papers:
        if paper.stage != stage:
            continue
        holds = paper.need in ("always", "optional") or paper.need in circumstances
        required = holds and paper.need != "optional"
        if holds and (paper.document not in found or required):
            found[paper.document] = NeededPaper(paper.document, paper.by, required)
    return list(found.values())


def missing_papers(needed: Sequence[NeededPaper], given: Iterable[str]) -> Iterator[NeededPaper]:
    """The required documents that are not among the given codes."""
    there = set(given)
    return (one for one in needed if one.required and one.document not in there)

"""Document kinds, cost items and funding layers, outcome measures, sources, places and words."""

from datetime import date
from typing import Annotated, Literal

from msgspec import Meta

from midas.hub.programme.rules.profile_terms import (
    Code,
    NonEmpty,
    Percent,
    Phrase,
    Positive,
    Role,
    Row,
    ShareKind,
    Sourced,
)


class Column(Row, frozen=True, kw_only=True):
    """A column of a spreadsheet template."""

    code: Code
    name: Phrase
    kind: Literal["text", "whole-number", "decimal", "won", "percent", "date", "choice", "yes-no"]
    required: bool = True
    choices: tuple[NonEmpty, ...] = ()


class Document(Sourced, frozen=True, kw_only=True):
    """A kind of paper: who makes it, in which file types, signed or not."""

    code: Code
    name: Phrase
    help: Phrase
    made_by: Role
    accepts: tuple[Code, ...]
    max_bytes: Positive | None = None
    signed: bool = False
    one_file: bool = False
    valid_days: Positive | None = None
    columns: tuple[Column, ...] = ()


class DocumentsFile(Row, frozen=True, kw_only=True):
    """`documents.toml`."""

    documents: tuple[Document, ...]


class Layer(Sourced, frozen=True, kw_only=True):
    """A source of money in a project's budget."""

    code: Code
    name: Phrase
    payer: Role | Literal["lender"]
    grant: bool
    kinds: tuple[ShareKind, ...]


class CostItem(Sourced, frozen=True, kw_only=True):
    """A line of a project's budget and what may pay for it."""

    code: Code
    name: Phrase
    help: Phrase
    layers: tuple[Code, ...]
    max_percent: Percent = 100
    needs: tuple[Code, ...] = ()


class FundingFile(Row, frozen=True, kw_only=True):
    """`funding.toml`."""

    layers: tuple[Layer, ...]
    cost_items: tuple[CostItem, ...]


class Outcome(Sourced, frozen=True, kw_only=True):
    """A measure taken at T0, T1 and T2; `machine` names the reading that can prove it."""

    code: Code
    group: Code
    name: Phrase
    unit: Phrase
    better: Literal["higher", "lower"]
    formula: Phrase
    at: tuple[Literal["T0", "T1", "T2"], ...]
    required: bool = False
    machine: Code | None = None
    low: float | None = None
    high: float | None = None


class OutcomeGroup(Sourced, frozen=True, kw_only=True):
    """A group of outcome measures, with the effect that was measured nation-wide, if known."""

    code: Code
    name: Phrase
    measured_percent: float | None = None


class OutcomesFile(Row, frozen=True, kw_only=True):
    """`outcomes.toml`."""

    groups: tuple[OutcomeGroup, ...]
    outcomes: tuple[Outcome, ...]


class Reference(Row, frozen=True, kw_only=True):
    """A source that rules point to by its key."""

    key: Annotated[str, Meta(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
    title: Phrase
    url: str
    trust: Literal["A", "B", "C"]


class SourcesFile(Row, frozen=True, kw_only=True):
    """`sources.toml`."""

    references: tuple[Reference, ...]


class Place(Row, frozen=True, kw_only=True):
    """A province or municipality that a rule names; `official` is the legal-district prefix."""

    code: Code
    official: Annotated[str, Meta(pattern=r"^(\d{2}|\d{5}|)$")]
    name: Phrase
    inside: Code | None = None
    in_force_from: date | None = None
    in_force_until: date | None = None
    successor: Code | None = None
    unconfirmed: tuple[str, ...] = ()


class PlacesFile(Row, frozen=True, kw_only=True):
    """`places.toml`."""

    places: tuple[Place, ...]


class Word(Row, frozen=True, kw_only=True):
    """One English code word for one Korean legal term, and what it plainly means."""

    code: Code
    term: Phrase
    plain: Phrase
    source: NonEmpty


class GlossaryFile(Row, frozen=True, kw_only=True):
    """`glossary.toml`."""

    words: tuple[Word, ...]

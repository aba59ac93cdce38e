"""The terms of a lot in the order a factory owner asks for them, each with its sources."""

from dataclasses import dataclass

from midas.hub.programme.queries.call_cards import LotCard
from midas.hub.programme.queries.sources import SourceLink, sources_of
from midas.hub.programme.rules.profile import Profile
from midas.hub.programme.rules.profile_line import Bonus, LayerShare, Paper
from midas.hub.programme.rules.profile_papers import Document
from midas.hub.programme.rules.profile_predicates import Predicate
from midas.hub.programme.rules.profile_terms import Phrase

FILING = ("filing", "plan")


@dataclass(frozen=True)
class Condition:
    """One eligibility rule."""

    rule: Predicate
    sources: tuple[SourceLink, ...]
    is_unconfirmed: bool


@dataclass(frozen=True)
class PaperRow:
    """One document that is asked for."""

    paper: Paper
    document: Document
    sources: tuple[SourceLink, ...]


@dataclass(frozen=True)
class BonusRow:
    """One kind of bonus."""

    bonus: Bonus
    sources: tuple[SourceLink, ...]


@dataclass(frozen=True)
class LayerRow:
    """What one layer may and must pay."""

    share: LayerShare
    name: Phrase


@dataclass(frozen=True)
class LotTerms:
    """Everything a lot page lists."""

    conditions: tuple[Condition, ...]
    papers: tuple[PaperRow, ...]
    bonuses: tuple[BonusRow, ...]
    layers: tuple[LayerRow, ...]
    sources: tuple[SourceLink, ...]
    unconfirmed: frozenset[str]


def lot_terms(card: LotCard) -> LotTerms:
    """The terms of a lot's line, in the version the lot was announced with."""
    terms, profile = card.terms, card.profile
    return LotTerms(
        conditions=_conditions(card),
        papers=tuple(_paper(profile, one) for one in terms.papers if one.stage in FILING),
        bonuses=tuple(BonusRow(one, sources_of(profile, one.source)) for one in terms.bonuses),
        layers=tuple(
            LayerRow(one, _layer_name(profile, one.layer))
            for one in terms.layers
            if one.max_percent
        ),
        sources=sources_of(profile, terms.source),
        unconfirmed=frozenset(terms.unconfirmed),
    )


def _conditions(card: LotCard) -> tuple[Condition, ...]:
    return tuple(
        Condition(
            rule=one,
            sources=sources_of(card.profile, one.source),
            is_unconfirmed=bool(one.unconfirmed),
        )
        for one in card.terms.rules
    )


def _paper(profile: Profile, paper: Paper) -> PaperRow:
    document = profile.document(paper.document)
    return PaperRow(paper, document, sources_of(profile, document.source))


def _layer_name(profile: Profile, code: str) -> Phrase:
    return next(one.name for one in profile.layers if one.code == code)

"""The agreement (협약서) as a text in Korean and English, made only from the data of the case.

Equal data give equal texts and an equal digest; the parties sign the digest.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from midas.hub.kernel.money import reading
from midas.hub.programme.rules.agreement_articles import ARTICLES, HEADING, PARTY_NAMES
from midas.hub.programme.rules.profile_terms import Phrase

LANGUAGES = ("ko", "en")


@dataclass(frozen=True)
class Party:
    """One side of the agreement; `role` is adopter, supplier, techno_park or agency."""

    role: str
    name: str
    name_en: str
    business_number: str
    representative: str
    address: str


@dataclass(frozen=True)
class Money:
    """What one layer agrees to carry."""

    name: Phrase
    kind: str
    amount: int


@dataclass(frozen=True)
class AgreementData:
    """Everything that the text is made of."""

    number: str
    notice: str
    line: Phrase
    title: str
    workplace: str
    workplace_address: str
    target_level: Phrase | None
    parties: Sequence[Party]
    money: Sequence[Money]
    instalments: Sequence[tuple[Phrase, int]]
    starts_on: date
    ends_on: date
    design_due_on: date | None
    repair_months: int
    standards: Sequence[str]
    visits: Sequence[tuple[Phrase, date]]
    rules: str  # name, version and digest of the rule profile


@dataclass(frozen=True)
class AgreementText:
    """The finished texts with the digest over both."""

    ko: str
    en: str
    digest: str


def agreement_text(data: AgreementData) -> AgreementText:
    """Write the agreement in both languages."""
    texts = {language: _text(data, language) for language in LANGUAGES}
    return AgreementText(texts["ko"], texts["en"], digest_of(texts))


def digest_of(texts: Mapping[str, str]) -> str:
    """SHA-256, in hex, over the canonical JSON of the texts by language."""
    canonical = json.dumps(texts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def _text(data: AgreementData, language: str) -> str:
    values = _values(data, language)
    parts = [HEADING[language] % values]
    shown = [article for article in ARTICLES if article.needs is None or values[article.needs]]
    for serial, article in enumerate(shown, start=1):
        head = (
            f"제{serial}조 ({article.title['ko']})"
            if language == "ko"
            else (f"Article {serial} ({article.title['en']})")
        )
        parts.append(f"{head}\n{article.text[language] % values}")
    return "\n\n".join(parts) + "\n"


def _values(data: AgreementData, language: str) -> dict[str, str]:
    return {
        "number": data.number,
        "notice": data.notice,
        "line": _in(data.line, language),
        "title": data.title,
        "workplace": data.workplace,
        "workplace_address": data.workplace_address,
        "target_level": _in(data.target_level, language) if data.target_level else "",
        "parties": "\n".join(_party(party, language) for party in data.parties),
        "money": "\n".join(_money(row, language) for row in data.money),
        "total": reading(sum(row.amount for row in data.money), language),
        "instalments": "\n".join(f"- {_in(n, language)}: {p} %" for n, p in data.instalments),
        "starts_on": data.starts_on.isoformat(),
        "ends_on": data.ends_on.isoformat(),
        "design_due_on": data.design_due_on.isoformat() if data.design_due_on else "",
        "repair_months": str(data.repair_months) if data.repair_months else "",
        "standards": ", ".join(data.standards),
        "visits": "\n".join(f"- {_in(n, language)}: {d.isoformat()}" for n, d in data.visits),
        "rules": data.rules,
    }


def _in(phrase: Phrase, language: str) -> str:
    return phrase.ko if language == "ko" else phrase.en


def _party(party: Party, language: str) -> str:
    name = party.name if language == "ko" else party.name_en or party.name
    facts = [name, _business_number(party.business_number), party.representative, party.address]
    return f"- {PARTY_NAMES[party.role][language]}: {', '.join(fact for fact in facts if fact)}"


def _business_number(digits: str) -> str:
    return f"{digits[:3]}-{digits[3:5]}-{digits[5:]}" if digits else ""


def _money(row: Money, language: str) -> str:
    kinds = {"cash": {"ko": "현금", "en": "cash"}, "in-kind": {"ko": "현물", "en": "in kind"}}
    kind = kinds[row.kind][language]
    return f"- {_in(row.name, language)} ({kind}): {reading(row.amount, language)}"

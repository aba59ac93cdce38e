"""What the front page, the search and the help show of the programme."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from midas.hub.kernel.actor import Actor
from midas.hub.kernel.errors import NotPossible
from midas.hub.kernel.texts import in_language
from midas.hub.programme.models import Lot, Project
from midas.hub.programme.queries import rulebook
from midas.hub.programme.queries.call_cards import LotCard, all_cards
from midas.hub.programme.queries.visible import visible_to
from midas.hub.programme.rules.wording import as_text

MOST = 20


@dataclass(frozen=True)
class Found:
    """One hit of the search."""

    title: str
    url: str
    detail: str


@dataclass(frozen=True)
class TargetRow:
    """A target of the strategy in the reader's language."""

    name: str
    by_year: int
    count: int
    source: str


@dataclass(frozen=True)
class ProgressRow:
    """How many factories of a headline target this system's records show as complete."""

    label: str
    done: int
    count: int


@dataclass(frozen=True)
class Term:
    """A word of the programme."""

    code: str
    term: str
    term_ko: str
    plain: str


def open_lots(now: datetime) -> list[LotCard]:
    """Lots that take applications now; the one that closes first comes first."""
    return [card for card in all_cards(now) if card.phase == "open"]


def targets() -> list[TargetRow]:
    """All targets of the profile in force; none while no profile is loaded."""
    try:
        rows = rulebook.current_profile().head.targets
    except NotPossible:
        return []
    return [
        TargetRow(in_language(as_text(one.name)), one.by_year, one.count, one.source)
        for one in rows
    ]


def progress() -> list[ProgressRow]:
    """The headline targets with the builds that were completed."""
    try:
        rows = [one for one in rulebook.current_profile().head.targets if one.headline]
    except NotPossible:
        return []
    complete = Project.objects.filter(state__in=["completed", "settled", "closed"])
    found = []
    for one in rows:
        mine = complete.filter(application__line_version__path__in=one.paths)
        if one.lines:
            mine = mine.filter(application__line_version__code__in=one.lines)
        found.append(ProgressRow(in_language(as_text(one.name)), mine.count(), one.count))
    return found


def glossary() -> list[Term]:
    """All words of the profile in force."""
    try:
        rows = rulebook.current_profile().words
    except NotPossible:
        return []
    return [
        Term(
            one.code,
            in_language(as_text(one.term)),
            one.term.ko,
            in_language(as_text(one.plain)),
        )
        for one in rows
    ]


def search(actor: Actor, text: str) -> list[tuple[str, list[Found]]]:
    """Lots for everybody and cases that the actor may see, by number, title or firm."""
    groups: list[tuple[str, list[Found]]] = [
        (_("Calls"), _lots(text)),
        (_("Cases"), _cases(actor, text)),
    ]
    return [(title, rows) for title, rows in groups if rows]


def _lots(text: str) -> list[Found]:
    like = Q(call__notice_number__icontains=text)
    like |= Q(title__ko__icontains=text) | Q(title__en__icontains=text)
    rows = Lot.objects.filter(like).select_related("call").order_by("-opens_at", "id")[:MOST]
    return [_lot(one) for one in rows]


def _lot(lot: Lot) -> Found:
    key: list[Any] = [lot.call.notice_number, lot.serial]
    return Found(in_language(lot.title), reverse("programme:lot", args=key), f"{key[0]}/{key[1]}")


def _cases(actor: Actor, text: str) -> list[Found]:
    digits = text.replace("-", "")
    like = Q(number__icontains=text) | Q(applicant_name__icontains=text) | Q(title__icontains=text)
    if digits.isdigit():
        like |= Q(business_number__startswith=digits)
    rows = visible_to(actor).filter(like).order_by("-created_at", "id")
    return [
        Found(
            f"{one.number or one.title} {one.applicant_name}".strip(),
            reverse("programme:case", args=[one.id]),
            one.title,
        )
        for one in rows[:MOST]
    ]

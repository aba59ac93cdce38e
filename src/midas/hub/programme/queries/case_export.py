"""A filtered list of cases as a stream of rows for spreadsheets; no row limit, little memory."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from midas.hub.kernel import texts
from midas.hub.kernel.actor import Actor
from midas.hub.programme.models import Application
from midas.hub.programme.queries import rulebook
from midas.hub.programme.queries.call_cards import name_of_region
from midas.hub.programme.queries.cases import CaseFilters, filtered, my_turn
from midas.hub.programme.queries.visible import visible_to
from midas.hub.programme.rules.wording import as_text

CHUNK = 2000
COMMANDS = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet would run text that begins like this


def headings() -> list[str]:
    """The columns, in the reader's language."""
    return [
        _("Number"),
        _("Firm"),
        _("Business number"),
        _("Title"),
        _("Programme line"),
        _("Notice"),
        _("Region"),
        _("State"),
        _("Due"),
        _("Total cost"),
        _("Level today"),
        _("Target level"),
        _("Tier"),
        _("Points"),
        _("Rank"),
        _("Submitted on"),
    ]


def exported(
    actor: Actor, wanted: CaseFilters, words: dict[str, str]
) -> Iterator[list[str | int | float | date | None]]:
    """Rows of the list, newest first; `words` are the states' words by code."""
    rows = filtered(visible_to(actor), wanted)
    if wanted.is_my_turn:
        rows = my_turn(actor, rows)
    for case in _lean(rows).iterator(chunk_size=CHUNK):
        yield _row(case, words)


def _lean(rows: QuerySet[Application]) -> QuerySet[Application]:
    return (
        rows.select_related("lot__call")
        .defer("plan", "goals", "eligibility", "declarations", "bonus")
        .order_by("-created_at", "id")
    )


def _row(case: Application, words: dict[str, str]) -> list[Any]:
    terms, profile = rulebook.terms_of(case), rulebook.profile_of(case)
    levels = {one.code: as_text(one.name) for one in profile.levels.system_levels}
    tiers = {one.code: as_text(one.name) for one in profile.levels.tiers}
    return [
        case.number or "",
        safe(case.applicant_name),
        case.business_number,
        safe(case.title),
        texts.in_language(as_text(terms.line_name)),
        f"{case.lot.call.notice_number}/{case.lot.serial}",
        name_of_region(case.province_id),
        words.get(case.state, case.state),
        case.due_on,
        case.total_cost,
        texts.in_language(levels.get(case.current_level, "")),
        texts.in_language(levels.get(case.target_level, "")),
        texts.in_language(tiers.get(case.tier, "")),
        float(case.points) if case.points is not None else None,
        case.rank,
        _local(case.submitted_at),
    ]


def _local(moment: datetime | None) -> datetime | None:
    """Without a zone, as spreadsheets want it, at the programme's place."""
    return timezone.make_naive(moment).replace(microsecond=0) if moment else None


def safe(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(COMMANDS) else text

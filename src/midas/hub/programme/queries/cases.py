"""Lists of cases by filter and key, and the cards that other rooms get to see."""

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum

from midas.hub.kernel.actor import Actor
from midas.hub.kernel.pages import Page, page_by_key
from midas.hub.programme import models
from midas.hub.programme.queries import rulebook
from midas.hub.programme.queries.call_cards import name_of_region
from midas.hub.programme.queries.visible import visible_to

SORTS = {"newest": ("-created_at", "id"), "due": ("due_on", "id")}
MY_TURN = {
    "adopter": ("draft", "returned", "selected"),
    "agency": ("submitted", "nominated", "assessed"),
    "local_government": ("eligible",),
}


@dataclass(frozen=True, kw_only=True)
class CaseFilters:
    """What to narrow a list down to; empty means all."""

    state: str = ""
    lot: UUID | None = None
    line: str = ""
    province: UUID | None = None
    text: str = ""  # part of number or firm, or the beginning of a business number
    is_my_turn: bool = False
    sort: str = "newest"


@dataclass(frozen=True)
class CaseRow:
    """One line of a list of cases."""

    id: UUID
    number: str
    title: str
    applicant_name: str
    state: str
    line: str  # code
    line_name: dict[str, str]
    lot_title: dict[str, str]
    notice: str  # "2026-N-0100/1"
    province: str
    due_on: date | None
    total_cost: int
    created_at: datetime
    submitted_at: datetime | None


@dataclass(frozen=True)
class ApplicationCard:
    """An application as rooms above see it; money in whole won by layer."""

    id: UUID
    number: str
    state: str
    title: str
    applicant_id: UUID
    applicant_name: str
    business_number: str
    workplace_id: UUID
    region_id: UUID
    province_id: UUID
    techno_park_id: UUID | None
    supplier_id: UUID | None
    host_id: UUID | None
    lot_id: UUID
    line: str
    path: str
    track: str
    tier: str
    current_level: str
    target_level: str
    total_cost: int
    layers: dict[str, int]
    submitted_at: datetime | None
    state_since: datetime


LISTED = (
    *("id", "number", "title", "applicant_name", "state", "line_version_id", "province_id"),
    *("due_on", "total_cost", "created_at", "submitted_at"),
    *("lot__title", "lot__serial", "lot__call__notice_number"),
)


def filtered(
    rows: QuerySet[models.Application], wanted: CaseFilters
) -> QuerySet[models.Application]:
    """The rows that a filter leaves."""
    if wanted.state:
        rows = rows.filter(state=wanted.state)
    if wanted.lot:
        rows = rows.filter(lot_id=wanted.lot)
    if wanted.line:
        rows = rows.filter(line_version__code=wanted.line)
    if wanted.province:
        rows = rows.filter(province_id=wanted.province)
    return rows.filter(_like(wanted.text)) if wanted.text.strip() else rows


def _like(text: str) -> Q:
    part = text.strip()
    found = Q(number__icontains=part) | Q(applicant_name__icontains=part)
    digits = part.replace("-", "")
    return found | Q(business_number__startswith=digits) if digits.isdigit() else found


def my_turn(actor: Actor, rows: QuerySet[models.Application]) -> QuerySet[models.Application]:
    """Of these cases, the ones whose next step is this actor's."""
    if actor.kind == "assessor_body":
        seats = models.AssessorSeat.objects.filter(
            assessment__application=OuterRef("pk"),
            expert_id=actor.person,
            state__in=("offered", "accepted"),
        )
        return rows.filter(Exists(seats))
    rows = rows.filter(state__in=MY_TURN.get(actor.kind, ()))
    return rows.filter(lot__needs_nomination=True) if actor.kind == "local_government" else rows


def list_cases(actor: Actor, wanted: CaseFilters, cursor: str = "", size: int = 25) -> Page:
    """One page of the cases that the actor may see, as CaseRow; always the same few queries.

    Sorted by "newest", or by "due" which leaves out cases without a due day. Raises NotValid for
    a wrong cursor.
    """
    rows = filtered(visible_to(actor), wanted)
    if wanted.is_my_turn:
        rows = my_turn(actor, rows)
    keys = SORTS.get(wanted.sort, SORTS["newest"])
    if keys[0] == "due_on":
        rows = rows.filter(due_on__isnull=False)
    rows = rows.select_related("lot__call").only(*LISTED)
    page = page_by_key(rows, keys, cursor, size)
    return dataclasses.replace(page, rows=[_row(case) for case in page.rows])


def _row(case: models.Application) -> CaseRow:
    terms = rulebook.terms_of(case)
    return CaseRow(
        id=case.id,
        number=case.number or "",
        title=case.title,
        applicant_name=case.applicant_name,
        state=case.state,
        line=terms.line,
        line_name={"ko": terms.line_name.ko, "en": terms.line_name.en},
        lot_title=case.lot.title,
        notice=f"{case.lot.call.notice_number}/{case.lot.serial}",
        province=name_of_region(case.province_id),
        due_on=case.due_on,
        total_cost=case.total_cost,
        created_at=case.created_at,
        submitted_at=case.submitted_at,
    )


def application_cards(application_ids: Iterable[UUID]) -> dict[UUID, ApplicationCard]:
    """Cards of many applications by id, three queries; unknown ids are left out."""
    ids = set(application_ids)
    rows = models.Application.objects.filter(id__in=ids).select_related("line_version")
    rows = rows.defer("line_version__content", "plan", "eligibility")
    layers: dict[UUID, dict[str, int]] = {}
    shares = models.FundingShare.objects.filter(application_id__in=ids)
    for case_id, layer, total in shares.values_list("application_id", "layer").annotate(
        total=Sum("amount")
    ):
        layers.setdefault(case_id, {})[layer] = total
    return {row.id: _card(row, layers.get(row.id, {})) for row in rows}


def _card(row: models.Application, layers: dict[str, int]) -> ApplicationCard:
    same = (
        *("id", "state", "title", "applicant_id", "applicant_name", "business_number"),
        *("workplace_id", "region_id", "province_id", "techno_park_id", "supplier_id", "host_id"),
        *("lot_id", "track", "tier", "current_level", "target_level", "total_cost"),
        *("submitted_at", "state_since"),
    )
    return ApplicationCard(
        number=row.number or "",
        line=row.line_version.code,
        path=row.line_version.path,
        layers=layers,
        **{name: getattr(row, name) for name in same},
    )


def counts_by(column: str, wanted: CaseFilters | None = None) -> dict[str, int]:
    """How many filed applications there are by "state", "lot", "province" or "line"."""
    columns = {"state": "state", "lot": "lot_id", "province": "province_id"}
    name = columns.get(column, "line_version__code")
    rows = models.Application.objects.filter(submitted_at__isnull=False)
    rows = filtered(rows, wanted or CaseFilters())
    return {
        str(value): count
        for value, count in rows.order_by().values_list(name).annotate(count=Count("id"))
    }

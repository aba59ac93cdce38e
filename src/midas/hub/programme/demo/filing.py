"""How a made-up firm fills in its application: plan, budget, papers, self-diagnosis."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from random import Random
from typing import Any
from uuid import UUID

from midas.hub.kernel.actor import Actor
from midas.hub.programme.demo.cast import Cast
from midas.hub.programme.demo.papers import upload
from midas.hub.programme.models import Application, Lot
from midas.hub.programme.queries import rulebook
from midas.hub.programme.queries.papers import papers_needed
from midas.hub.programme.rules.budget import BudgetDraft, ShareDraft
from midas.hub.programme.rules.profile_line import LineVersion
from midas.hub.programme.services import application as verbs

WORK = (
    ("생산 현황 실시간 관리 체계 구축", "automation-equipment", "자동 이송 장치"),
    ("설비 데이터 기반 공정 제어", "control-sensing", "PLC·센서 수집 장치"),
    ("품질 데이터 자동 수집과 분석", "control-sensing", "머신비전 검사 장치"),
    ("금형·치공구 이력 관리와 예지보전", "software-licence", "MES 라이선스"),
    ("에너지·설비 통합 관제", "software-licence", "통합 관제 소프트웨어"),
)
TEXT = {
    "ko": "{product}을(를) 만드는 우리 공장은 생산 실적을 아직 손으로 적습니다. "
    "그래서 불량 원인을 늦게 압니다. 설비 {count}대의 데이터를 실시간으로 모아 공정을 제어하고, "
    "작업자와 함께 매주 결과를 확인합니다.",
}


@dataclass(frozen=True)
class Wish:
    """What one firm asks for."""

    lot: UUID
    owner: Actor
    workplace: UUID
    supplier: UUID
    product: str
    band: int  # how digital the factory is, 0-5
    current: str
    target: str
    cost: int
    local: int = 0


def draft(cast: Cast, wish: Wish, dice: Random, now: datetime) -> Application:
    """Start an application and fill in every part of it."""
    case: Application = cast.act(
        verbs.start_application, wish.owner, now, lot=wish.lot, workplace=wish.workplace
    )
    title, *_ = what = dice.choice(WORK)
    case = cast.act(
        verbs.save_basics,
        wish.owner,
        now,
        application=case.id,
        version=case.version,
        title=f"{wish.product} {title}",
        current_level=wish.current,
        target_level=wish.target,
        supplier=wish.supplier,
    )
    sections, goals = _plan(case, wish, dice), _goals(dice)
    case = cast.act(
        verbs.save_plan,
        wish.owner,
        now,
        application=case.id,
        version=case.version,
        sections=sections,
        goals=goals,
    )
    terms = rulebook.terms_of(case)
    lines = budget_lines(terms, wish.cost, what)
    cost = sum(one.amount for one in lines)
    case = cast.act(
        verbs.save_budget,
        wish.owner,
        now,
        application=case.id,
        version=case.version,
        lines=lines,
        shares=shares(terms, cost, wish.local),
    )
    cast.act(
        verbs.save_diagnosis,
        wish.owner,
        now,
        application=case.id,
        answers=answers(case, wish.band, dice),
        complete=True,
    )
    hand_in(cast, case, wish.owner, now)
    case.refresh_from_db()
    return case


def hand_in(cast: Cast, case: Application, by: Actor, now: datetime) -> None:
    """Add every paper that the filing asks for."""
    profile = rulebook.profile_of(case)
    for paper in papers_needed(case, "filing"):
        if paper.required:
            cast.act(
                verbs.add_document,
                by,
                now,
                application=case.id,
                code=paper.document,
                stage="filing",
                upload=upload(profile.document(paper.document), str(case.id)),
            )


def submit(cast: Cast, case: Application, now: datetime) -> Application:
    """Submit a complete application."""
    done: Application = cast.act(
        verbs.submit_application,
        cast.owner(case, now),
        now,
        application=case.id,
        version=case.version,
    )
    return done


def _plan(case: Application, wish: Wish, dice: Random) -> dict[str, str]:
    text = TEXT["ko"].format(product=wish.product, count=dice.randint(4, 40))
    criteria = rulebook.profile_of(case).head.criteria
    return {one.code: f"{one.name.ko}: {text}" for one in criteria}


def _goals(dice: Random) -> dict[str, dict[str, str]]:
    return {
        "oee": {"now": f"{dice.uniform(48, 64):.1f}", "goal": f"{dice.uniform(68, 80):.1f}"},
        "defect-rate": {
            "now": f"{dice.uniform(2, 5):.1f}",
            "goal": f"{dice.uniform(0.8, 1.8):.1f}",
        },
    }


def budget_lines(terms: LineVersion, cost: int, what: tuple[str, str, str]) -> list[BudgetDraft]:
    """Three items of the line's kinds of cost that add up to about `cost`, in whole millions."""
    _title, category, item = what
    wanted = [(category, item), ("software-licence", "MES 라이선스"), ("control-sensing", "센서")]
    allowed = list({c: (c, i) for c, i in wanted[::-1] if c in terms.cost_items}.values())[::-1]
    allowed = allowed or [(terms.cost_items[0], item)]
    parts = (60, 25, 15)[: len(allowed)]
    return [
        BudgetDraft(code, name, 1, cost * part // sum(parts) // 1_000_000 * 1_000_000)
        for (code, name), part in zip(allowed, parts, strict=True)
    ]


def shares(terms: LineVersion, cost: int, local: int = 0) -> list[ShareDraft]:
    """The most that the state (or else the first public layer) pays, the rest by the firm."""
    layers = {one.layer: one for one in terms.layers}
    first = "state" if "state" in layers else terms.layers[0].layer
    most = min(cost * int(layers[first].max_percent) // 100, terms.cap)
    if (limit := layers[first].max_amount) is not None:
        most = min(most, limit)
    found = {first: most // 1_000_000 * 1_000_000}
    for one in terms.layers:
        if one.layer not in (first, "own") and (
            one.min_percent or (one.layer == "local" and local)
        ):
            found[one.layer] = max(cost * int(one.min_percent) // 100, local)
    found["own"] = cost - sum(found.values())
    return [ShareDraft(layer, amount) for layer, amount in found.items() if amount > 0]


def answers(case: Application, band: int, dice: Random) -> Mapping[str, Any]:
    """Bands around a level, as the firm sees itself."""
    row = rulebook.maturity_questionnaire(case, case.created_at.date())
    form = rulebook.questionnaire_by_id(row.id)
    return {
        one.code: {"band": min(5, max(0, band + dice.choice((-1, 0, 0, 0, 1)))), "note": ""}
        for one in form.dimensions
    }


def lot_of(notice: str, serial: int) -> Lot:
    """A lot by the address that people cite."""
    return Lot.objects.select_related("call").get(call__notice_number=notice, serial=serial)

"""What is known about an application when its line's rules are asked."""

from datetime import date
from typing import Any
from uuid import UUID

from midas.hub.accounts import public as accounts
from midas.hub.programme import models
from midas.hub.programme.queries import rulebook
from midas.hub.programme.rules.budget import (
    BudgetDraft,
    MoneyRules,
    ShareDraft,
    budget_problems,
    cap_for,
    capped_total,
)
from midas.hub.programme.rules.eligibility import Facts
from midas.hub.programme.rules.lifecycles import APPLICATION, PROJECT
from midas.hub.programme.rules.profile import Profile
from midas.hub.programme.rules.profile_predicates import SupplierInPool

OVER = frozenset({"ineligible", "not_nominated", "rejected", *APPLICATION.ends})
AWARDED = ("selected", "contracted", "finished")
UNSIGNED = ("preparing", "signing", "terminated")
BUILT = ("completed", "settled", "closed")
REFUSED = ("ineligible", "not_nominated", "rejected")


def budget_of(case: models.Application) -> tuple[list[BudgetDraft], list[ShareDraft]]:
    """The saved budget as drafts: items in order, then who pays."""
    lines = [
        BudgetDraft(row.category, row.item, row.quantity, row.unit_price)
        for row in case.budget_lines.all()
    ]
    shares = [
        ShareDraft(row.layer, row.amount, row.kind)
        for row in sorted(case.funding_shares.all(), key=lambda row: row.id)
    ]
    return lines, shares


def money_rules(case: models.Application) -> MoneyRules:
    """The money side of the line that the case started on, with the cap for its target level."""
    profile, terms = rulebook.profile_of(case), rulebook.terms_of(case)
    return MoneyRules(
        terms=terms,
        layers={one.code: one for one in profile.layers},
        cost_items={one.code: one for one in profile.cost_items},
        cap=cap_for(terms, case.target_level, case.lot.branch),
    )


def region_chain(region_id: UUID) -> list[accounts.RegionCard]:
    """The region and those around it, the innermost first."""
    chain = [accounts.region(region_id)]
    while chain[-1].parent_id is not None:
        chain.append(accounts.region(chain[-1].parent_id))
    return chain


def places_of(profile: Profile, region_id: UUID) -> frozenset[str]:
    """The places of the profile that contain a region."""
    codes = {card.code for card in region_chain(region_id)}
    return frozenset(one.code for one in profile.places if one.official in codes)


def is_in_area(lot: models.Lot, region_id: UUID) -> bool:
    """True when the lot is for the whole country or names a region around this one."""
    area = [lot.region_id] if lot.region_id else [UUID(one) for one in lot.area]
    return not area or any(accounts.region_within(region_id, one) for one in area)


def bars_against(case: models.Application, day: date) -> list[accounts.Bar]:
    """Bars on the firm and its people from applying, and on the supplier and host from theirs."""
    people = case.participations.values_list("person_id", flat=True)
    found = accounts.bars_on([case.applicant_id, *people], "apply", day)
    if case.supplier_id:
        found += accounts.bars_on([case.supplier_id], "supply", day)
    if case.host_id:
        found += accounts.bars_on([case.host_id], "host", day)
    return found


def facts_about(case: models.Application, day: date) -> Facts:
    """Everything that the rules of a line may ask about a case, as known on a day."""
    return Facts(
        day=day,
        terms=rulebook.terms_of(case),
        ranks={one.code: one.rank for one in rulebook.profile_of(case).levels.system_levels},
        current_level=case.current_level,
        target_level=case.target_level,
        is_barred=bool(bars_against(case, day)),
        **_firm(case, day),
        **_history(case),
        **_money(case),
        **_declared(case),
    )


def _firm(case: models.Application, day: date) -> dict[str, Any]:
    firm, site = accounts.organisation(case.applicant_id), accounts.workplace(case.workplace_id)
    return {
        "organisation_kind": firm.kind,
        "size": firm.size_class.replace("_", "-"),
        "industries": tuple(code for code in (site.industry_code or firm.industry_code,) if code),
        "in_business": firm.closed_on is None or firm.closed_on > day,
        "tax_cleared_until": firm.tax_cleared_until,
        "has_workplace": site.organisation_id == firm.id,
        "places": places_of(rulebook.profile_of(case), case.region_id),
        "in_area": is_in_area(case.lot, case.region_id),
    }


def _history(case: models.Application) -> dict[str, Any]:
    others = models.Application.objects.exclude(id=case.id)
    same_site = others.filter(workplace_id=case.workplace_id)
    same_firm = others.filter(applicant_id=case.applicant_id)
    projects = models.Project.objects.filter(application__in=same_firm)
    awards = same_site.filter(
        state__in=AWARDED,
        line_version__code=rulebook.terms_of(case).line,
        target_level=case.target_level,
    )
    nomination = models.Nomination.objects.filter(application=case).first()
    return {
        "earlier_awards": awards.count(),
        "earlier_grant": sum(
            capped_total(budget_of(one)[1], rulebook.terms_of(one))
            for one in awards.prefetch_related("budget_lines", "funding_shares")
        ),
        "unfinished_projects": projects.exclude(state__in=(*BUILT, *PROJECT.ends)).count(),
        "open_applications": same_site.exclude(state__in=OVER)
        .exclude(state="draft")
        .exclude(project__state__in=BUILT)
        .count(),
        "refused_before": same_site.filter(state__in=REFUSED).exists(),
        "completed_projects": projects.filter(
            state__in=BUILT, application__workplace_id=case.workplace_id
        ).count(),
        "selected_lines": frozenset(
            same_firm.filter(state__in=AWARDED).values_list("line_version__code", flat=True)
        ),
        "agreement_signed": projects.exclude(state__in=UNSIGNED).exists(),
        "own_share_paid": projects.filter(
            claims__own_share_paid__gt=0, state__in=(*BUILT,)
        ).exists(),
        "is_nominated": None if nomination is None else nomination.state == "nominated",
        "documents": frozenset(
            case.documents.filter(replaced_at=None).values_list("code", flat=True)
        ),
    }


def _money(case: models.Application) -> dict[str, Any]:
    lines, shares = budget_of(case)
    rules = money_rules(case)
    return {
        "grant": capped_total(shares, rules.terms),
        "budget_holds": not budget_problems(lines, shares, rules),
    }


def _declared(case: models.Application) -> dict[str, Any]:
    said = case.declarations
    pools = {
        rule.pool for rule in rulebook.terms_of(case).rules if isinstance(rule, SupplierInPool)
    }
    registered = False
    if case.supplier_id:
        supplier = accounts.organisation(case.supplier_id)
        registered = supplier.kind == "supplier" and supplier.is_active
    return {
        "is_restart": bool(said.get("restart")),
        "is_invited": bool(case.host_id and said.get("invited")),
        "lists": frozenset(said.get("lists", ())),
        "holds_certificate": bool(said.get("certificate")),
        "has_supplier": case.supplier_id is not None,
        "supplier_pools": frozenset(pools) if registered else frozenset(),
        "planning_body": bool(said.get("planning_body_in_pool"))
        if said.get("planning_body")
        else None,
        "members": int(said.get("members", 1)),
        "standards": frozenset(said.get("standards", ())),
        "collects_data": bool(said.get("collects_data")),
        "repair_running": bool(said.get("repair_running")),
    }

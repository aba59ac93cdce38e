"""An application as it is, or was, filed: everything on one page."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from midas.hub.accounts import public as accounts
from midas.hub.programme.models import Application, BudgetLine, CaseDocument, Diagnosis
from midas.hub.programme.queries import rulebook
from midas.hub.programme.queries.eligibility import money_rules
from midas.hub.programme.queries.maturity_profile import MaturityProfile, maturity_profile
from midas.hub.programme.rules.profile import Profile
from midas.hub.programme.rules.profile_papers import Outcome
from midas.hub.programme.rules.profile_terms import Phrase


@dataclass(frozen=True)
class GoalRow:
    """One promised measure."""

    outcome: Outcome
    now: str
    goal: str


@dataclass(frozen=True)
class LayerRow:
    """What one layer pays, in won."""

    layer: str
    kind: str
    name: Phrase
    amount: int


@dataclass(frozen=True)
class PaperRow:
    """One paper that is there."""

    id: UUID
    name: Phrase
    file: str
    size: int
    added_at: Any
    stage: str


@dataclass(frozen=True)
class FiledForm:
    """All parts of an application; texts of the profile as phrases, money in won."""

    firm: accounts.OrganisationCard
    site: accounts.WorkplaceCard
    supplier: accounts.OrganisationCard | None
    host: accounts.OrganisationCard | None
    bonus: tuple[Phrase, ...]
    declared: tuple[str, ...]
    sections: tuple[tuple[Phrase, str], ...]
    goals: tuple[GoalRow, ...]
    lines: tuple[BudgetLine, ...]
    shares: tuple[LayerRow, ...]
    total: int
    cap: int
    papers: tuple[PaperRow, ...]
    diagnosis: Diagnosis | None
    maturity: MaturityProfile | None


def filed_form(case: Application) -> FiledForm:
    """Read every part of an application."""
    profile, terms = rulebook.profile_of(case), rulebook.terms_of(case)
    firms = accounts.organisations(
        [one for one in (case.applicant_id, case.supplier_id, case.host_id) if one]
    )
    lines = tuple(case.budget_lines.all())
    given = case.diagnoses.filter(moment="T0").first()
    return FiledForm(
        firm=firms[case.applicant_id],
        site=accounts.workplace(case.workplace_id),
        supplier=firms.get(case.supplier_id) if case.supplier_id else None,
        host=firms.get(case.host_id) if case.host_id else None,
        bonus=tuple(one.name for one in terms.bonuses if one.code in case.bonus),
        declared=tuple(code for code, said in case.declarations.items() if said),
        sections=tuple((one.name, case.plan.get(one.code, "")) for one in profile.head.criteria),
        goals=_goals(case, profile),
        lines=lines,
        shares=layer_rows(case, profile),
        total=sum(one.amount for one in lines),
        cap=money_rules(case).cap,
        papers=paper_rows(case, profile),
        diagnosis=given,
        maturity=_maturity(given, profile),
    )


def _goals(case: Application, profile: Profile) -> tuple[GoalRow, ...]:
    return tuple(
        GoalRow(one, case.goals[one.code].get("now", ""), case.goals[one.code].get("goal", ""))
        for one in profile.outcomes
        if one.code in case.goals
    )


def layer_rows(case: Application, profile: Profile) -> tuple[LayerRow, ...]:
    """Who pays how much, in the order of the profile's layers."""
    order = {one.code: at for at, one in enumerate(profile.layers)}
    names = {one.code: one.name for one in profile.layers}
    rows = [one for one in case.funding_shares.all() if one.layer in names]
    rows.sort(key=lambda one: (order[one.layer], one.kind))
    return tuple(LayerRow(one.layer, one.kind, names[one.layer], one.amount) for one in rows)


def paper_rows(case: Application, profile: Profile) -> tuple[PaperRow, ...]:
    """Every paper of the case that was not replaced, newest last."""
    names = {one.code: one.name for one in profile.documents}
    rows = CaseDocument.objects.filter(application=case, replaced_at=None)
    return tuple(
        PaperRow(
            one.id,
            names.get(one.code, Phrase(ko=one.code, en=one.code)),
            one.file.name,
            one.file.size,
            one.added_at,
            one.stage,
        )
        for one in rows.select_related("file").order_by("stage", "added_at")
    )


def _maturity(given: Diagnosis | None, profile: Profile) -> MaturityProfile | None:
    if given is None:
        return None
    form = rulebook.questionnaire_by_id(given.questionnaire_id)
    return maturity_profile(form, profile, given.answers)

"""What the experts and the committee found, ready to be shown."""

from dataclasses import dataclass
from decimal import Decimal

from midas.hub.programme.models import Application
from midas.hub.programme.queries import rulebook
from midas.hub.programme.queries.maturity_profile import DomainRow
from midas.hub.programme.rules.profile_terms import Phrase


@dataclass(frozen=True)
class ExpertResult:
    """Levels, track and tier as codes of the profile; points of 100."""

    overall: str
    track: str
    tier: str
    reason: Phrase | None
    points: Decimal | None
    domains: tuple[DomainRow, ...]
    brakes: tuple[Phrase, ...]


def expert_result(case: Application) -> ExpertResult | None:
    """The concluded assessment of a case; None before that."""
    row = getattr(case, "assessment", None)
    if row is None or not row.result:
        return None
    kept, profile = row.result, rulebook.profile_of(case)
    form = rulebook.questionnaire_by_id(row.questionnaire_id)
    names = {one.code: one.name for one in profile.levels.domains}
    gates = {one.code: one.reason for one in form.aggregation.gates}
    reasons = {one.code: one.reason for one in profile.levels.placements}
    return ExpertResult(
        overall=kept["overall"],
        track=kept["track"],
        tier=kept["tier"],
        reason=reasons.get(kept.get("placement", "")),
        points=case.points,
        domains=tuple(
            DomainRow(names[code], float(mean), kept["domains"][code])
            for code, mean in kept["means"].items()
            if code in names and code in kept["domains"]
        ),
        brakes=tuple(gates[code] for code in kept.get("gates", ()) if code in gates),
    )

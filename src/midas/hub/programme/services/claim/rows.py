"""What every verb on a claim does: lock, write, and look for repeated invoices."""

from typing import Any
from uuid import UUID

from midas.hub.kernel.errors import NotFound, NotPossible
from midas.hub.kernel.problems import Problem, words
from midas.hub.programme.models import Claim
from midas.hub.programme.queries.claims import invoices_used_elsewhere
from midas.hub.programme.rules.payment import STAGES_REACHED
from midas.hub.programme.services.builds import locked_project

USED_ELSEWHERE = words("Invoice “%(number)s” was also claimed in project %(project)s.")


def locked_claim(claim: UUID, *, paid_is_fine: bool = False) -> Claim:
    """The claim with its project and case, all locked; raises NotFound.

    Raises NotPossible when no money moves any more, because the project was terminated or settled;
    `paid_is_fine` lets a paid claim through, for a verb that repeats itself harmlessly.
    """
    project_id = Claim.objects.filter(id=claim).values_list("project_id", flat=True).first()
    if project_id is None:
        raise NotFound(Problem(words("There is no such claim."), field="claim"))
    project = locked_project(project_id)
    row = Claim.objects.select_for_update(of=("self",)).get(id=claim)
    row.project = project
    if project.state not in STAGES_REACHED and not (paid_is_fine and row.state == "paid"):
        text = words("No claim moves once the project was settled or terminated.")
        raise NotPossible(Problem(text, rule="project-live"))
    return row


def write_claim(claim: Claim, **changes: Any) -> Claim:
    """Write some columns and count the version up."""
    for name, value in {**changes, "version": claim.version + 1}.items():
        setattr(claim, name, value)
    claim.save(update_fields=[*changes, "version"])
    return claim


def claim_flags(claim: Claim) -> list[dict[str, Any]]:
    """What looks wrong about a claim and a person has to judge: invoices used in other projects."""
    numbers = claim.lines.values_list("invoice_number", flat=True)
    return [
        {
            "rule": "invoice-used-elsewhere",
            "text": USED_ELSEWHERE,
            "params": {"number": number, "project": project},
        }
        for number, project in invoices_used_elsewhere(claim.project, numbers)
    ]

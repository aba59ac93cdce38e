"""Filing a claim, and filing it again after it came back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from midas.hub.kernel import clock, facts
from midas.hub.kernel.actor import Actor
from midas.hub.kernel.errors import NotValid
from midas.hub.kernel.policies import require
from midas.hub.kernel.problems import Problem, words
from midas.hub.kernel.verbs import verb
from midas.hub.programme import events
from midas.hub.programme.models import Application, CaseDocument, Claim, ClaimLine, Project
from midas.hub.programme.policies import claim as policies
from midas.hub.programme.queries import claims, money, rulebook
from midas.hub.programme.rules import payment
from midas.hub.programme.rules.claims import ClaimFrame, InvoiceLine, line_problems
from midas.hub.programme.rules.lifecycles import CLAIM, PROJECT
from midas.hub.programme.services.builds import locked_project, require_papers
from midas.hub.programme.services.cases import acting_person
from midas.hub.programme.services.claim.rows import claim_flags, locked_claim, write_claim
from midas.hub.programme.services.paper import keep_file
from midas.hub.programme.services.standing import refuse_barred

INVOICE_PAPER = "tax-invoice"


@dataclass(frozen=True)
class ClaimLineDraft:
    """One invoice as typed; `evidence` is an upload, or the id of a paper of the case."""

    category: str
    item: str
    invoice_number: str
    invoice_date: date
    amount: int
    evidence: Any | None = None


@verb
def submit_claim(
    *,
    project: UUID,
    lines: Sequence[ClaimLineDraft],
    own_share_paid: int,
    note: str = "",
    papers: Mapping[str, Any] | None = None,
    by: Actor,
    now: datetime,
) -> Claim:
    """Ask for money on invoices with evidence.

    `own_share_paid` is the own share in won proven with this claim; `papers` maps codes of document
    kinds of the payment stage to uploads. The claim is divided over what is left of each layer and
    keeps that part reserved. Raises NotValid naming every invoice, layer and paper at fault.
    """
    row = locked_project(project)
    require(policies.may_submit_claim(by, row))
    PROJECT.target_of("submit_claim", row.state)
    refuse_barred([row.application.applicant_id, by.person], "apply", clock.today(now))
    parts = _checked_parts(row, lines, own_share_paid, None, now)
    claim = Claim.objects.create(
        project=row,
        serial=Claim.objects.filter(project=row).count() + 1,
        amount=sum(line.amount for line in lines),
        by_layer=dict(parts.parts),
        own_share_paid=own_share_paid,
        note=note.strip(),
        submitted_by=acting_person(by),
        submitted_at=now,
        due_on=rulebook.due_on(row.application, "decide-claim", clock.today(now)),
    )
    _keep_papers(claim, lines, papers or {}, by, now)
    return _record(claim, by, now)


@verb
def resubmit_claim(
    *,
    claim: UUID,
    lines: Sequence[ClaimLineDraft],
    own_share_paid: int,
    note: str = "",
    papers: Mapping[str, Any] | None = None,
    by: Actor,
    now: datetime,
) -> Claim:
    """File a returned claim again with mended invoices; the old lines are replaced.

    Evidence that was handed in before is named by its document id. Refusals as in `submit_claim`.
    """
    row = locked_claim(claim)
    require(policies.may_submit_claim(by, row.project))
    target = CLAIM.target_of("resubmit_claim", row.state)
    refuse_barred([row.project.application.applicant_id, by.person], "apply", clock.today(now))
    parts = _checked_parts(row.project, lines, own_share_paid, row, now)
    write_claim(
        row,
        state=target,
        amount=sum(line.amount for line in lines),
        by_layer=dict(parts.parts),
        own_share_paid=own_share_paid,
        note=note.strip(),
        reason="",
        submitted_by=acting_person(by),
        submitted_at=now,
        due_on=rulebook.due_on(row.project.application, "decide-claim", clock.today(now)),
    )
    row.lines.all().delete()
    _keep_papers(row, lines, papers or {}, by, now)
    return _record(row, by, now)


def _checked_parts(
    project: Project,
    lines: Sequence[ClaimLineDraft],
    own_share_paid: int,
    but: Claim | None,
    now: datetime,
) -> payment.ClaimParts:
    """How the claim divides over the layers; raises NotValid with everything that is wrong."""
    frame = claims.claim_frame(project, clock.today(now), but=but)
    problems = line_problems([_as_invoice(project, line) for line in lines], frame)
    if own_share_paid < 0:
        text = words("The own share cannot be below 0.")
        problems.append(Problem(text, field="own_share_paid", rule="own-share-first"))
    if problems:
        raise NotValid(*problems)
    amount = sum(line.amount for line in lines)
    layers = money.cash_layers(project, but=but)
    own_only, later = _own_only(project, lines, frame)
    problems = payment.overdrawn(amount, layers, own_only=own_only, own_only_later=later)
    if problems:
        raise NotValid(*problems)
    parts = payment.divide_claim(amount, layers, own_only=own_only, own_only_later=later)
    proven = claims.own_share_proven(project, but=but) + own_share_paid
    problems += payment.unproven(proven, payment.own_share_due(parts, layers), source="chungbuk26")
    problems += _not_yet(project, amount, layers)
    if problems:
        raise NotValid(*problems)
    return parts


def _own_only(
    project: Project, lines: Sequence[ClaimLineDraft], frame: ClaimFrame
) -> tuple[int, int]:
    """Won of this claim that no grant may pay, and what the budget keeps of such items after it."""
    codes = claims.own_only_categories(project)
    now = sum(line.amount for line in lines if line.category in codes)
    return now, claims.own_only_left(project, frame) - now


def _not_yet(project: Project, amount: int, layers: Sequence[payment.LayerSum]) -> list[Problem]:
    terms = rulebook.terms_of(project.application)
    return payment.not_yet(
        amount,
        sum(layer.used for layer in layers),
        sum(layer.agreed for layer in layers),
        [(one.stage, one.percent) for one in terms.instalments],
        payment.STAGES_REACHED[project.state],
    )


def _as_invoice(project: Project, line: ClaimLineDraft) -> InvoiceLine:
    evidence = line.evidence
    if isinstance(evidence, UUID):
        evidence = _paper(project, evidence)
    return InvoiceLine(
        line.category,
        line.item,
        line.invoice_number,
        line.invoice_date,
        line.amount,
        has_evidence=evidence is not None,
    )


def _paper(project: Project, paper: UUID) -> CaseDocument | None:
    papers = CaseDocument.objects.filter(application=project.application_id, stage="payment")
    return papers.filter(id=paper, replaced_at=None).first()


def _keep_papers(
    claim: Claim,
    lines: Sequence[ClaimLineDraft],
    papers: Mapping[str, Any],
    by: Actor,
    now: datetime,
) -> None:
    """Store the files of a claim and its lines, then ask whether the stage's papers are there."""
    case = claim.project.application
    when: dict[str, Any] = {"stage": "payment", "by": by, "now": now}
    for code, file in papers.items():
        keep_file(case, field=f"papers.{code}", code=code, upload=file, **when)
    ClaimLine.objects.bulk_create(
        ClaimLine(
            claim=claim,
            category=line.category,
            item=line.item.strip(),
            invoice_number=line.invoice_number.strip(),
            invoice_date=line.invoice_date,
            amount=line.amount,
            document_id=_evidence(case, place, line, when),
        )
        for place, line in enumerate(lines)
    )
    require_papers(claim.project, "payment")


def _evidence(case: Application, place: int, line: ClaimLineDraft, when: Mapping[str, Any]) -> UUID:
    """The paper behind an invoice: one of the case, or the upload as a new one."""
    if isinstance(line.evidence, UUID):
        return line.evidence
    field = f"lines.{place}.evidence"
    return keep_file(case, field=field, code=INVOICE_PAPER, upload=line.evidence, **when).id


def _record(claim: Claim, by: Actor, now: datetime) -> Claim:
    write_claim(claim, flags=claim_flags(claim))
    facts.record(
        events.CLAIM_SUBMITTED,
        subject=claim.project.application_id,
        by=by,
        now=now,
        claim=str(claim.id),
        serial=claim.serial,
        amount=f"{claim.amount:,}",
        by_layer=claim.by_layer,
    )
    return claim

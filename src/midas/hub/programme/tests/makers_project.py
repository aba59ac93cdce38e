"""A project and its people for tests, walked through the real verbs to any stage."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from midas.hub.accounts.models import Organisation
from midas.hub.accounts.tests import makers as people
from midas.hub.kernel.actor import Actor
from midas.hub.kernel.clock import today
from midas.hub.programme import models
from midas.hub.programme.queries.checklists import checklist_items
from midas.hub.programme.queries.papers import papers_needed
from midas.hub.programme.services import (
    agreement,
    care,
    claim,
    design,
    inspection,
    paper,
    settlement,
)
from midas.hub.programme.services import project as verbs
from midas.hub.programme.tests import makers

NOW = makers.NOW
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c49444154789c63606060000000040001f61738550000000049454e44ae426082"
)
PAYMENT_PAPERS = ("claim-form", "payment-proof", "seal-certificate")
FIGURES = {
    "output-per-hour": "120",
    "oee": "61.5",
    "defect-rate": "2.4",
    "unit-cost": "1,500",
    "on-time-delivery": "91",
    "accidents": "2",
}
LATER_FIGURES = FIGURES | {"output-per-hour": "150", "oee": "72", "defect-rate": "1.2"}
STAGES = (
    "preparing", "accepted", "signing", "in_force", "building", "checked", "completed", "settled"
)  # fmt: skip


def upload(code: str) -> SimpleUploadedFile:
    """A file that a kind of paper welcomes, pictures included."""
    if "image" in makers.profile().document(code).accepts:
        return SimpleUploadedFile(f"{code}.png", PNG)
    return makers.upload(code)


@dataclass
class Cast:
    """One project with everybody who acts in it; each public body has several people."""

    case: models.Application
    project: models.Project
    owner: Actor
    supplier: Actor
    park: Actor
    park_signer: Actor
    officer: Actor
    approver: Actor
    payer: Actor
    signer: Actor
    settler: Actor
    now: datetime = NOW
    serial: int = field(default=0)

    def run(self, verb: Callable[..., Any], by: Actor, **values: Any) -> Any:
        """Call a verb on the project at the cast's present moment."""
        return verb(project=self.project.id, by=by, now=self.now, **values)

    def fresh(self) -> models.Project:
        """The project as it is in the database."""
        return models.Project.objects.select_related("application").get(id=self.project.id)

    def later(self, **span: int) -> "Cast":
        """Let time pass."""
        self.now += timedelta(**span)
        return self

    @property
    def today(self) -> date:
        """The cast's present day."""
        return today(self.now)

    # -- one step each -------------------------------------------------------------------------

    def choose(self, supplier: Organisation | None = None, reason: str = "") -> None:
        """The firm asks the supplier named in the application."""
        wanted = supplier.id if supplier else self.case.supplier_id
        self.run(verbs.choose_supplier, self.owner, supplier=wanted, reason=reason)

    def accept(self) -> None:
        """The supplier agrees to build."""
        self.run(verbs.answer_supplier, self.supplier, accept=True)

    def draft(self) -> None:
        """An officer draws the agreement up."""
        self.run(agreement.draft_agreement, self.officer, starts_on=self.today)

    def papers(self, stage: str) -> None:
        """Everything that the firms owe at a stage is handed in by the owner."""
        for needed in papers_needed(self.case, stage):
            if needed.required and needed.by in ("adopter", "supplier", "auditor"):
                values = {"code": needed.document, "stage": stage}
                self.run(paper.add_paper, self.owner, upload=upload(needed.document), **values)

    def sign(self, by: Actor) -> None:
        """One party signs what was drawn up."""
        digest = agreement.agreement_text(self.project.id)["digest"]
        self.run(agreement.sign_agreement, by, digest=digest)

    def sign_all(self) -> None:
        """All four parties sign."""
        self.papers("agreement")
        for by in (self.owner, self.supplier, self.park_signer, self.signer):
            self.sign(by)

    def design(self) -> None:
        """The supplier hands the design in and the Techno Park accepts it."""
        file = upload("design-document")
        self.run(design.submit_design, self.supplier, upload=file, summary="설비 배치와 화면")
        self.run(design.accept_design, self.park)

    def checklist(self, kind: str, **unmet: str) -> list[dict[str, Any]]:
        """A full checklist; `unmet` maps codes (with _ for -) to notes."""
        notes = {code.replace("_", "-"): note for code, note in unmet.items()}
        items = checklist_items(self.fresh(), kind, self.today)
        return [
            {"code": one.code, "met": one.code not in notes, "note": notes.get(one.code, "")}
            for one in items
        ]

    def interim(self) -> None:
        """The Techno Park passes the interim check."""
        self.papers("interim")
        self.inspect(inspection.record_interim, "interim")

    def inspect(
        self, verb: Callable[..., Any], kind: str, *, passed: bool = True, **kw: Any
    ) -> None:
        """Record a visit of today."""
        values = {
            "visited_on": self.today,
            "checklist": self.checklist(kind),
            "report": "현장 확인",
        }
        self.run(verb, self.park, passed=passed, **values | kw)

    def complete(self) -> None:
        """The firm asks for the completion inspection, and it is passed."""
        self.papers("completion")
        self.run(inspection.request_completion, self.owner)
        self.inspect(inspection.record_completion, "completion")

    def line(self, amount: int, category: str = "automation-equipment", **kw: Any) -> Any:
        """An invoice with a fresh number and its evidence."""
        self.serial += 1
        values: dict[str, Any] = {
            "item": "자동 이송 장치",
            "invoice_number": f"{self.case.number}-{self.serial:04d}",
            "invoice_date": self.today,
            "evidence": SimpleUploadedFile("invoice.pdf", makers.PDF),
        }
        return claim.ClaimLineDraft(category=category, amount=amount, **values | kw)

    def claim(self, *lines: Any, own: int | None = None, **kw: Any) -> models.Claim:
        """A claim over some invoices; by default half of it is proven as own share."""
        asked = sum(one.amount for one in lines)
        papers = {code: upload(code) for code in PAYMENT_PAPERS}
        return self.run(
            claim.submit_claim,
            self.owner,
            **{
                "lines": list(lines),
                "own_share_paid": asked // 2 if own is None else own,
                "papers": papers,
            }
            | kw,
        )

    def check(self, row: models.Claim, **kw: Any) -> models.Claim:
        """The officer checks a claim."""
        return claim.check_claim(claim=row.id, by=self.officer, now=self.now, **kw)

    def approve(self, row: models.Claim) -> models.Claim:
        """The approver approves a claim."""
        return claim.approve_claim(claim=row.id, by=self.approver, now=self.now)

    def pay(self, row: models.Claim, reference: str = "BANK-1") -> models.Claim:
        """A third person pays a claim."""
        return claim.pay_claim(claim=row.id, reference=reference, by=self.payer, now=self.now)

    def claim_and_pay(self, *lines: Any, reference: str = "BANK-1", **kw: Any) -> models.Claim:
        """A claim from filing to payment."""
        row = self.check(self.claim(*lines, **kw))
        return self.pay(self.approve(row), reference)

    def settle(self, accepted: int | None = None, note: str = "") -> None:
        """The account is settled."""
        self.papers("settlement")
        self.run(settlement.settle_project, self.settler, accepted=accepted, note=note)

    def visit(self, moment: str, **kw: Any) -> None:
        """An after-care visit of today."""
        values: dict[str, Any] = {
            "moment": moment,
            "visited_on": self.today,
            "figures": FIGURES if moment == "T0" else LATER_FIGURES,
            "in_use": moment != "T0",
            "report": "현장에서 측정",
        }
        self.run(care.record_visit, self.park, **values | kw)


def cast(*, supplier: Organisation | None = None, **fields: Any) -> Cast:
    """A selected application with its open project and its people."""
    case = makers.application("selected", supplier=supplier, **fields)
    by = makers.agency_officer()
    project = verbs.open_project(application=case.id, by=by, now=NOW)
    park = Organisation.objects.get(id=project.techno_park_id)
    return Cast(
        case=case,
        project=project,
        owner=makers.lead_of(case),
        supplier=people.actor("supplier", "owner", of=case.supplier),
        park=people.actor("techno_park", "officer", of=park),
        park_signer=people.actor("techno_park", "approver", of=park),
        officer=by,
        approver=makers.agency_approver(),
        payer=makers.agency_approver(),
        signer=makers.agency_approver(),
        settler=makers.agency_officer(),
    )


def at(stage: str, **fields: Any) -> Cast:
    """A cast whose project has just reached a stage of STAGES."""
    found = cast(**fields)
    steps: Sequence[Callable[[], None]] = (
        lambda: (found.choose(), found.accept()),  # type: ignore[func-returns-value]
        found.draft,
        found.sign_all,
        found.design,
        found.interim,
        found.complete,
        found.settle,
    )
    for step in steps[: STAGES.index(stage)]:
        step()
    return found

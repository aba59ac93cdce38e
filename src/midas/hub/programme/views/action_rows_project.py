"""Buttons of a project: supplier, agreement, design, inspections, settlement, after-care."""

from typing import Any

from midas.hub.kernel.actor import Actor
from midas.hub.kernel.policies import Decision
from midas.hub.kernel.problems import words
from midas.hub.programme.forms import building as forms
from midas.hub.programme.forms.actions import (
    FinalReasonForm,
    ReasonForm,
    ReturnForm,
    SettleForm,
    SignForm,
    StartDayForm,
)
from midas.hub.programme.models import CareVisit, Project
from midas.hub.programme.policies import project as policies
from midas.hub.programme.rules.lifecycles import PROJECT
from midas.hub.programme.services import agreement, care, design, inspection, paper, settlement
from midas.hub.programme.services import project as projects
from midas.hub.programme.views import action_pages as pages
from midas.hub.programme.views import things
from midas.hub.programme.views.actions import Action


def _inspected(project: Project, typed: dict[str, Any]) -> dict[str, Any]:
    return {
        "project": project.id,
        "visited_on": typed["visited_on"],
        "checklist": typed["checklist"],
        "passed": typed["passed"] == "yes",
        "report": typed["report"],
    }


def _visited(visit: CareVisit, typed: dict[str, Any]) -> dict[str, Any]:
    names = ("visited_on", "figures", "in_use", "report")
    return {"project": visit.project_id, "moment": visit.moment, **{n: typed[n] for n in names}}


def _paper(project: Project, typed: dict[str, Any]) -> dict[str, Any]:
    stage, code = typed["paper"]
    return {"project": project.id, "stage": stage, "code": code, "upload": typed["upload"]}


def _may_visit(actor: Actor, visit: CareVisit) -> Decision:
    return policies.may_record_visit(actor, visit.project)


PAPERS = (
    Action(
        verb="add_paper",
        label=words("Hand in papers"),
        effect=words("The papers are kept with the case; all parties can read them."),
        done=words("The paper was handed in."),
        service=paper.add_paper,
        call=_paper,
        may=policies.may_add_paper,
        things=things.the_project,
        form=forms.PaperForm,
        tone="primary",
        template="programme/actions/papers.html",
        more=pages.papers,
        ready=pages.takes_papers,
        asked=pages.owes_papers,
        stays=True,
        lands="case-project",
    ),
)

AGREEING = (
    Action(
        verb="choose_supplier",
        label=words("Choose the supplier"),
        effect=words(
            "The supplier is asked to build and answers here. Until it agrees you can ask "
            "another one."
        ),
        done=words("The supplier was asked."),
        service=projects.choose_supplier,
        call=lambda row, typed: {
            "project": row.id,
            "supplier": typed["supplier"],
            "reason": typed["reason"],
        },
        may=policies.may_choose_supplier,
        lifecycle=PROJECT,
        things=things.the_project,
        form=forms.ChooseSupplierForm,
        tone="primary",
        template="programme/actions/choose_supplier.html",
        more=pages.supplier_chosen,
        ready=things.wants_supplier,
    ),
    Action(
        verb="answer_supplier",
        label=words("Answer the request to build"),
        effect=words(
            "If you agree, the agreement is drawn up and your owner signs it. If you decline, "
            "the firm reads your reason and chooses another supplier."
        ),
        done=words("Your answer was recorded; the firm was told."),
        service=projects.answer_supplier,
        call=lambda row, typed: {
            "project": row.id,
            "accept": typed["accept"] == "yes",
            "reason": typed["reason"],
        },
        may=policies.may_answer_supplier,
        lifecycle=PROJECT,
        things=things.the_project,
        form=forms.AnswerSupplierForm,
        tone="primary",
        template="programme/actions/answer_supplier.html",
        ready=things.supplier_is("asked"),
    ),
    Action(
        verb="draft_agreement",
        label=words("Draw up the agreement"),
        effect=words(
            "The text is made from the data of the case and can no longer be changed; the "
            "money of each layer is fixed. All parties are asked to sign."
        ),
        done=words("The agreement was drawn up; the parties were asked to sign."),
        service=agreement.draft_agreement,
        call=lambda row, typed: {"project": row.id, "starts_on": typed["starts_on"]},
        may=policies.may_draft_agreement,
        lifecycle=PROJECT,
        things=things.the_project,
        form=StartDayForm,
        tone="primary",
        template="programme/actions/draft_agreement.html",
        more=pages.to_agree,
        ready=pages.supplier_is_settled,
        lands="case-project",
    ),
    Action(
        verb="sign_agreement",
        label=words("Read and sign the agreement"),
        effect=words(
            "Your signature stands for your organisation with your name, the time and the "
            "digest of the text. With the last signature the agreement is in force."
        ),
        done=words("You signed the agreement."),
        service=agreement.sign_agreement,
        call=lambda row, typed: {"project": row.id, "digest": typed["digest"]},
        may=policies.may_sign_agreement,
        lifecycle=PROJECT,
        things=things.the_project,
        form=SignForm,
        tone="primary",
        template="programme/actions/sign_agreement.html",
        more=pages.to_sign,
        ready=things.has_not_signed,
        lands="case-project",
    ),
)

BUILDING = (
    Action(
        verb="submit_design",
        label=words("Hand in the design"),
        effect=words("The Techno Park looks at the design and accepts it or sends it back."),
        done=words("The design was handed in; the Techno Park was told."),
        service=design.submit_design,
        call=lambda row, typed: {
            "project": row.id,
            "upload": typed["upload"],
            "summary": typed["summary"],
        },
        may=policies.may_submit_design,
        lifecycle=PROJECT,
        things=things.the_project,
        form=forms.DesignForm,
        tone="primary",
        template="programme/actions/design.html",
        more=pages.design_file,
        ready=things.lacks_design,
        lands="case-project",
    ),
    Action(
        verb="accept_design",
        label=words("Accept the design"),
        effect=words(
            "The build begins and the interim check becomes due. Firm and supplier are told."
        ),
        done=words("The design was accepted; the build can begin."),
        service=design.accept_design,
        call=lambda row, _typed: {"project": row.id},
        may=policies.may_answer_design,
        lifecycle=PROJECT,
        things=things.the_project,
        tone="primary",
        template="programme/actions/design_answer.html",
        more=pages.waiting_design,
        ready=things.has_waiting_design,
        lands="case-project",
    ),
    Action(
        verb="return_design",
        label=words("Send the design back"),
        effect=words(
            "Firm and supplier read your reason and hand in a new design by the same day."
        ),
        done=words("The design was sent back."),
        service=design.return_design,
        call=lambda row, typed: {"project": row.id, "reason": typed["reason"]},
        may=policies.may_answer_design,
        lifecycle=PROJECT,
        things=things.the_project,
        form=ReasonForm,
        template="programme/actions/design_answer.html",
        more=pages.waiting_design,
        ready=things.has_waiting_design,
        lands="case-project",
    ),
    Action(
        verb="record_interim",
        label=words("Record the interim check"),
        effect=words(
            "Passed, the firm finishes the build and the second instalment opens. Not passed, "
            "it mends what is missing and the check is repeated. Firm and supplier read the "
            "report."
        ),
        done=words("The interim check was recorded; the firm was told."),
        service=inspection.record_interim,
        call=_inspected,
        may=policies.may_record_interim,
        lifecycle=PROJECT,
        steps=("pass_interim", "return_interim"),
        things=things.the_project,
        form=forms.InterimForm,
        tone="primary",
        template="programme/actions/inspection.html",
        more=pages.firms_papers("interim"),
        lands="case-project",
    ),
    Action(
        verb="request_completion",
        label=words("Request the completion inspection"),
        effect=words(
            "The Techno Park comes to inspect the finished build within the time of the rules."
        ),
        done=words("The inspection was requested; the Techno Park was told."),
        service=inspection.request_completion,
        call=lambda row, typed: {"project": row.id, "papers": typed["papers"]},
        may=policies.may_request_completion,
        lifecycle=PROJECT,
        things=things.the_project,
        form=forms.CompletionRequestForm,
        tone="primary",
        lands="case-project",
    ),
    Action(
        verb="record_completion",
        label=words("Record the completion inspection"),
        effect=words(
            "Passed, the build counts as complete: the last instalment opens and the "
            "after-care visits are planned. Not passed, the firm mends and asks again."
        ),
        done=words("The completion inspection was recorded; the firm was told."),
        service=inspection.record_completion,
        call=_inspected,
        may=policies.may_record_completion,
        lifecycle=PROJECT,
        steps=("pass_completion", "return_completion"),
        things=things.the_project,
        form=forms.CompletionForm,
        tone="primary",
        template="programme/actions/inspection.html",
        more=pages.firms_papers("completion"),
        lands="case-project",
    ),
)

SETTLING = (
    Action(
        verb="settle_project",
        label=words("Settle the account"),
        effect=words(
            "The final account is drawn up layer by layer. Claims that were not mended come "
            "to nothing. What is not accepted becomes due back; the firm is told."
        ),
        done=words("The account was settled; the firm was told."),
        service=settlement.settle_project,
        call=lambda row, typed: {
            "project": row.id,
            "accepted": typed["accepted"],
            "note": typed["note"],
        },
        may=policies.may_settle_project,
        lifecycle=PROJECT,
        things=things.the_project,
        form=SettleForm,
        tone="primary",
        template="programme/actions/settle.html",
        more=pages.final_account,
        ready=things.has_no_open_claim,
        lands="case-money",
    ),
    Action(
        verb="record_return",
        label=words("Record money that came back"),
        effect=words(
            "The amount is divided over the layers that are still owed. The firm is told."
        ),
        done=words("The return was recorded."),
        service=settlement.record_return,
        call=lambda row, typed: {
            "project": row.id,
            "amount": typed["amount"],
            "reference": typed["reference"],
        },
        may=policies.may_record_return,
        lifecycle=PROJECT,
        things=things.the_project,
        form=ReturnForm,
        tone="primary",
        template="programme/actions/returns.html",
        more=pages.still_owed,
        ready=things.owes_return,
        lands="case-money",
    ),
    Action(
        verb="record_visit",
        label=words("Record the outcome"),
        effect=words(
            "The figures are kept with the case and compared with those before the build. "
            "They cannot be changed later. The firm is told."
        ),
        done=words("The outcome was recorded; the firm was told."),
        service=care.record_visit,
        call=_visited,
        may=_may_visit,
        lifecycle=PROJECT,
        holder=things.project_of_visit,
        things=things.the_next_visit,
        about=things.name_of_visit,
        form=forms.VisitForm,
        tone="primary",
        template="programme/actions/visit.html",
        ready=things.visit_is_possible,
        lands="case-project",
    ),
    Action(
        verb="close_project",
        label=words("Close the case"),
        effect=words("Everything is done; the case is kept as it is and all parties are told."),
        done=words("The case was closed."),
        service=projects.close_project,
        call=lambda row, _typed: {"project": row.id},
        may=policies.may_close_project,
        lifecycle=PROJECT,
        things=things.the_project,
        tone="primary",
        ready=things.is_all_done,
    ),
)

ENDING = (
    Action(
        verb="terminate_project",
        label=words("Terminate the agreement"),
        effect=words(
            "The build ends here. Open claims come to nothing; what was paid is looked at for "
            "recovery. All parties read your reason."
        ),
        done=words("The agreement was terminated; the parties were told."),
        service=projects.terminate_project,
        call=lambda row, typed: {"project": row.id, "reason": typed["reason"]},
        may=policies.may_terminate_project,
        lifecycle=PROJECT,
        things=things.the_project,
        form=FinalReasonForm,
        tone="danger",
    ),
)

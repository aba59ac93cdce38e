"""Buttons of claims: filed by the firm, then checked, approved and paid by three people."""

from typing import Any

from midas.hub.kernel.actor import Actor
from midas.hub.kernel.policies import Decision
from midas.hub.kernel.problems import words
from midas.hub.programme.forms.actions import CheckClaimForm, PayForm, ReasonForm
from midas.hub.programme.forms.claiming import ClaimForm
from midas.hub.programme.models import Claim
from midas.hub.programme.policies import claim as policies
from midas.hub.programme.rules.lifecycles import CLAIM, PROJECT
from midas.hub.programme.services import claim as claims
from midas.hub.programme.views import action_pages as pages
from midas.hub.programme.views import things
from midas.hub.programme.views.actions import Action

FILED = ("lines", "own_share_paid", "note", "papers")


def _may_file_again(actor: Actor, claim: Claim) -> Decision:
    return policies.may_submit_claim(actor, claim.project)


def _filed(name: str) -> Any:
    return lambda thing, typed: {name: thing.id, **{key: typed[key] for key in FILED}}


CLAIMING = (
    Action(
        verb="resubmit_claim",
        label=words("Mend the claim and hand it in again"),
        effect=words(
            "The agency checks the evidence again; the old invoices are replaced by these."
        ),
        done=words("The claim was handed in again."),
        service=claims.resubmit_claim,
        call=_filed("claim"),
        may=_may_file_again,
        lifecycle=CLAIM,
        things=things.the_claims,
        about=things.name_of_claim,
        form=ClaimForm,
        tone="primary",
        template="programme/actions/claim_form.html",
        more=pages.claim_form,
        lands="case-money",
    ),
    Action(
        verb="check_claim",
        label=words("Confirm the evidence"),
        effect=words("The claim goes to an approver, who must be another person."),
        done=words("The evidence is confirmed."),
        service=claims.check_claim,
        call=lambda row, typed: {"claim": row.id, "note": typed["note"]},
        may=policies.may_check_claim,
        lifecycle=CLAIM,
        things=things.the_claims,
        about=things.name_of_claim,
        form=CheckClaimForm,
        tone="primary",
        template="programme/actions/claim.html",
        more=pages.claim_read,
        lands="case-money",
    ),
    Action(
        verb="return_claim",
        label=words("Send the claim back"),
        effect=words("The firm mends the claim and hands it in again; its money stays reserved."),
        done=words("The claim was sent back; the firm was told."),
        service=claims.return_claim,
        call=lambda row, typed: {"claim": row.id, "reason": typed["reason"]},
        may=policies.may_return_claim,
        lifecycle=CLAIM,
        things=things.the_claims,
        about=things.name_of_claim,
        form=ReasonForm,
        template="programme/actions/claim.html",
        more=pages.claim_read,
        place="claim",
        lands="case-money",
    ),
    Action(
        verb="approve_claim",
        label=words("Approve the claim"),
        effect=words(
            "The claim goes to payment, which a third person carries out. The firm is told."
        ),
        done=words("The claim was approved."),
        service=claims.approve_claim,
        call=lambda row, _typed: {"claim": row.id},
        may=policies.may_approve_claim,
        lifecycle=CLAIM,
        things=things.the_claims,
        about=things.name_of_claim,
        tone="primary",
        template="programme/actions/claim.html",
        more=pages.claim_read,
        lands="case-money",
    ),
    Action(
        verb="refuse_claim",
        label=words("Refuse the claim"),
        effect=words(
            "The claim ends here and its money is free again. The firm reads your reason and "
            "may appeal."
        ),
        done=words("The claim was refused; the firm was told."),
        service=claims.refuse_claim,
        call=lambda row, typed: {"claim": row.id, "reason": typed["reason"]},
        may=policies.may_refuse_claim,
        lifecycle=CLAIM,
        things=things.the_claims,
        about=things.name_of_claim,
        form=ReasonForm,
        tone="danger",
        template="programme/actions/claim.html",
        more=pages.claim_read,
        place="claim",
        lands="case-money",
    ),
    Action(
        verb="pay_claim",
        label=words("Record the payment"),
        effect=words(
            "The grants' part of the claim counts as paid, layer by layer. The firm is told."
        ),
        done=words("The payment was recorded; the firm was told."),
        service=claims.pay_claim,
        call=lambda row, typed: {"claim": row.id, "reference": typed["reference"]},
        may=policies.may_pay_claim,
        lifecycle=CLAIM,
        things=things.the_claims,
        about=things.name_of_claim,
        form=PayForm,
        tone="primary",
        template="programme/actions/claim.html",
        more=pages.claim_read,
        lands="case-money",
    ),
    Action(
        verb="submit_claim",
        label=words("Claim money"),
        effect=words(
            "The agency checks the evidence; then the claim is approved and paid by two other "
            "people. What you claim is reserved at once."
        ),
        done=words("The claim was handed in."),
        service=claims.submit_claim,
        call=_filed("project"),
        may=policies.may_submit_claim,
        lifecycle=PROJECT,
        things=things.the_project,
        form=ClaimForm,
        template="programme/actions/claim_form.html",
        more=pages.claim_form,
        ready=things.has_money_left,
        lands="case-money",
    ),
)

"""Verbs of claims: filed by the firm, checked, approved and paid by three people of the agency."""

from midas.hub.programme.services.claim.decision import (
    approve_claim,
    check_claim,
    refuse_claim,
    reopen_claim,
    return_claim,
)
from midas.hub.programme.services.claim.filing import (
    ClaimLineDraft,
    resubmit_claim,
    submit_claim,
)
from midas.hub.programme.services.claim.paying import pay_claim

__all__ = [
    "ClaimLineDraft",
    "approve_claim",
    "check_claim",
    "pay_claim",
    "refuse_claim",
    "reopen_claim",
    "resubmit_claim",
    "return_claim",
    "submit_claim",
]

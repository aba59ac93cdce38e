"""Tables of the programme."""

from midas.hub.programme.models.appeal import Appeal
from midas.hub.programme.models.application import (
    Application,
    BudgetLine,
    CaseDocument,
    Diagnosis,
    FiledRequest,
    FundingShare,
    Nomination,
    Participation,
)
from midas.hub.programme.models.assessment import Assessment, AssessorSeat, ConsensusBand, Score
from midas.hub.programme.models.call import Call, Lot, LotQuota
from midas.hub.programme.models.claim import Claim, ClaimLine, Payment
from midas.hub.programme.models.project import (
    Agreement,
    CareVisit,
    Design,
    FundingLayer,
    Inspection,
    Project,
    Repayment,
    Settlement,
    Signature,
)
from midas.hub.programme.models.rulebook import LineVersion, Questionnaire, RuleProfile
from midas.hub.programme.models.selection import Ballot, CommitteeSeat, Selection

__all__ = [
    "Agreement",
    "Appeal",
    "Application",
    "Assessment",
    "AssessorSeat",
    "Ballot",
    "BudgetLine",
    "Call",
    "CareVisit",
    "CaseDocument",
    "Claim",
    "ClaimLine",
    "CommitteeSeat",
    "ConsensusBand",
    "Design",
    "Diagnosis",
    "FiledRequest",
    "FundingLayer",
    "FundingShare",
    "Inspection",
    "LineVersion",
    "Lot",
    "LotQuota",
    "Nomination",
    "Participation",
    "Payment",
    "Project",
    "Questionnaire",
    "Repayment",
    "RuleProfile",
    "Score",
    "Selection",
    "Settlement",
    "Signature",
]

"""Facts of the programme. Each is a line on the case's timeline; values stand in the sentence."""

from midas.hub.kernel.occurrences import declare
from midas.hub.kernel.problems import words

RULES_LOADED = declare(
    "programme.rules_loaded", words("Rule profile %(key)s %(version)s was loaded")
)

CALL_ANNOUNCED = declare("programme.call_announced", words("Call %(notice)s was announced"))
LOT_EXTENDED = declare("programme.lot_extended", words("The closing time was moved to %(until)s"))
LOT_CLOSED = declare(
    "programme.lot_closed", words("The lot was closed with %(count)s applications")
)
LOT_CANCELLED = declare("programme.lot_cancelled", words("The lot was cancelled: %(reason)s"))

APPLICATION_STARTED = declare("programme.application_started", words("An application was started"))
APPLICATION_SAVED = declare("programme.application_saved", words("The draft was saved: %(part)s"))
PERSON_ADDED = declare("programme.person_added", words("%(name)s now works on the application"))
PERSON_REMOVED = declare("programme.person_removed", words("%(name)s no longer works on it"))
DOCUMENT_ADDED = declare("programme.document_added", words("%(document)s was added: %(file)s"))
DOCUMENT_REMOVED = declare("programme.document_removed", words("%(document)s was removed"))
DIAGNOSIS_COMPLETED = declare(
    "programme.diagnosis_completed", words("The self-diagnosis for %(moment)s was completed")
)
APPLICATION_SUBMITTED = declare(
    "programme.application_submitted", words("Application %(number)s was submitted")
)
APPLICATION_RETURNED = declare(
    "programme.application_returned", words("Corrections were asked for: %(reason)s")
)
APPLICATION_WITHDRAWN = declare(
    "programme.application_withdrawn", words("The application was withdrawn: %(reason)s")
)
ELIGIBILITY_CONFIRMED = declare(
    "programme.eligibility_confirmed", words("The application meets the conditions")
)
ELIGIBILITY_REFUSED = declare(
    "programme.eligibility_refused",
    words("The application does not meet the conditions: %(reason)s"),
)
APPLICATION_NOMINATED = declare(
    "programme.application_nominated", words("%(government)s nominated the factory")
)
NOMINATION_DECLINED = declare(
    "programme.nomination_declined",
    words("%(government)s did not nominate the factory: %(reason)s"),
)

REMINDER_SENT = declare(
    "programme.reminder_sent", words("A reminder was sent: to be done by %(due)s")
)

ASSESSMENT_STARTED = declare("programme.assessment_started", words("The assessment was opened"))
SEAT_OFFERED = declare("programme.seat_offered", words("%(expert)s was asked to assess"))
SEAT_ACCEPTED = declare("programme.seat_accepted", words("%(expert)s accepted the assessment"))
SEAT_DECLINED = declare(
    "programme.seat_declined", words("%(expert)s declined the assessment: %(reason)s")
)
SEAT_RELEASED = declare(
    "programme.seat_released", words("%(expert)s was released from the assessment: %(reason)s")
)
SCORES_SAVED = declare(
    "programme.scores_saved", words("%(expert)s noted bands for %(count)s dimensions")
)
SCORES_SUBMITTED = declare("programme.scores_submitted", words("%(expert)s handed in the scores"))
CONSENSUS_OPENED = declare("programme.consensus_opened", words("The consensus meeting was opened"))
CONSENSUS_RECORDED = declare(
    "programme.consensus_recorded", words("Consensus was recorded for %(count)s dimensions")
)
ASSESSMENT_CONCLUDED = declare(
    "programme.assessment_concluded",
    words("Assessment result: level %(level)s, track %(track)s, tier %(tier)s"),
)

SELECTION_OPENED = declare("programme.selection_opened", words("The selection was opened"))
MEMBER_SEATED = declare("programme.member_seated", words("%(name)s joined the selection committee"))
BALLOT_CAST = declare("programme.ballot_cast", words("A committee member gave points"))
MEMBER_RECUSED = declare(
    "programme.member_recused", words("A committee member stood aside: %(reason)s")
)
APPLICATION_SELECTED = declare(
    "programme.application_selected", words("The factory was selected on rank %(rank)s")
)
APPLICATION_RESERVED = declare(
    "programme.application_reserved", words("The factory is on the reserve list on rank %(rank)s")
)
APPLICATION_REJECTED = declare(
    "programme.application_rejected", words("The factory was not selected: %(reason)s")
)
RESERVE_PROMOTED = declare(
    "programme.reserve_promoted", words("The factory moved up from the reserve list")
)
SELECTION_DECIDED = declare(
    "programme.selection_decided",
    words("The selection was decided: %(selected)s selected, %(reserve)s in reserve"),
)

PROJECT_OPENED = declare("programme.project_opened", words("Project %(number)s was opened"))
SUPPLIER_CHOSEN = declare("programme.supplier_chosen", words("%(supplier)s was asked to build"))
SUPPLIER_ACCEPTED = declare("programme.supplier_accepted", words("%(supplier)s agreed to build"))
SUPPLIER_DECLINED = declare(
    "programme.supplier_declined", words("%(supplier)s declined to build: %(reason)s")
)
AGREEMENT_DRAFTED = declare("programme.agreement_drafted", words("The agreement was drawn up"))
AGREEMENT_SIGNED = declare("programme.agreement_signed", words("%(party)s signed the agreement"))
AGREEMENT_CONCLUDED = declare(
    "programme.agreement_concluded", words("The agreement is in force until %(until)s")
)
DESIGN_SUBMITTED = declare("programme.design_submitted", words("The design was handed in"))
DESIGN_ACCEPTED = declare("programme.design_accepted", words("The design was accepted"))
DESIGN_RETURNED = declare(
    "programme.design_returned", words("The design was sent back: %(reason)s")
)
INTERIM_PASSED = declare("programme.interim_passed", words("The interim check was passed"))
INTERIM_RETURNED = declare(
    "programme.interim_returned", words("The interim check asks for mending: %(reason)s")
)
CLAIM_SUBMITTED = declare(
    "programme.claim_submitted", words("Claim %(serial)s over %(amount)s won was handed in")
)
CLAIM_CHECKED = declare(
    "programme.claim_checked", words("The evidence of claim %(serial)s was checked")
)
CLAIM_RETURNED = declare(
    "programme.claim_returned", words("Claim %(serial)s was sent back: %(reason)s")
)
CLAIM_REFUSED = declare(
    "programme.claim_refused", words("Claim %(serial)s was refused: %(reason)s")
)
CLAIM_DROPPED = declare(
    "programme.claim_dropped", words("Claim %(serial)s came to nothing: %(reason)s")
)
CLAIM_APPROVED = declare("programme.claim_approved", words("Claim %(serial)s was approved"))
CLAIM_PAID = declare("programme.claim_paid", words("%(amount)s won were paid for claim %(serial)s"))
COMPLETION_REQUESTED = declare(
    "programme.completion_requested", words("The completion inspection was requested")
)
COMPLETION_PASSED = declare("programme.completion_passed", words("The build is complete"))
COMPLETION_RETURNED = declare(
    "programme.completion_returned", words("The completion inspection asks for mending: %(reason)s")
)
PROJECT_SETTLED = declare(
    "programme.project_settled",
    words("The account was settled; %(return_due)s won are to be returned"),
)
MONEY_RETURNED = declare(
    "programme.money_returned", words("%(amount)s won were returned; %(left)s won are still due")
)
VISIT_RECORDED = declare(
    "programme.visit_recorded", words("The outcome at %(moment)s was recorded")
)
PROJECT_CLOSED = declare("programme.project_closed", words("The case was closed"))
PROJECT_TERMINATED = declare(
    "programme.project_terminated", words("The agreement was terminated: %(reason)s")
)
PROJECT_ABANDONED = declare(
    "programme.project_abandoned", words("The project ended before an agreement: %(reason)s")
)

APPEAL_FILED = declare("programme.appeal_filed", words("An appeal was filed against: %(against)s"))
APPEAL_UPHELD = declare("programme.appeal_upheld", words("The appeal was upheld: %(answer)s"))
APPEAL_DISMISSED = declare(
    "programme.appeal_dismissed", words("The appeal was dismissed: %(answer)s")
)
APPEAL_WITHDRAWN = declare("programme.appeal_withdrawn", words("The appeal was withdrawn"))

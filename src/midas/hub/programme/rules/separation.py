"""Separation of duties: which duties a case's facts prove, and whether one more may be added.

The pairs themselves are data of the profile (`separations`); here is only which fact proves which
duty, which verb is about to carry one out, and the comparison.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from midas.hub.kernel.problems import Problem
from midas.hub.programme.rules.profile_office import Separation
from midas.hub.programme.rules.wording import as_text

DUTIES_OF_FACT: dict[str, tuple[str, ...]] = {
    "programme.application_returned": ("screen",),
    "programme.eligibility_confirmed": ("screen",),
    "programme.eligibility_refused": ("screen",),
    "programme.application_nominated": ("nominate",),
    "programme.nomination_declined": ("nominate",),
    "programme.seat_accepted": ("assess",),
    "programme.scores_submitted": ("assess",),
    "programme.consensus_recorded": ("assess", "lead-consensus"),
    "programme.ballot_cast": ("decide-selection",),
    "programme.application_selected": ("decide-selection",),
    "programme.application_reserved": ("decide-selection",),
    "programme.application_rejected": ("decide-selection",),
    "programme.reserve_promoted": ("decide-selection",),
    "programme.supplier_accepted": ("supply",),
    "programme.agreement_signed": ("sign-agreement",),
    "programme.interim_passed": ("inspect-interim",),
    "programme.interim_returned": ("inspect-interim",),
    "programme.claim_checked": ("check-claim",),
    "programme.claim_returned": ("check-claim",),
    "programme.claim_approved": ("decide-claim",),
    "programme.claim_refused": ("decide-claim",),
    "programme.claim_paid": ("pay-claim",),
    "programme.completion_passed": ("inspect-completion",),
    "programme.completion_returned": ("inspect-completion",),
    "programme.project_settled": ("settle",),
    "programme.visit_recorded": ("visit-after-care",),
    "programme.appeal_upheld": ("decide-appeal",),
    "programme.appeal_dismissed": ("decide-appeal",),
}

DUTIES_OF_VERB: dict[str, tuple[str, ...]] = {
    "return_application": ("screen",),
    "confirm_eligibility": ("screen",),
    "refuse_eligibility": ("screen",),
    "nominate_application": ("nominate",),
    "decline_nomination": ("nominate",),
    "accept_seat": ("assess",),
    "submit_scores": ("assess",),
    "record_consensus": ("assess", "lead-consensus"),
    "cast_ballot": ("decide-selection",),
    "decide_selection": ("decide-selection",),
    "decide_reopened": ("decide-selection",),
    "promote_reserve": ("decide-selection",),
    "answer_supplier": ("supply",),
    "sign_agreement": ("sign-agreement",),
    "record_interim": ("inspect-interim",),
    "check_claim": ("check-claim",),
    "return_claim": ("check-claim",),
    "approve_claim": ("decide-claim",),
    "refuse_claim": ("decide-claim",),
    "pay_claim": ("pay-claim",),
    "record_completion": ("inspect-completion",),
    "settle_project": ("settle",),
    "record_visit": ("visit-after-care",),
    "uphold_appeal": ("decide-appeal",),
    "dismiss_appeal": ("decide-appeal",),
}


@dataclass(frozen=True)
class Held:
    """A duty that somebody already carried out in a case."""

    duty: str
    person: UUID | None
    organisation: UUID | None


def held_by(kind: str, person: UUID | None, organisation: UUID | None) -> Iterator[Held]:
    """The duties that one fact proves for whoever it names."""
    for duty in DUTIES_OF_FACT.get(kind, ()):
        yield Held(duty, person, organisation)


def clashes(
    duties: Iterable[str],
    person: UUID | None,
    organisation: UUID | None,
    held: Iterable[Held],
    pairs: Iterable[Separation],
) -> tuple[Problem, ...]:
    """The rules that forbid this person, for this organisation, to take on these duties now.

    A pair binds in both orders. With scope "organisation" a colleague's duty counts as one's own.
    Each broken pair is named once, in the order of the profile.
    """
    wanted, done = set(duties), list(held)
    return tuple(
        Problem(as_text(pair.message), rule=f"separation-{pair.code}", source=pair.source)
        for pair in pairs
        if any(
            _is_same(one, pair.scope, person, organisation) for one in _other(pair, wanted, done)
        )
    )


def _other(pair: Separation, wanted: set[str], done: list[Held]) -> Iterator[Held]:
    """What was done already of the duties that the wanted ones must be kept apart from."""
    against = {pair.second} if pair.first in wanted else set()
    against |= {pair.first} if pair.second in wanted else set()
    return (one for one in done if one.duty in against)


def _is_same(one: Held, scope: str, person: UUID | None, organisation: UUID | None) -> bool:
    if person is not None and one.person == person:
        return True
    return scope == "organisation" and organisation is not None and one.organisation == organisation

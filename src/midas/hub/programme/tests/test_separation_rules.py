"""Separation of duties over random event sequences: nobody ever holds two separated duties."""

import tomllib
from collections.abc import Iterable
from uuid import UUID

import msgspec
import pytest
from django.conf import settings as site
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from midas.hub.kernel.occurrences import KINDS
from midas.hub.programme import events
from midas.hub.programme.rules import lifecycles
from midas.hub.programme.rules.appeals import GROUND_OF_FACT
from midas.hub.programme.rules.profile_office import Separation
from midas.hub.programme.rules.profile_terms import DUTIES
from midas.hub.programme.rules.separation import (
    DUTIES_OF_FACT,
    DUTIES_OF_VERB,
    Held,
    clashes,
    held_by,
)

HEAD = tomllib.loads((site.PROFILE / "profile.toml").read_text(encoding="utf-8"))
PAIRS = msgspec.convert(HEAD["separations"], tuple[Separation, ...])
PEOPLE = [UUID(int=n) for n in range(1, 4)]
HOUSES = [UUID(int=n) for n in range(11, 14)]

# The whole chain: which facts each verb may leave behind.
FACTS_OF_VERB = {
    "return_application": ("application_returned",),
    "confirm_eligibility": ("eligibility_confirmed",),
    "refuse_eligibility": ("eligibility_refused",),
    "nominate_application": ("application_nominated",),
    "decline_nomination": ("nomination_declined",),
    "accept_seat": ("seat_accepted",),
    "submit_scores": ("scores_submitted",),
    "record_consensus": ("consensus_recorded",),
    "cast_ballot": ("ballot_cast",),
    "decide_selection": ("application_selected", "application_reserved", "application_rejected"),
    "decide_reopened": ("application_selected", "application_reserved", "application_rejected"),
    "promote_reserve": ("reserve_promoted",),
    "answer_supplier": ("supplier_accepted",),
    "sign_agreement": ("agreement_signed",),
    "record_interim": ("interim_passed", "interim_returned"),
    "check_claim": ("claim_checked",),
    "return_claim": ("claim_returned",),
    "approve_claim": ("claim_approved",),
    "refuse_claim": ("claim_refused",),
    "pay_claim": ("claim_paid",),
    "record_completion": ("completion_passed", "completion_returned"),
    "settle_project": ("project_settled",),
    "record_visit": ("visit_recorded",),
    "uphold_appeal": ("appeal_upheld",),
    "dismiss_appeal": ("appeal_dismissed",),
}


def doubled(held: Iterable[Held]) -> set[str]:
    """Codes of the pairs that the duties held break, found the slow and simple way."""
    done = list(held)
    broken = set()
    for pair in PAIRS:
        for one in (h for h in done if h.duty == pair.first):
            for two in (h for h in done if h.duty == pair.second):
                colleagues = pair.scope == "organisation" and one.organisation == two.organisation
                if one.person == two.person or colleagues:
                    broken.add(pair.code)
    return broken


class Chain(RuleBasedStateMachine):
    """Three people of three houses try every verb of a case, in any order, as often as they like."""

    def __init__(self) -> None:
        super().__init__()
        self.held: list[Held] = []

    @rule(
        verb=st.sampled_from(sorted(FACTS_OF_VERB)),
        person=st.sampled_from(PEOPLE),
        house=st.sampled_from(HOUSES),
        which=st.integers(0, 2),
    )
    def try_verb(self, verb: str, person: UUID, house: UUID, which: int) -> None:
        """The verb happens unless separation of duties forbids it."""
        if clashes(DUTIES_OF_VERB[verb], person, house, self.held, PAIRS):
            return
        kinds = FACTS_OF_VERB[verb]
        self.held += held_by(f"programme.{kinds[which % len(kinds)]}", person, house)

    @invariant()
    def nobody_holds_two_separated_duties(self) -> None:
        """What the whole room promises."""
        assert doubled(self.held) == set()


Chain.TestCase.settings = settings(max_examples=150, stateful_step_count=40, deadline=None)
TestChain = Chain.TestCase


def test_the_slow_check_does_find_a_doubled_duty() -> None:
    first = Held("assess", PEOPLE[0], HOUSES[0])
    assert doubled([first, Held("decide-selection", PEOPLE[0], HOUSES[1])]) == {"assess-select"}
    assert doubled([first, Held("supply", PEOPLE[1], HOUSES[0])]) == {"assess-supply"}
    assert doubled([first, Held("decide-selection", PEOPLE[1], HOUSES[0])]) == set()


@pytest.mark.parametrize("pair", PAIRS, ids=lambda one: one.code)
def test_every_pair_binds_in_both_orders(pair: Separation) -> None:
    for done, wanted in ((pair.first, pair.second), (pair.second, pair.first)):
        found = clashes([wanted], PEOPLE[0], HOUSES[0], [Held(done, PEOPLE[0], HOUSES[1])], PAIRS)
        assert f"separation-{pair.code}" in {one.rule for one in found}
        assert all(one.source for one in found)
        assert (
            clashes([wanted], PEOPLE[0], HOUSES[0], [Held(done, PEOPLE[1], HOUSES[1])], PAIRS) == ()
        )


def test_a_machine_acts_without_a_duty() -> None:
    assert clashes(["assess"], None, None, [Held("nominate", None, None)], PAIRS) == ()


def test_every_fact_and_verb_of_the_duty_tables_exists() -> None:
    assert events.APPEAL_UPHELD.name in KINDS
    assert {*DUTIES_OF_FACT, *GROUND_OF_FACT} <= KINDS.keys()
    assert set(DUTIES_OF_VERB) == set(FACTS_OF_VERB)
    for verb, kinds in FACTS_OF_VERB.items():
        for kind in kinds:
            assert DUTIES_OF_FACT[f"programme.{kind}"] == DUTIES_OF_VERB[verb], verb
    used = {duty for duties in DUTIES_OF_VERB.values() for duty in duties}
    assert used <= set(DUTIES)


def test_every_decision_that_can_be_appealed_opens_again_by_the_lifecycle() -> None:
    nouns = {"application": lifecycles.APPLICATION, "claim": lifecycles.CLAIM}
    known = {one["decision"] for one in HEAD["appealable"]}
    assert known == {ground.decision for ground in GROUND_OF_FACT.values()}
    for ground in GROUND_OF_FACT.values():
        verbs = {step.verb for step in nouns[ground.noun].steps}
        assert ground.reopens_by in verbs

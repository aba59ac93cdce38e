"""Money by layer: over random histories nothing is lost, made or overdrawn."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from midas.hub.programme.rules import payment, settlement
from midas.hub.programme.rules.payment import ClaimParts, LayerSum

LAYERS = st.lists(
    st.tuples(st.booleans(), st.integers(0, 300_000_000)), min_size=1, max_size=5
).map(
    lambda rows: [
        LayerSum(f"layer-{i}", f"layer-{i}", is_grant, agreed)
        for i, (is_grant, agreed) in enumerate(rows)
    ]
)
STEPS = st.lists(
    st.tuples(st.sampled_from(["claim", "refuse", "pay"]), st.integers(0, 2**40)), max_size=25
)


def use(layers: list[LayerSum], parts: ClaimParts, sign: int = 1) -> list[LayerSum]:
    """The layers after a claim's parts were taken (or, with -1, set free again)."""
    return [replace(row, used=row.used + sign * parts.parts[row.layer]) for row in layers]


@given(LAYERS, STEPS, st.integers(0, 100), st.lists(st.integers(1, 100), max_size=4))
def test_money_is_neither_lost_nor_made(
    layers: list[LayerSum],
    steps: list[tuple[str, int]],
    accepted_percent: int,
    returns: list[int],
) -> None:
    waiting: list[ClaimParts] = []
    paid: list[ClaimParts] = []
    for act, number in steps:
        left = payment.left_in_all(layers)
        if act == "claim" and left:
            waiting.append(payment.divide_claim(1 + number % left, layers))
            layers = use(layers, waiting[-1])
        elif act == "refuse" and waiting:
            layers = use(layers, waiting.pop(number % len(waiting)), -1)
        elif act == "pay" and waiting:
            paid.append(waiting.pop(number % len(waiting)))
        assert all(0 <= row.used <= row.agreed for row in layers)
        assert sum(row.used for row in layers) == sum(
            parts.grant + parts.own for parts in waiting + paid
        )
    spent = sum(parts.grant + parts.own for parts in paid)
    accounts = settlement.settle(
        spent,
        spent * accepted_percent // 100,
        [
            settlement.LayerAccount(
                row.layer, row.agreed, sum(parts.parts[row.layer] for parts in paid)
            )
            for row in layers
            if row.is_grant
        ],
    )
    assert all(0 <= row.return_due <= row.paid <= row.agreed for row in accounts)
    assert sum(row.accepted + row.return_due + row.unused for row in accounts) == sum(
        row.agreed for row in layers if row.is_grant
    )
    give_back(accounts, returns)


def give_back(accounts: tuple[settlement.LayerAccount, ...], shares: list[int]) -> None:
    """Return the money in several parts; at the end every layer has exactly what was due to it."""
    due = {row.layer: row.return_due for row in accounts}
    back = dict.fromkeys(due, 0)
    for share in [*shares, 100]:
        left = {layer: due[layer] - back[layer] for layer in due}
        if amount := sum(left.values()) * share // 100:
            for layer, part in settlement.divide_return(amount, left).items():
                back[layer] += part
                assert back[layer] <= due[layer]
    assert back == due


@given(LAYERS, st.lists(st.integers(1, 2**40), max_size=10))
def test_claims_over_the_whole_cost_empty_every_layer(
    layers: list[LayerSum], amounts: list[int]
) -> None:
    for amount in amounts:
        if left := payment.left_in_all(layers):
            layers = use(layers, payment.divide_claim(1 + amount % left, layers))
    if left := payment.left_in_all(layers):
        layers = use(layers, payment.divide_claim(left, layers))
    assert [row.left for row in layers] == [0] * len(layers)


@given(
    LAYERS.filter(lambda rows: any(row.agreed for row in rows if not row.is_grant)),
    st.integers(0, 100),
    st.lists(st.tuples(st.booleans(), st.integers(1, 2**40)), max_size=12),
)
def test_items_that_no_grant_may_pay_are_carried_by_the_firm_alone(
    layers: list[LayerSum], percent: int, claims: list[tuple[bool, int]]
) -> None:
    later = sum(row.agreed for row in layers if not row.is_grant) * percent // 100
    for is_own_only, number in [*claims, (True, 0), (False, 0)]:
        most = later if is_own_only else payment.left_in_all(layers) - later
        if not most:
            continue
        amount = 1 + number % most if number else most
        own_only = amount if is_own_only else 0
        later -= own_only
        parts = payment.divide_claim(amount, layers, own_only=own_only, own_only_later=later)
        layers = use(layers, parts)
        assert sum(parts.parts.values()) == amount == parts.grant + parts.own
        assert parts.own >= own_only
        assert all(0 <= row.used <= row.agreed for row in layers)
    assert [row.left for row in layers] == [0] * len(layers)


def state_and_own() -> list[LayerSum]:
    """A project of 400 million: half a grant of the state, half the firm's own money."""
    return [
        LayerSum("state", "State", is_grant=True, agreed=200_000_000, used=150_000_000),
        LayerSum("own", "Own", is_grant=False, agreed=200_000_000, used=150_000_000),
    ]


def test_a_claim_over_what_is_left_names_each_layer_and_its_rest() -> None:
    problems = payment.overdrawn(120_000_000, state_and_own())
    assert [(p.params["layer"], p.params["left"]) for p in problems] == [
        ("State", "50,000,000"),
        ("Own", "50,000,000"),
    ]
    assert payment.overdrawn(100_000_000, state_and_own()) == []
    with pytest.raises(ValueError, match="larger than what is left"):
        payment.divide_claim(100_000_001, state_and_own())


def test_a_project_without_money_refuses_every_claim() -> None:
    (problem,) = payment.overdrawn(1, [])
    assert problem.rule == "within-agreed"


def test_the_own_share_due_is_that_of_all_claims_so_far() -> None:
    layers = state_and_own()
    due = payment.own_share_due(payment.divide_claim(10_000_001, layers), layers)
    assert due in {155_000_000, 155_000_001}
    assert payment.unproven(due, due) == []
    (problem,) = payment.unproven(due - 1, due)
    assert (problem.rule, problem.field) == ("own-share-first", "own_share_paid")


@pytest.mark.parametrize(
    ("reached", "opened"),
    [(["agreement"], 0), (["design"], 300), (["design", "completion"], 1000)],
)
def test_instalments_open_with_their_stage(reached: list[str], opened: int) -> None:
    rows = [("design", 30), ("completion", 70)]
    assert payment.claimable(1000, rows, reached) == opened
    assert payment.not_yet(opened, 0, 1000, rows, reached) == []
    (problem,) = payment.not_yet(opened, 1, 1000, rows, reached)
    assert problem.rule == "instalment-open"


def test_without_instalments_everything_is_open() -> None:
    assert payment.claimable(1000, [], []) == 1000


def test_cost_that_is_not_accepted_goes_back_to_the_layers_that_paid_it() -> None:
    rows = [
        settlement.LayerAccount("state", 200, 200),
        settlement.LayerAccount("local", 40, 40),
    ]
    state, local = settlement.settle(400, 300, rows)
    assert (state.return_due, local.return_due) == (50, 10)
    assert settlement.return_due((state, local)) == 60
    assert settlement.settle(400, 400, rows) == tuple(rows)


@pytest.mark.parametrize(("spent", "accepted"), [(100, 101), (100, -1), (10, 5)])
def test_an_impossible_account_is_a_mistake(spent: int, accepted: int) -> None:
    with pytest.raises(ValueError, match="accepted"):
        settlement.settle(spent, accepted, [settlement.LayerAccount("state", 50, 20)])


def test_an_accepted_cost_outside_what_was_spent_is_refused() -> None:
    assert settlement.accepted_problem(100, 100) == []
    assert [p.field for p in settlement.accepted_problem(101, 100)] == ["accepted"]

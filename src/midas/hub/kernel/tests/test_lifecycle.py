"""The table of steps: ways on, ends, and a no that people can read."""

import pytest
from django.utils.translation import override

from midas.hub.kernel.errors import NotPossible
from midas.hub.kernel.lifecycle import Lifecycle, Step
from midas.hub.kernel.texts import say

STEPS = (
    Step("open", ("draft", "closed"), "opened"),
    Step("annotate", ("draft", "opened")),
    Step("shut", ("opened",), "closed"),
)
DOOR = Lifecycle("door", "draft", frozenset({"closed"}), STEPS)


def test_a_step_leads_to_its_target_or_stays() -> None:
    assert DOOR.target_of("open", "draft") == "opened"
    assert DOOR.target_of("annotate", "opened") == "opened"
    assert list(DOOR.verbs_from("opened")) == ["annotate", "shut"]
    assert DOOR.states() == {"draft", "opened", "closed"}


@pytest.mark.parametrize(("verb", "state"), [("shut", "draft"), ("fly", "opened"), ("shut", "")])
def test_a_step_out_of_order_is_refused_in_both_languages(verb: str, state: str) -> None:
    with pytest.raises(NotPossible) as caught:
        DOOR.target_of(verb, state)
    (problem,) = caught.value.problems
    assert problem.rule == "lifecycle"
    with override("en"):
        english = say(problem)
    with override("ko"):
        korean = say(problem)
    assert english.startswith("This step is not possible in the present state.")
    assert korean.startswith("지금 상태에서는")


def test_named_states_and_verbs_stand_in_the_sentence() -> None:
    names = {"door": "door", "draft": "Not built", "shut": "Shut"}
    named = Lifecycle("door", "draft", frozenset(), STEPS, names)
    with pytest.raises(NotPossible) as caught, override("en"):
        named.target_of("shut", "draft")
    with override("en"):
        said = say(caught.value.problems[0])
    assert said == "“Shut” is not possible while the door is “Not built”."

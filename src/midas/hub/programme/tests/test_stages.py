"""Every state of a case has a stage and a next step or an end."""

import pytest

from midas.hub.programme.rules.lifecycles import APPLICATION, PROJECT
from midas.hub.programme.rules.stages import STAGES, next_step, stage_of


@pytest.mark.parametrize("state", sorted(APPLICATION.states()))
@pytest.mark.parametrize("nomination", [True, False])
def test_every_state_of_an_application_says_what_comes_next(
    state: str, *, nomination: bool
) -> None:
    step = next_step(state, needs_nomination=nomination)
    assert step.text
    assert bool(step.party) != (state in APPLICATION.ends)


@pytest.mark.parametrize("state", sorted(PROJECT.states()))
def test_every_state_of_a_project_says_what_comes_next(state: str) -> None:
    step = next_step("contracted", state)
    assert step.text
    assert bool(step.party) != (state in PROJECT.ends)


def test_stages_go_forward_along_the_way() -> None:
    way = ["draft", "submitted", "eligible", "nominated", "assessing", "assessed", "selected"]
    stages = [stage_of(s) for s in way]
    assert stages == sorted(stages)
    build = ["preparing", "signing", "in_force", "building", "checked", "completing", "completed"]
    stages += [stage_of("contracted", s) for s in (*build, "settled", "closed")]
    assert stages == sorted(stages)
    assert stages[-1] == len(STAGES)

"""Answers to "may this actor …?": always a yes or no with the reason."""

from dataclasses import dataclass

from midas.hub.kernel.errors import NotAllowed
from midas.hub.kernel.problems import Problem


@dataclass(frozen=True)
class Decision:
    """Truthy when allowed; otherwise `problem` says why not."""

    allowed: bool
    problem: Problem | None = None

    def __bool__(self) -> bool:
        return self.allowed


ALLOWED = Decision(allowed=True)


def denied(text: str, *, rule: str = "policy", source: str = "", **params: object) -> Decision:
    """A no, with its sentence, rule and source."""
    return Decision(allowed=False, problem=Problem(text, params, rule=rule, source=source))


def require(decision: Decision) -> None:
    """Raise NotAllowed with the decision's reason unless it allows."""
    if not decision:
        raise NotAllowed(*([decision.problem] if decision.problem else []))

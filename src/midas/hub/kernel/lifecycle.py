"""States as a table of steps: buttons, API verbs, diagrams and tests are made from the table."""

from collections.abc import Iterator
from dataclasses import dataclass

from midas.hub.kernel.errors import NotPossible
from midas.hub.kernel.problems import Problem, Term, words


@dataclass(frozen=True)
class Step:
    """One verb that moves a thing from any of `sources` to `target` (None: stays where it is)."""

    verb: str
    sources: tuple[str, ...]
    target: str | None = None


@dataclass(frozen=True)
class Lifecycle:
    """All steps of one noun. `first` is the state of a new thing, `ends` those without a way on."""

    noun: str
    first: str
    ends: frozenset[str]
    steps: tuple[Step, ...]

    def verbs_from(self, state: str) -> Iterator[str]:
        """The verbs that the table offers in a state."""
        return (step.verb for step in self.steps if state in step.sources)

    def target_of(self, verb: str, state: str) -> str:
        """The state after `verb`; raises NotPossible when the table has no such step."""
        for step in self.steps:
            if step.verb == verb and state in step.sources:
                return step.target or state
        text = words("“%(verb)s” is not possible while the %(noun)s is “%(state)s”.")
        params = {"verb": Term(verb), "noun": Term(self.noun), "state": Term(state)}
        raise NotPossible(Problem(text, params, rule="lifecycle"))

    def states(self) -> set[str]:
        """Every state that the table names."""
        named = {s for step in self.steps for s in (*step.sources, step.target or self.first)}
        return named | {self.first} | self.ends

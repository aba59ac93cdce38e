"""States as a table of steps: buttons, API verbs, diagrams and tests are made from the table."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

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
    """All steps of one noun. `first` is the state of a new thing, `ends` those without a way on.

    `names` gives noun, states and verbs the words, marked with `words`, that people read.
    """

    noun: str
    first: str
    ends: frozenset[str]
    steps: tuple[Step, ...]
    names: Mapping[str, str] = field(default_factory=dict)

    def verbs_from(self, state: str) -> Iterator[str]:
        """The verbs that the table offers in a state."""
        return (step.verb for step in self.steps if state in step.sources)

    def target_of(self, verb: str, state: str) -> str:
        """The state after `verb`; raises NotPossible when the table has no such step."""
        for step in self.steps:
            if step.verb == verb and state in step.sources:
                return step.target or state
        raise NotPossible(self._refusal(verb, state))

    def _refusal(self, verb: str, state: str) -> Problem:
        """The sentence with the words that people read, or a plain one where there are none."""
        codes = {"verb": verb, "noun": self.noun, "state": state}
        if set(codes.values()) <= set(self.names):
            named = {key: Term(self.names[code]) for key, code in codes.items()}
            text = words("“%(verb)s” is not possible while the %(noun)s is “%(state)s”.")
            return Problem(text, named, rule="lifecycle")
        text = words(
            "This step is not possible in the present state. Somebody may have changed the case"
            " meanwhile, or an earlier step is missing."
        )
        return Problem(text, codes, rule="lifecycle")

    def states(self) -> set[str]:
        """Every state that the table names."""
        named = {s for step in self.steps for s in (*step.sources, step.target or self.first)}
        return named | {self.first} | self.ends

"""The four ways a verb says no. Edges map them once (`refusals.py`); nothing else maps them."""

from collections.abc import Iterable

from midas.hub.kernel.problems import Problem


class Refusal(Exception):
    """A verb refused and changed nothing. `problems` says why, each with its rule and source."""

    status = 400

    def __init__(self, *problems: Problem | Iterable[Problem]) -> None:
        flat: list[Problem] = []
        for one in problems:
            flat.extend([one] if isinstance(one, Problem) else one)
        self.problems: tuple[Problem, ...] = tuple(flat)
        super().__init__("; ".join(str(one.text) for one in flat))


class NotAllowed(Refusal):
    """This actor may not do this."""

    status = 403


class NotFound(Refusal):
    """There is no such thing, or this actor may not know that there is."""

    status = 404


class NotPossible(Refusal):
    """The thing is in a state, or the day is one, in which this cannot be done."""

    status = 409


class NotValid(Refusal):
    """What was handed in breaks a rule; each problem names its field."""

    status = 422

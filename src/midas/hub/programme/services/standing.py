"""Who is barred may not take part: asked by every verb in which a firm or person does."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from midas.hub.accounts import public as accounts
from midas.hub.kernel.errors import NotAllowed
from midas.hub.kernel.problems import Problem, words


def refuse_barred(
    subjects: Iterable[UUID | None], what: str, day: date, *, field: str = ""
) -> None:
    """Raise NotAllowed with reason and source of every bar that keeps a subject from `what`."""
    bars = accounts.bars_on([one for one in subjects if one is not None], what, day)
    text = words("A participation ban is in force since %(since)s: %(reason)s")
    problems = [
        Problem(
            text,
            {"since": bar.from_day.isoformat(), "reason": bar.reason},
            field=field,
            rule="not-barred",
            source=bar.source,
        )
        for bar in bars
    ]
    if problems:
        raise NotAllowed(*problems)

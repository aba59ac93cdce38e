"""Whether a person may judge a case at all: no bar, and no tie to anybody on it."""

from datetime import date
from uuid import UUID

from midas.hub.kernel.errors import NotPossible
from midas.hub.programme import models
from midas.hub.programme.queries.judges import ties_of
from midas.hub.programme.services.standing import refuse_barred


def require_fit_judge(
    person: UUID, organisation: UUID, case: models.Application, day: date
) -> None:
    """Raise NotAllowed for a bar from assessing, NotPossible for a tie to the case."""
    refuse_barred([person, organisation], "assess", day)
    found = ties_of(person, organisation, case, day)
    if found:
        raise NotPossible(*found)

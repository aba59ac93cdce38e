"""Separation of duties asked of the facts of a case, by every verb that carries out a duty."""

from collections.abc import Iterable
from functools import lru_cache
from uuid import UUID

from midas.hub.kernel.actor import Actor
from midas.hub.kernel.errors import NotAllowed
from midas.hub.kernel.models import Fact
from midas.hub.kernel.problems import Problem
from midas.hub.programme.models import Application
from midas.hub.programme.queries import rulebook
from midas.hub.programme.rules import separation


def require_separate(verb: str, application_id: UUID, by: Actor) -> None:
    """Refuse the verb when it would give somebody two duties of one case that are kept apart.

    Call it with the application's row locked, so that two verbs at once cannot both pass. The
    pairs are data of the profile that the case started on; raises NotAllowed naming each.
    """
    case = Application(id=application_id, line_version_id=_line_version_of(application_id))
    require_separate_in([case], verb, by)


@lru_cache(maxsize=4096)
def _line_version_of(application_id: UUID) -> UUID:
    """The version of the line that a case started on, which never changes."""
    rows = Application.objects.values_list("line_version_id", flat=True)
    return rows.get(id=application_id)


def require_separate_in(cases: Iterable[Application], verb: str, by: Actor) -> None:
    """The same for many cases at once, with one query for all their facts."""
    rows = list(cases)
    held = _duties_held([case.id for case in rows])
    for case in rows:
        pairs = rulebook.profile_of(case).head.separations
        duties = separation.DUTIES_OF_VERB[verb]
        found = separation.clashes(duties, by.person, by.organisation, held.get(case.id, ()), pairs)
        if found:
            raise NotAllowed(*found)


def separation_problem(verb: str, application_id: UUID, by: Actor) -> Problem | None:
    """The first rule that stands against the verb, or None: for buttons and lists."""
    try:
        require_separate(verb, application_id, by)
    except NotAllowed as refusal:
        return refusal.problems[0]
    return None


def _duties_held(application_ids: list[UUID]) -> dict[UUID, list[separation.Held]]:
    rows = Fact.objects.filter(
        subject__in=application_ids, kind__in=separation.DUTIES_OF_FACT
    ).values_list("subject", "kind", "person", "organisation")
    held: dict[UUID, list[separation.Held]] = {}
    for subject, kind, person, organisation in rows:
        if subject is not None:
            held.setdefault(subject, []).extend(separation.held_by(kind, person, organisation))
    return held

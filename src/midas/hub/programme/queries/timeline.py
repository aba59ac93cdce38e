"""The story of a case: the facts that a reader may see, as sentences in their language."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from midas.hub.kernel import texts
from midas.hub.kernel.actor import Actor
from midas.hub.kernel.facts import kind_named
from midas.hub.kernel.models import Fact
from midas.hub.kernel.problems import words
from midas.hub.programme import events, models
from midas.hub.programme.queries import rulebook
from midas.hub.programme.rules.profile import Profile
from midas.hub.programme.rules.wording import as_text

FIRMS = frozenset({"adopter", "supplier", "large_enterprise"})
UNDECIDED = frozenset(
    {"draft", "returned", "submitted", "eligible", "nominated", "assessing", "assessed"}
)
NEVER_TO_FIRMS = frozenset(
    kind.name
    for kind in (
        events.SEAT_OFFERED,
        events.SEAT_ACCEPTED,
        events.SCORES_SAVED,
        events.SEAT_DECLINED,
        events.SEAT_RELEASED,
        events.BALLOT_CAST,
        events.MEMBER_RECUSED,
    )
)
AFTER_DECISION = frozenset(
    kind.name
    for kind in (
        events.SCORES_SUBMITTED,
        events.CONSENSUS_OPENED,
        events.CONSENSUS_RECORDED,
        events.ASSESSMENT_CONCLUDED,
    )
)
DRAFTING = frozenset(
    kind.name
    for kind in (events.APPLICATION_SAVED, events.DOCUMENT_REMOVED, events.DIAGNOSIS_COMPLETED)
)
TONES = {
    "danger": ("refused", "rejected", "declined", "terminated", "dismissed"),
    "warning": ("returned", "withdrawn", "released", "recused", "cancelled"),
    "success": (
        *("confirmed", "nominated", "selected", "promoted", "accepted", "concluded", "passed"),
        *("approved", "paid", "upheld", "settled", "closed"),
    ),
    "info": ("submitted", "filed", "started", "opened"),
}
PARTS = {
    "basics": words("basics"),
    "plan": words("plan"),
    "budget": words("budget"),
    "diagnosis": words("self-diagnosis"),
}


@dataclass(frozen=True)
class Entry:
    """One line of a timeline, as `{% timeline %}` shows it."""

    at: datetime
    sentence: str
    who: str
    organisation: str
    detail: str
    tone: str
    kind: str
    fact: int


def timeline(case: models.Application, actor: Actor) -> list[Entry]:
    """The facts of a case that the actor may read, the newest first; one query.

    Firms see neither ballots nor who was asked to assess, and no result before the decision;
    others do not see the drafting. Repeated saves of one part by one person show once.
    """
    rows = Fact.objects.filter(subject=case.id, kind__startswith="programme.").order_by("id")
    hidden = hidden_kinds(case, actor)
    profile = rulebook.profile_of(case)
    entries: list[Entry] = []
    last: tuple[Any, ...] = ()
    for fact in rows:
        if fact.kind in hidden or kind_named(fact.kind) is None:
            continue
        key = (fact.kind, fact.person, fact.data.get("part"))
        if fact.kind == events.APPLICATION_SAVED.name and key == last:
            entries.pop()
        last = key
        entries.append(_entry(fact, profile))
    return entries[::-1]


def hidden_kinds(case: models.Application, actor: Actor) -> frozenset[str]:
    """The kinds of facts of a case that the actor may not read now."""
    if actor.kind not in FIRMS:
        return DRAFTING
    return NEVER_TO_FIRMS | AFTER_DECISION if case.state in UNDECIDED else NEVER_TO_FIRMS


def _entry(fact: Fact, profile: Profile) -> Entry:
    kind = kind_named(fact.kind)
    return Entry(
        at=fact.at,
        sentence=texts.fill(kind.sentence if kind else fact.kind, readable(fact.data, profile)),
        who=fact.actor_name,
        organisation=fact.actor_organisation,
        detail=_detail(fact.data),
        tone=_tone(fact.kind),
        kind=fact.kind,
        fact=fact.id,
    )


def readable(data: dict[str, Any], profile: Profile) -> dict[str, Any]:
    """The values of a fact with codes of the profile put into their names."""
    levels = profile.levels
    names = {
        "level": {one.code: as_text(one.name) for one in levels.system_levels},
        "track": {one.code: as_text(one.name) for one in levels.tracks},
        "tier": {one.code: as_text(one.name) for one in levels.tiers},
    }
    found = dict(data)
    for key, known in names.items():
        if key in found:
            found[key] = known.get(found[key], found[key])
    if "part" in found:
        found["part"] = texts.in_language(PARTS.get(found["part"], found["part"]))
    return found


def _detail(data: dict[str, Any]) -> str:
    parts = []
    if data.get("due"):
        parts.append(texts.fill(words("To be done by %(due)s."), {"due": data["due"]}))
    if data.get("total"):
        total = f"{data['total']:,}"
        parts.append(texts.fill(words("Total cost %(total)s won."), {"total": total}))
    return " ".join(parts)


def _tone(kind: str) -> str:
    end = kind.rsplit("_", 1)[-1]
    return next((tone for tone, ends in TONES.items() if end in ends), "neutral")

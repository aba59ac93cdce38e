"""Papers of the stage in which a project is: which are owed by whom, and their small forms."""

from collections.abc import Collection
from typing import Any

from django.urls import reverse

from midas.hub.programme.models import Application, CaseDocument, Project
from midas.hub.programme.queries import rulebook
from midas.hub.programme.queries.papers import papers_missing, papers_needed
from midas.hub.programme.rules.papers import NeededPaper
from midas.hub.programme.services.application.documents import endings_of, limit_of
from midas.hub.programme.services.builds import PAPERS_OF_FIRMS
from midas.hub.programme.views.labels import MAKERS, label_of

STAGES_OF = {
    "preparing": ("plan",),
    "signing": ("agreement",),
    "in_force": ("design", "payment"),
    "building": ("interim", "payment"),
    "checked": ("completion", "payment"),
    "completing": ("completion", "payment"),
    "completed": ("settlement", "payment"),
    "settled": ("after-care",),
}
OWED_AT = {
    "preparing": "plan",
    "signing": "agreement",
    "building": "interim",
    "checked": "completion",
    "completed": "settlement",
}
BROUGHT_BY_VERBS = frozenset({"design-document", "agreement"})
FIRMS = {"adopter": ("adopter", "auditor"), "supplier": ("supplier",)}


def missing_rows(
    case: Application, stage: str, by: Collection[str] = PAPERS_OF_FIRMS
) -> list[dict[str, Any]]:
    """Required papers of a stage that these makers have not handed in, by name."""
    names = {one.code: one.name for one in rulebook.profile_of(case).documents}
    return [
        {"name": names[one.document], "maker": label_of(MAKERS, one.by)}
        for one in papers_missing(case, stage)
        if one.by in by
    ]


def owed_papers(project: Project, party: str) -> list[NeededPaper]:
    """What this party owes before the next step; the firm brings its last papers with a request."""
    stage = OWED_AT.get(project.state)
    if stage is None or party not in FIRMS or (party == "adopter" and stage == "completion"):
        return []
    missing = papers_missing(project.application, stage)
    return [one for one in missing if one.by in FIRMS[party]]


def paper_cards(project: Project, party: str) -> list[dict[str, Any]]:
    """The papers of the stage with what is there, one's own and missing ones first."""
    case = project.application
    stages = STAGES_OF.get(project.state, ())
    held: dict[tuple[str, str], list[CaseDocument]] = {}
    rows = case.documents.filter(replaced_at=None, stage__in=stages).select_related("file")
    for row in rows.order_by("added_at"):
        held.setdefault((row.stage, row.code), []).append(row)
    cards = [
        _card(case, stage, one, held.get((stage, one.document), []))
        for stage in stages
        for one in papers_needed(case, stage)
        if one.document not in BROUGHT_BY_VERBS
    ]
    own = FIRMS.get(party, (party.replace("_", "-"),))
    return sorted(cards, key=lambda card: (card["there"], card["by"] not in own))


def _card(
    case: Application, stage: str, needed: NeededPaper, held: list[CaseDocument]
) -> dict[str, Any]:
    profile = rulebook.profile_of(case)
    kind = profile.document(needed.document)
    return {
        "key": f"{stage}:{kind.code}",
        "id": f"{stage}-{kind.code}",
        "kind": kind,
        "by": needed.by,
        "maker": label_of(MAKERS, needed.by).text,
        "required": needed.required,
        "there": bool(held),
        "files": [
            {
                "name": one.file.name,
                "size": one.file.size,
                "url": reverse("programme:document", args=[case.id, one.id]),
            }
            for one in held
        ],
        "accept": ",".join(f".{one}" for one in sorted(endings_of(profile, kind))),
        "limit": limit_of(profile, kind),
    }

"""What the pages of actions show beside their form: what a person has to know before deciding."""

import re
from collections.abc import Callable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from midas.hub.accounts import public as accounts
from midas.hub.kernel import clock, texts
from midas.hub.kernel.actor import Actor
from midas.hub.kernel.facts import kind_named
from midas.hub.kernel.models import Fact
from midas.hub.programme.models import (
    Appeal,
    Application,
    Assessment,
    Ballot,
    Claim,
    Project,
    Selection,
)
from midas.hub.programme.policies.project import party_of
from midas.hub.programme.queries import call_cards, money, rulebook
from midas.hub.programme.queries import claims as claim_queries
from midas.hub.programme.queries.agreement import signing_parties
from midas.hub.programme.queries.appeals import decisions_open_to_appeal
from midas.hub.programme.queries.checklist import verdicts_on
from midas.hub.programme.queries.maturity_profile import maturity_profile
from midas.hub.programme.queries.timeline import readable
from midas.hub.programme.rules import payment
from midas.hub.programme.rules.wording import as_text
from midas.hub.programme.services.application.documents import endings_of, limit_of
from midas.hub.programme.services.design import DEFAULT_PAPER
from midas.hub.programme.views import labels
from midas.hub.programme.views.conditions import conditions_by_rule, verdict_words
from midas.hub.programme.views.paper_lists import missing_rows, owed_papers, paper_cards


def verdicts(case: Application, _actor: Actor) -> dict[str, Any]:
    """What each rule of the line says about the case today."""
    known = conditions_by_rule(rulebook.terms_of(case).rules, rulebook.profile_of(case))
    rows = [
        {
            "label": labels.label_of(labels.VERDICTS, one.outcome),
            "text": verdict_words(one.rule, one.outcome, one.message, known),
            "source": one.source,
            "outcome": one.outcome,
        }
        for one in verdicts_on(case, clock.now())
    ]
    order = {"unmet": 0, "open": 1, "met": 2}
    rows.sort(key=lambda row: order.get(str(row["outcome"]), 3))
    return {"verdicts": rows, "unmet": sum(row["outcome"] == "unmet" for row in rows)}


def quota(case: Application, _actor: Actor) -> dict[str, Any]:
    """The places of each city of the lot, and the row that the factory would take one of."""
    rows = call_cards.quota_rows(case.lot)
    own = next((o for o in rows if accounts.region_within(case.region_id, o.region_id)), None)
    return {"quotas": rows, "quota": own}


def agreed(assessment: Assessment, _actor: Actor) -> dict[str, Any]:
    """What the agreed bands make of the factory."""
    case = assessment.application
    bands = assessment.bands.values_list("dimension", "band")
    answers = {dimension: {"band": band} for dimension, band in bands}
    form = rulebook.questionnaire_by_id(assessment.questionnaire_id)
    return {"maturity": maturity_profile(form, rulebook.profile_of(case), answers)}


def ballots(case: Application, _actor: Actor) -> dict[str, Any]:
    """How many members have voted anew, and how many votes are needed."""
    selection = Selection.objects.get(lot_id=case.lot_id)
    cast = Ballot.objects.filter(selection=selection, application=case, recused=False)
    return {"selection": selection, "votes": cast.count()}


def appeal(row: Appeal, _actor: Actor) -> dict[str, Any]:
    """The appeal with the decision it is about."""
    fact = Fact.objects.filter(id=row.fact).first()
    kind = kind_named(row.against)
    profile = rulebook.profile_of(row.application)
    sentence = texts.fill(kind.sentence, readable(fact.data, profile)) if kind and fact else ""
    return {"appeal": row, "fact": fact, "sentence": sentence}


def open_decisions(case: Application, _actor: Actor) -> dict[str, Any]:
    """The decisions that can be appealed against, with their last day."""
    return {"decisions": decisions_open_to_appeal(case, clock.today())}


def supplier_chosen(project: Project, _actor: Actor) -> dict[str, Any]:
    """Who was asked before, and what they said."""
    card = accounts.organisation(project.supplier_id) if project.supplier_id else None
    return {"asked": card, "project": project}


def supplier_is_settled(project: Project, _actor: Actor) -> bool:
    """True once a supplier agreed, or where the line needs none."""
    timing = rulebook.terms_of(project.application).supplier_timing
    return timing == "none" or project.supplier_state == "accepted"


def to_agree(project: Project, _actor: Actor) -> dict[str, Any]:
    """The money that will be fixed, and plan papers that are missing."""
    case = project.application
    names = {one.code: as_text(one.name) for one in rulebook.profile_of(case).layers}
    shares = [
        {
            "label": texts.in_language(names.get(one.layer, one.layer)),
            "amount": one.amount,
            "layer": one.layer,
        }
        for one in case.funding_shares.filter(amount__gt=0)
    ]
    terms = rulebook.terms_of(case)
    return {"shares": shares, "months": terms.months, "missing": missing_rows(case, "plan")}


def to_sign(project: Project, actor: Actor) -> dict[str, Any]:
    """The text in both languages, who has signed, and papers that the party still owes."""
    text, language = project.agreement, texts.language()
    other = "en" if language == "ko" else "ko"
    signed = {one.party: one for one in project.signatures.all()}
    rows = [{"party": one, "signature": signed.get(one)} for one in signing_parties(project)]
    written = {"ko": text.text_ko, "en": text.text_en}
    party = party_of(actor, project)
    owes = [party] if party in ("adopter", "supplier") else []
    missing = missing_rows(project.application, "agreement", by=owes)
    return {
        "agreement": text,
        "text": _laid_out(written[language]),
        "other_text": _laid_out(written[other]),
        "other_language": other,
        "language": language,
        "parties": rows,
        "missing": missing,
        "papers_url": _papers_url(project) if missing else "",
    }


ARTICLE = re.compile(r"(Article \d+|제\s?\d+조)")


def _laid_out(text: str) -> list[tuple[str, str]]:
    """The lines of an agreement with what each is: title, article, item or text."""
    found = []
    for place, line in enumerate(one for one in text.splitlines() if one.strip()):
        is_article = ARTICLE.match(line) is not None
        kind = "title" if place == 0 else "article" if is_article else "text"
        found.append(("item" if line.startswith("- ") else kind, line))
    return found


def _papers_url(project: Project) -> str:
    return reverse("programme:do-thing", args=[project.application_id, "add_paper", project.id])


def design_file(project: Project, _actor: Actor) -> dict[str, Any]:
    """Which files are welcome as the design, and why an earlier one came back."""
    profile = rulebook.profile_of(project.application)
    papers = rulebook.terms_of(project.application).papers
    code = next((one.document for one in papers if one.stage == "design"), DEFAULT_PAPER)
    kind = profile.document(code)
    return {
        "kinds": ",".join(f".{one}" for one in sorted(endings_of(profile, kind))),
        "limit": limit_of(profile, kind),
        "returned": project.designs.filter(state="returned").order_by("-answered_at").first(),
        "project": project,
    }


def waiting_design(project: Project, _actor: Actor) -> dict[str, Any]:
    """The design that waits for its answer."""
    rows = project.designs.select_related("document__file").filter(state="submitted")
    return {"design": rows.first(), "project": project}


def firms_papers(stage: str) -> Callable[[Project, Actor], dict[str, Any]]:
    """Papers that the firms still owe before an inspection can pass."""
    return lambda project, _actor: {
        "missing": missing_rows(project.application, stage),
        "project": project,
    }


def papers(project: Project, actor: Actor) -> dict[str, Any]:
    """The papers of the present stage, each with its own small form."""
    return {"cards": paper_cards(project, party_of(actor, project) or "")}


def takes_papers(project: Project, actor: Actor) -> bool:
    """True while the stage has papers that this party may hand in."""
    return bool(paper_cards(project, party_of(actor, project) or ""))


def owes_papers(project: Project, actor: Actor) -> bool:
    """True while this party owes papers that the next step waits for."""
    return bool(owed_papers(project, party_of(actor, project) or ""))


def final_account(project: Project, _actor: Actor) -> dict[str, Any]:
    """Agreed, claimed and paid by layer, and what the firm spent in all."""
    paid = [one.amount for one in project.claims.filter(state="paid")]
    returned = project.claims.filter(state="returned").count()
    return {
        "layers": money.layers_of(project),
        "spent": sum(paid),
        "returned_claims": returned,
        "missing": missing_rows(project.application, "settlement"),
    }


def still_owed(project: Project, _actor: Actor) -> dict[str, Any]:
    """What is still to be returned, layer by layer."""
    names = {one.layer: one.name for one in money.layers_of(project)}
    left = money.returns_left(project)
    rows = [(names.get(code, code), won) for code, won in left.items() if won]
    return {"owed": rows, "total": sum(won for _name, won in rows)}


def claim_form(thing: Any, _actor: Actor) -> dict[str, Any]:
    """What is left of each layer and kind of cost, and what the stage reached opens."""
    claim = thing if isinstance(thing, Claim) else None
    project: Project = claim.project if claim else thing
    layers = money.cash_layers(project, but=claim)
    frame = claim_queries.claim_frame(project, clock.today(), but=claim)
    terms = rulebook.terms_of(project.application)
    agreed = sum(one.agreed for one in layers)
    stages = payment.STAGES_REACHED.get(project.state, ())
    opened = payment.claimable(agreed, [(o.stage, o.percent) for o in terms.instalments], stages)
    used = sum(one.used for one in layers)
    own_due = sum(one.used for one in layers if not one.is_grant)
    return {
        "project": project,
        "claim": claim,
        "layers": layers,
        "categories": [
            (code, won, won - frame.claimed.get(code, 0)) for code, won in frame.budget.items()
        ],
        "opened": opened,
        "open_now": max(opened - used, 0),
        "own_due": own_due,
        "own_proven": claim_queries.own_share_proven(project, but=claim),
    }


def claim_read(claim: Claim, _actor: Actor) -> dict[str, Any]:
    """A claim's invoices with their evidence, its flags, and how it divides over the layers."""
    names = {one.layer: one for one in money.layers_of(claim.project) if one.kind == "cash"}
    split = [
        {"label": texts.in_language(one.name), "amount": claim.by_layer[code], "layer": code}
        for code, one in names.items()
        if claim.by_layer.get(code)
    ]
    public = {code for code, one in names.items() if one.is_grant}
    grants = sum(won for code, won in claim.by_layer.items() if code in public)
    return {
        "claim": claim,
        "lines": claim.lines.select_related("document__file").order_by("id"),
        "flags": [texts.fill(one["text"], one["params"]) for one in claim.flags],
        "split": split,
        "grants": grants,
        "label_of_claim": labels.label_of(labels.CLAIM, claim.state),
        "proven": claim_queries.own_share_proven(claim.project),
        "title": _("Claim %(serial)s") % {"serial": claim.serial},
    }

"""Verbs of the agreement: drawn up from the case, signed by every party, then in force."""

from datetime import date, datetime, timedelta
from uuid import UUID

from midas.hub.accounts import public as accounts
from midas.hub.kernel import clock, facts
from midas.hub.kernel.actor import Actor
from midas.hub.kernel.errors import NotAllowed, NotPossible, NotValid
from midas.hub.kernel.policies import require
from midas.hub.kernel.problems import Problem, words
from midas.hub.kernel.verbs import verb
from midas.hub.programme import events
from midas.hub.programme.models import (
    Agreement,
    CareVisit,
    FundingLayer,
    Project,
    Signature,
)
from midas.hub.programme.policies import project as policies
from midas.hub.programme.queries import agreement as queries
from midas.hub.programme.queries import rulebook
from midas.hub.programme.rules.aftercare import visit_days
from midas.hub.programme.rules.agreement import agreement_text as text_of
from midas.hub.programme.rules.deadlines import months_after
from midas.hub.programme.rules.lifecycles import PROJECT
from midas.hub.programme.services.builds import locked_project, move_project, require_papers
from midas.hub.programme.services.cases import acting_person, move_case
from midas.hub.programme.services.separation import require_separate
from midas.hub.programme.services.standing import refuse_barred


@verb
def draft_agreement(*, project: UUID, starts_on: date, by: Actor, now: datetime) -> Project:
    """Draw up the agreement from the data of the case and ask the parties to sign it.

    Raises NotPossible while no supplier has agreed to build (where the line asks for one), and
    NotValid for a start in the past, missing plan papers, or layers that do not add up to the cost.
    """
    row = locked_project(project)
    require(policies.may_draft_agreement(by, row))
    PROJECT.target_of("draft_agreement", row.state)
    day, terms = clock.today(now), rulebook.terms_of(row.application)
    if terms.supplier_timing != "none" and row.supplier_state != "accepted":
        text = words("A supplier must agree to build before the agreement is drawn up.")
        raise NotPossible(Problem(text, rule="supplier-accepted"))
    if starts_on < day:
        text = words("The agreement cannot start before today.")
        raise NotValid(Problem(text, field="starts_on", rule="agreement-start"))
    require_papers(row, "plan")
    _fix_money(row)
    ends_on = months_after(starts_on, terms.months) - timedelta(days=1)
    design = rulebook.due_on(row.application, "hand-in-design", starts_on)
    move_project(
        row,
        "draft_agreement",
        now=now,
        starts_on=starts_on,
        ends_on=ends_on,
        design_due_on=min(design, ends_on) if terms.design_due else None,
        due_on=rulebook.due_on(row.application, "sign-agreement", day),
    )
    drawn = text_of(queries.agreement_data(row))
    Agreement.objects.create(
        project=row,
        text_ko=drawn.ko,
        text_en=drawn.en,
        digest=drawn.digest,
        drafted_by=acting_person(by),
        drafted_at=now,
    )
    subject = row.application_id
    facts.record(events.AGREEMENT_DRAFTED, subject=subject, by=by, now=now, digest=drawn.digest)
    return row


def _fix_money(project: Project) -> None:
    """Copy the layers of the application's budget; they may never change after this."""
    case = project.application
    shares = list(case.funding_shares.filter(amount__gt=0))
    if not shares or sum(share.amount for share in shares) != case.total_cost:
        text = words("The funding layers do not add up to the cost of %(cost)s won.")
        params = {"cost": f"{case.total_cost:,}"}
        raise NotValid(Problem(text, params, field="shares", rule="budget-adds-up"))
    FundingLayer.objects.bulk_create(
        FundingLayer(project=project, layer=one.layer, kind=one.kind, agreed=one.amount)
        for one in shares
    )


def agreement_text(project: UUID) -> dict[str, str]:
    """The text as drawn up: {"ko", "en", "digest"}; raises NotPossible before that."""
    row = Agreement.objects.filter(project_id=project).first()
    if row is None:
        raise NotPossible(
            Problem(words("The agreement has not been drawn up yet."), rule="agreement-drafted")
        )
    return {"ko": row.text_ko, "en": row.text_en, "digest": row.digest}


@verb
def sign_agreement(*, project: UUID, digest: str, by: Actor, now: datetime) -> Project:
    """Sign for one's party the text with this digest; the last signature puts it in force.

    A second click of the same person changes nothing. Raises NotPossible when the text is another
    one, NotValid for papers that the party owes, NotAllowed for barred or inseparable duties.
    """
    row = locked_project(project)
    require(policies.may_sign_agreement(by, row))
    party, organisation = policies.signing_for(by, row)
    known = {one.party: one for one in Signature.objects.filter(project=row)}
    if party in known and (known[party].person, known[party].digest) == (by.person, digest):
        return row
    PROJECT.target_of("sign_agreement", row.state)
    _require_may_still_sign(row, party, known, digest, by)
    if party in ("adopter", "supplier"):
        what = "apply" if party == "adopter" else "supply"
        refuse_barred([by.organisation, by.person], what, clock.today(now))
        require_papers(row, "agreement", (party,))
    require_separate("sign_agreement", row.application_id, by)
    Signature.objects.create(
        project=row,
        party=party,
        organisation_id=organisation,
        person=acting_person(by),
        digest=digest,
        at=now,
    )
    move_project(row, "sign_agreement", now=now)
    data = {"party": accounts.organisation(organisation).name, "as": party, "digest": digest}
    facts.record(events.AGREEMENT_SIGNED, subject=row.application_id, by=by, now=now, **data)
    if {*known, party} == set(queries.signing_parties(row)):
        _conclude(row, by, now)
    return row


def _require_may_still_sign(
    row: Project, party: str, known: dict[str, Signature], digest: str, by: Actor
) -> None:
    if digest != agreement_text(row.id)["digest"]:
        text = words("This is not the text that was drawn up; open the agreement again.")
        raise NotPossible(Problem(text, field="digest", rule="agreement-digest"))
    if party in known:
        text = words("This party has already signed.")
        raise NotPossible(Problem(text, rule="signed-once"))
    if any(one.person == by.person for one in known.values()):
        text = words("Whoever signed for another party cannot sign for this one.")
        raise NotAllowed(Problem(text, rule="one-party-per-person"))


def _conclude(row: Project, by: Actor, now: datetime) -> None:
    terms, (starts_on, ends_on) = rulebook.terms_of(row.application), queries.term_of(row)
    move_case(row.application, "conclude_agreement", now=now)
    move_project(row, "conclude_agreement", now=now, due_on=row.design_due_on)
    if row.design_due_on is None:
        due = rulebook.due_on(row.application, "interim-check", starts_on)
        move_project(row, "skip_design", now=now, due_on=due)
    days = visit_days(terms.visits, agreed_on=starts_on, completed_on=ends_on)
    CareVisit.objects.bulk_create(
        CareVisit(project=row, moment=moment, due_on=day) for moment, day in days.items()
    )
    until = ends_on.isoformat()
    facts.record(
        events.AGREEMENT_CONCLUDED, subject=row.application_id, by=by, now=now, until=until
    )

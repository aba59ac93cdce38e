"""Verbs of the project as a whole: opening, supplier, termination, closing."""

from datetime import date, datetime
from uuid import UUID

from midas.hub.accounts import public as accounts
from midas.hub.kernel import clock, facts
from midas.hub.kernel.actor import Actor
from midas.hub.kernel.errors import NotPossible, NotValid
from midas.hub.kernel.policies import require
from midas.hub.kernel.problems import Problem, words
from midas.hub.kernel.verbs import verb
from midas.hub.programme import events
from midas.hub.programme.models import Application, Claim, Project
from midas.hub.programme.policies import project as policies
from midas.hub.programme.queries import money, rulebook
from midas.hub.programme.rules.lifecycles import CLAIM, PROJECT
from midas.hub.programme.rules.project_numbers import project_number
from midas.hub.programme.rules.relations import Firm, relation_problems
from midas.hub.programme.services.builds import locked_project, move_project, next_visit_day
from midas.hub.programme.services.cases import move_case, require_reason
from midas.hub.programme.services.separation import require_separate
from midas.hub.programme.services.standing import refuse_barred

SETTLED_CLAIMS = ("paid", "refused")


def open_project(*, application: UUID, by: Actor, now: datetime) -> Project:
    """Open the project of an application that was just selected, and return it.

    Part of `decide_selection` and `promote_reserve`: call it inside their transaction after the
    application's row was written with state "selected". Asks no policy of its own; the decision
    did. The Techno Park of the workplace's region and the organiser of the call become parties.
    """
    case = Application.objects.select_related("lot__call").get(id=application)
    day = clock.today(now)
    project = Project.objects.create(
        number=project_number(case.number or str(case.id)[:20]),
        application=case,
        techno_park_id=case.techno_park_id or accounts.techno_park_for(case.region_id, day),
        agency_id=case.lot.call.organiser_id,
        state=PROJECT.first,
        state_since=now,
        due_on=rulebook.due_on(case, "choose-supplier", day),
        created_at=now,
    )
    facts.record(events.PROJECT_OPENED, subject=case.id, by=by, now=now, number=project.number)
    return project


@verb
def choose_supplier(
    *, project: UUID, supplier: UUID, reason: str, by: Actor, now: datetime
) -> Project:
    """Ask a supplier to build; another one than the application names needs a reason.

    Raises NotValid (field "supplier") for an organisation that is no active supplier or is tied to
    the applicant, NotAllowed for a barred one, NotPossible once a supplier has agreed.
    """
    row = locked_project(project)
    require(policies.may_choose_supplier(by, row))
    PROJECT.target_of("choose_supplier", row.state)
    if row.supplier_state == "accepted":
        text = words("A supplier has already agreed to build; terminate first to change it.")
        raise NotPossible(Problem(text, field="supplier", rule="supplier-accepted"))
    case, day = row.application, clock.today(now)
    if case.supplier_id not in (None, supplier):
        reason = require_reason(reason)
    refuse_barred([case.applicant_id, by.person], "apply", day)
    card = _require_fit_supplier(case, supplier, now)
    move_project(
        row,
        "choose_supplier",
        now=now,
        supplier_id=supplier,
        supplier_state="asked",
        supplier_reason=reason.strip(),
    )
    data = {"supplier": card.name, "supplier_id": str(supplier), "reason": reason.strip()}
    facts.record(events.SUPPLIER_CHOSEN, subject=case.id, by=by, now=now, **data)
    return row


def _require_fit_supplier(
    case: Application, supplier: UUID, now: datetime
) -> accounts.OrganisationCard:
    """The supplier's card; refuses what may not build for this applicant."""
    day = clock.today(now)
    cards = accounts.organisations([case.applicant_id, supplier])
    card = cards.get(supplier)
    if card is None or card.kind != "supplier" or not card.is_active:
        text = words("Choose a registered supplier that is in business.")
        source = "hellot25 + N:2026-N-0059/1"
        raise NotValid(Problem(text, field="supplier", rule="supplier-active", source=source))
    refuse_barred([supplier], "supply", day, field="supplier")
    if problems := relation_problems(_firm(cards[case.applicant_id], day), _firm(card, day)):
        raise NotValid(*problems)
    return card


def _firm(card: accounts.OrganisationCard, day: date) -> Firm:
    members = frozenset(accounts.people_in(card.id, on=day))
    return Firm(card.id, card.business_number or "", card.representative, members)


@verb
def answer_supplier(
    *, project: UUID, accept: bool, reason: str = "", by: Actor, now: datetime
) -> Project:
    """The supplier that was asked agrees to build, or declines with a reason."""
    row = locked_project(project)
    require(policies.may_answer_supplier(by, row))
    PROJECT.target_of("answer_supplier", row.state)
    if row.supplier_state != "asked" or row.supplier_id is None:
        text = words("Nobody waits for this supplier's answer.")
        raise NotPossible(Problem(text, rule="supplier-asked"))
    case, day = row.application, clock.today(now)
    if not accept:
        return _decline(row, row.supplier_id, require_reason(reason), by, now)
    require_separate("answer_supplier", case.id, by)
    refuse_barred([row.supplier_id, by.person], "supply", day)
    card = _require_fit_supplier(case, row.supplier_id, now)
    due = rulebook.due_on(case, "sign-agreement", day)
    move_project(row, "answer_supplier", now=now, supplier_state="accepted", due_on=due)
    facts.record(events.SUPPLIER_ACCEPTED, subject=case.id, by=by, now=now, supplier=card.name)
    return row


def _decline(row: Project, supplier: UUID, reason: str, by: Actor, now: datetime) -> Project:
    move_project(row, "answer_supplier", now=now, supplier_state="declined", supplier_reason=reason)
    data = {"supplier": accounts.organisation(supplier).name, "reason": reason}
    subject = row.application_id
    facts.record(events.SUPPLIER_DECLINED, subject=subject, by=by, now=now, **data)
    return row


@verb
def terminate_project(*, project: UUID, reason: str, by: Actor, now: datetime) -> Project:
    """End the project before its completion; open claims are dropped, paid money is recorded.

    Before the agreement is in force the application counts as withdrawn. What was paid has to be
    looked at for recovery: the fact lists it by layer.
    """
    row = locked_project(project)
    require(policies.may_terminate_project(by, row))
    reason = require_reason(reason)
    is_agreed = row.application.state == "contracted"
    move_case(row.application, "finish_case" if is_agreed else "withdraw_application", now=now)
    return _end(row, reason, by, now, is_agreed=is_agreed)


def abandon_project(*, application: UUID, reason: str, by: Actor, now: datetime) -> None:
    """End the project of an application that is being withdrawn, if it has one that still runs.

    Part of `withdraw_application`, which holds the case's row and has asked its policy.
    """
    row = Project.objects.select_for_update().filter(application=application).first()
    if row is not None and row.state not in PROJECT.ends:
        _end(row, reason, by, now, is_agreed=False)


def _end(row: Project, reason: str, by: Actor, now: datetime, *, is_agreed: bool) -> Project:
    move_project(row, "terminate_project", now=now, due_on=None)
    drop_claims(row, reason, by, now)
    paid = {layer.layer: layer.paid for layer in money.layers_of(row) if layer.paid}
    kind = events.PROJECT_TERMINATED if is_agreed else events.PROJECT_ABANDONED
    subject = row.application_id
    facts.record(kind, subject=subject, by=by, now=now, reason=reason, paid=paid)
    return row


def drop_claims(project: Project, reason: str, by: Actor, now: datetime) -> None:
    """Refuse every claim that is still open; part of a verb that ends the money's flow."""
    open_claims = Claim.objects.filter(project=project).exclude(state__in=SETTLED_CLAIMS)
    for claim in open_claims.select_for_update().order_by("serial"):
        claim.state = CLAIM.target_of("drop_claim", claim.state)
        claim.reason, claim.due_on, claim.version = reason, None, claim.version + 1
        claim.save(update_fields=["state", "reason", "due_on", "version"])
        data = {"serial": claim.serial, "reason": reason, "dropped": True}
        subject = project.application_id
        facts.record(events.CLAIM_DROPPED, subject=subject, by=by, now=now, **data)


@verb
def close_project(*, project: UUID, by: Actor, now: datetime) -> Project:
    """Close the case after the last after-care visit, with every return received."""
    row = locked_project(project)
    require(policies.may_close_project(by, row))
    PROJECT.target_of("close_project", row.state)
    if due := next_visit_day(row):
        text = words("An after-care visit is still open; it falls due on %(day)s.")
        raise NotPossible(Problem(text, {"day": due.isoformat()}, rule="visits-done"))
    if left := sum(money.returns_left(row).values()):
        text = words("%(left)s won are still to be returned.")
        raise NotPossible(Problem(text, {"left": f"{left:,}"}, rule="returns-done"))
    move_project(row, "close_project", now=now, due_on=None)
    move_case(row.application, "finish_case", now=now)
    facts.record(events.PROJECT_CLOSED, subject=row.application_id, by=by, now=now)
    return row

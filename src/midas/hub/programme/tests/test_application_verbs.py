"""Drafting and submitting: state, fact and refusal of every verb, and every kind of bad input."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from midas.hub.accounts import public as accounts
from midas.hub.accounts.models import Organisation
from midas.hub.accounts.tests import makers as people
from midas.hub.kernel.actor import SYSTEM
from midas.hub.kernel.errors import NotAllowed, NotFound, NotPossible, NotValid, Refusal
from midas.hub.kernel.ids import new_id
from midas.hub.kernel.models import Fact
from midas.hub.programme import models
from midas.hub.programme.services import application as verbs
from midas.hub.programme.tests import makers

NOW = makers.NOW
pytestmark = pytest.mark.django_db


def kinds(case: models.Application) -> list[str]:
    """The facts of a case by kind, without the room's name."""
    rows = Fact.objects.filter(subject=case.id).order_by("id")
    return [kind.removeprefix("programme.") for kind in rows.values_list("kind", flat=True)]


def rules(refused: Any) -> list[str]:
    """The rules that a refusal names."""
    return [one.rule for one in refused.value.problems]


def basics(case: models.Application, **changes: Any) -> models.Application:
    """Save the basics as the lead, with some values changed."""
    values: dict[str, Any] = {
        "version": case.version,
        "title": "제목",
        "current_level": "basic",
        "target_level": "mid1",
        "by": makers.lead_of(case),
        "now": NOW,
    }
    return verbs.save_basics(application=case.id, **values | changes)


def submit(case: models.Application, **changes: Any) -> models.Application:
    """Submit as the lead."""
    values = {"version": case.version, "by": makers.lead_of(case), "now": NOW}
    return verbs.submit_application(application=case.id, **values | changes)


def bar(subject: Any, what: str) -> None:
    """Bar somebody for a year."""
    accounts.set_standing(
        subject_id=subject,
        from_what=what,
        from_day=people.TODAY - timedelta(days=1),
        until_day=people.TODAY + timedelta(days=365),
        reason="사업비 목적 외 사용",
        source="스마트제조혁신법 제25조",
        by=SYSTEM,
        now=NOW,
    )


# ---- starting


def test_whoever_starts_a_draft_leads_it() -> None:
    makers.techno_park()
    lot, firm = makers.lot(), makers.factory()
    site = people.workplace(firm)
    owner = makers.owner_of(firm)
    case = verbs.start_application(lot=lot.id, workplace=site.id, by=owner, now=NOW)
    assert (case.state, case.province.code, case.municipality.code) == ("draft", "48", "48120")
    assert case.techno_park_id == makers.techno_park().id
    assert case.participations.get().role == "lead"
    assert kinds(case) == ["application_started"]


@pytest.mark.parametrize(
    ("opens", "closes", "state"),
    [(-9, -1, "announced"), (1, 9, "announced"), (-9, 9, "closed"), (-9, 9, "cancelled")],
)
def test_a_lot_that_is_not_open_takes_nobody(opens: int, closes: int, state: str) -> None:
    lot = makers.lot(
        opens_at=NOW + timedelta(days=opens), closes_at=NOW + timedelta(days=closes), state=state
    )
    firm = makers.factory()
    with pytest.raises(NotPossible) as refused:
        verbs.start_application(
            lot=lot.id, workplace=people.workplace(firm).id, by=makers.owner_of(firm), now=NOW
        )
    assert (rules(refused), refused.value.problems[0].source) == (["lot-open"], lot.source)
    assert not models.Application.objects.exists()


def test_a_site_applies_once_in_a_lot_but_again_after_withdrawing() -> None:
    case = makers.application()
    start = {
        "lot": case.lot_id,
        "workplace": case.workplace_id,
        "by": makers.lead_of(case),
        "now": NOW,
    }
    with pytest.raises(NotPossible) as refused:
        verbs.start_application(**start)
    assert rules(refused) == ["one-application-per-site"]
    verbs.withdraw_application(application=case.id, reason="", by=makers.lead_of(case), now=NOW)
    assert verbs.start_application(**start).state == "draft"


def test_nobody_applies_for_another_firm() -> None:
    lot, site = makers.lot(), people.workplace(makers.factory())
    for actor in (makers.owner_of(makers.factory()), makers.agency_officer()):
        with pytest.raises(NotAllowed):
            verbs.start_application(lot=lot.id, workplace=site.id, by=actor, now=NOW)


def test_a_barred_firm_is_told_the_reason_and_the_source() -> None:
    firm = makers.factory()
    bar(firm.id, "apply")
    with pytest.raises(Refusal) as refused:
        verbs.start_application(
            lot=makers.lot().id,
            workplace=people.workplace(firm).id,
            by=makers.owner_of(firm),
            now=NOW,
        )
    assert rules(refused) == ["not-barred"]
    assert refused.value.problems[0].source == "스마트제조혁신법 제25조"


def test_a_person_barred_after_starting_cannot_submit() -> None:
    case = makers.application()
    bar(makers.lead_of(case).person, "apply")
    with pytest.raises(Refusal) as refused:
        submit(case)
    assert "not-barred" in rules(refused)


# ---- saving


def test_basics_are_saved_and_counted_as_a_new_version() -> None:
    case = makers.application(is_complete=False)
    saved = basics(case, declarations={"restart": True, "members": 2})
    assert (saved.title, saved.version, saved.declarations["members"]) == ("제목", 2, 2)
    assert kinds(case) == ["application_saved"]


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"target_level": "level-9"}, "level-known"),
        ({"bonus": ["free-lunch"]}, "bonus-of-line"),
        ({"title": "가" * 201}, "title-length"),
        ({"supplier": new_id()}, "supplier-registered"),
        ({"host": new_id()}, "host-registered"),
        ({"declarations": {"restart": "yes"}}, "declaration-known"),
        ({"declarations": {"members": 0}}, "declaration-known"),
        ({"declarations": {"anything": True}}, "declaration-known"),
    ],
)
def test_basics_that_do_not_fit_change_nothing(changes: dict[str, Any], rule: str) -> None:
    case = makers.application(is_complete=False)
    with pytest.raises(NotValid) as refused:
        basics(case, **changes)
    assert rule in rules(refused)
    case.refresh_from_db()
    assert (case.title, case.version) == ("", 1)


def test_a_stale_form_is_refused_and_names_the_rule() -> None:
    case = makers.application()
    basics(case)
    with pytest.raises(NotPossible) as refused:
        basics(case, title="다른 사람이 쓴 제목")
    assert rules(refused) == ["stale-form"]
    case.refresh_from_db()
    assert case.title == "제목"


def test_a_barred_supplier_cannot_be_named() -> None:
    case, supplier = makers.application(), people.organisation("supplier")
    bar(supplier.id, "supply")
    with pytest.raises(Refusal) as refused:
        basics(case, supplier=supplier.id)
    assert rules(refused) == ["not-barred"]


def test_a_plan_keeps_the_sections_that_were_not_sent() -> None:
    case = makers.application()
    saved = verbs.save_plan(
        application=case.id,
        version=case.version,
        sections={"need": "새로 쓴 글"},
        by=makers.lead_of(case),
        now=NOW,
    )
    assert saved.plan["need"] == "새로 쓴 글"
    assert saved.plan["effect"] == makers.plan()["effect"]
    assert saved.goals == makers.GOALS


@pytest.mark.parametrize(
    ("sections", "goals", "rule"),
    [
        ({"poem": "x"}, {}, "plan-section"),
        ({"need": "x" * 20_001}, {}, "plan-length"),
        ({}, {"happiness": {"now": "1", "goal": "2"}}, "outcome-known"),
        ({}, {"oee": {"now": "1"}}, "outcome-number"),
        ({}, {"oee": {"now": "일", "goal": "2"}}, "outcome-number"),
    ],
)
def test_a_plan_that_does_not_fit_is_refused(
    sections: dict[str, str], goals: dict[str, Any], rule: str
) -> None:
    case = makers.application()
    with pytest.raises(NotValid) as refused:
        verbs.save_plan(
            application=case.id,
            version=None,
            sections=sections,
            goals=goals,
            by=makers.lead_of(case),
            now=NOW,
        )
    assert rules(refused) == [rule]


def budget(case: models.Application, lines: Any, shares: Any) -> models.Application:
    """Save a budget as the lead."""
    return verbs.save_budget(
        application=case.id,
        version=None,
        lines=lines,
        shares=shares,
        by=makers.lead_of(case),
        now=NOW,
    )


def test_a_budget_is_replaced_as_a_whole() -> None:
    case = makers.application()
    line = verbs.BudgetDraft("software-licence", "MES", 2, 5_000_000)
    saved = budget(case, [line], [verbs.ShareDraft("own", 10_000_000)])
    assert (saved.total_cost, saved.budget_lines.count()) == (10_000_000, 1)
    assert saved.funding_shares.get().layer == "own"


@pytest.mark.parametrize(
    ("line", "share", "rule"),
    [
        (("yacht", "배", 1, 1), ("own", 1, "cash"), "cost-category"),
        (("software-licence", " ", 1, 1), ("own", 1, "cash"), "cost-item-named"),
        (("software-licence", "x", 0, 1), ("own", 1, "cash"), "cost-whole-numbers"),
        (("software-licence", "x", 1, -1), ("own", 1, "cash"), "cost-whole-numbers"),
        (("software-licence", "x", 1, 1), ("lottery", 1, "cash"), "layer-of-line"),
        (("software-licence", "x", 1, 1), ("state", 1, "in-kind"), "layer-kind"),
        (("software-licence", "x", 1, 1), ("own", -1, "cash"), "amount-whole"),
    ],
)
def test_an_impossible_budget_is_refused(line: Any, share: Any, rule: str) -> None:
    case = makers.application()
    with pytest.raises(NotValid) as refused:
        budget(case, [verbs.BudgetDraft(*line)], [verbs.ShareDraft(*share)])
    assert rule in rules(refused)
    assert case.budget_lines.count() == 3


# ---- people


def test_a_colleague_joins_and_leaves() -> None:
    case = makers.application()
    firm = Organisation.objects.get(id=case.applicant_id)
    colleague = people.actor("adopter", "staff", of=firm, who=people.person("이두리"))
    lead = makers.lead_of(case)
    with pytest.raises(NotAllowed):
        basics(case, by=colleague)
    who = {"application": case.id, "person": colleague.person, "now": NOW}
    verbs.add_person(**who, role="editor", by=lead)
    assert basics(case, by=colleague).title == "제목"
    verbs.remove_person(**who, by=lead)
    assert kinds(case)[-1] == "person_removed"
    with pytest.raises(NotFound):
        verbs.remove_person(**who, by=lead)


def test_strangers_and_unknown_roles_cannot_join_and_one_lead_stays() -> None:
    case = makers.application()
    lead = makers.lead_of(case)
    who = {"application": case.id, "by": lead, "now": NOW}
    with pytest.raises(NotValid):
        verbs.add_person(**who, person=people.person("모르는 이").id, role="editor")
    with pytest.raises(NotValid):
        verbs.add_person(**who, person=lead.person, role="king")
    for change in ({"role": "reader"}, {}):
        verb = verbs.add_person if change else verbs.remove_person
        with pytest.raises(NotPossible) as refused:
            verb(**who, person=lead.person, **change)
        assert rules(refused) == ["one-lead"]


# ---- documents


def add(case: models.Application, code: str, upload: Any) -> models.CaseDocument:
    """Add a document to the draft as the lead."""
    return verbs.add_document(
        application=case.id,
        code=code,
        stage="filing",
        upload=upload,
        by=makers.lead_of(case),
        now=NOW,
    )


def test_a_paper_of_one_file_replaces_the_earlier_one() -> None:
    case = makers.application(is_complete=False)
    first = add(case, "programme-consent", makers.upload("programme-consent"))
    second = add(case, "programme-consent", makers.upload("programme-consent"))
    current = case.documents.filter(replaced_at=None)
    assert [one.id for one in current] == [second.id] and first.id != second.id
    assert kinds(case) == ["document_added", "document_added"]


def test_a_removed_paper_stays_in_the_history() -> None:
    case = makers.application(is_complete=False)
    row = add(case, "project-plan", makers.upload())
    lead = makers.lead_of(case)
    verbs.remove_document(application=case.id, document=row.id, by=lead, now=NOW)
    assert case.documents.get().replaced_at == NOW
    with pytest.raises(NotFound):
        verbs.remove_document(application=case.id, document=row.id, by=lead, now=NOW)


@pytest.mark.parametrize(
    ("code", "upload", "rule"),
    [
        ("no-such-paper", ("a.pdf", makers.PDF), "document-known"),
        ("project-plan", ("a.exe", b"MZ"), "file-kind"),
        ("project-plan", ("a.pdf", b"MZ not a pdf"), "file-content"),
        ("project-plan", ("a.pdf", b""), "file-empty"),
        ("project-plan", ("a.pdf", makers.PDF + b" " * (30 * 1024 * 1024)), "file-size"),
    ],
    ids=["unknown", "kind", "disguised", "empty", "oversized"],
)
def test_a_wrong_upload_is_refused(code: str, upload: tuple[str, bytes], rule: str) -> None:
    case = makers.application(is_complete=False)
    with pytest.raises(NotValid) as refused:
        add(case, code, SimpleUploadedFile(*upload))
    assert (rules(refused), refused.value.problems[0].field) == ([rule], "file")
    assert not case.documents.exists()


# ---- diagnosis


def test_a_diagnosis_is_saved_in_parts_and_completed_with_a_result() -> None:
    case = makers.application(is_complete=False)
    who = {"application": case.id, "by": makers.lead_of(case), "now": NOW}
    every = makers.answers(3)
    code = next(iter(every))
    part = verbs.save_diagnosis(**who, answers={code: 3})
    assert part.completed_at is None
    with pytest.raises(NotValid) as refused:
        verbs.save_diagnosis(**who, answers={}, complete=True)
    assert set(rules(refused)) == {"diagnosis-complete"}
    whole = verbs.save_diagnosis(**who, answers=every, complete=True)
    assert (whole.completed_at, whole.result["points"]) == (NOW, "60.0")
    assert kinds(case) == ["application_saved", "diagnosis_completed"]


def test_an_answer_can_be_taken_back() -> None:
    case = makers.application(is_complete=False)
    who = {"application": case.id, "by": makers.lead_of(case), "now": NOW}
    first, second, *_rest = makers.answers(3)
    verbs.save_diagnosis(**who, answers={first: 3, second: 2})
    after = verbs.save_diagnosis(**who, answers={first: {"band": None}})
    assert set(after.answers) == {second}


@pytest.mark.parametrize(
    ("answers", "rule"),
    [({"mood": 3}, "question-known"), ({"stock": 9}, "band-known"), ({"stock": "3"}, "band-known")],
)
def test_an_answer_that_does_not_exist_is_refused(answers: dict[str, Any], rule: str) -> None:
    case = makers.application(is_complete=False)
    with pytest.raises(NotValid) as refused:
        verbs.save_diagnosis(application=case.id, answers=answers, by=makers.lead_of(case), now=NOW)
    assert rules(refused) == [rule]

"""Makers of the programme's rows for tests: the real profile, a lot, an application in any state.

Rows of the rulebook get the same ids in every test, so that what is decoded once stays decoded.
`application(...)` writes rows directly, which is quick; `filed(...)` goes through the verbs.
"""

import io
from base64 import b64encode
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

import msgspec
import openpyxl
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from midas.hub.accounts import public as accounts
from midas.hub.accounts.models import Organisation, Person, Workplace
from midas.hub.accounts.tests import makers as people
from midas.hub.kernel import clock
from midas.hub.kernel.actor import Actor
from midas.hub.kernel.ids import new_secret
from midas.hub.kernel.models import StoredFile
from midas.hub.programme import models
from midas.hub.programme.queries import rulebook
from midas.hub.programme.queries.eligibility import region_chain
from midas.hub.programme.queries.papers import papers_needed
from midas.hub.programme.rules.budget import BudgetDraft, ShareDraft
from midas.hub.programme.rules.numbering import application_number
from midas.hub.programme.rules.profile import Profile, digest, line_version_on, parse_profile
from midas.hub.programme.services import application as verbs
from midas.hub.programme.services.application.budget import write_budget
from midas.hub.programme.services.rulebook import questionnaire_digest

NOW = people.NOW
LINE = "state-upgrade"
TAX_CLEARED = people.TODAY + timedelta(days=365)
BUDGET = (
    BudgetDraft("software-licence", "MES 라이선스", 1, 120_000_000),
    BudgetDraft("control-sensing", "PLC와 센서", 10, 12_000_000),
    BudgetDraft("automation-equipment", "자동 이송 장치", 1, 160_000_000),
)
SHARES = (ShareDraft("state", 200_000_000), ShareDraft("own", 200_000_000))
GOALS = {
    "oee": {"now": "61.5", "goal": "75"},
    "defect-rate": {"now": "2.4", "goal": "1.2"},
}
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


@lru_cache(maxsize=1)
def profile() -> Profile:
    """The real profile, read and checked once per process."""
    root = settings.PROFILE
    return parse_profile(texts(root))


def texts(root: Any = None) -> dict[str, str]:
    """The texts of the real profile, as `load_profile` takes them."""
    folder = root or settings.PROFILE
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(folder.rglob("*.toml"))
    }


@lru_cache(maxsize=1)
def _content() -> tuple[str, dict[str, Any]]:
    return digest(profile()), msgspec.json.decode(msgspec.json.encode(profile()))


def same_id(*parts: object) -> UUID:
    """An id that is the same in every test."""
    return uuid5(NAMESPACE_URL, "/".join(map(str, parts)))


def rulebook_row() -> models.RuleProfile:
    """The real profile in the database, with the lines and questionnaires that are asked for."""
    code, content = _content()
    row, is_new = models.RuleProfile.objects.get_or_create(
        digest=code,
        defaults={
            "id": same_id("profile", code),
            "key": profile().head.key,
            "version": profile().head.version,
            "content": content,
            "loaded_at": NOW - timedelta(days=300),
        },
    )
    if is_new:
        for form in profile().questionnaires:
            _questionnaire(form)
    return row


def _questionnaire(form: Any) -> models.Questionnaire:
    code = questionnaire_digest(form)
    return models.Questionnaire.objects.get_or_create(
        digest=code,
        defaults={
            "id": same_id("questionnaire", code),
            "code": form.code,
            "version": str(form.version),
            "content": msgspec.json.decode(msgspec.json.encode(form)),
        },
    )[0]


def line_version(line_code: str = LINE, day: Any = None) -> models.LineVersion:
    """The version of a line in force on a day (today of the tests by default)."""
    row = rulebook_row()
    terms = line_version_on(profile(), line_code, day or people.TODAY)
    assert terms is not None, f"{line_code} has no version in force"
    return models.LineVersion.objects.get_or_create(
        profile=row,
        code=terms.line,
        version=terms.version,
        defaults={
            "id": same_id("line", row.digest, terms.line, terms.version),
            "path": terms.path,
            "tier": terms.tiers[0] if terms.tiers else "",
            "content": msgspec.json.decode(msgspec.json.encode(terms)),
            "in_force_from": terms.in_force_from,
            "in_force_until": terms.in_force_until,
        },
    )[0]


def agency() -> Organisation:
    """The agency that runs the programme, one per test."""
    found = Organisation.objects.filter(kind="agency").first()
    return found or people.organisation("agency", name="스마트제조혁신추진단")


def agency_officer() -> Actor:
    """An officer of the agency; each call is another person."""
    return people.actor("agency", "officer", of=agency())


def agency_approver() -> Actor:
    """An approver of the agency; each call is another person."""
    return people.actor("agency", "approver", of=agency())


def call(notice_number: str = "", **fields: Any) -> models.Call:
    """A call; without a number, a new one."""
    number = notice_number or f"2026-N-{9000 + models.Call.objects.count():04d}"
    values: dict[str, Any] = {
        "title": {"ko": "2026년 정부형 스마트공장 구축사업 공고", "en": "State smart factory 2026"},
        "business_year": 2026,
        "organiser": agency(),
        "profile": rulebook_row(),
        "announced_on": people.TODAY - timedelta(days=40),
        "source": "",
        "created_at": NOW - timedelta(days=40),
    }
    known = models.Call.objects.filter(notice_number=number).first()
    return known or models.Call.objects.create(notice_number=number, **values | fields)


def lot(line_code: str = LINE, *, of: models.Call | None = None, **fields: Any) -> models.Lot:
    """A lot that is open at NOW. `quotas={region: places}` makes it ask for nominations."""
    version = line_version(line_code)
    quotas = fields.pop("quotas", {})
    parent = of or call()
    terms = rulebook.terms_by_id(version.id)
    values: dict[str, Any] = {
        "serial": parent.lots.count() + 1,
        "title": {"ko": terms.line_name.ko, "en": terms.line_name.en},
        "line_version": version,
        "needs_nomination": bool(quotas) or terms.entry == "nominated",
        "opens_at": NOW - timedelta(days=30),
        "closes_at": NOW + timedelta(days=30),
        "places": 10,
        "source": f"N:{parent.notice_number}/1",
    }
    row = models.Lot.objects.create(call=parent, **values | fields)
    for region, places in quotas.items():
        models.LotQuota.objects.create(lot=row, region=region, places=places)
    return row


def factory(**fields: Any) -> Organisation:
    """A small metal works in 창원 with its taxes paid."""
    values = {"industry_code": "25913", "tax_cleared_until": TAX_CLEARED}
    return people.organisation("adopter", **values | fields)


def owner_of(firm: Organisation) -> Actor:
    """The owner of a firm, always the same person."""
    held = firm.memberships.filter(role="owner").select_related("person").first()
    return people.actor(firm.kind, "owner", of=firm, who=held.person if held else None)


def lead_of(case: models.Application) -> Actor:
    """Who leads an application, acting for the firm."""
    found = case.participations.filter(role="lead").first()
    assert found is not None
    return accounts.actor_for(found.person_id, case.applicant_id, people.TODAY)


def city_officer(region: Any = None) -> Actor:
    """An officer of the local government of a region (창원시 by default), one body per region."""
    home = region or people.changwon()
    found = Organisation.objects.filter(kind="local_government", region=home).first()
    return people.actor("local_government", "officer", of=found or people.local_government(home))


def answers(band: int = 2) -> dict[str, dict[str, Any]]:
    """Every question of the questionnaire answered with one band."""
    form = profile().questionnaires[0]
    return {one.code: {"band": band, "note": ""} for one in form.dimensions}


def plan() -> dict[str, str]:
    """Every section of the plan filled."""
    return {one.code: f"{one.name.ko}: 현황과 계획을 적습니다." for one in profile().head.criteria}


def application(
    state: str = "draft",
    *,
    lot: models.Lot | None = None,
    applicant: Organisation | None = None,
    workplace: Workplace | None = None,
    supplier: Organisation | None = None,
    lead: Person | None = None,
    is_complete: bool = True,
    **fields: Any,
) -> models.Application:
    """An application written directly in a state, complete unless told otherwise."""
    in_lot = lot or _new_lot()
    firm = applicant or (workplace.organisation if workplace else factory())
    site = workplace or people.workplace(firm)
    person = lead or Person.objects.get(id=owner_of(firm).person)
    around = {card.level: card.id for card in region_chain(site.region_id)}
    values: dict[str, Any] = {
        "lot": in_lot,
        "line_version_id": in_lot.line_version_id,
        "applicant": firm,
        "applicant_name": firm.name,
        "business_number": firm.business_number or "",
        "workplace": site,
        "region_id": site.region_id,
        "municipality_id": around.get("municipality"),
        "province_id": around["province"],
        "techno_park": techno_park(),
        "state": state,
        "state_since": NOW,
        "created_by": person.id,
        "created_at": NOW,
    }
    if is_complete:
        values |= _filled(supplier or people.organisation("supplier"))
    if state != "draft":
        values |= {"number": next_number(in_lot), "submitted_at": NOW}
    case = models.Application.objects.create(**values | fields)
    models.Participation.objects.create(application=case, person=person, role="lead", added_at=NOW)
    if is_complete:
        _complete(case)
    return case


def _new_lot() -> models.Lot:
    return lot()


def _filled(supplier: Organisation) -> dict[str, Any]:
    return {
        "supplier": supplier,
        "title": "프레스 공정 실시간 관리 체계 구축",
        "plan": plan(),
        "goals": GOALS,
        "current_level": "basic",
        "target_level": "mid1",
        "bonus": [],
        "total_cost": sum(line.amount for line in BUDGET),
    }


def _complete(case: models.Application) -> None:
    write_budget(case, BUDGET, SHARES)
    models.Diagnosis.objects.create(
        application=case,
        questionnaire=_questionnaire(profile().questionnaires[0]),
        moment="T0",
        answers=answers(),
        result={},
        completed_at=NOW,
    )
    for paper in papers_needed(case, "filing"):
        if paper.required:
            document(case, paper.document)


def document(case: models.Application, code: str, stage: str = "filing") -> models.CaseDocument:
    """A paper of a case whose file has a row but no content on disk."""
    stored = StoredFile.objects.create(
        subject=case.id,
        name=f"{code}.pdf",
        media_type="application/pdf",
        size=len(PDF),
        sha256="0" * 64,
        place=new_secret(),
        uploaded_at=NOW,
    )
    return models.CaseDocument.objects.create(
        application=case, code=code, stage=stage, file=stored, added_at=NOW
    )


def techno_park() -> Organisation:
    """The Techno Park that serves 경남, one per test."""
    return Organisation.objects.filter(kind="techno_park").first() or people.techno_park()


def next_number(in_lot: models.Lot) -> str:
    """Count the lot's applications up."""
    in_lot.last_number += 1
    in_lot.save(update_fields=["last_number"])
    return application_number(in_lot.call.notice_number, in_lot.serial, in_lot.last_number)


@lru_cache(maxsize=1)
def workbook() -> bytes:
    """A small real workbook."""
    place = io.BytesIO()
    openpyxl.Workbook().save(place)
    return place.getvalue()


def upload(code: str = "project-plan") -> SimpleUploadedFile:
    """A file that a kind of paper welcomes, with true content."""
    kind = profile().document(code)
    if "pdf" in kind.accepts:
        return SimpleUploadedFile(f"{code}.pdf", PDF)
    assert "xlsx" in kind.accepts, kind.accepts
    return SimpleUploadedFile(f"{code}.xlsx", workbook())


def filled_draft(
    *,
    lot: models.Lot | None = None,
    applicant: Organisation | None = None,
    supplier: Organisation | None = None,
    now: datetime = NOW,
) -> models.Application:
    """A draft with everything in it, made by the verbs as the firm's owner."""
    techno_park()
    firm = applicant or factory()
    by = owner_of(firm)
    site = accounts.workplaces_of(firm.id)
    site_id = site[0].id if site else people.workplace(firm).id
    case = verbs.start_application(lot=(lot or _new_lot()).id, workplace=site_id, by=by, now=now)
    builder = supplier or people.organisation("supplier")
    case = verbs.save_basics(
        application=case.id,
        version=case.version,
        title="프레스 공정 실시간 관리 체계 구축",
        current_level="basic",
        target_level="mid1",
        supplier=builder.id,
        by=by,
        now=now,
    )
    case = verbs.save_plan(
        application=case.id, version=case.version, sections=plan(), goals=GOALS, by=by, now=now
    )
    case = verbs.save_budget(
        application=case.id, version=case.version, lines=BUDGET, shares=SHARES, by=by, now=now
    )
    verbs.save_diagnosis(application=case.id, answers=answers(), complete=True, by=by, now=now)
    for paper in papers_needed(case, "filing"):
        if paper.required:
            verbs.add_document(
                application=case.id,
                code=paper.document,
                stage="filing",
                upload=upload(paper.document),
                by=by,
                now=now,
            )
    case.refresh_from_db()
    return case


def filed(now: datetime = NOW, **where: Any) -> models.Application:
    """An application that its owner filled and submitted through the verbs."""
    case = filled_draft(now=now, **where)
    return verbs.submit_application(
        application=case.id,
        version=case.version,
        by=owner_of(Organisation.objects.get(id=case.applicant_id)),
        now=now,
    )


def day(moment: datetime = NOW) -> Any:
    """The calendar day of a moment at the programme's place."""
    return clock.today(moment)


def filing_papers() -> tuple[str, ...]:
    """The papers that a complete application in the usual line needs."""
    return (
        *("project-plan", "programme-consent", "personal-data-consent"),
        *("self-diagnosis-sheet", "budget-sheet", "business-registration"),
        *("national-tax-clearance", "local-tax-clearance", "quotation"),
    )


def filing_body(site: Workplace, in_lot: models.Lot, supplier: Organisation) -> dict[str, Any]:
    """A complete body of `POST /api/applications/` for a site."""
    files = [(code, upload(code)) for code in filing_papers()]
    return {
        "lot": str(in_lot.id),
        "workplace": str(site.id),
        "title": "프레스 공정 실시간 관리 체계 구축",
        "current_level": "basic",
        "target_level": "mid1",
        "supplier": str(supplier.id),
        "plan": plan(),
        "goals": GOALS,
        "budget": [
            {
                "category": one.category,
                "item": one.item,
                "quantity": one.quantity,
                "unit_price": one.unit_price,
            }
            for one in BUDGET
        ],
        "funding": [{"layer": one.layer, "amount": one.amount} for one in SHARES],
        "diagnosis": {code: one["band"] for code, one in answers().items()},
        "documents": [
            {"code": code, "name": one.name, "content": b64encode(one.read()).decode()}
            for code, one in files
        ],
    }


def token_of(by: Actor, *scopes: str, now: datetime | None = None) -> str:
    """The secret of a fresh API token for an actor, valid today by the machine's clock."""
    made = accounts.create_token(
        person_id=by.person,
        organisation_id=by.organisation,
        scopes=scopes or ("applications.*",),
        by=by,
        now=now or clock.now(),
    )
    return made.secret

"""From the choice of a supplier to the closed case: firm, supplier, agency, Techno Park."""

from datetime import date

from tests.journeys.visitor import Visitor, file

MET = "설계대로 설치가 진행되고 있음을 현장에서 확인함"
FIGURES = {
    "T0": {"output-per-hour": "120", "oee": "56.0", "defect-rate": "3.2", "unit-cost": "4,100"},
    "T1": {"output-per-hour": "139", "oee": "64.5", "defect-rate": "2.4", "unit-cost": "3,820"},
    "T2": {"output-per-hour": "151", "oee": "71.0", "defect-rate": "1.7", "unit-cost": "3,550"},
}
REST = {
    "T0": {"on-time-delivery": "81.0", "accidents": "2"},
    "T1": {"on-time-delivery": "88.0", "accidents": "1"},
    "T2": {"on-time-delivery": "94.5", "accidents": "0"},
}
PARK = "tp-gyeongnam-1"


def choose_supplier(visitor: Visitor, case: str) -> None:
    """The owner asks the supplier named in the application, who agrees to build."""
    visitor.become("owner001")
    visitor.act(case, "choose_supplier")
    visitor.become("supplier01")
    visitor.act(case, "answer_supplier", accept="yes")


def hand_in(visitor: Visitor, case: str) -> None:
    """Somebody hands in every paper that the pages ask them for."""
    links = visitor.page.locator('main a[href*="/do/add_paper/"]')
    visitor.go(f"/cases/{case}/")
    if not links.count():
        return
    visitor.follow(links)
    papers = "main section.paper:not(.paper-there):has(.badge-warning)"
    while visitor.page.locator(papers).count():
        paper = visitor.page.locator(papers).first
        field = paper.locator('input[type="file"]')
        field.set_input_files(file(field.get_attribute("accept") or ""))
        visitor.send(f"section#{paper.get_attribute('id')} form button[type=submit]")


def sign(visitor: Visitor, case: str) -> None:
    """The officer draws the agreement up; all four parties read and sign it."""
    visitor.become("officer1")
    visitor.act(case, "draft_agreement")
    for party in ("owner001", "supplier01", PARK, "approver2"):
        visitor.become(party)
        hand_in(visitor, case)
    for party in ("owner001", "supplier01", PARK, "approver2"):
        visitor.become(party)
        visitor.act(case, "sign_agreement", agreed="on")


def visit(visitor: Visitor, case: str, moment: str) -> None:
    """The Techno Park measures the outcome."""
    visitor.become(PARK)
    figures = {f"figure-{c}": t for c, t in (FIGURES[moment] | REST[moment]).items()}
    in_use = {} if moment == "T0" else {"in_use": "yes"}
    visitor.act(case, "record_visit", report="현장에서 기록을 보고 측정함", **figures, **in_use)


def design(visitor: Visitor, case: str) -> None:
    """The supplier hands the design in, the Techno Park accepts it."""
    visitor.become("supplier01")
    visitor.act(case, "submit_design", upload=True, summary="설비 배치와 데이터 수집 구조를 확정함")
    visitor.become(PARK)
    visitor.act(case, "accept_design")


def inspect(visitor: Visitor, case: str, verb: str) -> None:
    """The Techno Park goes through its checklist on site."""
    visitor.become(PARK)
    hand_in(visitor, case)
    visitor.go(f"/cases/{case}/")
    visitor.follow(visitor.page.locator(f'main a[href*="/do/{verb}/"]'))
    for one in visitor.page.locator('main input[name^="met-"][value="yes"]').all():
        visitor.tick(one)
    visitor.type(passed="yes", report=MET)
    visitor.send("form[method=post] .button-row button.button[type=submit]")


def claim(visitor: Visitor, case: str, number: str, amount: int, own: int) -> None:
    """The owner claims with an invoice; three people check, approve and pay."""
    visitor.become("owner001")
    visitor.go(f"/cases/{case}/money/")
    links = visitor.page.locator('main a[href*="/do/submit_claim/"]')
    visitor.follow(links)
    papers = [
        one.get_attribute("name") or ""
        for one in visitor.page.locator('main input[type="file"][name^="paper-"]').all()
    ]
    visitor.type(
        **{
            "lines-0-category": "automation-equipment",
            "lines-0-item": "자동 이송 장치",
            "lines-0-invoice_number": number,
            "lines-0-invoice_date": visitor.today().isoformat(),
            "lines-0-amount": f"{amount:,}",
            "lines-0-evidence": file(name=f"invoice-{number}"),
            "own_share_paid": f"{own:,}",
        },
        **dict.fromkeys(papers, True),
    )
    visitor.send("form .button-row button.button[type=submit]")
    visitor.become("officer1")
    visitor.act(case, "check_claim", note="증빙을 원본과 대조함")
    visitor.become("approver1")
    visitor.act(case, "approve_claim")
    visitor.become("approver2")
    visitor.act(case, "pay_claim", reference=f"BANK-{number}")


def complete(visitor: Visitor, case: str) -> None:
    """The firm reports that the build is finished; the Techno Park inspects it."""
    for party in ("supplier01", "owner001"):
        visitor.become(party)
        hand_in(visitor, case)
    visitor.act(case, "request_completion")
    inspect(visitor, case, "record_completion")


def settle(visitor: Visitor, case: str) -> None:
    """Another officer settles the account."""
    visitor.become("owner001")
    hand_in(visitor, case)
    visitor.become("officer3")
    visitor.act(case, "settle_project")


def wait_for_visit(visitor: Visitor, case: str, moment: str) -> None:
    """Move the clock on to the day when a visit is due."""
    due = visitor.ask(
        "select v.due_on from programme_carevisit v join programme_project p on p.id = v.project_id"
        " where p.application_id = %s and v.moment = %s",
        case,
        moment,
    )
    visitor.wait((date.fromisoformat(due) - visitor.today()).days + 1)


def close(visitor: Visitor, case: str) -> None:
    """The agency closes the case."""
    visitor.become("officer3")
    visitor.act(case, "close_project")

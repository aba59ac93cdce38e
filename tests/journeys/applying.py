"""The owner's way: from an open call to a submitted application, every step by form."""

from typing import Any

from tests.journeys.visitor import Visitor, file

TITLE = "프레스 공정 실시간 관리 체계 구축"
PLAN = (
    "프레스 12대의 가동·품질 데이터를 손으로 적던 것을 자동으로 모아 공정을 실시간으로 관리합니다. "
    "작업자와 공급기업이 매주 결과를 확인하고, 불량 원인을 한 시간 안에 찾는 것을 목표로 합니다."
)
COSTS = (
    ("automation-equipment", "자동 이송 장치", 1, 160_000_000),
    ("software-licence", "MES 라이선스", 1, 120_000_000),
    ("control-sensing", "PLC와 센서", 10, 12_000_000),
)
GOALS = {"oee": ("61.5", "75"), "defect-rate": ("2.4", "1.2")}
NEXT = 'button[name="go"][value="next"]'


def start(visitor: Visitor, notice: str, lot: int) -> str:
    """From the list of calls to the first page of an application."""
    visitor.go("/calls/")
    visitor.follow(visitor.page.locator(f'main a[href="/calls/{notice}/{lot}/"]'))
    visitor.follow(visitor.page.locator('main a[href$="/apply/"]'))
    visitor.tick(visitor.page.locator('main input[name="workplace"]').first)
    visitor.send()
    return visitor.case


def fill_basics(visitor: Visitor, supplier: str) -> None:
    """What is built, from which level to which, by whom."""
    typed = {"title": TITLE, "current_level": "basic", "target_level": "mid1"}
    visitor.type(**typed, supplier=supplier)
    visitor.send(NEXT)


def fill_plan(visitor: Visitor) -> None:
    """One text for each criterion, and two goals."""
    for area in visitor.page.locator("main textarea").all():
        area.fill(PLAN)
    for code, (now, goal) in GOALS.items():
        _unfold(visitor, f'[name="goal-{code}-now"]')
        visitor.type(**{f"goal-{code}-now": now, f"goal-{code}-goal": goal})
    visitor.send(NEXT)


def _unfold(visitor: Visitor, inside: str) -> None:
    closed = visitor.page.locator(f"main details:not([open]):has({inside}) > summary")
    if closed.count():
        closed.first.click()


def fill_budget(visitor: Visitor) -> None:
    """Three items of cost, divided as usual among those who pay."""
    for at, (category, item, quantity, price) in enumerate(COSTS):
        row = {"category": category, "item": item, "quantity": quantity, "unit_price": price}
        visitor.type(**{f"lines-{at}-{name}": value for name, value in row.items()})
    visitor.send('button[value="divide"]')
    visitor.send(NEXT)


def diagnose(visitor: Visitor, band: int = 2) -> None:
    """The self-diagnosis, area by area, and its completion on the page of the result."""
    while visitor.page.locator("main section.question").count():
        for one in visitor.page.locator(f'main section.question input[value="{band}"]').all():
            visitor.tick(one)
        visitor.send(NEXT)
    if visitor.page.locator("main .sticky-actions button").count():  # not complete yet
        visitor.send(".sticky-actions button[type=submit]")


def add_papers(visitor: Visitor) -> None:
    """A file for every paper that is needed and not there yet."""
    papers = "main section.paper:not(.paper-there):has(.badge-warning)"
    while visitor.page.locator(papers).count():
        paper = visitor.page.locator(papers).first
        field = paper.locator('input[type="file"]')
        field.set_input_files(file(field.get_attribute("accept") or ""))
        name = paper.get_attribute("id")
        visitor.send(f"section#{name} form.paper-form button[type=submit]")


def submit(visitor: Visitor, case: str) -> None:
    """Read everything once more, declare that it is true, submit."""
    visitor.go(f"/applications/{case}/review/")
    visitor.type(declared="on")
    visitor.send(".submit-box button[type=submit]")


def apply(visitor: Visitor, notice: str, lot: int, supplier: str, **seen: Any) -> str:
    """The whole application; what is handed in as `seen` is called on the page of that step."""
    case = start(visitor, notice, lot)
    steps = {
        "basics": lambda: fill_basics(visitor, supplier),
        "plan": lambda: fill_plan(visitor),
        "budget": lambda: fill_budget(visitor),
        "diagnosis": lambda: diagnose(visitor),
        "documents": lambda: add_papers(visitor),
    }
    for step, fill in steps.items():
        visitor.go(f"/applications/{case}/{step}/")
        if step in seen:
            seen[step](case)
        fill()
    visitor.go(f"/applications/{case}/people/")
    submit(visitor, case)
    return case

"""An owner without a script, with a keyboard alone, and with wrong input."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.journeys import applying
from tests.journeys.visitor import PDF, Visitor

pytestmark = [pytest.mark.journey, pytest.mark.timeout(600)]
Open = Callable[..., Visitor]
NOTICE, LOT = "2027-D-0001", 1
STATE = "select state from programme_application where id = %s"
TITLE = "select title from programme_application where id = %s"
ENDED = "/calls/2026-D-0003/1/apply/"


def test_without_a_script_an_owner_goes_from_the_calls_to_a_submitted_application(
    visitor: Open,
) -> None:
    owner = visitor(script=False)
    owner.become("owner001")
    owner.become("owner290")
    case = applying.apply(owner, NOTICE, LOT, owner.supplier("supplier02"))
    assert owner.ask(STATE, case) == "submitted"


def test_an_application_is_started_and_filled_in_by_keyboard_alone(visitor: Open) -> None:
    owner = visitor()
    owner.become("owner291")
    owner.go(f"/calls/{NOTICE}/{LOT}/apply/")
    walk_to(owner, 'input[name="workplace"]')
    owner.page.keyboard.press("Space")
    walk_to(owner, "main button[type=submit]")
    enter(owner)
    case = owner.case
    walk_to(owner, 'input[name="title"]')
    owner.page.keyboard.type(applying.TITLE)
    for name, steps in (("current_level", 2), ("target_level", 1)):
        walk_to(owner, f'input[name="{name}"]')
        owner.page.keyboard.press("Space")
        for _ in range(steps - 1):
            owner.page.keyboard.press("ArrowDown")
    walk_to(owner, applying.NEXT)
    enter(owner)
    assert owner.page.url.endswith("/plan/"), owner.complaints()
    assert owner.ask(TITLE, case) == applying.TITLE


def walk_to(owner: Visitor, selector: str) -> None:
    """Press Tab until the element has the focus, and see that the focus shows."""
    for _ in range(120):
        owner.page.keyboard.press("Tab")
        if owner.page.evaluate("s => document.activeElement.matches(s)", selector):
            return
    pytest.fail(f"{selector} cannot be reached by keyboard on {owner.page.url}")


def enter(owner: Visitor) -> None:
    """Press Enter on what has the focus, and wait for the page behind it."""
    with owner.page.expect_navigation():
        owner.page.keyboard.press("Enter")


def test_wrong_input_is_named_and_what_was_typed_stays(visitor: Open) -> None:
    owner = visitor()
    owner.become("owner292")
    case = applying.start(owner, NOTICE, LOT)
    owner.go(f"/applications/{case}/budget/")
    wrong = {"category": "automation-equipment", "item": "자동 이송 장치", "unit_price": "백만"}
    owner.type(**{f"lines-0-{name}": value for name, value in wrong.items()})
    owner.send(applying.NEXT, status=422)
    assert owner.page.locator("main .field-error").count()
    assert owner.page.locator('[name="lines-0-item"]').input_value() == wrong["item"]
    assert owner.page.locator('[name="lines-0-unit_price"]').input_value() == "백만"
    owner.go(f"/applications/{case}/review/")
    owner.type(declared="on")
    owner.send(".submit-box button[type=submit]", status=422)
    assert owner.ask(STATE, case) == "draft"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("plan.pdf", b"MZ" + bytes(2000)),
        ("plan.pdf", b""),
        ("plan.pdf", PDF + bytes(31_500_000)),
        ("plan.exe", PDF),
    ],
    ids=["disguised", "empty", "oversized", "unwelcome"],
)
def test_a_file_that_is_not_what_it_should_be_is_refused(
    visitor: Open, tmp_path: Path, name: str, content: bytes
) -> None:
    upload = tmp_path / name
    upload.write_bytes(content)
    owner = visitor()
    owner.become("owner293")
    case = applying.start(owner, NOTICE, LOT)
    owner.go(f"/applications/{case}/documents/")
    paper = owner.page.locator("main section.paper").first
    paper.locator('input[type="file"]').set_input_files(upload)
    place = f"section#{paper.get_attribute('id')}"
    owner.send(f"{place} form.paper-form button[type=submit]", status=422)
    assert owner.page.locator(f"main {place} .field-error").count()
    files = "select count(*) from programme_casedocument where application_id = %s"
    assert owner.ask(files, case) == "0"


def test_what_somebody_else_saved_meanwhile_is_shown_and_not_overwritten(visitor: Open) -> None:
    owner, other = visitor(), visitor()
    for one in (owner, other):
        one.become("owner294")
    case = applying.start(owner, NOTICE, LOT)
    for one in (owner, other):
        one.page.goto(f"{one.address}/applications/{case}/basics/")
    other.type(title="다른 창에서 먼저 적은 이름")
    other.send(applying.NEXT)
    owner.page.evaluate(
        "document.querySelector('[data-autosave]').removeAttribute('data-autosave')"
    )
    owner.type(title="나중에 적은 이름")
    owner.send(applying.NEXT, status=409)
    assert "다른 창에서 먼저 적은 이름" in owner.words()
    assert owner.page.locator('[name="title"]').input_value() == "나중에 적은 이름"
    assert owner.ask(TITLE, case) == "다른 창에서 먼저 적은 이름"


def test_a_step_out_of_order_and_a_closed_call_are_refused(visitor: Open) -> None:
    owner = visitor()
    owner.become("owner295")
    case = applying.start(owner, NOTICE, LOT)
    owner.go(f"/cases/{case}/do/choose_supplier/", status=404)
    owner.go(ENDED)
    assert "접수를 마감했습니다" in owner.words()
    assert not owner.page.locator('main input[name="workplace"]').count()

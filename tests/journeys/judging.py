"""From the submitted application to the decision: agency, city, experts, committee, approver."""

import re

from tests.journeys.applying import add_papers
from tests.journeys.visitor import Visitor

EVIDENCE = "현장에서 화면과 작업 기록을 확인함"
AGREED = "현장 확인 결과를 함께 검토하여 합의함"
MINUTES = "위원 과반수가 참석하여 배점 기준에 따라 심의하고 순위대로 의결함."


def screen(visitor: Visitor, case: str) -> None:
    """The agency sends the application back once; corrected, it meets the conditions."""
    visitor.become("officer1")
    why = "장비의 비교 견적서를 한 부 더 올려 주십시오."
    visitor.act(case, "return_application", reason=why)
    visitor.become("owner001")
    visitor.go(f"/cases/{case}/")
    assert why in visitor.words()
    visitor.go(f"/applications/{case}/documents/")
    add_papers(visitor)
    visitor.go(f"/applications/{case}/review/")
    visitor.type(declared="on")
    visitor.send(".submit-box button[type=submit]")
    visitor.become("officer1")
    visitor.act(case, "confirm_eligibility")


def nominate(visitor: Visitor, case: str) -> None:
    """The city gives one of its places."""
    visitor.become("gov-48120")
    visitor.go("/nominations/")
    visitor.act(case, "nominate_application", reason="지역 주력 산업의 뿌리 공정입니다.")


def appoint(visitor: Visitor, case: str) -> list[str]:
    """The officer opens the assessment and asks three experts of different bodies, one to lead."""
    visitor.become("officer1")
    visitor.act(case, "start_assessment")
    visitor.go(f"/cases/{case}/panel/")
    options = visitor.page.locator('main select[name="expert"] option')
    values = [one.get_attribute("value") or "" for one in options.all()]
    first = visitor.person("expert01")
    chosen, bodies = [], set()
    for value in sorted(filter(None, values), key=lambda one: not one.startswith(first)):
        expert, _sep, body = value.partition(":")
        if body in bodies or len(chosen) == 3:
            continue
        visitor.type(expert=value, **({} if chosen else {"lead": "on"}))
        visitor.send()
        chosen.append(expert)
        bodies.add(body)
    assert len(chosen) == 3
    return chosen


def assess(visitor: Visitor, case: str, expert: str, band: int) -> None:
    """One expert accepts, scores every dimension with what was seen, and hands in."""
    visitor.become(expert)
    visitor.go("/assessments/")
    find_seat(visitor, case)
    seat = visitor.page.url.removeprefix(visitor.address)
    visitor.go(f"{seat}answer/")
    visitor.type(answer="accept")
    visitor.send()
    visitor.go(f"{seat}scores/")
    for one in visitor.page.locator(f'main section.dimension input[value="{band}"]').all():
        visitor.tick(one)
    for area in visitor.page.locator("main section.dimension textarea").all():
        area.fill(EVIDENCE)
    visitor.type(summary="종합 의견을 첨부함")
    visitor.send('button[name="submit"]')


def find_seat(visitor: Visitor, case: str) -> None:
    """From the case to the expert's own seat; the list may hold other cases as well."""
    visitor.go(f"/cases/{case}/")
    visitor.follow(visitor.page.locator('main a[href^="/assessments/"]'))


def agree(visitor: Visitor, case: str, lead: str, band: int) -> None:
    """The lead records what the experts agreed on; the officer concludes."""
    visitor.become("officer1")
    visitor.act(case, "open_consensus")
    visitor.become(lead)
    find_seat(visitor, case)
    visitor.follow(visitor.page.locator('main a[href$="/consensus/"]'))
    for one in visitor.page.locator(f'main section.dimension input[value="{band}"]').all():
        visitor.tick(one)
    for area in visitor.page.locator("main section.dimension textarea").all():
        area.fill(AGREED)
    visitor.send()
    visitor.become("officer1")
    visitor.act(case, "conclude_assessment")


def close_lot(visitor: Visitor, lot: str) -> None:
    """When its last day is over, the officer closes the lot."""
    visitor.wait(37)
    visitor.become("officer1")
    visitor.go("/lots/")
    close = visitor.page.locator(f'main a[href="/lots/{lot}/close/"]')
    if close.count():  # the worker may be faster, even while the officer reads
        visitor.follow(close)
        visitor.send(status=None)
    assert visitor.ask("select state from programme_lot where id = %s", lot) == "closed"


def select(visitor: Visitor, case: str, lot: str) -> None:
    """Another officer seats the committee, five of seven members give points, the approver decides."""
    visitor.become("officer2")
    visitor.go(f"/lots/{lot}/selection/")
    boxes = visitor.page.locator('main input[name="members"]')
    members = [one.get_attribute("value") or "" for one in boxes.all()]
    first = visitor.person("committee1")
    members = sorted(members, key=lambda one: one != first)[:7]
    visitor.type(members=members)
    visitor.send()
    for number, member in enumerate(members[:5]):
        vote(visitor, case, lot, member, 88 + number)
    visitor.become("approver1")
    visitor.go(f"/lots/{lot}/selection/")
    visitor.type(minutes=MINUTES)
    visitor.send()


def vote(visitor: Visitor, case: str, lot: str, member: str, percent: int) -> None:
    """One member gives points for every criterion."""
    visitor.become(member)
    visitor.go(f"/lots/{lot}/selection/")
    visitor.follow(visitor.page.locator(f'main a[href="/lots/{lot}/selection/{case}/"]'))
    for one in visitor.page.locator('main input[name^="points-"]').all():
        label = visitor.page.locator(f'main label[for="{one.get_attribute("id")}"]').inner_text()
        most = re.search(r"0–(\d+)", label)  # the page says how many points there are
        assert most, label
        one.fill(str(int(most[1]) * percent // 100))
    visitor.send('button[name="vote"]')

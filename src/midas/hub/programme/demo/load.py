"""The demonstration country's cases: an earlier year in after-care, a year at work, a call open now."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

from midas.hub.accounts import public as accounts
from midas.hub.kernel import clock
from midas.hub.kernel.actor import SYSTEM
from midas.hub.programme.demo import filing, judging, lots
from midas.hub.programme.demo.building import Build, moment
from midas.hub.programme.demo.cast import Cast
from midas.hub.programme.demo.filing import Wish
from midas.hub.programme.models import Application, Lot, Project
from midas.hub.programme.services.application import return_application, withdraw_application
from midas.hub.programme.services.eligibility import refuse_eligibility
from midas.hub.programme.services.notices import announce_notices

Say = Callable[[str], None]


class Demonstration:
    """Drives all made-up cases; the same seed and day give the same country."""

    def __init__(self, country: accounts.Country, now: datetime, seed: int, say: Say) -> None:
        self.cast = Cast(country)
        self.now = now
        self.dice = Random(seed)  # noqa: S311  # made-up cases, no secrets
        self.say = say
        self.free = list(country.firms[:0:-1])  # the first firm is left to the visitor

    def load(self) -> None:
        """All calls of the demonstration, oldest first."""
        self.earlier_year(places=8)
        self.this_year(places=12)
        self.gyeongnam()
        self.at_work()
        self.open_now()

    def wish(self, lot: Lot, now: datetime, firm: accounts.DemoFirm | None = None) -> Wish:
        """What the next firm asks for."""
        one = firm or self.free[-1]
        self.free.remove(one)
        band = self.dice.choices((1, 2, 3), weights=(30, 50, 20))[0]
        return Wish(
            lot=lot.id,
            owner=self.cast.actor(one.owner, one.organisation, now),
            workplace=one.workplace,
            supplier=self.dice.choice(self.cast.country.suppliers)[0],
            product=one.product_ko,
            band=band,
            current="basic",
            target="mid1",
            cost=self.dice.randrange(120, 420, 20) * 1_000_000,
        )

    def filed(self, lot: Lot, count: int, *, submit: bool = True) -> Iterator[tuple[Application, int]]:
        """Applications spread over the days that the lot is open, with the factory's band."""
        span = (min(lot.closes_at, self.now) - lot.opens_at).total_seconds() * 0.9
        for number in range(count):
            at = lot.opens_at + timedelta(seconds=span * (number + 1) / (count + 1))
            wish = self.wish(lot, at)
            case = filing.draft(self.cast, wish, self.dice, at)
            if submit:
                case = filing.submit(self.cast, case, at + timedelta(minutes=40))
            yield case, wish.band

    def selected(self, lot: Lot, count: int, places: int) -> list[Project]:
        """A lot from filing to decision."""
        after = lot.closes_at + timedelta(hours=16)
        judged = []
        for number, (case, band) in enumerate(self.filed(lot, count)):
            if number % 17 == 5:
                why = "제출한 자가진단표와 현장 설비 현황이 서로 맞지 않아 지원 조건을 확인할 수 없습니다."
                officer, at = self.cast.officer(0, after), after + timedelta(days=4)
                given = {"application": case.id, "reason": why}
                self.cast.act(refuse_eligibility, officer, at, **given)
                continue
            judging.screen(self.cast, case, after + timedelta(days=4))
            judged.append((case, band))
        judging.close(self.cast, lot, lot.closes_at + timedelta(minutes=5))
        for case, band in judged:
            judging.assess(self.cast, case, max(band, 2), self.dice, after + timedelta(days=8))
        at = after + timedelta(days=30)
        row = judging.open_selection(self.cast, lot, places, at)
        judging.vote(self.cast, row, self.dice, at + timedelta(days=3))
        judging.decide(self.cast, row, at + timedelta(days=5))
        found = Project.objects.filter(application__lot=lot).select_related("application")
        return list(found.order_by("number"))

    def build(self, projects: list[Project], selected: datetime, *, laggards: int = 0) -> None:
        """Let projects go on as far as today, some of them slower than others."""
        for number, project in enumerate(projects):
            late = timedelta(days=self.dice.randint(0, 25 + 60 * (number < laggards)))
            build = Build(self.cast, project, self.dice)
            for at in build.steps(selected + late):
                if at >= self.now - timedelta(days=1):
                    break

    def earlier_year(self, places: int) -> None:
        """Builds of 2024 whose outcome was measured already."""
        opens = moment(clock.today(self.now).replace(year=2024, month=1, day=15), 9)
        draft = lots.lot_draft(1, "2024년 정부형 고도화", "State upgrade 2024", opens, 25, places)
        (lot,) = lots.announce(self.cast, "2024-D-0001", [draft], opens, lots.NAME)
        self.say("2024-D-0001")
        projects = self.selected(lot, places + 4, places)
        self.build(projects, lot.closes_at + timedelta(days=38))

    def this_year(self, places: int) -> None:
        """The real notice of the state upgrade line, decided, its builds under way."""
        lot = filing.lot_of("2025-N-0197", 1)
        self.say("2025-N-0197/1")
        projects = self.selected(lot, places + 8, places)
        self.build(projects, lot.closes_at + timedelta(days=38), laggards=5)

    def gyeongnam(self) -> None:
        """A regional lot that closed: nominated by cities, some assessed, some waiting."""
        opens = self.now - timedelta(days=58)
        province, quotas = lots.gyeongnam_quotas(opens)
        one = lots.lot_draft(1, "경남 지역특화", "Gyeongnam special", opens, 30, 6, lots.REGIONAL)
        draft = replace(one, region=province, quotas=quotas, needs_nomination=True)
        (lot,) = lots.announce(self.cast, "2026-D-0002", [draft], opens, lots.NAME)
        self.say("2026-D-0002")
        local = [f for f in self.free[::-1] if accounts.region_within(f.region, province)][:14]
        for number, firm in enumerate(local):
            at = opens + timedelta(days=2 + number * 2)
            case = filing.draft(self.cast, self.wish(lot, at, firm), self.dice, at)
            case = filing.submit(self.cast, case, at + timedelta(hours=1))
            judging.screen(self.cast, case, at + timedelta(days=1))
            if number < 9:
                judging.nominate(self.cast, case, at + timedelta(days=3))
        judging.close(self.cast, lot, lot.closes_at + timedelta(minutes=5))

    def at_work(self) -> None:
        """A lot in the middle of assessment, and one before its committee."""
        opens = self.now - timedelta(days=50)
        drafts = [
            lots.lot_draft(1, "정부형 고도화 3차", "State upgrade, third round", opens, 20, 8),
            lots.lot_draft(2, "정부형 고도화 4차", "State upgrade, fourth round", opens, 40, 6),
        ]
        first, second = lots.announce(self.cast, "2026-D-0003", drafts, opens, lots.NAME)
        self.say("2026-D-0003")
        cases = list(self.filed(first, 8))
        after = first.closes_at + timedelta(days=1)
        judging.close(self.cast, first, first.closes_at + timedelta(minutes=5))
        for case, band in cases:
            judging.screen(self.cast, case, after)
            judging.assess(self.cast, case, max(band, 2), self.dice, after + timedelta(days=1))
        row = judging.open_selection(self.cast, first, 6, after + timedelta(days=18))
        judging.vote(self.cast, row, self.dice, after + timedelta(days=20), members=3)
        self._assessing(second)

    def _assessing(self, lot: Lot) -> None:
        waiting = list(self.filed(lot, 10))
        judging.close(self.cast, lot, lot.closes_at + timedelta(minutes=5))
        after = lot.closes_at + timedelta(days=1)
        for number, (case, band) in enumerate(waiting):
            if number == 9:
                continue  # waits for the agency's screening
            judging.screen(self.cast, case, after)
            if number == 8:
                continue  # waits for its experts
            row = judging.seat_experts(
                self.cast, case, self.dice, after + timedelta(days=1), accept=number < 6
            )
            if number < 3:
                judging.score(self.cast, row, max(band, 2), self.dice, after + timedelta(days=6))

    def open_now(self) -> None:
        """A call that takes applications today, nationwide and for Gyeongnam's nominations."""
        opens = self.now - timedelta(days=12)
        province, quotas = lots.gyeongnam_quotas(opens)
        regional = lots.lot_draft(
            2, "경남 지역특화", "Gyeongnam special", opens, 45, 8, lots.REGIONAL
        )
        drafts = [
            lots.lot_draft(1, "2027년 정부형 고도화", "State upgrade 2027", opens, 45, 20),
            replace(regional, region=province, quotas=quotas, needs_nomination=True),
        ]
        lot, _gyeongnam = lots.announce(self.cast, "2027-D-0001", drafts, opens, lots.NAME)
        self.say("2027-D-0001")
        list(self.filed(lot, 6, submit=False))
        for number, (case, _band) in enumerate(self.filed(lot, 9)):
            at = self.now - timedelta(hours=20 - number)
            if number == 1:
                why = "사업비 산출 근거가 되는 견적서를 다시 올려 주십시오."
                officer = self.cast.officer(0, at)
                self.cast.act(return_application, officer, at, application=case.id, reason=why)
            if number == 2:
                owner, why = self.cast.owner(case, at), "다른 사업과 일정이 겹쳐 철회합니다."
                self.cast.act(withdraw_application, owner, at, application=case.id, reason=why)


def load(seed: int, now: datetime, say: Say) -> None:
    """Build the whole demonstration: people first, then notices, then cases."""
    country = accounts.build_country(seed=seed, now=moment(clock.today(now).replace(year=2023), 9))
    say(f"{len(country.firms)} + {len(country.suppliers)} + {len(country.experts)}")
    announce_notices(by=SYSTEM, now=moment(clock.today(now).replace(year=2023), 10))
    Demonstration(country, now, seed, say).load()

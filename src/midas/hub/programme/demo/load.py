"""The demonstration country's cases: an earlier year in after-care, a year at work, open calls."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import zip_longest
from random import Random
from uuid import UUID

from midas.hub.accounts import public as accounts
from midas.hub.kernel import clock
from midas.hub.kernel.actor import SYSTEM
from midas.hub.kernel.models import Fact
from midas.hub.programme.demo import filing, judging, lots
from midas.hub.programme.demo.building import Build, moment, pace_to
from midas.hub.programme.demo.cast import Cast
from midas.hub.programme.demo.filing import Wish
from midas.hub.programme.models import Application, Lot, Project
from midas.hub.programme.services.appeal import file_appeal
from midas.hub.programme.services.application import return_application, withdraw_application
from midas.hub.programme.services.assessment import open_consensus
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
        self.gyeongnam_id = accounts.region_by_code("48", clock.today(now)).id

    def load(self) -> None:
        """All calls of the demonstration, oldest first."""
        self.earlier_year(places=6)
        self.this_year()
        self.summer()
        self.autumn()
        self.gyeongnam()
        self.at_work()
        self.open_now()

    def wish(
        self,
        lot: Lot,
        now: datetime,
        firm: accounts.DemoFirm | None = None,
        supplier: UUID | None = None,
    ) -> Wish:
        """What the next firm asks for."""
        one = firm or self.free[-1]
        self.free.remove(one)
        band = self.dice.choices((1, 2, 3), weights=(30, 50, 20))[0]
        drawn = self.dice.choice(self.cast.country.suppliers)[0]
        return Wish(
            lot=lot.id,
            owner=self.cast.actor(one.owner, one.organisation, now),
            workplace=one.workplace,
            supplier=supplier or drawn,
            product=one.product_ko,
            band=band,
            current="basic",
            target="mid1",
            cost=self.dice.randrange(120, 420, 20) * 1_000_000,
        )

    def filed(
        self, lot: Lot, count: int, *, submit: bool = True, mixed: bool = False
    ) -> Iterator[tuple[Application, int]]:
        """Applications spread over the days that the lot is open, with the factory's band.

        `mixed`: every other firm lies in Gyeongnam, every other one names the first supplier.
        """
        span = (min(lot.closes_at, self.now) - lot.opens_at).total_seconds() * 0.9
        first = self.cast.country.suppliers[0][0]
        for number in range(count):
            at = lot.opens_at + timedelta(seconds=span * (number + 1) / (count + 1))
            near = self._near() if mixed and number % 2 else None
            wish = self.wish(lot, at, near, first if mixed and number % 3 else None)
            case = filing.draft(self.cast, wish, self.dice, at)
            if submit:
                case = filing.submit(self.cast, case, at + timedelta(minutes=40))
            yield case, wish.band

    def _near(self) -> accounts.DemoFirm | None:
        """The next free firm in Gyeongnam."""
        home = self.gyeongnam_id
        near = (one for one in self.free[::-1] if accounts.region_within(one.region, home))
        return next(near, None)

    def selected(self, lot: Lot, count: int, places: int, *, mixed: bool = False) -> list[Project]:
        """A lot from filing to decision; Gyeongnam's projects first."""
        after = lot.closes_at + timedelta(hours=16)
        judged = []
        for number, (case, band) in enumerate(self.filed(lot, count, mixed=mixed)):
            if number % 17 == 5:
                why = "자가진단표와 현장 설비 현황이 서로 맞지 않아 지원 조건을 확인할 수 없습니다."
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
        home = self.gyeongnam_id
        return sorted(found, key=lambda one: (one.application.province_id != home, one.number))

    def build(
        self, projects: list[Project], selected: datetime, stops: Sequence[int | None] = ()
    ) -> None:
        """Let projects go on as far as today.

        `stops` names for each project the step that comes next today; a project without one goes
        on at the usual pace. At a negative step -k, the first half of step k is done already.
        """
        for project, stop in zip_longest(projects, stops[: len(projects)]):
            build = Build(self.cast, project, self.dice)
            late, pace = timedelta(days=self.dice.randint(0, 25)), 1.0
            if stop is not None:
                late, days = timedelta(0), (self.now - selected).days
                pace = pace_to(abs(stop), days + 2)
            for step, at in enumerate(build.steps(selected + late, pace)):
                if at >= self.now - timedelta(days=1):
                    if stop is not None and stop <= 0:
                        build.begin(step, self.now)
                    break

    def earlier_year(self, places: int) -> None:
        """Builds of 2024 whose outcome was measured already."""
        opens = moment(clock.today(self.now).replace(year=2024, month=1, day=15), 9)
        draft = lots.lot_draft(1, "2024년 정부형 고도화", "State upgrade 2024", opens, 25, places)
        (lot,) = lots.announce(self.cast, "2024-D-0001", [draft], opens, lots.NAME)
        self.say("2024-D-0001")
        projects = self.selected(lot, places + 4, places)
        self.build(projects, lot.closes_at + timedelta(days=38))

    def this_year(self) -> None:
        """The real notice of the state upgrade line, decided, its builds under way."""
        lot = filing.lot_of("2025-N-0197", 1)
        self.say("2025-N-0197/1")
        projects = self.selected(lot, 13, 9, mixed=True)
        stops = (8, -8, 11, 10, -7, 8, -9, 11, -8)
        self.build(projects, lot.closes_at + timedelta(days=38), stops)

    def _decided_before(self, days: int, number: str, ko: str, en: str, places: int) -> Lot:
        """A lot whose selection was decided so many days ago."""
        opens = moment(clock.today(self.now) - timedelta(days=days + 58), 9)
        draft = lots.lot_draft(1, ko, en, opens, 20, places)
        (lot,) = lots.announce(self.cast, number, [draft], opens, lots.NAME)
        self.say(number)
        return lot

    def summer(self) -> None:
        """A lot decided three months ago: designs and first claims."""
        lot = self._decided_before(
            95, "2026-D-0001", "정부형 고도화 1차", "State upgrade, first round", 6
        )
        projects = self.selected(lot, 8, 6, mixed=True)
        self.build(projects, lot.closes_at + timedelta(days=38), (-4, 6, 4, -5, -5, 6))

    def autumn(self) -> None:
        """A lot decided three weeks ago: suppliers are asked, agreements drawn up and signed."""
        lot = self._decided_before(
            21, "2026-D-0004", "정부형 고도화 2차", "State upgrade, second round", 6
        )
        projects = self.selected(lot, 7, 6, mixed=True)
        self.build(projects, lot.closes_at + timedelta(days=38), (-2, -2, 0, 1, 0, 1))

    def gyeongnam(self) -> None:
        """A regional lot that closed: nominated by cities, some assessed, some waiting."""
        opens = self.now - timedelta(days=37)
        province, quotas = lots.gyeongnam_quotas(opens)
        one = lots.lot_draft(1, "경남 지역특화", "Gyeongnam special", opens, 30, 6, lots.REGIONAL)
        draft = replace(one, region=province, quotas=quotas, needs_nomination=True)
        (lot,) = lots.announce(self.cast, "2026-D-0002", [draft], opens, lots.NAME)
        self.say("2026-D-0002")
        local = [f for f in self.free[::-1] if accounts.region_within(f.region, province)][:12]
        changwon = [one for one in local if one.region == self.cast.country.firms[0].region]
        waiting = changwon[-2:]
        for number, firm in enumerate(local):
            at = opens + timedelta(days=2 + number * 2)
            case = filing.draft(self.cast, self.wish(lot, at, firm), self.dice, at)
            case = filing.submit(self.cast, case, at + timedelta(hours=1))
            judging.screen(self.cast, case, at + timedelta(days=1))
            if number % 4 < 3 and firm not in waiting:
                judging.nominate(self.cast, case, at + timedelta(days=3))
        judging.close(self.cast, lot, lot.closes_at + timedelta(minutes=5))
        nominated = Application.objects.filter(lot=lot, state="nominated").order_by("number")
        for case in nominated[1:]:
            at = self.now - timedelta(days=2)
            judging.seat_experts(self.cast, case, self.dice, at, accept=False)

    def at_work(self) -> None:
        """A lot in the middle of assessment, and one before its committee."""
        opens = self.now - timedelta(days=50)
        drafts = [
            lots.lot_draft(1, "정부형 고도화 3차", "State upgrade, third round", opens, 20, 4),
            lots.lot_draft(2, "정부형 고도화 4차", "State upgrade, fourth round", opens, 40, 6),
        ]
        first, second = lots.announce(self.cast, "2026-D-0003", drafts, opens, lots.NAME)
        self.say("2026-D-0003")
        cases = list(self.filed(first, 6))
        after = first.closes_at + timedelta(days=1)
        judging.close(self.cast, first, first.closes_at + timedelta(minutes=5))
        for case, band in cases:
            judging.screen(self.cast, case, after)
            judging.assess(self.cast, case, max(band, 2), self.dice, after + timedelta(days=1))
        row = judging.open_selection(self.cast, first, 4, after + timedelta(days=18))
        judging.vote(self.cast, row, self.dice, after + timedelta(days=20), members=slice(1, 4))
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
                self.cast,
                case,
                self.dice,
                after + timedelta(days=1 if number < 6 else 7),
                accept=number < 6,
                first=number in (1, 3, 5, 6),
            )
            if number < 3:
                judging.score(self.cast, row, max(band, 2), self.dice, after + timedelta(days=6))
            if number == 1:
                at = after + timedelta(days=7)
                self.cast.act(open_consensus, self.cast.officer(0, at), at, assessment=row.id)

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
        for number, (case, _band) in enumerate(self.filed(lot, 8)):
            self._screened(number, case)

    def _screened(self, number: int, case: Application) -> None:
        """What the agency and the firms did so far with a case of the open lot."""
        at = self.now - timedelta(hours=60 - number)
        officer, owner = self.cast.officer(0, at), self.cast.owner(case, at)
        if number == 0:
            why = "제출한 현황이 현장 설비와 맞지 않아 지원 조건을 확인할 수 없습니다."
            self.cast.act(refuse_eligibility, officer, at, application=case.id, reason=why)
            decision = Fact.objects.get(subject=case.id, kind="programme.eligibility_refused")
            self.cast.act(
                file_appeal,
                owner,
                at + timedelta(days=1),
                application=case.id,
                fact_id=decision.id,
                grounds="설비 현황은 지난달 증설한 뒤의 것이며, 현장 사진을 함께 제출합니다.",
            )
        elif number == 1:
            why = "사업비 산출 근거가 되는 견적서를 다시 올려 주십시오."
            self.cast.act(return_application, officer, at, application=case.id, reason=why)
        elif number == 2:
            why = "다른 사업과 일정이 겹쳐 철회합니다."
            self.cast.act(withdraw_application, owner, at, application=case.id, reason=why)
        elif number < 5:
            judging.screen(self.cast, case, at)


def load(seed: int, now: datetime, say: Say) -> None:
    """Build the whole demonstration: people first, then notices, then cases."""
    country = accounts.build_country(seed=seed, now=moment(clock.today(now).replace(year=2023), 9))
    say(f"{len(country.firms)} + {len(country.suppliers)} + {len(country.experts)}")
    announce_notices(by=SYSTEM, now=moment(clock.today(now).replace(year=2023), 10))
    Demonstration(country, now, seed, say).load()

"""From the choice of a supplier to the last after-care visit of a made-up project."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from midas.hub.kernel import clock
from midas.hub.kernel.actor import Actor
from midas.hub.programme.demo.cast import Cast
from midas.hub.programme.demo.papers import upload
from midas.hub.programme.models import CareVisit, Claim, Project
from midas.hub.programme.queries import rulebook
from midas.hub.programme.queries.checklists import checklist_items
from midas.hub.programme.queries.money import layers_of
from midas.hub.programme.queries.papers import papers_missing, papers_needed
from midas.hub.programme.services import agreement, care, claim, design, inspection, settlement
from midas.hub.programme.services import project as projects
from midas.hub.programme.services.claim import ClaimLineDraft
from midas.hub.programme.services.paper import add_paper

KST = ZoneInfo("Asia/Seoul")
SHARES = (("agreement", 45), ("interim", 30), ("completion", 25))

# Days at pace 1: from the selection to the request and to the draft, from the draft to the
# signatures, and from the agreement's first day to each step up to the settlement.
AFTER_SELECTION, SIGNING = (5, 14), 4
AFTER_START = (12, 60, 70, 140, 160, 235, 262, 290)
LEAD = 10  # days from the draft to the agreement's first day
CLAIMS = (5, 7, 9)  # the steps that are claims


def moment(day: date, hour: int = 10) -> datetime:
    """An hour of a day at the programme's place."""
    return datetime.combine(day, time(hour), KST)


def _day_at(day: date, days: float) -> datetime:
    return moment(day + timedelta(days=round(days)))


def pace_to(step: int, days: int) -> float:
    """The pace at which a project reaches a step so many days after its selection."""
    if step < 2:
        return days / AFTER_SELECTION[step]
    if step == 2:
        return (days - SIGNING) / AFTER_SELECTION[1]
    place = min(step - 3, len(AFTER_START) - 1)
    pace = (days - LEAD) / (AFTER_SELECTION[1] + AFTER_START[place])
    return max(0.3, pace if step - 3 == place else pace * 0.8)


class Build:
    """One project on its way; every method is one step at a moment."""

    def __init__(self, cast: Cast, project: Project, dice: Random) -> None:
        self.cast, self.dice = cast, dice
        self.id = project.id
        self.case = project.application

    @property
    def row(self) -> Project:
        """The project as it stands."""
        return Project.objects.select_related("application__lot__call").get(id=self.id)

    def steps(self, selected: datetime, pace: float = 1.0) -> Iterator[datetime]:
        """Take one step after another; yields the moment of the next one before taking it.

        A project of pace 2 takes twice as long for everything.
        """
        asked, drawn_up = AFTER_SELECTION
        day = clock.today(selected)
        yield (now := _day_at(day, asked * pace))
        self.choose(now)
        yield (now := _day_at(day, drawn_up * pace))
        self.draft(now)
        yield (now := _day_at(day, drawn_up * pace + SIGNING))
        self.sign(now)
        start = self.row.starts_on or day
        later = (
            lambda now: self.visit("T0", now),
            self.design,
            lambda now: self.claim(0, now),
            self.interim,
            lambda now: self.claim(1, now),
            self.finish,
            lambda now: self.claim(2, now),
            self.settle,
        )
        for days, step in zip(AFTER_START, later, strict=True):
            yield (now := _day_at(start, days * pace))
            step(now)
        for code in ("T1", "T2"):
            yield (now := moment(self._visit(code).due_on + timedelta(days=2)))
            self.visit(code, now)
        yield (now := now + timedelta(days=10))
        self.close(now)

    def begin(self, step: int, now: datetime) -> None:
        """Do the first half of a step, so that somebody else has the next move."""
        first: dict[int, Callable[[datetime], object]] = {
            0: self.ask,
            2: self.first_signature,
            4: self.hand_in_design,
            8: self.request_completion,
        }
        if step in first:
            first[step](now - timedelta(hours=20))
        elif step in CLAIMS:
            self.begin_claim(CLAIMS.index(step), now)

    def begin_claim(self, number: int, now: datetime) -> None:
        """A claim that stands at one of the desks that it passes."""
        row = self.file_claim(number, now - timedelta(days=4))
        desk = self.dice.randrange(3)
        if desk > 0:
            at = now - timedelta(days=2)
            self.cast.act(
                claim.check_claim, self.cast.officer(1, at), at, claim=row.id, note="증빙 확인"
            )
        if desk > 1:
            at = now - timedelta(days=1)
            self.cast.act(claim.approve_claim, self.cast.approver(0, at), at, claim=row.id)

    def choose(self, now: datetime) -> None:
        """The firm asks the supplier of its application, who agrees."""
        self.ask(now)
        by = self.cast.supplier(self.case.supplier_id, now)
        self.cast.act(projects.answer_supplier, by, now, project=self.id, accept=True, reason="")

    def ask(self, now: datetime) -> None:
        """The firm asks the supplier of its application."""
        owner, supplier = self.cast.owner(self.case, now), self.case.supplier_id
        given = {"project": self.id, "supplier": supplier, "reason": ""}
        self.cast.act(projects.choose_supplier, owner, now, **given)

    def draft(self, now: datetime) -> None:
        """The agency draws the agreement up."""
        start = clock.today(now) + timedelta(days=LEAD)
        officer = self.cast.officer(1, now)
        self.cast.act(agreement.draft_agreement, officer, now, project=self.id, starts_on=start)

    def sign(self, now: datetime) -> None:
        """Everybody hands in the papers of the agreement and signs."""
        digest, row = self.first_signature(now), self.row
        supplier = self.cast.supplier(row.supplier_id, now)
        park = self.cast.park(row.techno_park_id, 0, now)
        for by in (supplier, park, self.cast.approver(1, now)):
            self.cast.act(agreement.sign_agreement, by, now, project=self.id, digest=digest)

    def first_signature(self, now: datetime) -> str:
        """The papers come in and the firm signs; hands back the digest of the text."""
        row, owner = self.row, self.cast.owner(self.case, now)
        parties = {
            "supplier": self.cast.supplier(row.supplier_id, now),
            "techno-park": self.cast.park(row.techno_park_id, 0, now),
        }
        self._papers("agreement", parties, owner, now)
        digest = str(agreement.agreement_text(self.id)["digest"])
        self.cast.act(agreement.sign_agreement, owner, now, project=self.id, digest=digest)
        return digest

    def design(self, now: datetime) -> None:
        """The firm hands the design in, the Techno Park accepts it."""
        self.hand_in_design(now)
        park = self.cast.park(self.row.techno_park_id, 0, now)
        self.cast.act(design.accept_design, park, now + timedelta(hours=5), project=self.id)

    def hand_in_design(self, now: datetime) -> None:
        """The firm hands the design in."""
        kind = rulebook.profile_of(self.case).document("design-document")
        self.cast.act(
            design.submit_design,
            self.cast.owner(self.case, now),
            now,
            project=self.id,
            upload=upload(kind, str(self.case.number)),
            summary="설비 배치와 데이터 수집 구조를 확정함",
        )

    def interim(self, now: datetime) -> None:
        """The Techno Park looks at the half-done build."""
        row = self.row
        park = self.cast.park(row.techno_park_id, 0, now)
        self._papers("interim", {"techno-park": park}, self.cast.owner(self.case, now), now)
        self.cast.act(
            inspection.record_interim,
            park,
            now,
            project=self.id,
            visited_on=clock.today(now),
            checklist=self._all_met("interim", now),
            passed=True,
            report="설계대로 설치가 진행되고 있음",
        )

    def finish(self, now: datetime) -> None:
        """The firm asks for the completion inspection; another officer of the park inspects."""
        self.request_completion(now)
        park = self.cast.park(self.row.techno_park_id, 1, now)
        self.cast.act(
            inspection.record_completion,
            park,
            now + timedelta(days=8),
            project=self.id,
            visited_on=clock.today(now + timedelta(days=8)),
            checklist=self._all_met("completion", now),
            passed=True,
            report="목표 수준으로 가동 중임을 현장에서 확인함",
        )

    def request_completion(self, now: datetime) -> None:
        """The papers come in and the firm asks for the completion inspection."""
        row, owner = self.row, self.cast.owner(self.case, now)
        parties = {
            "supplier": self.cast.supplier(row.supplier_id, now),
            "techno-park": self.cast.park(row.techno_park_id, 1, now),
        }
        self._papers("completion", parties, owner, now)
        self.cast.act(inspection.request_completion, owner, now, project=self.id)

    def file_claim(self, number: int, now: datetime) -> Claim:
        """The firm claims a part of the cost, with one invoice for each kind of cost."""
        row, (stage, percent) = self.row, SHARES[number]
        owner = self.cast.owner(self.case, now)
        kinds = list(self.case.budget_lines.all())
        before = sum(share for _s, share in SHARES[:number])
        lines = [
            ClaimLineDraft(
                one.category,
                one.item,
                f"{row.number[-6:]}-{number + 1}{place}",
                clock.today(now) - timedelta(days=4),
                one.amount * (before + percent) // 100 - one.amount * before // 100,
                self._file("tax-invoice"),
            )
            for place, one in enumerate(kinds, start=1)
        ]
        own = sum(one.agreed for one in layers_of(row) if not one.is_grant)
        needed = [p for p in papers_needed(self.case, "payment") if p.required]
        filed: Claim = self.cast.act(
            claim.submit_claim,
            owner,
            now,
            project=self.id,
            lines=lines,
            own_share_paid=own if number == 0 else 0,
            note=stage,
            papers={one.document: self._file(one.document) for one in needed},
        )
        return filed

    def claim(self, number: int, now: datetime) -> None:
        """A claim from filing to payment: three people check, approve and pay."""
        filed = self.file_claim(number, now)
        officer, later = self.cast.officer(1, now), now + timedelta(days=3)
        self.cast.act(claim.check_claim, officer, later, claim=filed.id, note="증빙 확인")
        approver = self.cast.approver(0, now)
        self.cast.act(claim.approve_claim, approver, later + timedelta(days=1), claim=filed.id)
        self.cast.act(
            claim.pay_claim,
            self.cast.approver(1, now),
            later + timedelta(days=3),
            claim=filed.id,
            reference=f"{self.row.number[-10:]}-{number + 1}",
        )

    def settle(self, now: datetime) -> None:
        """The agency settles the account."""
        self._papers("settlement", {}, self.cast.owner(self.case, now), now)
        officer = self.cast.officer(2, now)
        self.cast.act(
            settlement.settle_project, officer, now, project=self.id, accepted=None, note=""
        )

    def visit(self, code: str, now: datetime) -> None:
        """The Techno Park measures the outcome."""
        park = self.cast.park(self.row.techno_park_id, 1, now)
        self.cast.act(
            care.record_visit,
            park,
            now,
            project=self.id,
            moment=code,
            visited_on=clock.today(now),
            figures=self._figures(code),
            in_use=None if code == "T0" else True,
            report="설비와 데이터 기록을 현장에서 확인함",
        )

    def close(self, now: datetime) -> None:
        """The agency closes the case."""
        self.cast.act(projects.close_project, self.cast.officer(2, now), now, project=self.id)

    def _visit(self, code: str) -> CareVisit:
        return CareVisit.objects.get(project_id=self.id, moment=code)

    def _figures(self, code: str) -> dict[str, str]:
        """Figures that improve from visit to visit, different for each project."""
        gain = {"T0": 0.0, "T1": self.dice.uniform(0.06, 0.2), "T2": self.dice.uniform(0.12, 0.34)}[
            code
        ]
        base = Random(str(self.id))  # noqa: S311  # made-up figures
        first = {"output-per-hour": base.uniform(40, 400), "oee": base.uniform(48, 66)}
        first |= {"defect-rate": base.uniform(1.5, 5), "unit-cost": base.uniform(800, 9000)}
        first |= {"on-time-delivery": base.uniform(76, 92), "accidents": base.uniform(0, 3)}
        found = {}
        for one in rulebook.profile_of(self.case).outcomes:
            if one.code in first and code in one.at:
                better = 1 + gain if one.better == "higher" else 1 - gain
                value = first[one.code] * better
                top = 99.0 if one.code in ("oee", "on-time-delivery") else value
                found[one.code] = (
                    f"{min(value, top):.1f}" if one.code != "accidents" else f"{value:.0f}"
                )
        return found

    def _all_met(self, kind: str, now: datetime) -> list[dict[str, object]]:
        items = checklist_items(self.row, kind, clock.today(now))
        return [{"code": one.code, "met": True, "note": ""} for one in items]

    def _file(self, code: str) -> object:
        return upload(rulebook.profile_of(self.case).document(code), str(self.case.number))

    def _papers(self, stage: str, makers: dict[str, Actor], owner: Actor, now: datetime) -> None:
        for paper in papers_missing(self.case, stage):
            self.cast.act(
                add_paper,
                makers.get(paper.by, owner),
                now,
                project=self.id,
                code=paper.document,
                stage=stage,
                upload=self._file(paper.document),
            )

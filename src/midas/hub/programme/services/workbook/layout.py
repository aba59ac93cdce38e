"""Names of sheets, headings and rows of the workbook, in both languages.

A sheet or heading is recognised by either language, whatever the blanks and capitals.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from midas.hub.programme.rules.profile import Profile
from midas.hub.programme.rules.profile_line import LineVersion


@dataclass(frozen=True)
class Label:
    """A code with its Korean and its English name."""

    code: str
    ko: str
    en: str

    @property
    def both(self) -> str:
        """What a cell of the template says."""
        return f"{self.ko} / {self.en}"


BASICS = Label("basics", "기본정보", "Basics")
PLAN = Label("plan", "사업계획", "Plan")
BUDGET = Label("budget", "사업비", "Budget")
FUNDING = Label("funding", "재원", "Funding")
DIAGNOSIS = Label("diagnosis", "자가진단", "Self-diagnosis")
SHEETS = (BASICS, PLAN, BUDGET, FUNDING, DIAGNOSIS)

BASIC_ROWS = (
    Label("lot", "공고번호", "Notice number"),
    Label("workplace", "사업장 이름", "Name of the workplace"),
    Label("title", "과제명", "Title of the project"),
    Label("current_level", "현재 수준", "Level today"),
    Label("target_level", "목표 수준", "Level to be reached"),
    Label("supplier", "공급기업 사업자등록번호", "Business number of the supplier"),
    Label("host", "주관기관 사업자등록번호", "Business number of the host"),
    Label("bonus", "가점", "Bonus points"),
    Label("restart", "재창업 인정", "Recognised restart"),
    Label("new_firm", "신규 등록 기업", "New firm without finance data"),
    Label("duplicate", "다른 지원과 중복", "Other public money for the same thing"),
    Label("invited", "주관기관의 사전 선정", "Chosen by the host beforehand"),
    Label("certificate", "유효한 수준확인서", "Valid level certificate"),
    Label("planning_body", "기획기관 참여", "A planning body takes part"),
    Label("collects_data", "제조데이터 수집 중", "Already collects manufacturing data"),
)
DECLARED = frozenset(
    {
        *("restart", "new_firm", "duplicate", "invited", "certificate"),
        *("planning_body", "collects_data"),
    }
)
ITEM = Label("row", "항목", "Item")
VALUE = Label("value", "내용", "Content")
SECTION = Label("section", "계획 항목", "Section of the plan")
MEASURE = Label("measure", "성과지표", "Outcome measure")
NOW = Label("now", "현재 값", "Value today")
GOAL = Label("goal", "목표 값", "Goal")
CATEGORY = Label("category", "비목", "Kind of cost")
THING = Label("item", "품목", "Thing")
QUANTITY = Label("quantity", "수량", "Quantity")
PRICE = Label("unit_price", "단가(원)", "Price each (won)")
AMOUNT = Label("amount", "금액(원)", "Amount (won)")
LAYER = Label("layer", "재원 구분", "Who pays")
KIND = Label("kind", "현금·현물", "Cash or in kind")
QUESTION = Label("question", "진단 항목", "Question")
BAND = Label("band", "단계(0-5)", "Band (0-5)")
NOTE = Label("note", "근거", "Evidence")
TOTAL = Label("total", "합계", "Total")
KINDS = (Label("cash", "현금", "Cash"), Label("in-kind", "현물", "In kind"))
YES = (Label("yes", "예", "Yes"), Label("no", "아니오", "No"))

HEADINGS = {
    BASICS.code: (ITEM, VALUE),
    PLAN.code: (SECTION, VALUE),
    BUDGET.code: (CATEGORY, THING, QUANTITY, PRICE, AMOUNT),
    FUNDING.code: (LAYER, KIND, AMOUNT),
    DIAGNOSIS.code: (QUESTION, BAND, NOTE),
}


def squeezed(text: object) -> str:
    """A text for comparing: full-width letters made plain, no blanks, small letters."""
    plain = unicodedata.normalize("NFKC", str(text if text is not None else ""))
    return re.sub(r"\s+", "", plain).casefold()


def find(labels: Iterable[Label], text: object) -> Label | None:
    """The label that a cell means: by code, by either name, or by both as the template says it."""
    wanted = squeezed(text)
    for label in labels:
        if wanted and wanted in map(squeezed, (label.code, label.ko, label.en, label.both)):
            return label
    return None


def level_labels(profile: Profile) -> list[Label]:
    """The system levels."""
    return [Label(x.code, x.name.ko, x.name.en) for x in profile.levels.system_levels]


def cost_labels(profile: Profile) -> list[Label]:
    """All kinds of cost of the profile; which a line pays for is a rule, not a spelling."""
    return [Label(x.code, x.name.ko, x.name.en) for x in profile.cost_items]


def layer_labels(profile: Profile) -> list[Label]:
    """All funding layers of the profile."""
    return [Label(x.code, x.name.ko, x.name.en) for x in profile.layers]


def section_labels(profile: Profile) -> list[Label]:
    """The sections of the plan."""
    return [Label(x.code, x.name.ko, x.name.en) for x in profile.head.criteria]


def measure_labels(profile: Profile) -> list[Label]:
    """The outcome measures."""
    return [Label(x.code, x.name.ko, x.name.en) for x in profile.outcomes]


def question_labels(profile: Profile) -> list[Label]:
    """The questions of the questionnaire."""
    return [Label(x.code, x.name.ko, x.name.en) for x in profile.questionnaires[-1].dimensions]


def bonus_labels(terms: LineVersion) -> list[Label]:
    """The bonuses of a line."""
    return [Label(x.code, x.name.ko, x.name.en) for x in terms.bonuses]

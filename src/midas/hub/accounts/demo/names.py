"""Plausible Korean names of people, firms and streets from a seeded generator.

Business numbers start with 9xx, which no tax office uses, so that no real firm is ever met.
"""

from dataclasses import dataclass
from random import Random

SURNAMES = "김이박최정강조윤장임한오서신권황안송류전홍고문양손배백허남심노하곽성차주우구"
SURNAME_WEIGHTS = [215, 147, 84, 47, 43, 24, 21, 20, 20, 17, 15, 15, 14, 13, 13, 13, 13, 12] + [9] * 20
FIRST = "민서지현수영성준도예하윤재동승상진태경은선정미혜주연"
SECOND = "준우호민수영현석훈진희은아연주경철환식빈원혁숙미"

PREFIXES = (
    "대성 한일 삼진 동양 신우 태광 세광 우진 성원 대진 한빛 금강 동화 미래 영진 정우 대명 일신 광명 "
    "서진 유진 부경 남해 가야 한울 새한 청우 다온 해오름 온누리 가온 늘푸른 도담 누리 한결 이룸 동아 성진 "
    "코리아 한국 제일 중앙 신성 태성 명성 삼우 대원 경신 화신 진성"
).split()
ROADS = "공단로 산단로 첨단로 산업로 공업로 중앙로 테크노로 평화로 과학로 번영로".split()

# KSIC 11 class, Korean trade word for the firm's name, what it makes (ko, en)
TRADES: tuple[tuple[str, str, str, str], ...] = (
    ("25912", "프레스", "자동차 프레스 부품", "pressed automotive parts"),
    ("25924", "정밀", "정밀 절삭 가공품", "precision machined parts"),
    ("22241", "화성", "사출 성형 부품", "injection moulded parts"),
    ("24312", "주공", "알루미늄 주물", "aluminium castings"),
    ("25921", "열처리", "금속 열처리", "heat treatment of metals"),
    ("25922", "도금", "표면처리·도금", "electroplating"),
    ("29294", "금형", "사출·프레스 금형", "moulds and dies"),
    ("30391", "오토텍", "자동차 차체 부품", "car body parts"),
    ("26121", "전자", "전자 부품 실장", "electronic assemblies"),
    ("10749", "푸드", "조미 식품", "seasoned foods"),
    ("18111", "인쇄", "포장 인쇄", "packaging print"),
    ("13992", "섬유", "산업용 섬유", "technical textiles"),
    ("20423", "코스메틱", "화장품", "cosmetics"),
    ("31114", "기자재", "조선 기자재", "ship equipment"),
    ("28114", "전기", "배전반", "switchgear"),
    ("27112", "메디칼", "의료 기기 부품", "medical device parts"),
)
SUPPLIER_WORDS = ("소프트", "시스템즈", "솔루션", "로보틱스", "오토메이션", "에이아이", "테크", "인포")


@dataclass(frozen=True)
class Trade:
    """What a made-up firm makes, and its industry code."""

    industry: str
    product_ko: str
    product_en: str


def person_name(dice: Random) -> str:
    """A Korean name such as 김서준."""
    surname = dice.choices(SURNAMES, weights=SURNAME_WEIGHTS)[0]
    first, second = dice.choice(FIRST), dice.choice(SECOND)
    while second == first:
        second = dice.choice(SECOND)
    return f"{surname}{first}{second}"


def firm(dice: Random, trade: tuple[str, str, str, str] | None = None) -> tuple[str, Trade]:
    """A firm's name such as (주)대성정밀, with its trade."""
    code, word, product_ko, product_en = trade or dice.choice(TRADES)
    name = f"{dice.choice(PREFIXES)}{word}"
    return (f"(주){name}" if dice.random() < 0.7 else f"{name}(주)"), Trade(code, product_ko, product_en)


def supplier_name(dice: Random) -> str:
    """A technology supplier's name such as (주)한빛오토메이션."""
    return f"(주){dice.choice(PREFIXES)}{dice.choice(SUPPLIER_WORDS)}"


def street(dice: Random) -> str:
    """A street and number such as 공단로 123번길 45."""
    road = f"{dice.choice(ROADS)} {dice.randint(2, 480)}"
    return f"{road}번길 {dice.randint(1, 90)}" if dice.random() < 0.5 else road


def business_number(serial: int) -> str:
    """The ten digits of a made-up corporation's number with a right check digit.

    `serial` runs from 0 to 999,999; the weights are those of the National Tax Service.
    """
    digits = f"9{serial // 10_000 % 100:02d}81{serial % 10_000:04d}"
    weights = (1, 3, 7, 1, 3, 7, 1, 3, 5)
    total = sum(int(d) * w for d, w in zip(digits, weights, strict=True)) + int(digits[8]) * 5 // 10
    return digits + str(-total % 10)

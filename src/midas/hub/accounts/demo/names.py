"""Plausible Korean names of people, firms and streets from a seeded generator.

Business numbers start with 9, which no tax office uses, so that no real firm is ever met.
"""

from dataclasses import dataclass
from random import Random

SURNAMES = "김이박최정강조윤장임한오서신권황안송류전홍고문양손배백허남심노하곽성차주우구"
SURNAME_WEIGHTS = [215, 147, 84, 47, 43, 24, 21, 20, 20, 17, 15, 15, *[13] * 5, 12, *[9] * 20]
FIRST = "민서지현수영성준도예하윤재동승상진태경은선정미혜주연"
SECOND = "준우호민수영현석훈진희은아연주경철환식빈원혁숙미"
ROADS = [
    "공단로",
    "산단로",
    "첨단로",
    "산업로",
    "공업로",
    "중앙로",
    "테크노로",
    "평화로",
    "과학로",
    "번영로",
]

# fmt: off
PREFIXES = (
    ("대성", "Daesung"), ("한일", "Hanil"), ("삼진", "Samjin"), ("동양", "Dongyang"),
    ("신우", "Shinwoo"), ("태광", "Taekwang"), ("세광", "Sekwang"), ("우진", "Woojin"),
    ("성원", "Sungwon"), ("대진", "Daejin"), ("한빛", "Hanbit"), ("금강", "Kumkang"),
    ("동화", "Donghwa"), ("미래", "Mirae"), ("영진", "Youngjin"), ("정우", "Jungwoo"),
    ("대명", "Daemyung"), ("일신", "Ilshin"), ("광명", "Kwangmyung"), ("서진", "Seojin"),
    ("유진", "Yujin"), ("부경", "Bukyung"), ("남해", "Namhae"), ("가야", "Gaya"),
    ("한울", "Hanul"), ("새한", "Saehan"), ("청우", "Chungwoo"), ("다온", "Daon"),
    ("해오름", "Haeoreum"), ("온누리", "Onnuri"), ("가온", "Gaon"), ("도담", "Dodam"),
    ("누리", "Nuri"), ("한결", "Hangyeol"), ("이룸", "Irum"), ("동아", "Donga"),
    ("성진", "Sungjin"), ("제일", "Jeil"), ("중앙", "Jungang"), ("신성", "Shinsung"),
    ("태성", "Taesung"), ("명성", "Myungsung"), ("삼우", "Samwoo"), ("대원", "Daewon"),
    ("경신", "Kyungshin"), ("화신", "Hwashin"), ("진성", "Jinsung"),
)
# fmt: on

# KSIC 11 subclass, Korean trade word for the firm's name, English word, what it makes (ko, en)
TRADES = (
    ("25913", "프레스", "Press", "자동차 프레스 부품", "pressed automotive parts"),
    ("25924", "정밀", "Precision", "정밀 절삭 가공품", "precision machined parts"),
    ("22241", "화성", "Plastics", "사출 성형 부품", "injection moulded parts"),
    ("24321", "주공", "Casting", "알루미늄 주물", "aluminium castings"),
    ("25921", "열처리", "Heat Treatment", "금속 열처리", "heat treated metals"),
    ("25922", "도금", "Plating", "표면처리·도금", "electroplating"),
    ("29293", "금형", "Mould", "사출·프레스 금형", "moulds and dies"),
    ("30399", "오토텍", "Autotech", "자동차 부품", "car parts"),
    ("26224", "전자", "Electronics", "전자 부품 실장", "electronic assemblies"),
    ("10832", "푸드", "Food", "조미 식품", "seasoned foods"),
    ("18113", "인쇄", "Printing", "포장 인쇄", "packaging print"),
    ("13994", "섬유", "Textile", "산업용 섬유", "technical textiles"),
    ("20423", "코스메틱", "Cosmetics", "화장품", "cosmetics"),
    ("31114", "기자재", "Marine", "조선 기자재", "ship equipment"),
    ("28123", "전기", "Electric", "배전반", "switchgear"),
    ("27199", "메디칼", "Medical", "의료 기기 부품", "medical device parts"),
)
SUPPLIER_WORDS = (
    ("소프트", "Soft"),
    ("시스템즈", "Systems"),
    ("솔루션", "Solutions"),
    ("로보틱스", "Robotics"),
    ("오토메이션", "Automation"),
    ("에이아이", "AI"),
    ("테크", "Tech"),
    ("인포", "Info"),
)


@dataclass(frozen=True)
class Firm:
    """A made-up firm: its names, its industry code and what it makes."""

    name: str
    name_en: str
    industry: str
    product_ko: str = ""
    product_en: str = ""


def person_name(dice: Random) -> str:
    """A Korean name such as 김서준."""
    surname = dice.choices(SURNAMES, weights=SURNAME_WEIGHTS)[0]
    first, second = dice.choice(FIRST), dice.choice(SECOND)
    while second == first:
        second = dice.choice(SECOND)
    return f"{surname}{first}{second}"


def firm(dice: Random, trade: int | None = None) -> Firm:
    """A manufacturer such as (주)대성정밀; `trade` picks a row of TRADES."""
    code, word, english, *product = dice.choice(TRADES) if trade is None else TRADES[trade]
    prefix, roman = dice.choice(PREFIXES)
    name = f"(주){prefix}{word}" if dice.random() < 0.7 else f"{prefix}{word}(주)"
    return Firm(name, f"{roman} {english} Co., Ltd.", code, *product)


def supplier(dice: Random) -> Firm:
    """A technology supplier such as (주)한빛오토메이션."""
    prefix, roman = dice.choice(PREFIXES)
    word, english = dice.choice(SUPPLIER_WORDS)
    return Firm(f"(주){prefix}{word}", f"{roman} {english} Co., Ltd.", "58222")


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

"""Changes of Korean provinces and municipalities since 2023, as data for ``make_regions``.

Base table: the legal-dong code table of 2022-09-01. Each change below ends the old codes the
day before and begins the new ones; sources are in the README beside the reference data.
"""

from typing import NamedTuple

LAST_DAY_BEFORE = {
    "2023-06-11": "2023-06-10",
    "2023-07-01": "2023-06-30",
    "2024-01-18": "2024-01-17",
    "2026-07-01": "2026-06-30",
}


class Province(NamedTuple):
    """One province code with its names and the day it begins (empty: as in the base table)."""

    code: str
    name_ko: str
    name_en: str
    begins: str = ""
    successor: str = ""


PROVINCES = [
    Province("11", "서울특별시", "Seoul"),
    Province("12", "전남광주통합특별시", "Jeonnam-Gwangju", "2026-07-01"),
    Province("26", "부산광역시", "Busan"),
    Province("27", "대구광역시", "Daegu"),
    Province("28", "인천광역시", "Incheon"),
    Province("29", "광주광역시", "Gwangju", successor="12"),
    Province("30", "대전광역시", "Daejeon"),
    Province("31", "울산광역시", "Ulsan"),
    Province("36", "세종특별자치시", "Sejong"),
    Province("41", "경기도", "Gyeonggi-do"),
    Province("42", "강원도", "Gangwon-do", successor="51"),
    Province("43", "충청북도", "Chungcheongbuk-do"),
    Province("44", "충청남도", "Chungcheongnam-do"),
    Province("45", "전라북도", "Jeollabuk-do", successor="52"),
    Province("46", "전라남도", "Jeollanam-do", successor="12"),
    Province("47", "경상북도", "Gyeongsangbuk-do"),
    Province("48", "경상남도", "Gyeongsangnam-do"),
    Province("50", "제주특별자치도", "Jeju-do"),
    Province("51", "강원특별자치도", "Gangwon State", "2023-06-11"),
    Province("52", "전북특별자치도", "Jeonbuk State", "2024-01-18"),
]

PREFIX_CHANGES = {"42": ("51", "2023-06-11"), "45": ("52", "2024-01-18")}

MOVED = {"47720": ("27720", "2023-07-01")}

MERGED_2026 = {
    "29110": "12210", "29140": "12240", "29155": "12270", "29170": "12300", "29200": "12330",
    "46110": "12110", "46130": "12130", "46150": "12150", "46170": "12170", "46230": "12190",
    "46710": "12710", "46720": "12720", "46730": "12730", "46770": "12740", "46780": "12750",
    "46790": "12760", "46800": "12770", "46810": "12780", "46820": "12790", "46830": "12800",
    "46840": "12810", "46860": "12820", "46870": "12830", "46880": "12840", "46890": "12850",
    "46900": "12860", "46910": "12870",
}  # fmt: skip

INCHEON_SUCCESSORS = {"28110": "28125", "28140": "28125", "28260": "28275"}
SPLITS = [
    ("28110", "28125", 44),
    ("28110", "28155", 8),
    ("28260", "28275", 11),
    ("28260", "28290", 10),
]
INCHEON_NEW = {"28125": "제물포구", "28155": "영종구", "28275": "서해구", "28290": "검단구"}

YEONGJONG_DONGS = {f"28110{number}" for number in range(145, 153)}
GEOMDAN_DONGS = {f"28260{number}" for number in (101, 102, 113, 114, 115, 117, 118, 119, 120, 121)}


def incheon_district_of_dong(code: str) -> str:
    """Return the Incheon district of 2026-07-01 that the old legal dong ``code`` belongs to."""
    if code[:5] == "28260":
        return "28290" if code in GEOMDAN_DONGS else "28275"
    return "28155" if code in YEONGJONG_DONGS else "28125"

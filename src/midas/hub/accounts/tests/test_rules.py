"""The pure rules: business numbers, regions over time, scopes, sizes."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from midas.hub.accounts.rules import business_numbers as numbers
from midas.hub.accounts.rules import firms, scopes
from midas.hub.accounts.rules.places import Atlas, Place, Territory, in_force, short_code

DAY = date(2026, 7, 1)
BEFORE = DAY - timedelta(days=1)


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("124-81-00998", True),
        ("1248100998", True),
        (" 124 81 00998 ", True),
        ("124‐81‐00998", True),
        ("220-81-62517", True),
        ("120-81-47521", True),
        ("123-45-67890", False),
        ("124-81-00997", False),
        ("124-81-0099", False),
        ("124-81-009988", False),
        ("12A-81-00998", False),
        ("١٢٤٨١٠٠٩٩٨", False),
        ("", False),
    ],
)
def test_a_business_number_is_ten_digits_with_the_check_digit(text: str, right: bool) -> None:
    assert numbers.is_business_number(text) is right
    assert (not numbers.business_number_problems(text)) is right


@given(st.text("0123456789", min_size=9, max_size=9))
def test_exactly_one_tenth_digit_fits(first: str) -> None:
    fitting = [d for d in "0123456789" if numbers.is_business_number(first + d)]
    assert fitting == [str(numbers.check_digit(first))]


@given(st.text("0123456789", min_size=9, max_size=9), st.integers(0, 7), st.integers(1, 9))
def test_one_wrong_digit_among_the_first_eight_is_found(first: str, at: int, by: int) -> None:
    number = first + str(numbers.check_digit(first))
    wrong = number[:at] + str((int(number[at]) + by) % 10) + number[at + 1 :]
    assert not numbers.is_business_number(wrong)


def test_a_refused_number_names_the_check_digit_and_its_source() -> None:
    (problem,) = numbers.business_number_problems("123-45-67890")
    assert problem.rule == "business-number-check-digit"
    assert problem.source == numbers.SOURCE
    assert problem.params == {"number": "123-45-67890"}
    (problem,) = numbers.business_number_problems("123")
    assert problem.rule == "business-number-length"


@pytest.mark.parametrize(
    ("code", "short"),
    [("4812000000", "48120"), ("4800000000", "48"), ("48120", "48120"), ("48", "48"), ("x", "x")],
)
def test_legal_codes_of_ten_digits_are_shortened(code: str, short: str) -> None:
    assert short_code(code) == short


@pytest.mark.parametrize(
    ("held", "wanted", "covers"),
    [
        ("*", "shells.read", True),
        ("shells.*", "shells.read", True),
        ("shells.read", "shells.read", True),
        ("shells.read", "shells.write", False),
        ("shells.*", "shellsandmore.read", False),
        ("shell.*", "shells.read", False),
    ],
)
def test_a_scope_covers_itself_and_a_star_its_noun(held: str, wanted: str, covers: bool) -> None:
    assert scopes.scopes_cover([held], wanted) is covers


@given(
    st.lists(st.sampled_from(["a.b", "a.*", "c.d", "*"])), st.sampled_from(["a.b", "c.d", "e.f"])
)
def test_more_scopes_never_allow_less(held: list[str], wanted: str) -> None:
    if scopes.scopes_cover(held, wanted):
        assert scopes.scopes_cover([*held, "x.y"], wanted)


@pytest.mark.parametrize("wrong", [[], ["Shells.read"], ["shells"], ["shells.read "], ["a.b.c"]])
def test_words_that_are_no_scopes_are_refused(wrong: list[str]) -> None:
    assert scopes.scope_problems(wrong)
    assert not scopes.scope_problems(["shells.read", "shells.*", "*"])


@pytest.mark.parametrize(
    ("kind", "size", "employees", "rules"),
    [
        ("adopter", "small", 30, []),
        ("adopter", "large", 30, ["size-of-adopter"]),
        ("large_enterprise", "large", 9000, []),
        ("adopter", "micro", 9, []),
        ("adopter", "micro", 10, ["size-micro"]),
        ("adopter", "micro", None, []),
        ("agency", "", None, []),
    ],
)
def test_size_fits_kind_and_employees(
    kind: str, size: str, employees: int | None, rules: list[str]
) -> None:
    assert [p.rule for p in firms.size_problems(kind, size, employees)] == rules


@pytest.mark.parametrize(
    ("kind", "role", "allowed"),
    [
        ("adopter", "owner", True),
        ("supplier", "staff", True),
        ("adopter", "approver", False),
        ("large_enterprise", "expert", False),
        ("techno_park", "officer", True),
        ("agency", "committee", True),
    ],
)
def test_a_firm_gives_only_firm_roles(kind: str, role: str, allowed: bool) -> None:
    assert (not firms.role_problems(kind, role)) is allowed


@given(st.dates(), st.integers(0, 400), st.integers(-10, 410))
def test_in_force_counts_both_ends(start: date, length: int, offset: int) -> None:
    if start > date(9990, 1, 1) or start < date(100, 1, 1):
        return
    day = start + timedelta(days=offset)
    assert in_force(start, start + timedelta(days=length), day) is (0 <= offset <= length)
    assert in_force(start, None, day) is (offset >= 0)


def place(number: int, code: str, parent: int | None, start: date, end: date | None) -> Place:
    """A region whose id is its number."""
    level = "municipality" if parent else "province"
    around = UUID(int=parent) if parent else None
    return Place(UUID(int=number), code, level, around, code, code, start, end)


OLD = date(1988, 4, 23)
ATLAS = Atlas(
    [
        place(1, "29", None, OLD, BEFORE),  # Gwangju
        place(2, "46", None, OLD, BEFORE),  # Jeonnam
        place(3, "12", None, DAY, None),  # both together
        place(4, "29110", 1, OLD, BEFORE),
        place(5, "12210", 3, DAY, None),
        place(6, "46110", 2, OLD, BEFORE),
        place(7, "12110", 3, DAY, None),
        place(8, "28", None, OLD, None),  # Incheon
        place(9, "28110", 8, OLD, BEFORE),  # Jung-gu, split
        place(10, "28140", 8, OLD, BEFORE),  # Dong-gu
        place(11, "28125", 8, DAY, None),  # Jemulpo: Dong-gu and a part of Jung-gu
        place(12, "28155", 8, DAY, None),  # Yeongjong: the rest of Jung-gu
        place(13, "47", None, OLD, None),
        place(14, "47110", 13, OLD, None),  # Pohang
    ],
    [
        (UUID(int=old), UUID(int=new))
        for old, new in ((1, 3), (2, 3), (4, 5), (6, 7), (9, 11), (9, 12), (10, 11))
    ],
    [
        Territory(UUID(int=101), UUID(int=1), OLD, BEFORE),
        Territory(UUID(int=102), UUID(int=2), OLD, BEFORE),
        Territory(UUID(int=102), UUID(int=3), DAY, None),
        Territory(UUID(int=101), UUID(int=5), DAY, None),
        Territory(UUID(int=103), UUID(int=13), OLD, None),
        Territory(UUID(int=104), UUID(int=14), OLD, None),
    ],
)


@pytest.mark.parametrize(
    ("start", "day", "becomes"),
    [
        (4, BEFORE, [4]),
        (4, DAY, [5]),
        (5, BEFORE, [4]),
        (9, DAY, [11, 12]),
        (11, BEFORE, [9, 10]),
        (1, DAY, [3]),
        (3, BEFORE, [1, 2]),
        (1, OLD - timedelta(days=1), []),
    ],
)
def test_a_region_is_followed_through_time(start: int, day: date, becomes: list[int]) -> None:
    assert [p.id.int for p in ATLAS.versions_on(UUID(int=start), day)] == becomes


@pytest.mark.parametrize(
    ("code", "day", "number"),
    [("46110", BEFORE, 6), ("46110", DAY, 7), ("28110", DAY, None), ("2811000000", BEFORE, 9)],
)
def test_a_code_leads_to_its_only_successor(code: str, day: date, number: int | None) -> None:
    found = ATLAS.by_code(code, day)
    assert (found.id.int if found else None) == number


@pytest.mark.parametrize(
    ("inner", "outer", "inside"),
    [
        (4, 1, True),
        (4, 3, True),  # through its successor
        (5, 1, True),  # through its predecessor
        (7, 1, False),
        (6, 1, False),
        (3, 1, False),  # the whole is not in its part
        (1, 3, True),
        (11, 8, True),
        (9, 11, False),  # only a part of it went there
        (10, 11, True),
        (14, 14, True),
        (13, 14, False),
    ],
)
def test_a_region_lies_in_another_now_later_or_earlier(
    inner: int, outer: int, inside: bool
) -> None:
    assert ATLAS.within(UUID(int=inner), UUID(int=outer)) is inside


@pytest.mark.parametrize(
    ("region", "day", "park"),
    [
        (4, BEFORE, 101),
        (4, DAY, 101),  # its old city went to another territory than the rest
        (6, DAY, 102),
        (3, DAY, 102),
        (14, DAY, 104),  # the most specific territory wins
        (13, DAY, 103),
        (8, DAY, None),
    ],
)
def test_the_most_specific_territory_names_the_techno_park(
    region: int, day: date, park: int | None
) -> None:
    found = ATLAS.techno_park(UUID(int=region), day)
    assert (found.int if found else None) == park


def test_a_line_ends_where_regions_merge_or_split() -> None:
    lines = {(first.id.int, last.id.int) for first, last in ATLAS.unbroken_lines()}
    assert {(4, 5), (6, 7), (1, 1), (2, 2), (3, 3), (9, 9), (11, 11)} <= lines
    assert (1, 3) not in lines


@given(st.integers(1, 14), st.dates(date(1990, 1, 1), date(2030, 1, 1)))
def test_every_version_of_a_region_is_in_force_on_the_day(number: int, day: date) -> None:
    found = ATLAS.versions_on(UUID(int=number), day)
    assert found
    assert all(in_force(one.from_day, one.until_day, day) for one in found)

"""Reference data: loaded once, changed never by a second run, refused with the place of a fault."""

import shutil
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from midas.hub.accounts import public
from midas.hub.accounts.models import Industry, Organisation, Region, TechnoParkTerritory
from midas.hub.accounts.services.reference import load_reference
from midas.hub.accounts.tests import makers
from midas.hub.kernel.actor import SYSTEM
from midas.hub.kernel.errors import NotAllowed, NotValid
from midas.hub.kernel.models import Fact

pytestmark = pytest.mark.django_db

BEFORE, AFTER = date(2026, 6, 30), date(2026, 7, 1)
SMALL = {
    "regions.csv": """code,level,parent,name_ko,name_en,valid_from,valid_to,successor,lat,lon
46,province,,전라남도,Jeollanam-do,1988-04-23,2026-06-30,12,34.9,126.9
46110,municipality,46,목포시,Mokpo-si,1988-04-23,2026-06-30,12110,34.8,126.4
29,province,,광주광역시,Gwangju,1995-01-01,2026-06-30,12,35.2,126.8
29110,municipality,29,동구,Dong-gu,1995-01-01,2026-06-30,12210,35.1,126.9
12,province,,전남광주통합특별시,Jeonnam-Gwangju,2026-07-01,,,34.9,126.9
12110,municipality,12,목포시,Mokpo-si,2026-07-01,,,34.8,126.4
12210,municipality,12,동구,Dong-gu,2026-07-01,,,35.1,126.9
""",
    "technoparks.csv": """code,name_ko,name_en,home_region,address_ko
tp-jeonnam,전남테크노파크,Jeonnam Technopark,12110,순천시 해룡면
tp-gwangju,광주테크노파크,Gwangju Technopark,12210,북구 첨단과기로
""",
    "technopark-territories.csv": """technopark,region,valid_from,valid_to,source
tp-jeonnam,46,2023-01-01,2026-06-30,whole province
tp-gwangju,29,2023-01-01,2026-06-30,whole province
tp-jeonnam,12,2026-07-01,,rest
tp-gwangju,12210,2026-07-01,,old city
""",
    "industries.csv": """code,level,parent,name_ko,name_en,valid_from,valid_to
C,section,,제조업,Manufacturing,2024-07-01,
24,division,C,1차 금속 제조업,Basic metals,2024-07-01,
""",
    "industries-10.csv": """code,level,parent,name_ko,name_en,valid_from,valid_to
24,division,,1차 금속 제조업,Basic metals,2017-07-01,2024-06-30
""",
    "industry-links.csv": "ksic11,ksic10,kind\n24,24,same\n",
    "technologies.csv": """code,level,parent,name_ko,name_en,valid_from,valid_to,confirmed
A,major,,자동화기기,Automation devices,2026-07-23,,yes
A1,middle,A,로봇,Robots,2026-07-23,,no
""",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in SMALL.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def load(folder: Path) -> dict[str, int]:
    loaded = load_reference(folder=folder, governments=True, by=SYSTEM, now=makers.NOW)
    return {table: count for table, count in loaded.changed.items() if count}


def edit(folder: Path, name: str, old: str, new: str) -> None:
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_a_second_load_changes_nothing_and_leaves_no_fact(folder: Path) -> None:
    first = load(folder)
    assert first["regions"] == 7
    assert first["successions"] == 4
    assert first["territories"] == 4
    assert first["governments"] == 5  # 전남, 광주, 전남광주, and 목포 and 동구 living on
    assert load(folder) == {}
    assert Fact.objects.filter(kind="accounts.reference_loaded").count() == 1


def test_a_merged_province_keeps_both_techno_parks_by_their_old_areas(folder: Path) -> None:
    load(folder)
    parks = {o.code: o.id for o in public.organisations_of_kind("techno_park")}
    dong, mokpo = (public.region_by_code(code, BEFORE).id for code in ("29110", "46110"))
    assert public.techno_park_for(dong, BEFORE) == parks["tp-gwangju"]
    assert public.techno_park_for(dong, AFTER) == parks["tp-gwangju"]
    assert public.techno_park_for(mokpo, AFTER) == parks["tp-jeonnam"]


def test_a_local_government_lives_on_under_a_new_code_but_a_merged_one_ends(folder: Path) -> None:
    load(folder)
    mokpo = public.region_by_code("46110", BEFORE).id

    def names(day: date) -> list[str]:
        found = public.local_governments_for(mokpo, day)
        return [public.organisation(one).name for one in found]

    assert names(BEFORE) == ["전남광주통합특별시 목포시", "전라남도"]
    assert names(AFTER) == ["전남광주통합특별시 목포시", "전남광주통합특별시"]


def test_an_ended_code_leads_to_its_successor(folder: Path) -> None:
    load(folder)
    assert public.region_by_code("46110", AFTER).code == "12110"
    assert [p.code for p in public.provinces_on(BEFORE)] == ["29", "46"]
    assert [p.code for p in public.provinces_on(AFTER)] == ["12"]


def test_a_corrected_name_is_the_only_change(folder: Path) -> None:
    load(folder)
    edit(folder, "industries.csv", "Basic metals", "Manufacture of basic metals")
    assert load(folder) == {"industries.csv": 1}
    assert Industry.objects.get(revision=11, code="24").name_en == "Manufacture of basic metals"


def test_a_territory_that_left_the_file_is_removed(folder: Path) -> None:
    load(folder)
    edit(folder, "technopark-territories.csv", "tp-gwangju,12210,2026-07-01,,old city\n", "")
    assert load(folder) == {"territories": 1}
    assert TechnoParkTerritory.objects.count() == 3


@pytest.mark.parametrize(
    ("name", "old", "new", "place"),
    [
        ("regions.csv", "code,level", "code,rank", "regions.csv!1:rank"),
        ("regions.csv", "46110,municipality,46,", "46110,municipality,47,", "regions.csv!3:parent"),
        ("regions.csv", "46110,municipality,46,", "46110,village,46,", "regions.csv!3:level"),
        ("regions.csv", "2026-06-30,12110", "2026-06-31,12110", "regions.csv!3:valid_to"),
        ("regions.csv", "2026-06-30,12110", "1980-01-01,12110", "regions.csv!3:valid_to"),
        ("regions.csv", "2026-06-30,12110", "2026-06-30,99999", "regions.csv!3:successor"),
        ("regions.csv", "34.8,126.4", "north,126.4", "regions.csv!3:lat"),
        ("regions.csv", "34.8,126.4", "134.8,126.4", "regions.csv!3:lat"),
        ("regions.csv", "34.8,126.4", ",126.4", "regions.csv!3:lat"),
        ("regions.csv", ",34.8,126.4", ",34.8", "regions.csv!3:"),
        (
            "regions.csv",
            "29110,municipality,29,",
            "46110,municipality,46,",
            "regions.csv!5:valid_from",
        ),
        ("technoparks.csv", "Jeonnam Technopark,12110", "X,1", "technoparks.csv!2:home_region"),
        ("technoparks.csv", "전남테크노파크", "", "technoparks.csv!2:name_ko"),
        (
            "technopark-territories.csv",
            "tp-jeonnam,46",
            "tp-x,46",
            "technopark-territories.csv!2:technopark",
        ),
        ("industries.csv", "24,division,C", "24,division,Z", "industries.csv!3:parent"),
        ("industry-links.csv", "24,24", "99,24", "industry-links.csv!2:ksic11"),
        ("technologies.csv", ",yes", ",maybe", "technologies.csv!2:confirmed"),
    ],
)
def test_a_fault_is_named_by_file_row_and_column_and_nothing_is_loaded(
    folder: Path, name: str, old: str, new: str, place: str
) -> None:
    edit(folder, name, old, new)
    with pytest.raises(NotValid) as refusal:
        load(folder)
    places = [problem.field for problem in refusal.value.problems]
    assert place in places
    assert not Region.objects.exists()
    assert not Organisation.objects.exists()


def test_a_code_named_twice_is_refused(folder: Path) -> None:
    with (folder / "technologies.csv").open("a", encoding="utf-8") as file:
        file.write("A1,middle,A,로봇,Robots,2026-07-23,,no\n")
    with pytest.raises(NotValid) as refusal:
        load(folder)
    assert [p.field for p in refusal.value.problems] == ["technologies.csv!4:code"]


def test_a_loaded_version_may_end_but_not_vanish(folder: Path) -> None:
    load(folder)
    edit(folder, "regions.csv", "목포시,Mokpo-si,1988-04-23", "목포시,Mokpo-si,1989-04-23")
    with pytest.raises(NotValid) as refusal:
        load(folder)
    assert [p.field for p in refusal.value.problems] == ["regions.csv!3:valid_from"]


def test_a_missing_file_is_named(folder: Path) -> None:
    (folder / "technoparks.csv").unlink()
    with pytest.raises(CommandError, match=r"technoparks\.csv"):
        call_command("reference_load", folder=folder)


def test_nobody_but_an_operator_loads(folder: Path) -> None:
    with pytest.raises(NotAllowed):
        load_reference(folder=folder, governments=False, by=makers.actor("adopter"), now=makers.NOW)


def test_the_profile_of_korea_loads_whole_and_twice(tmp_path: Path) -> None:
    source = settings.PROFILE / "reference"
    if not (source / "regions.csv").is_file():
        pytest.skip("the profile has no reference data")
    target = tmp_path / "reference"
    shutil.copytree(source, target)
    load(target)
    assert load(target) == {}
    assert len(public.provinces_on(BEFORE)) == 17
    assert len(public.provinces_on(AFTER)) == 16
    assert len(public.organisations_of_kind("techno_park")) == 19
    for province in public.provinces_on(AFTER):
        assert public.techno_park_for(province.id, AFTER)
        assert public.local_governments_for(province.id, AFTER)
    pohang = public.region_by_code("47110", AFTER)
    assert public.organisation(public.techno_park_for(pohang.id, AFTER)).code == "tp-pohang"

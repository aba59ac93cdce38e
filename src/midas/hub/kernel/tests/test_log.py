"""The log is whole until somebody touches a row, and then the row is named."""

import json
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from midas.hub.kernel.actor import Actor
from midas.hub.kernel.ids import new_id
from midas.hub.kernel.log import seal, verify
from midas.hub.kernel.log.canonical import FIELDS, canonical_bytes, plain_fact
from midas.hub.kernel.log.export import exported
from midas.hub.kernel.models import Fact, LogEntry, LogRoot

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
BY = Actor(person=new_id(), name="김하나")


@pytest.fixture(autouse=True)
def _own_keys(settings: Any, tmp_path: Path) -> None:
    settings.KEYS_ROOT = tmp_path / "keys"


def record(count: int, **data: Any) -> list[Fact]:
    """So many facts, one a minute."""
    return [
        Fact.objects.create(
            at=NOW + timedelta(minutes=i),
            kind="kernel.bell_rung",
            subject=new_id(),
            person=BY.person,
            actor_name=BY.name,
            data={"금액": 1_000_000 + i, "share": 0.5, **data},
        )
        for i in range(count)
    ]


@pytest.fixture
def sealed(db: None) -> list[Fact]:
    """Twelve facts under two signed roots, over seven and over all."""
    first = record(7)
    seal.seal()
    seal.sign_root(NOW)
    second = record(5)
    seal.seal(whole=False)
    seal.sign_root(NOW + timedelta(days=1))
    return first + second


def export_to(folder: Path) -> Path:
    """Write the log into a file."""
    path = folder / "log.jsonl"
    path.write_text("".join(exported(NOW)), encoding="utf-8")
    return path


def by_hand(statement: str, *values: Any) -> None:
    """What somebody with the database's password does, past every guard."""
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
        cursor.execute("set session_replication_role = replica")
        cursor.execute(statement, values)
        cursor.execute("set session_replication_role = origin")


def test_an_untouched_log_is_whole(sealed: list[Fact], tmp_path: Path) -> None:
    report = verify.verify(export_to(tmp_path))
    assert (report.entries, report.roots, report.findings) == (12, 2, [])
    assert verify.main([str(tmp_path / "log.jsonl")]) == 0


def test_sealing_twice_seals_once(sealed: list[Fact]) -> None:
    assert seal.seal() == 0
    assert seal.sign_root(NOW) is None
    assert list(LogEntry.objects.order_by("index").values_list("fact_id", flat=True)) == [
        fact.pk for fact in sealed
    ]


def test_a_fact_committed_late_is_sealed_late(sealed: list[Fact]) -> None:
    newest = sealed[-1].pk + 5
    Fact.objects.create(id=newest, at=NOW, kind="x")
    seal.seal(whole=False)
    Fact.objects.create(id=newest - 1, at=NOW, kind="x")
    assert seal.seal(whole=False) == 1
    assert LogEntry.objects.order_by("index").last().fact_id == newest - 1  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("actor_name", "박둘"),
        ("at", NOW),
        ("data", '{"금액": 9}'),
        ("kind", "other"),
        ("person", None),
    ],
)
def test_an_altered_row_is_named(
    sealed: list[Fact], tmp_path: Path, column: str, value: Any
) -> None:
    by_hand(f"update kernel_fact set {column} = %s where id = %s", value, sealed[4].pk)
    (finding,) = verify.verify(export_to(tmp_path)).findings
    assert (finding.text, finding.index, finding.fact_id) == (verify.ALTERED, 4, sealed[4].pk)


def test_the_command_names_index_fact_kind_and_time(
    sealed: list[Fact], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    by_hand("update kernel_fact set actor_name = 'x' where id = %s", sealed[4].pk)
    assert verify.main([str(export_to(tmp_path))]) == 1
    said = capsys.readouterr().out
    assert f"4 (#{sealed[4].pk}, kernel.bell_rung, 2026-03-02T09:04:00.000000Z)" in said


def test_a_removed_row_is_named(sealed: list[Fact], tmp_path: Path) -> None:
    by_hand("delete from kernel_fact where id = %s", sealed[9].pk)
    (finding,) = verify.verify(export_to(tmp_path)).findings
    assert (finding.text, finding.index, finding.fact_id) == (verify.GONE, 9, sealed[9].pk)


def test_a_row_removed_with_its_entry_is_named(sealed: list[Fact], tmp_path: Path) -> None:
    by_hand("delete from kernel_logentry where index = 3")
    findings = verify.verify(export_to(tmp_path)).findings
    assert (findings[0].text, findings[0].index) == (verify.MISSING, 3)
    assert verify.ROOT in [one.text for one in findings[1:]]


def test_swapped_rows_are_named_as_re_ordered(sealed: list[Fact], tmp_path: Path) -> None:
    a, b = sealed[2].pk, sealed[5].pk
    by_hand("update kernel_logentry set fact_id = -1 where index = 2")
    by_hand("update kernel_logentry set fact_id = %s where index = 5", a)
    by_hand("update kernel_logentry set fact_id = %s where index = 2", b)
    findings = verify.verify(export_to(tmp_path)).findings
    assert [(one.text, one.index, one.params["place"]) for one in findings] == [
        (verify.MOVED, 2, 5),
        (verify.MOVED, 5, 2),
    ]


def test_rows_re_ordered_with_their_hashes_break_the_root(
    sealed: list[Fact], tmp_path: Path
) -> None:
    by_hand("update kernel_logentry set index = -1 where index = 8")
    by_hand("update kernel_logentry set index = 8 where index = 9")
    by_hand("update kernel_logentry set index = 9 where index = -1")
    (finding,) = verify.verify(export_to(tmp_path)).findings
    assert (finding.text, finding.params["first"], finding.params["last"]) == (verify.ROOT, 7, 11)


def test_a_row_altered_with_its_hash_breaks_the_root_of_its_day(
    sealed: list[Fact], tmp_path: Path
) -> None:
    by_hand("update kernel_fact set actor_name = 'x' where id = %s", sealed[1].pk)
    row = Fact.objects.filter(pk=sealed[1].pk).values(*FIELDS).get()
    leaf = seal.leaf_hash(canonical_bytes(plain_fact(row)))
    by_hand("update kernel_logentry set leaf = %s where index = 1", leaf)
    findings = verify.verify(export_to(tmp_path)).findings
    assert [(one.text, one.params["first"]) for one in findings] == [
        (verify.ROOT, 0),
        (verify.ROOT, 7),
    ]


def edited(path: Path, change: Callable[[list[dict[str, Any]]], object]) -> list[verify.Finding]:
    """The findings after somebody edited the exported file."""
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    change(lines)
    text = "".join(json.dumps(line) + "\n" for line in lines)
    path.write_text(text, encoding="utf-8")
    return verify.verify(path).findings


def test_a_line_put_twice_is_named(sealed: list[Fact], tmp_path: Path) -> None:
    findings = edited(export_to(tmp_path), lambda lines: lines.insert(5, dict(lines[3])))
    assert (findings[0].text, findings[0].fact_id) == (verify.INSERTED, sealed[2].pk)


def test_a_cut_file_is_noticed(sealed: list[Fact], tmp_path: Path) -> None:
    findings = edited(export_to(tmp_path), lambda lines: lines.__delitem__(slice(-3, None)))
    assert [one.text for one in findings] == [verify.CUT]


def test_entries_missing_under_a_root_are_noticed(sealed: list[Fact], tmp_path: Path) -> None:
    by_hand("delete from kernel_logentry where index > 9")
    texts = [one.text for one in verify.verify(export_to(tmp_path)).findings]
    assert texts == [verify.SHORT]


def test_a_root_signed_by_nobody_or_by_another_is_noticed(
    sealed: list[Fact], tmp_path: Path, settings: Any
) -> None:
    path = export_to(tmp_path)
    known = seal.log_key().public_key().public_bytes_raw().hex()
    assert verify.verify(path, key=known).findings == []
    assert {one.text for one in verify.verify(path, key="00" * 32).findings} == {verify.KEY}
    LogRoot.objects.filter(size=12).update(day=date(2020, 1, 1))
    (finding,) = verify.verify(export_to(tmp_path)).findings
    assert finding.text == verify.SIGNATURE


def test_a_rewritten_log_under_a_new_key_fails_against_the_published_root(
    sealed: list[Fact], tmp_path: Path, settings: Any
) -> None:
    published = {7: bytes(LogRoot.objects.get(size=7).root).hex()}
    assert verify.verify(export_to(tmp_path), pinned=published).findings == []
    by_hand("delete from kernel_logroot")
    by_hand("delete from kernel_logentry")
    by_hand("update kernel_fact set actor_name = 'x' where id = %s", sealed[1].pk)
    settings.KEYS_ROOT = tmp_path / "other"
    seal.seal()
    seal.sign_root(NOW)
    path = export_to(tmp_path)
    assert verify.verify(path).findings == []  # whole in itself, which is why roots are published
    (finding,) = verify.verify(path, pinned=published).findings
    assert finding.text == verify.PINNED


@pytest.mark.parametrize("text", ["", "hello\n", "[1]\n", '{"format": "other"}\n'])
def test_a_file_that_is_no_log_has_exit_code_2(tmp_path: Path, text: str) -> None:
    path = tmp_path / "x"
    path.write_text(text)
    assert verify.main([str(path)]) == 2
    assert verify.main([str(tmp_path / "absent")]) == 2


def test_the_key_file_is_private_and_stays(sealed: list[Fact], settings: Any) -> None:
    path = Path(settings.KEYS_ROOT) / "log-key.pem"
    assert path.stat().st_mode & 0o777 == 0o600
    before = seal.log_key().public_key().public_bytes_raw()
    assert seal.log_key().public_key().public_bytes_raw() == before


def test_the_verifier_needs_neither_django_nor_a_database(
    sealed: list[Fact], tmp_path: Path
) -> None:
    path = export_to(tmp_path)
    code = (
        "import sys; from midas.hub.site import cli;"
        f"code = cli.main(['log', 'verify', {str(path)!r}]);"
        "assert not any(name.split('.')[0] in ('django', 'psycopg') for name in sys.modules);"
        "sys.exit(code)"
    )
    done = subprocess.run(  # our own interpreter
        [sys.executable, "-c", code],
        env={"MIDAS_LANGUAGE": "ko", "PYTHONPATH": ":".join(sys.path), "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "12" in done.stdout and "온전" in done.stdout


values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**20), 10**20)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"])),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"])),
            inner,
            max_size=3,
        )
    ),
    max_leaves=8,
)


@pytest.mark.django_db
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.dictionaries(st.just("value"), values, min_size=1))
def test_the_bytes_of_a_fact_survive_the_database_and_the_export(data: dict[str, Any]) -> None:
    made = Fact.objects.create(at=NOW, kind="x", person=BY.person, data=data)
    row = Fact.objects.filter(pk=made.pk).values(*FIELDS).get()
    before = canonical_bytes(plain_fact({name: getattr(made, name) for name in FIELDS}))
    assert canonical_bytes(plain_fact(row)) == before
    assert canonical_bytes(json.loads(json.dumps(plain_fact(row)))) == before

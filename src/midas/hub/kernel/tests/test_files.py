"""Files are taken in only when they are what they claim, and given out only as attachments."""

import hashlib
import os
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils.translation import override

from midas.hub.kernel import files
from midas.hub.kernel.actor import Actor
from midas.hub.kernel.errors import NotFound, NotValid
from midas.hub.kernel.file_kinds import MEDIA_TYPES
from midas.hub.kernel.ids import new_id
from midas.hub.kernel.models import StoredFile
from midas.hub.kernel.tests import makers
from midas.hub.kernel.texts import say

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
BY = Actor(person=new_id(), name="김하나")
GOOD = {
    "pdf": makers.PDF,
    "png": makers.PNG,
    "jpg": makers.JPG,
    "hwp": makers.HWP,
    "hwpx": makers.hwpx(),
    "xlsx": makers.xlsx(),
    "docx": makers.docx(),
    "zip": makers.zipped(note=b"hello"),
    "csv": "이름,금액\n가나,1\n".encode(),
    "txt": "사업계획".encode("cp949"),
}


@pytest.fixture(autouse=True)
def _own_folder(settings: Any, tmp_path: Path) -> None:
    settings.FILES_ROOT = tmp_path / "files"


def store(name: str, content: bytes, **changes: Any) -> StoredFile:
    """Take in a file with usual limits."""
    values = {"kinds": set(MEDIA_TYPES), "max_bytes": 1 << 20, "subject": new_id()} | changes
    return files.store_upload(upload=makers.upload(name, content), by=BY, now=NOW, **values)


def left_over(settings: Any) -> list[str]:
    """What lies in the folder."""
    return [path.name for path in Path(settings.FILES_ROOT).iterdir()]


@pytest.mark.django_db
@pytest.mark.parametrize("ending", sorted(GOOD))
def test_every_kind_is_taken_and_kept_whole(ending: str) -> None:
    stored = store(f"사업계획서.{ending}", GOOD[ending])
    kept = files.path_of(stored).read_bytes()
    assert kept == GOOD[ending]
    assert stored.sha256 == hashlib.sha256(kept).hexdigest()
    assert (stored.size, stored.media_type) == (len(kept), MEDIA_TYPES[ending])
    assert stat.S_IMODE(files.path_of(stored).stat().st_mode) == 0o600
    assert stored.name.split(".")[0] not in stored.place


@pytest.mark.django_db
@pytest.mark.parametrize("content", sorted(GOOD))
@pytest.mark.parametrize("claimed", sorted(GOOD))
def test_a_disguised_file_is_refused(claimed: str, content: str, settings: Any) -> None:
    if claimed == content or {claimed, content} <= {"csv", "txt"}:
        return
    if content == "pdf" and claimed in ("csv", "txt"):
        return  # this PDF holds plain letters only and is a text as well
    with pytest.raises(NotValid) as caught:
        store(f"a.{claimed}", GOOD[content])
    (problem,) = caught.value.problems
    assert (problem.field, problem.rule) == ("file", "file-content")
    assert left_over(settings) == []
    assert not StoredFile.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "content", "changes", "rule"),
    [
        ("a.pdf", b"", {}, "file-empty"),
        ("a.pdf", makers.PDF * 99, {"max_bytes": 2048}, "file-size"),
        ("a.exe", b"MZ", {}, "file-kind"),
        ("pdf", makers.PDF, {}, "file-kind"),
        ("a.zip", GOOD["zip"], {"kinds": {"pdf"}}, "file-kind"),
        ("a.txt", b"one\x00two", {}, "file-content"),
        ("a.zip", GOOD["zip"][:40], {}, "file-content"),
    ],
)
def test_bad_uploads_are_refused_and_leave_nothing(
    name: str, content: bytes, changes: dict[str, Any], rule: str, settings: Any
) -> None:
    with pytest.raises(NotValid) as caught:
        store(name, content, **changes)
    assert [one.rule for one in caught.value.problems] == [rule]
    assert not Path(settings.FILES_ROOT).exists() or left_over(settings) == []


@pytest.mark.django_db
def test_the_limit_is_named_in_both_languages() -> None:
    with pytest.raises(NotValid) as caught:
        store("큰파일.pdf", makers.PDF * 50_000, max_bytes=3 << 19)
    said = {}
    for language in ("en", "ko"):
        with override(language):
            said[language] = say(caught.value.problems[0])
    assert all("1.5 MB" in text and "큰파일.pdf" in text for text in said.values())
    assert said["en"] != said["ko"]


@pytest.mark.django_db
def test_reading_stops_at_the_limit() -> None:
    class Endless:
        name = "a.pdf"
        handed_out = 0

        def read(self, size: int) -> bytes:
            self.handed_out += size
            return b"x" * size

    endless = Endless()
    with pytest.raises(NotValid):
        files.store_upload(
            upload=endless, subject=new_id(), kinds={"pdf"}, max_bytes=1 << 20, by=BY, now=NOW
        )
    assert endless.handed_out < (1 << 20) + 2 * files.CHUNK


@pytest.mark.django_db
def test_a_file_is_given_out_as_an_attachment_under_its_korean_name() -> None:
    stored = store("사업 계획서 '가'.pdf", makers.PDF)
    response = files.answer(stored)
    assert b"".join(response.streaming_content) == makers.PDF  # type: ignore[arg-type]
    disposition = response["Content-Disposition"]
    assert disposition.startswith("attachment; ")
    assert "filename*=UTF-8''%EC%82%AC%EC%97%85%20" in disposition
    assert response["X-Content-Type-Options"] == "nosniff"
    response.close()


@pytest.mark.django_db
def test_a_lost_file_is_not_found() -> None:
    stored = store("a.pdf", makers.PDF)
    files.path_of(stored).unlink()
    with pytest.raises(NotFound):
        files.answer(stored)


@pytest.mark.django_db
def test_the_sweep_removes_only_old_content_without_a_row(settings: Any) -> None:
    kept = store("a.pdf", makers.PDF)
    folder = Path(settings.FILES_ROOT)
    for name in ("orphan", ".part-x", "fresh"):
        (folder / name).write_bytes(b"x")
    old = (NOW - timedelta(days=2)).timestamp()
    for name in ("orphan", ".part-x", kept.place):
        os.utime(folder / name, (old, old))
    os.utime(folder / "fresh", (NOW.timestamp(),) * 2)
    assert files.sweep(NOW) == 2
    assert sorted(left_over(settings)) == sorted([kept.place, "fresh"])


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\나\\계획.HWP", "계획.HWP"),
        ("a\r\nb.pdf", "ab.pdf"),
        ("가" * 300 + ".pdf", "가" * 140 + ".pdf"),
    ],
)
def test_names_lose_folders_and_control_characters(given: str, kept: str) -> None:
    assert files.clean_name(given) == kept

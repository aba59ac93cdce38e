"""Files that people hand in: taken in safely, kept apart from the web, given out as attachments.

A file is written completely before its row exists, so a row never points at nothing; what a
rolled-back verb leaves behind is swept away a day later (`sweep`).
"""

import hashlib
import os
import tempfile
from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.conf import settings
from django.http import FileResponse

from midas.hub.kernel.actor import Actor
from midas.hub.kernel.errors import NotFound, NotValid
from midas.hub.kernel.file_kinds import MEDIA_TYPES, ending_of, is_kind
from midas.hub.kernel.ids import new_secret
from midas.hub.kernel.models import StoredFile
from midas.hub.kernel.problems import Problem, words

CHUNK = 1 << 16
KEPT_UNUSED = timedelta(days=1)


def store_upload(
    *,
    upload: Any,
    subject: UUID,
    kinds: Collection[str],
    max_bytes: int,
    by: Actor,
    now: datetime,
) -> StoredFile:
    """Take in one uploaded file for the case `subject`; call it inside a verb.

    `upload` has `name` and `chunks()` (Django's uploaded files) or `read(size)`; `kinds` are the
    endings that are welcome here, a subset of `file_kinds.MEDIA_TYPES`. Raises NotValid, with
    field "file", for a file that is empty, too large, of another kind, or not what its ending says.
    """
    name = clean_name(upload.name)
    ending = ending_of(name)
    if ending not in kinds or ending not in MEDIA_TYPES:
        text = words("“%(name)s” cannot be taken here; these kinds can: %(kinds)s.")
        raise _invalid(text, "file-kind", name=name, kinds=", ".join(sorted(kinds)))
    folder = _folder()
    with tempfile.NamedTemporaryFile(dir=folder, prefix=".part-", delete=False) as part:
        try:
            size, sha256 = _copy(upload, part, name=name, max_bytes=max_bytes)
            _require_kind(part, ending, name)
            place = new_secret()
            Path(part.name).chmod(0o600)
            Path(part.name).rename(folder / place)
            _sync_folder(folder)
        except BaseException:
            Path(part.name).unlink(missing_ok=True)
            raise
    return StoredFile.objects.create(
        subject=subject,
        name=name,
        media_type=MEDIA_TYPES[ending],
        size=size,
        sha256=sha256,
        place=place,
        uploaded_by=by.person,
        uploaded_at=now,
    )


def answer(stored: StoredFile) -> FileResponse:
    """A response that hands the file out as an attachment under its own name.

    The caller has asked the policy of the case already. Raises NotFound when the content is gone.
    """
    try:
        content = path_of(stored).open("rb")
    except FileNotFoundError:
        raise NotFound(Problem(words("This file is no longer kept."), rule="file-gone")) from None
    response = FileResponse(content, content_type=stored.media_type)
    plain = "".join(c if (c.isascii() and c.isalnum()) or c in "._-" else "_" for c in stored.name)
    response["Content-Disposition"] = (
        f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(stored.name, safe='')}"
    )
    response["Content-Length"] = str(stored.size)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response


def path_of(stored: StoredFile) -> Path:
    """Where the content of a stored file lies on this machine."""
    return Path(settings.FILES_ROOT) / stored.place


def sweep(now: datetime) -> int:
    """Remove content that has had no row for a day, and answer how many files that were."""
    old = [
        path
        for path in _folder().iterdir()
        if path.is_file() and now.timestamp() - path.stat().st_mtime > KEPT_UNUSED.total_seconds()
    ]
    names = [path.name for path in old]
    known = set(StoredFile.objects.filter(place__in=names).values_list("place", flat=True))
    unused = [path for path in old if path.name not in known]
    for path in unused:
        path.unlink(missing_ok=True)
    return len(unused)


def clean_name(name: str) -> str:
    """A file name without folders and control characters, at most 150 characters long."""
    bare = name.replace("\\", "/").rsplit("/", 1)[-1]
    bare = "".join(c for c in bare if c.isprintable()).strip().lstrip(".")
    stem, dot, ending = bare.rpartition(".")
    return f"{stem[:140]}{dot}{ending[:9]}" if dot else bare[:150]


def _folder() -> Path:
    folder = Path(settings.FILES_ROOT)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def _chunks(upload: Any) -> Iterator[bytes]:
    if hasattr(upload, "chunks"):
        yield from upload.chunks(CHUNK)
        return
    while part := upload.read(CHUNK):
        yield part


def _copy(upload: Any, part: Any, *, name: str, max_bytes: int) -> tuple[int, str]:
    """Write the upload to `part` down to the disk; size and SHA-256 of what was written."""
    digest, size = hashlib.sha256(), 0
    for chunk in _chunks(upload):
        size += len(chunk)
        if size > max_bytes:
            limit = f"{max_bytes / 1024 / 1024:.3g} MB"
            text = words("“%(name)s” is larger than the limit of %(limit)s.")
            raise _invalid(text, "file-size", name=name, limit=limit)
        digest.update(chunk)
        part.write(chunk)
    if not size:
        raise _invalid(words("“%(name)s” is empty."), "file-empty", name=name)
    part.flush()
    os.fsync(part.fileno())
    return size, digest.hexdigest()


def _require_kind(part: Any, ending: str, name: str) -> None:
    if not is_kind(part, ending):
        text = words("The content of “%(name)s” is not what its ending “.%(ending)s” says.")
        raise _invalid(text, "file-content", name=name, ending=ending)


def _sync_folder(folder: Path) -> None:
    """Make the new name durable, not only the content."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _invalid(text: str, rule: str, **params: object) -> NotValid:
    return NotValid(Problem(text, params, field="file", rule=rule))

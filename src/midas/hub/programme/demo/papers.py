"""Small true files for made-up cases: a page of PDF, a workbook, a picture."""

import io
import struct
import zlib
from functools import lru_cache

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile

from midas.hub.programme.rules.profile_papers import Document
from midas.hub.programme.services.filing import Paper


def upload(kind: Document, about: str) -> SimpleUploadedFile:
    """A file that this kind of paper welcomes; `about` is a line of ASCII printed on it."""
    if "pdf" in kind.accepts:
        return SimpleUploadedFile(f"{kind.code}.pdf", _pdf(f"{kind.name.en} - {about}"))
    if "xlsx" in kind.accepts:
        return SimpleUploadedFile(f"{kind.code}.xlsx", _workbook())
    return SimpleUploadedFile(f"{kind.code}.png", _picture())


def paper(kind: Document, about: str) -> Paper:
    """The same file as a document that comes with a whole filing."""
    file = upload(kind, about)
    return Paper(code=kind.code, name=str(file.name), content=file.read())


def _pdf(line: str) -> bytes:
    """One A4 page with one line of text (ISO 32000-1, the least a reader needs)."""
    safe = line.encode("ascii", "replace").decode()
    for mark in ("\\", "(", ")"):
        safe = safe.replace(mark, "\\" + mark)
    text = f"BT /F1 14 Tf 60 760 Td ({safe}) Tj ET".encode()
    page = (
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
        b"/Resources<</Font<</F1 5 0 R>>>>>>"
    )
    parts = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        page,
        b"<</Length %d>>stream\n%s\nendstream" % (len(text), text),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    )
    body, places = bytearray(b"%PDF-1.4\n"), []
    for number, part in enumerate(parts, start=1):
        places.append(len(body))
        body += b"%d 0 obj%s\nendobj\n" % (number, part)
    start = len(body)
    body += b"xref\n0 %d\n0000000000 65535 f \n" % (len(parts) + 1)
    body += b"".join(b"%010d 00000 n \n" % place for place in places)
    body += b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(parts) + 1, start)
    return bytes(body)


@lru_cache(maxsize=1)
def _workbook() -> bytes:
    place = io.BytesIO()
    openpyxl.Workbook().save(place)
    return place.getvalue()


@lru_cache(maxsize=1)
def _picture() -> bytes:
    """A grey 64 by 64 PNG."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        )

    rows = zlib.compress(b"".join(b"\x00" + b"\xb0" * 64 for _ in range(64)))
    head = struct.pack(">IIBBBBB", 64, 64, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")

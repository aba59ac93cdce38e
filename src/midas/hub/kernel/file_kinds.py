"""Which kind of file some content really is, told from its bytes and never from its name alone.

Leaves out macros and malware: what is inside a well-formed document is not examined.
"""

import codecs
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

import puremagic

MEDIA_TYPES = {
    "csv": "text/csv",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "hwp": "application/x-hwp",
    "hwpx": "application/hwp+zip",
    "jpg": "image/jpeg",
    "pdf": "application/pdf",
    "png": "image/png",
    "txt": "text/plain",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
}
SAME_ENDING = {"jpeg": "jpg", "text": "txt"}
OLE = bytes.fromhex("d0cf11e0a1b11ae1")
HWP_MARK = "FileHeader".encode("utf-16-le")  # the stream that every HWP 5 document begins with
MAX_ENTRIES = 10_000


def ending_of(name: str) -> str:
    """The ending of a file name in its usual spelling: "Plan.JPEG" gives "jpg"."""
    ending = Path(name).suffix.lower().lstrip(".")
    return SAME_ENDING.get(ending, ending)


def is_kind(file: BinaryIO, ending: str) -> bool:
    """True when the content of an open file is what its ending promises."""
    file.seek(0)
    head = file.read(4096)
    if ending in ("csv", "txt"):
        return _is_text(file)
    if ending in ("xlsx", "docx", "hwpx", "zip"):
        return _kind_of_zip(file) == ending
    if ending == "hwp":
        return head.startswith(OLE) and _holds(file, HWP_MARK)
    return ending in {SAME_ENDING.get(one, one) for one in _magic(head)} & {"pdf", "png", "jpg"}


def _magic(head: bytes) -> Iterable[str]:
    """The endings that the first bytes of a file speak for."""
    try:
        found = puremagic.magic_string(head)
    except puremagic.PureError:
        return []
    return [one.extension.lstrip(".") for one in found if one.byte_match]


def _kind_of_zip(file: BinaryIO) -> str:
    """Which of the zip-based kinds a file is; "" when it is no sound zip file."""
    file.seek(0)
    if file.read(4) not in (b"PK\x03\x04", b"PK\x05\x06"):
        return ""
    marked = b""
    try:
        with zipfile.ZipFile(file) as packed:
            names = packed.namelist()
            if len(names) > MAX_ENTRIES:
                return ""
            if "mimetype" in names and packed.getinfo("mimetype").file_size < 200:
                marked = packed.read("mimetype").strip()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, EOFError):
        return ""
    if marked == b"application/hwp+zip":
        return "hwpx"
    if "[Content_Types].xml" not in names:
        return "zip"
    parts = {"xl/workbook.xml": "xlsx", "word/document.xml": "docx"}
    return next((kind for part, kind in parts.items() if part in names), "")


def _holds(file: BinaryIO, mark: bytes) -> bool:
    file.seek(0)
    rest = b""
    while part := file.read(1 << 20):
        if mark in rest + part:
            return True
        rest = part[-len(mark) :]
    return False


def _is_text(file: BinaryIO) -> bool:
    """True for text in UTF-8 or in CP949, the two that Korean offices write."""
    return any(_decodes(file, encoding) for encoding in ("utf-8", "cp949"))


def _decodes(file: BinaryIO, encoding: str) -> bool:
    file.seek(0)
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        while part := file.read(1 << 20):
            if b"\x00" in part:
                return False
            decoder.decode(part)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True

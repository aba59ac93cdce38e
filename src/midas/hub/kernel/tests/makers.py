"""Uploads and documents for tests, each really of its kind."""

import io
import zipfile

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
PNG = bytes.fromhex("89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489")
JPG = bytes.fromhex("ffd8ffe000104a46494600010100000100010000ffdb004300") + b"\x08" * 64
HWP = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(1016) + "FileHeader".encode("utf-16-le")


def zipped(**entries: bytes) -> bytes:
    """A zip file with the given entries; "__" in a name stands for "/"."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as packed:
        for name, content in entries.items():
            packed.writestr(zipfile.ZipInfo(name.replace("__", "/")), content)  # always one date
    return buffer.getvalue()


def xlsx() -> bytes:
    """A workbook with one filled cell."""
    book, buffer = Workbook(), io.BytesIO()
    book.active["A1"] = "예산"
    book.save(buffer)
    return buffer.getvalue()


def docx() -> bytes:
    """The least that makes a zip file a word-processor document."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as packed:
        packed.writestr("[Content_Types].xml", "<Types/>")
        packed.writestr("word/document.xml", "<document/>")
    return buffer.getvalue()


def hwpx() -> bytes:
    """The least that makes a zip file an OWPML document."""
    return zipped(mimetype=b"application/hwp+zip", Contents__section0=b"<sec/>")


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    """An uploaded file as a view gets it."""
    return SimpleUploadedFile(name, content)

"""Pictures of pages for docs/screens: small PNGs with a palette of at most 256 colours."""

import os
import struct
import zlib
from collections import Counter
from collections.abc import Iterator

from tests.house.places import ROOT

FOLDER = ROOT / "docs" / "screens"
WANTED = os.environ.get("MIDAS_SCREENS") == "1"
COLOURS = 256


def keep(name: str, png: bytes) -> None:
    """Write one picture; it stays as it was unless pictures are wanted."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    (FOLDER / f"{name}.png").write_bytes(reduced(png))


def reduced(png: bytes) -> bytes:
    """The same picture with 256 colours (PNG, 8 bits with palette; RFC 2083)."""
    width, height, pixels = _pixels(png)
    counted = Counter(pixels)
    palette = [colour for colour, _count in counted.most_common(COLOURS)]
    place = {colour: at for at, colour in enumerate(palette)}
    for colour in counted:
        if colour not in place:
            place[colour] = _nearest(colour, palette)
    indexed = bytes(place[one] for one in pixels)
    rows = b"".join(b"\x00" + indexed[y * width : (y + 1) * width] for y in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    parts = (
        (b"IHDR", head),
        (b"PLTE", b"".join(palette)),
        (b"IDAT", zlib.compress(rows, 9)),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in parts)


def _nearest(colour: bytes, palette: list[bytes]) -> int:
    r, g, b = colour
    return min(
        range(len(palette)),
        key=lambda at: (
            (palette[at][0] - r) ** 2 + (palette[at][1] - g) ** 2 + (palette[at][2] - b) ** 2
        ),
    )


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 8
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        yield png[at + 4 : at + 8], png[at + 8 : at + 8 + length]
        at += 12 + length


def _pixels(png: bytes) -> tuple[int, int, list[bytes]]:
    """Width, height and the RGB of each pixel of a screenshot (8 bits, RGB or RGBA)."""
    chunks = list(_chunks(png))
    width, height, bits, kind = struct.unpack(">IIBB", chunks[0][1][:10])
    assert bits == 8
    step = {2: 3, 6: 4}[kind]
    data = zlib.decompress(b"".join(data for name, data in chunks if name == b"IDAT"))
    row, found = bytearray(width * step), []
    for y in range(height):
        start = y * (width * step + 1)
        row = _unfiltered(data[start], bytearray(data[start + 1 : start + 1 + len(row)]), row, step)
        found += [bytes(row[x : x + 3]) for x in range(0, len(row), step)]
    return width, height, found


def _unfiltered(kind: int, row: bytearray, above: bytearray, step: int) -> bytearray:
    """One row with its filter taken back (RFC 2083, section 6)."""
    if kind == 0:
        return row
    for at in range(len(row)):
        left = row[at - step] if at >= step else 0
        up, corner = above[at], above[at - step] if at >= step else 0
        guess = (0, left, up, (left + up) // 2, 0)[kind]
        if kind == 4:
            near = left + up - corner
            guess = min((left, up, corner), key=lambda one: abs(near - one))
        row[at] = (row[at] + guess) & 255
    return row

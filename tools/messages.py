"""Translation files of every room, read and written with Babel (no GNU gettext needed).

Usage: tools/messages.py update|compile|check [ROOM …]
The source language is English; `src/midas/hub/<room>/locale/ko/LC_MESSAGES/django.po` is Korean.
"""

import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation import templatize

ROOT = Path(__file__).resolve().parents[1]
HUB = ROOT / "src" / "midas" / "hub"
LANGUAGES = ("ko",)
KEYWORDS = {
    **dict.fromkeys(("_", "_now", "_lazy", "gettext", "gettext_lazy", "gettext_noop", "words")),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}
PLACE = re.compile(r"%\((\w+)\)")
HANGUL = re.compile(r"[가-힣]")
OWN_NAMES = {"한국어"}  # a language is listed under its own name in every language

if not settings.configured:
    settings.configure(USE_I18N=True)


def rooms(names: list[str]) -> list[Path]:
    """The folders of the named rooms, or of all rooms."""
    found = sorted(one for one in HUB.iterdir() if (one / "__init__.py").is_file())
    unknown = set(names) - {one.name for one in found}
    if unknown:
        sys.exit(f"no such room: {', '.join(sorted(unknown))}")
    return [one for one in found if not names or one.name in names]


def sources(room: Path) -> Iterator[tuple[Path, bytes]]:
    """Every file of a room that can hold texts, as Python that Babel can read."""
    for path in sorted(room.rglob("*")):
        within = path.relative_to(room).parts
        if "tests" in within or "migrations" in within or "locale" in within:
            continue
        if path.suffix == ".py":
            yield path, path.read_bytes()
        elif path.suffix in (".html", ".txt") and "templates" in within:
            lines = templatize(path.read_text(encoding="utf-8"), origin=str(path)).splitlines()
            yield path, "\n".join(line.strip() for line in lines).encode()


def collected(room: Path) -> Catalog:
    """All texts that a room's code and templates hold, untranslated."""
    found = Catalog(fuzzy=False, charset="utf-8")
    for path, code in sources(room):
        place = path.relative_to(ROOT).as_posix()
        for _, message, _, context in extract("python", io.BytesIO(code), keywords=KEYWORDS):
            if message not in ("", ("", "")):
                found.add(message, locations=[(place, 0)], context=context)
    return found


def po_file(room: Path, language: str) -> Path:
    """Where a room keeps its translations into a language."""
    return room / "locale" / language / "LC_MESSAGES" / "django.po"


def stored(room: Path, language: str) -> Catalog:
    """The translations that a room has today."""
    path = po_file(room, language)
    if not path.is_file():
        return Catalog(locale=language, charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale=language)


def merged(room: Path, language: str) -> Catalog:
    """The texts of today's code with the translations that are known, and nothing else."""
    known = stored(room, language)
    new = Catalog(locale=language, charset="utf-8", fuzzy=False)
    for message in collected(room):
        if not message.id:
            continue
        old = known.get(message.id, message.context)
        kept = old.string if old is not None and not old.fuzzy and old.id == message.id else None
        new.add(
            message.id,
            kept or ("" if isinstance(message.id, str) else [""] * new.num_plurals),
            locations=message.locations,
            context=message.context,
        )
    return new


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that a reader sees the old or the new one, never a part."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    part.write_bytes(content)
    part.replace(path)


def update(room: Path, language: str) -> None:
    """Bring a translation file up to date: new texts in, old texts out, sorted, without dates."""
    catalog = merged(room, language)
    if not len(catalog) and not po_file(room, language).is_file():
        return
    buffer = io.BytesIO()
    write_po(buffer, catalog, width=98, sort_output=True, include_lineno=False)
    lines = [
        line
        for line in buffer.getvalue().decode().splitlines(keepends=True)
        if not re.match(r'"(POT-|PO-|Last-T|Language-T|Project-|Report-|Generated-)', line)
    ]
    text = "".join(lines)
    body = text[text.index("msgid") :]
    title = f"# Texts of the room {room.name}, in {language}. New ones come by `make messages`.\n"
    write_whole(po_file(room, language), (title + body).encode())


def compile_one(room: Path, language: str) -> None:
    """Make the .mo file that Django reads, unless it is younger than its source."""
    source = po_file(room, language)
    target = source.with_suffix(".mo")
    if not source.is_file():
        return
    if target.is_file() and target.stat().st_mtime >= source.stat().st_mtime:
        return
    buffer = io.BytesIO()
    write_mo(buffer, stored(room, language))
    write_whole(target, buffer.getvalue())


def texts_of(message: Message) -> list[str]:
    """The one or two source texts of a message."""
    return [message.id] if isinstance(message.id, str) else list(message.id)


def translations_of(message: Message) -> list[str]:
    """The translations of a message, one for each plural form."""
    return [message.string] if isinstance(message.string, str) else list(message.string or [""])


def faults_of(new: Message, known: Message | None) -> Iterator[str]:
    """What is wrong with the translation of one text."""
    if known is None or not all(translations_of(known)):
        yield "is not translated"
        return
    if known.fuzzy:
        yield "is only guessed (fuzzy)"
    wanted = set().union(*(PLACE.findall(text) for text in texts_of(new)))
    for text in translations_of(known):
        have = set(PLACE.findall(text))
        if have != wanted and (isinstance(new.id, str) or not have < wanted):
            yield f"names the values {sorted(have)} instead of {sorted(wanted)}"


def check(room: Path, language: str) -> list[str]:
    """Every fault in the texts of a room: not translated, guessed, or with other values."""
    known = stored(room, language)
    faults = []
    for message in collected(room):
        if not message.id:
            continue
        text = texts_of(message)[0]
        if HANGUL.search(text) and text not in OWN_NAMES:
            faults.append(f"{room.name}: “{text}” is not English, the source language")
        elif text not in OWN_NAMES:
            old = known.get(message.id, message.context)
            faults += [f"{room.name}: “{text}” {fault}" for fault in faults_of(message, old)]
    return faults


def main(arguments: list[str]) -> int:
    """Run one of the three commands; `check` answers 1 when it finds faults."""
    commands = {"update": update, "compile": compile_one, "check": check}
    if not arguments or arguments[0] not in commands:
        sys.exit(__doc__)
    faults: list[str] = []
    for room in rooms(arguments[1:]):
        for language in LANGUAGES:
            faults += commands[arguments[0]](room, language) or []
    for fault in faults:
        print(fault)  # a command line tool
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

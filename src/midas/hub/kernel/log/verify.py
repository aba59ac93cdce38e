"""Verifies an exported log offline: no database, no settings, only this file and `cryptography`.

`midas log verify FILE [--key HEX] [--root SIZE:HEX …]` answers with exit code 0 when the log is
whole, 1 when it was tampered with (each row that was is named), 2 when the file is no log.
"""

import argparse
import gettext
import json
import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from midas.hub.kernel.log.canonical import canonical_bytes
from midas.hub.kernel.log.merkle import Frontier, leaf_hash
from midas.hub.kernel.log.roots import is_signed
from midas.hub.kernel.problems import words

FORMAT = "midas-log/1"
LOCALES = Path(__file__).resolve().parents[1] / "locale"

ALTERED = words("%(row)s was altered: its content no longer has the sealed hash.")
MOVED = words("%(row)s was re-ordered: its content was sealed as entry %(place)s.")
GONE = words("%(row)s was removed: the log has its hash but no longer its content.")
MISSING = words("Entry %(index)s was removed: entry %(found)s follows entry %(before)s.")
INSERTED = words("%(row)s was inserted or re-ordered: entry %(index)s was expected here.")
ROOT = words(
    "The root of %(day)s over %(size)s entries does not fit: among the entries %(first)s to"
    " %(last)s one was altered, removed, inserted or re-ordered together with its hash."
)
SIGNATURE = words("The root of %(day)s over %(size)s entries is not signed by its key.")
KEY = words("The root of %(day)s over %(size)s entries is signed by another key: %(key)s.")
SHORT = words(
    "The log ends at entry %(last)s although the root of %(day)s covers %(size)s entries."
)
PINNED = words("The published root over %(size)s entries is not the root of this log.")
CUT = words("The file is cut off: its last line with the counts is missing or wrong.")


class Unreadable(Exception):
    """The file is not an exported log."""


@dataclass
class Finding:
    """One thing that is wrong; `index` and `fact_id` name the row where there is one."""

    text: str
    params: dict[str, Any]
    index: int | None = None
    fact_id: int | None = None


@dataclass
class Report:
    """What a verification found; the log is whole when there are no findings."""

    entries: int = 0
    roots: int = 0
    findings: list[Finding] = field(default_factory=list)


class Verifier:
    """Goes through the lines of a log once, keeping only the edge of the tree."""

    def __init__(self, *, key: str = "", pinned: dict[int, str] | None = None) -> None:
        self.key = key.lower()
        self.pinned = dict(pinned or {})
        self.report = Report()
        self.edge = Frontier()
        self.expected = 0
        self.good_size = 0  # entries under the last root that fitted
        self.strayed: list[tuple[Finding, bytes]] = []
        self.is_complete = False

    def run(self, lines: Iterable[str]) -> Report:
        """Verify all lines; raises Unreadable when they are no log."""
        parsed = _parsed(lines)
        header = next(parsed, {})
        if header.get("format") != FORMAT:
            msg = f"the first line is not the header of {FORMAT}"
            raise Unreadable(msg)
        self.key = self.key or str(header.get("public_key", ""))
        for line in parsed:
            self._take(line)
        if not self.is_complete:
            self._find(CUT)
        for size in self.pinned:
            self._find(PINNED, size=size)
        return self.report

    def _take(self, line: dict[str, Any]) -> None:
        try:
            if "root" in line:
                self._take_root(line["root"])
            elif "end" in line:
                counts = {"entries": self.report.entries, "roots": self.report.roots}
                self.is_complete = line["end"] == counts
            else:
                self._take_entry(line)
        except (KeyError, TypeError, ValueError) as error:
            msg = f"a line cannot be understood ({error!r})"
            raise Unreadable(msg) from error

    def _take_entry(self, line: dict[str, Any]) -> None:
        index, leaf, fact = int(line["index"]), bytes.fromhex(line["leaf"]), line["fact"]
        self.report.entries += 1
        where = {"index": index, "fact_id": line["fact_id"], "row": _row(line)}
        if index > self.expected:
            for lost in range(self.expected, min(index, self.expected + 100)):
                self._find(MISSING, index=lost, found=index, before=self.expected - 1)
            self.expected = index
        elif index < self.expected:
            self._find(INSERTED, **(where | {"index": self.expected}))
            return
        self.expected += 1
        if fact is None:
            self._find(GONE, **where)
        elif fact.get("id") != line["fact_id"] or leaf_hash(canonical_bytes(fact)) != leaf:
            found = self._find(ALTERED, **where)
            self.strayed.append((found, leaf_hash(canonical_bytes(fact))))
        self.edge.append(leaf)  # the sealed hash, so that one altered row is one finding
        pinned = self.pinned.get(self.edge.size)
        if pinned and self.edge.root().hex() == pinned.lower():
            del self.pinned[self.edge.size]

    def _take_root(self, root: dict[str, Any]) -> None:
        self.report.roots += 1
        day, size, claimed = root["day"], int(root["size"]), bytes.fromhex(root["root"])
        named = {"day": day, "size": size}
        signature, key = bytes.fromhex(root["signature"]), bytes.fromhex(root["public_key"])
        if not is_signed(day, size, claimed, signature, key):
            self._find(SIGNATURE, **named)
        if key.hex() != self.key:
            self._find(KEY, key=key.hex(), **named)
        if size > self.expected:
            self._find(SHORT, last=self.expected - 1, **named)
        elif size != self.edge.size or self.edge.root() != claimed:
            self._find(ROOT, first=self.good_size, last=size - 1, **named)
        self.good_size = size

    def _find(self, text: str, **params: Any) -> Finding:
        found = Finding(text, params, params.get("index"), params.get("fact_id"))
        self.report.findings.append(found)
        return found


def verify(path: Path, *, key: str = "", pinned: dict[int, str] | None = None) -> Report:
    """Verify an exported log.

    `key` is the public key that is known from elsewhere (hex), `pinned` are roots that were
    published elsewhere, by size. Raises Unreadable when the file is no log.
    """
    try:
        with path.open(encoding="utf-8") as file:
            verifier = Verifier(key=key, pinned=pinned)
            report = verifier.run(file)
        if verifier.strayed:
            _say_where_from(verifier.strayed, path)
    except (OSError, UnicodeDecodeError) as error:
        raise Unreadable(str(error)) from error
    return report


def _say_where_from(strayed: list[tuple[Finding, bytes]], path: Path) -> None:
    """Tell moved rows from altered ones by looking whether their content was sealed elsewhere."""
    wanted = {leaf.hex(): finding for finding, leaf in strayed}
    with path.open(encoding="utf-8") as file:
        for line in _parsed(file):
            finding = wanted.get(str(line.get("leaf", "")))
            if finding is not None:
                finding.text = MOVED
                finding.params["place"] = line["index"]


def _parsed(lines: Iterable[str]) -> Iterator[dict[str, Any]]:
    for number, line in enumerate(lines, 1):
        try:
            value = json.loads(line)
        except ValueError:
            msg = f"line {number} is not JSON"
            raise Unreadable(msg) from None
        if not isinstance(value, dict):
            msg = f"line {number} is not a JSON object"
            raise Unreadable(msg)
        yield value


def _row(line: dict[str, Any]) -> str:
    fact = line["fact"] or {}
    about = ", ".join(str(fact[name]) for name in ("kind", "at") if fact.get(name))
    return f"{line['index']} (#{line['fact_id']}{', ' if about else ''}{about})"


def _translator() -> gettext.NullTranslations:
    spoken = (
        os.environ.get("MIDAS_LANGUAGE") or os.environ.get("LC_ALL") or os.environ.get("LANG", "")
    )
    languages = ["ko"] if spoken.startswith("ko") else ["en"]
    return gettext.translation("django", LOCALES, languages=languages, fallback=True)


def _arguments(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="midas log verify", description="Verify a log offline")
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("--key", default="", help="public key known from elsewhere, in hex")
    parser.add_argument("--root", action="append", default=[], metavar="SIZE:HEX")
    return parser.parse_args(arguments)


def main(arguments: list[str]) -> int:
    """The command; its exit code."""
    chosen = _arguments(arguments)
    say = _translator().gettext
    try:
        pinned = {int(size): root for size, _, root in (one.partition(":") for one in chosen.root)}
        report = verify(chosen.file, key=chosen.key, pinned=pinned)
    except (Unreadable, ValueError) as error:
        sentence = say(words("%(file)s is not a log: %(why)s."))
        print(sentence % {"file": chosen.file, "why": error}, file=sys.stderr)
        return 2
    for finding in report.findings:
        print(say(finding.text) % finding.params)
    counts = {"entries": report.entries, "roots": report.roots, "findings": len(report.findings)}
    if report.findings:
        print(say(words("Not whole: %(findings)s findings in %(entries)s entries.")) % counts)
        return 1
    print(say(words("Whole: %(entries)s entries under %(roots)s signed roots.")) % counts)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

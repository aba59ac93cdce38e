"""From TOML text to typed files: syntax, unknown keys, missing keys and wrong types."""

import re
import tomllib
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, TypeVar

import msgspec

from midas.hub.programme.rules.checklists import ChecklistsFile
from midas.hub.programme.rules.profile_error import ProfileError
from midas.hub.programme.rules.profile_levels import LevelsFile
from midas.hub.programme.rules.profile_line import LineText, TermsFile
from midas.hub.programme.rules.profile_maturity import Questionnaire
from midas.hub.programme.rules.profile_notice import NoticesFile
from midas.hub.programme.rules.profile_office import ProfileFile
from midas.hub.programme.rules.profile_papers import (
    DocumentsFile,
    FundingFile,
    GlossaryFile,
    OutcomesFile,
    PlacesFile,
    SourcesFile,
)

T = TypeVar("T")

SINGLE_FILES: dict[str, type[msgspec.Struct]] = {
    "profile.toml": ProfileFile,
    "sources.toml": SourcesFile,
    "places.toml": PlacesFile,
    "levels.toml": LevelsFile,
    "documents.toml": DocumentsFile,
    "funding.toml": FundingFile,
    "terms.toml": TermsFile,
    "outcomes.toml": OutcomesFile,
    "glossary.toml": GlossaryFile,
}
OPTIONAL_FILES: dict[str, type[msgspec.Struct]] = {"checklists.toml": ChecklistsFile}
MANY_FILES: tuple[tuple[str, type[msgspec.Struct]], ...] = (
    (r"lines/[a-z0-9-]+\.toml", LineText),
    (r"notices-\d{4}\.toml", NoticesFile),
    (r"questionnaires/[a-z0-9-]+\.toml", Questionnaire),
)


class Files(dict[str, msgspec.Struct]):
    """The typed files of a profile by name, in order of name."""

    def one(self, name: str, kind: type[T]) -> T:
        """Return the single file `name`."""
        found = self[name]
        if not isinstance(found, kind):
            msg = f"{name} is no {kind.__name__}"
            raise TypeError(msg)
        return found

    def many(self, kind: type[T]) -> dict[str, T]:
        """Return all files of a kind by name."""
        return {name: item for name, item in self.items() if isinstance(item, kind)}


def read_files(texts: Mapping[str, str]) -> Files:
    """Read all texts of a profile; raise ProfileError for the first that breaks its schema."""
    files = Files()
    for name in sorted(texts):
        files[name] = read_text(name, texts[name], _kind_of(name))
    for name in SINGLE_FILES:
        if name not in files:
            raise ProfileError(name, "", "this file is missing")
    for pattern, kind in MANY_FILES:
        if not files.many(kind):
            name = re.sub(r"\[.*\]\+|\\d\{4\}", "*", pattern).replace("\\", "")
            raise ProfileError(name, "", "no such file is present")
    return files


def read_text(name: str, text: str, kind: type[T]) -> T:
    """Read one TOML text into `kind`."""
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ProfileError(name, "", f"not TOML: {error}") from error
    try:
        return convert(raw, kind)
    except msgspec.ValidationError as error:
        path, message = _place_of(str(error))
        raise ProfileError(name, path, message) from error


def convert(raw: Any, kind: type[T]) -> T:
    """Turn parsed TOML, where dates are dates, into `kind`."""
    return msgspec.convert(raw, kind, builtin_types=(date, datetime))


def _kind_of(name: str) -> type[msgspec.Struct]:
    if name in SINGLE_FILES:
        return SINGLE_FILES[name]
    if name in OPTIONAL_FILES:
        return OPTIONAL_FILES[name]
    for pattern, kind in MANY_FILES:
        if re.fullmatch(pattern, name):
            return kind
    raise ProfileError(name, "", "no file of this name belongs to a profile")


def _place_of(text: str) -> tuple[str, str]:
    """Split a msgspec message into path and reason, and let the path reach the key itself."""
    message, _, tail = text.partition(" - at `")
    path = tail.rstrip("`").removeprefix("$").removeprefix(".")
    if found := re.match(r"Object (contains unknown|missing required) field `(.+)`", message):
        key = found.group(2)
        path = f"{path}.{key}" if path else key
        message = "unknown key" if "unknown" in found.group(1) else "missing key"
    return path, message

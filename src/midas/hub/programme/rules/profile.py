"""A country's rule profile: parsed from texts, checked as a whole, asked by day.

The profile is data that a ministry changes every year. This module turns its texts into frozen
structs and refuses anything that does not fit, naming file and place. It reads no files.
"""

import hashlib
from collections.abc import Mapping
from datetime import date
from typing import Any, Protocol, TypeVar

import msgspec

from midas.hub.programme.rules.checklists import Checklist, ChecklistsFile
from midas.hub.programme.rules.profile_checks import (
    check_head,
    check_levels,
    check_notices,
    check_papers,
    collect_codes,
)
from midas.hub.programme.rules.profile_error import ProfileError
from midas.hub.programme.rules.profile_levels import LevelsFile
from midas.hub.programme.rules.profile_line import Line, LineVersion, TermsFile
from midas.hub.programme.rules.profile_line_checks import build_lines, check_terms
from midas.hub.programme.rules.profile_maturity import Questionnaire
from midas.hub.programme.rules.profile_maturity_checks import check_questionnaires
from midas.hub.programme.rules.profile_notice import Notice, NoticesFile
from midas.hub.programme.rules.profile_office import Deadline, ProfileFile
from midas.hub.programme.rules.profile_papers import (
    CostItem,
    Document,
    DocumentsFile,
    FundingFile,
    GlossaryFile,
    Layer,
    Outcome,
    OutcomeGroup,
    OutcomesFile,
    Place,
    PlacesFile,
    Reference,
    SourcesFile,
    Word,
)
from midas.hub.programme.rules.profile_reading import Files, read_files
from midas.hub.programme.rules.profile_spans import in_force_on
from midas.hub.programme.rules.profile_terms import Row
from midas.hub.programme.rules.profile_walk import check_tables

__all__ = [
    "Profile",
    "ProfileError",
    "digest",
    "line_version_from",
    "line_version_on",
    "parse_profile",
    "questionnaire_on",
]


class Coded(Protocol):
    """A row with a code."""

    @property
    def code(self) -> str: ...


T = TypeVar("T", bound=Coded)


class Profile(Row, frozen=True, kw_only=True):
    """A whole, checked profile. Everything in it turns into plain JSON and back."""

    head: ProfileFile
    levels: LevelsFile
    layers: tuple[Layer, ...]
    cost_items: tuple[CostItem, ...]
    documents: tuple[Document, ...]
    lines: tuple[Line, ...]
    notices: tuple[Notice, ...]
    questionnaires: tuple[Questionnaire, ...]
    outcome_groups: tuple[OutcomeGroup, ...]
    outcomes: tuple[Outcome, ...]
    places: tuple[Place, ...]
    words: tuple[Word, ...]
    references: tuple[Reference, ...]
    checklists: tuple[Checklist, ...] = ()

    def line(self, code: str) -> Line:
        """Return the programme line `code`; raise KeyError if there is none."""
        return _by_code(self.lines, code)

    def document(self, code: str) -> Document:
        """Return the document kind `code`; raise KeyError if there is none."""
        return _by_code(self.documents, code)

    def deadline(self, code: str) -> Deadline:
        """Return the deadline `code`; raise KeyError if there is none."""
        return _by_code(self.head.deadlines, code)

    def notice(self, key: str) -> Notice:
        """Return the notice `2026-N-0100/1`; raise KeyError if there is none."""
        for notice in self.notices:
            if notice.key == key:
                return notice
        raise KeyError(key)

    def notice_url(self, notice: Notice) -> str:
        """Return the public address of a notice."""
        return self.head.notice_url.format(id=notice.id, serial=notice.serial)

    def system_rank(self, level: str) -> int:
        """Return the rank of a system level; raise KeyError if there is none."""
        return _by_code(self.levels.system_levels, level).rank


def parse_profile(texts: Mapping[str, str]) -> Profile:
    """Read and check the texts of a profile (file name → TOML text).

    Raises ProfileError for the first fault, with file, path and message.
    """
    files = read_files(texts)
    references = [row.key for row in files.one("sources.toml", SourcesFile).references]
    for name, root in files.items():
        check_tables(name, root, references)
    head = files.one("profile.toml", ProfileFile)
    terms = files.one("terms.toml", TermsFile)
    codes = collect_codes(files)
    check_papers(files, head, codes)
    check_levels(files.one("levels.toml", LevelsFile), codes)
    check_terms(terms, codes)
    lines = build_lines(files, terms, codes)
    check_head(head, codes)
    check_notices(files, codes)
    return _assemble(files, lines, check_questionnaires(files, codes))


def line_version_on(profile: Profile, line_code: str, day: date) -> LineVersion | None:
    """Return the version of a line in force on `day`, or None; raise KeyError for no such line."""
    return in_force_on(profile.line(line_code).versions, day)


def questionnaire_on(profile: Profile, code: str, day: date) -> Questionnaire | None:
    """Return the version of a questionnaire in force on `day`, or None."""
    return in_force_on([form for form in profile.questionnaires if form.code == code], day)


def line_version_from(snapshot: Mapping[str, Any]) -> LineVersion:
    """Turn the JSON snapshot kept with a case back into a line version."""
    return msgspec.convert(snapshot, LineVersion)


def digest(profile: Profile) -> str:
    """Return the SHA-256 of the profile's canonical JSON, in hex; equal data, equal digest."""
    plain = msgspec.to_builtins(profile)
    return hashlib.sha256(msgspec.json.encode(plain, order="sorted")).hexdigest()


def _assemble(files: Files, lines: tuple[Line, ...], forms: tuple[Questionnaire, ...]) -> Profile:
    funding = files.one("funding.toml", FundingFile)
    outcomes = files.one("outcomes.toml", OutcomesFile)
    notices = [row for file in files.many(NoticesFile).values() for row in file.notices]
    return Profile(
        head=files.one("profile.toml", ProfileFile),
        levels=files.one("levels.toml", LevelsFile),
        layers=funding.layers,
        cost_items=funding.cost_items,
        documents=files.one("documents.toml", DocumentsFile).documents,
        lines=lines,
        notices=tuple(sorted(notices, key=lambda row: (row.id, row.serial))),
        questionnaires=forms,
        outcome_groups=outcomes.groups,
        outcomes=outcomes.outcomes,
        places=files.one("places.toml", PlacesFile).places,
        words=files.one("glossary.toml", GlossaryFile).words,
        references=files.one("sources.toml", SourcesFile).references,
        checklists=tuple(
            row for file in files.many(ChecklistsFile).values() for row in file.checklists
        ),
    )


def _by_code(rows: tuple[T, ...], code: str) -> T:
    for row in rows:
        if row.code == code:
            return row
    raise KeyError(code)

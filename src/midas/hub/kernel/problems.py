"""What can be wrong, said without Django so that pure rules can say it.

A problem carries its English sentence as a template plus values; `texts.say` turns it into the
reader's language. Texts that a country keeps as data (`{"ko": …, "en": …}`) are taken as they are.
"""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Text = str | Mapping[str, str]


def words(text: str) -> str:
    """Mark a sentence for the translation files and hand it back unchanged."""
    return text


class Term(str):
    """A word or phrase marked with `words`, put into the reader's language inside a sentence."""

    __slots__ = ()


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong: the sentence, the place, the rule and where the rule comes from."""

    text: Text
    params: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    field: str = ""  # name of the form field, or a spreadsheet cell such as "Budget!C7"
    rule: str = ""  # stable code of the rule, e.g. "share-within-cap"
    source: str = ""  # law article, notice number or specification section

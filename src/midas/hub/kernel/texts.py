"""Sentences in the reader's language, from problems, facts and texts kept as data."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language, gettext

from midas.hub.kernel.problems import Problem, Term, Text


def language() -> str:
    """The reader's language as a bare code: "ko" or "en"."""
    return (get_language() or "ko").split("-")[0]


def in_language(text: Text) -> str:
    """A text of data in the reader's language, Korean where there is none; a key is translated."""
    if isinstance(text, str):
        return gettext(text) if text else ""
    return text.get(language()) or text.get("ko") or next(iter(text.values()), "")


def fill(text: Text, params: Mapping[str, Any]) -> str:
    """The sentence with its values; texts of data and terms among them are put in the language."""
    values = {name: _shown(value) for name, value in params.items()}
    return in_language(text) % values if values else in_language(text)


def _shown(value: Any) -> Any:
    if isinstance(value, Term):
        return gettext(str(value))
    return in_language(value) if isinstance(value, Mapping) else value


def say(problem: Problem) -> str:
    """A problem as one sentence for the reader."""
    return fill(problem.text, problem.params)

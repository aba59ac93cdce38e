"""Scopes of API tokens: "noun.verb", where "noun.*" covers every verb and "*" covers all."""

import re
from collections.abc import Iterable

from midas.hub.kernel.problems import Problem, words

PATTERN = re.compile(r"\*|[a-z][a-z_]*\.(\*|[a-z][a-z_]*)")


def scope_covers(held: str, wanted: str) -> bool:
    """True when a held scope allows the wanted one."""
    return held in ("*", wanted) or (
        held.endswith(".*") and wanted.startswith(held.removesuffix("*"))
    )


def scopes_cover(held: Iterable[str], wanted: str) -> bool:
    """True when any of the held scopes allows the wanted one."""
    return any(scope_covers(one, wanted) for one in held)


def scope_problems(scopes: Iterable[str]) -> list[Problem]:
    """What is wrong with a list of scopes: nothing in it, or a word that is no scope."""
    named = list(scopes)
    if not named:
        return [Problem(words("Please name at least one scope."), field="scopes", rule="scope")]
    sentence = words("“%(scope)s” is not a scope; scopes look like applications.read or shells.*.")
    return [
        Problem(sentence, {"scope": one}, "scopes", "scope")
        for one in named
        if not PATTERN.fullmatch(one)
    ]

"""Scopes that API tokens can hold: each room declares its own, with words for the token page."""

from midas.hub.accounts.rules.scopes import PATTERN
from midas.hub.kernel.problems import words

_declared: dict[str, str] = {}


def declare_scope(name: str, sentence: str) -> str:
    """Declare a scope once and say in a sentence marked by `words` what it allows.

    Raises ValueError for a second one of the same name and for a name that is no scope.
    """
    if name in _declared or not PATTERN.fullmatch(name):
        msg = f"the scope {name} is declared twice or is none"
        raise ValueError(msg)
    _declared[name] = sentence
    return name


def declared_scopes() -> list[tuple[str, str]]:
    """Every declared scope with its sentence, by name."""
    return sorted(_declared.items())


PROFILE_READ = declare_scope("profile.read", words("See who the token acts for"))

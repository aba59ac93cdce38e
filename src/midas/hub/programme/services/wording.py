"""Sentences that a fact keeps in every language of the site, because data does not translate."""

from django.conf import settings
from django.utils import translation

from midas.hub.kernel import texts
from midas.hub.kernel.problems import Problem


def in_every_language(problem: Problem) -> dict[str, str]:
    """A problem's sentence as a text of data: {"ko": …, "en": …}."""
    said = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            said[code] = texts.say(problem)
    return said

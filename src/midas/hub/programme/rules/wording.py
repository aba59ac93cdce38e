"""Phrases of the profile as texts that problems and pages take."""

from midas.hub.programme.rules.profile_terms import Phrase


def as_text(phrase: Phrase) -> dict[str, str]:
    """A phrase as `{"ko": …, "en": …}`, the form in which texts of data travel."""
    return {"ko": phrase.ko, "en": phrase.en}

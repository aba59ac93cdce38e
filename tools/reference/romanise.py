"""Writes Korean place names in the Revised Romanisation of 2000.

Covers what place names need: linking of a final consonant to a following vowel, and the
assimilation of ㄴ, ㄹ, ㅁ and ㅇ. Leaves out assimilation across the hyphen before an
administrative suffix, as the official rule does (Jung-gu, Buk-gu).
"""

SYLLABLES_START = 0xAC00
SYLLABLES_END = 0xD7A3
MEDIALS = 21
FINALS = 28

INITIAL = "g kk n d tt r m b pp s ss - j jj ch k t p h".split(" ")
MEDIAL = "a ae ya yae eo e yeo ye o wa wae oe yo u wo we wi yu eu ui i".split(" ")
FINAL = [
    "", "k", "k", "k", "n", "n", "n", "t", "l", "k", "m", "l", "l", "l", "p", "l",
    "m", "p", "p", "t", "t", "ng", "t", "t", "k", "t", "p", "t",
]  # fmt: skip
LINKED = {"k": "g", "t": "d", "p": "b", "l": "r", "n": "n", "m": "m"}
NASAL_BEFORE_NASAL = {"k": "ng", "t": "n", "p": "m"}

SUFFIXES = {"시": "si", "군": "gun", "구": "gu", "도": "do"}
SILENT = "-"


def romanise_place(name: str) -> str:
    """Return ``창원시`` as ``Changwon-si``: stem, hyphen, administrative suffix."""
    stem, suffix = name[:-1], name[-1]
    if suffix not in SUFFIXES:
        message = f"no administrative suffix in {name!r}"
        raise ValueError(message)
    return f"{romanise_word(stem).capitalize()}-{SUFFIXES[suffix]}"


def romanise_word(word: str) -> str:
    """Return one Hangul word in Latin letters, lower case."""
    syllables = [_split(character) for character in word]
    written = ""
    for position, (initial, medial, final) in enumerate(syllables):
        before = syllables[position - 1][2] if position else ""
        after = syllables[position + 1][0] if position + 1 < len(syllables) else None
        written += _initial(initial, before) + medial + _final(final, after)
    return written


def _split(character: str) -> tuple[str, str, str]:
    code = ord(character)
    if not SYLLABLES_START <= code <= SYLLABLES_END:
        message = f"{character!r} is no Hangul syllable"
        raise ValueError(message)
    index = code - SYLLABLES_START
    initial, rest = divmod(index, MEDIALS * FINALS)
    medial, final = divmod(rest, FINALS)
    return INITIAL[initial], MEDIAL[medial], FINAL[final]


def _initial(initial: str, before: str) -> str:
    if initial == SILENT:
        return ""
    if initial == "r" and before in {"n", "l"}:
        return "l"
    if initial == "r" and before:
        return "n"
    if initial == "n" and before == "l":
        return "l"
    return initial


def _final(final: str, after: str | None) -> str:
    if after == SILENT:
        return LINKED.get(final, final)
    if after == "r" and final == "n":
        return "l"
    if after in {"n", "m", "r"}:
        return NASAL_BEFORE_NASAL.get(final, final)
    return final

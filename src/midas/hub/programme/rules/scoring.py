"""Whether experts' scores and their consensus are complete and founded."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from midas.hub.kernel.problems import Problem, words
from midas.hub.programme.rules.maturity import BAND_MAX, answered_percent
from midas.hub.programme.rules.profile_maturity import Dimension, Questionnaire
from midas.hub.programme.rules.wording import as_text


@dataclass(frozen=True)
class Mark:
    """A band with the words that carry it: evidence of one expert, or reason of the consensus."""

    band: int
    note: str = ""


def check_marks(form: Questionnaire, marks: Mapping[str, int | None]) -> tuple[Problem, ...]:
    """What is wrong with bands as they are typed: unknown dimensions, bands outside 0-5."""
    known = {one.code: one for one in form.dimensions}
    return tuple(
        _unknown(code) if code not in known else _no_band(known[code], form)
        for code, band in marks.items()
        if code not in known or not _is_band(band)
    )


def check_complete(form: Questionnaire, marks: Mapping[str, Mark]) -> tuple[Problem, ...]:
    """What keeps an expert from handing in: missing bands, bands without the evidence asked for."""
    found = [_missing(one, form) for one in _gaps(form, marks)]
    for one in form.dimensions:
        mark = marks.get(one.code)
        if mark is not None and not mark.note.strip() and _asks_evidence(one, mark.band):
            text = words("Say what you saw: band %(band)s of “%(dimension)s” asks for evidence.")
            values = {"band": mark.band, "dimension": as_text(one.name)}
            found.append(
                Problem(text, values, f"evidence-{one.code}", "evidence-given", form.source)
            )
    return (*found, *check_answered(form, {code: one.band for code, one in marks.items()}))


def check_consensus(
    form: Questionnaire,
    scores: Sequence[Mapping[str, int]],
    marks: Mapping[str, Mark],
    spread: int,
) -> tuple[Problem, ...]:
    """Which agreed bands lack a reason.

    One is needed where the experts lay `spread` bands or more apart, and where the agreed band
    lies outside everything they gave.
    """
    found = []
    for one in form.dimensions:
        mark, given = marks.get(one.code), [row[one.code] for row in scores if one.code in row]
        if mark is None or mark.note.strip() or not _needs_reason(mark.band, given, spread):
            continue
        text = words("Give a reason for “%(dimension)s”: the experts had given %(bands)s.")
        bands = ", ".join(str(band) for band in sorted(given)) or "–"
        values = {"dimension": as_text(one.name), "bands": bands}
        found.append(Problem(text, values, f"reason-{one.code}", "consensus-reason", form.source))
    return tuple(found)


def check_agreed(
    form: Questionnaire, scores: Sequence[Mapping[str, int]], bands: Mapping[str, int]
) -> tuple[Problem, ...]:
    """What keeps an assessment from being concluded: scored dimensions without an agreed band."""
    scored = {code for row in scores for code in row}
    missing = [one for one in form.dimensions if one.code in scored and one.code not in bands]
    return (*(_missing(one, form) for one in missing), *check_answered(form, bands))


def check_answered(form: Questionnaire, bands: Mapping[str, int]) -> tuple[Problem, ...]:
    """Whether enough of the questionnaire, by weight, was answered."""
    least, answered = form.aggregation.min_answered_percent, answered_percent(form, bands)
    if answered >= least:
        return ()
    text = words("Only %(answered)s %% of the questionnaire is answered; %(least)s %% is needed.")
    values = {"answered": shown_percent(answered), "least": least}
    return (Problem(text, values, rule="answered-enough", source=form.source),)


def shown_percent(value: Fraction) -> str:
    """A percentage with at most one place."""
    return f"{float(value):.1f}".removesuffix(".0")


def _is_band(band: object) -> bool:
    return isinstance(band, int) and not isinstance(band, bool) and 0 <= band <= BAND_MAX


def _gaps(form: Questionnaire, marks: Mapping[str, Mark]) -> Iterable[Dimension]:
    return (one for one in form.dimensions if one.code not in marks and one.skip_if is None)


def _asks_evidence(one: Dimension, band: int) -> bool:
    return any(row.value == band and row.evidence is not None for row in one.bands)


def _needs_reason(band: int, given: Sequence[int], spread: int) -> bool:
    if not given:
        return True
    apart = max(given) - min(given)
    return (apart > 0 and apart >= spread) or not min(given) <= band <= max(given)


def _missing(one: Dimension, form: Questionnaire) -> Problem:
    text, values = words("“%(dimension)s” has no band yet."), {"dimension": as_text(one.name)}
    return Problem(text, values, f"band-{one.code}", "every-dimension", form.source)


def _no_band(one: Dimension, form: Questionnaire) -> Problem:
    text = words("The band of “%(dimension)s” must be a whole number from 0 to %(most)s.")
    values = {"dimension": as_text(one.name), "most": BAND_MAX}
    return Problem(text, values, f"band-{one.code}", "band-0-to-5", form.source)


def _unknown(code: str) -> Problem:
    text = words("The questionnaire has no dimension “%(dimension)s”.")
    return Problem(text, {"dimension": code}, f"band-{code}", "known-dimension")

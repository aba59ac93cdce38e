"""Checks of the maturity questionnaire: weights, bands, cuts, and gates without a circle."""

from graphlib import CycleError, TopologicalSorter
from itertools import pairwise

from midas.hub.programme.rules.profile_checks import Codes
from midas.hub.programme.rules.profile_maturity import Gate, LevelCut, Questionnaire
from midas.hub.programme.rules.profile_reading import Files
from midas.hub.programme.rules.profile_spans import check_spans
from midas.hub.programme.rules.profile_walk import (
    need,
    need_known,
    need_unique,
)

OVERALL = "overall"


def check_questionnaires(files: Files, codes: Codes) -> tuple[Questionnaire, ...]:
    """Check all questionnaires and return them by code and version."""
    found = files.many(Questionnaire)
    seen: set[tuple[str, int]] = set()
    for file, form in found.items():
        name = (form.code, form.version)
        need(name not in seen, file, "version", f"duplicate `{form.code}` {form.version}")
        seen.add(name)
        same = [other for other in found.values() if other.code == form.code]
        check_spans(file, "questionnaires", same)
        check_questionnaire(file, form, codes)
    return tuple(sorted(found.values(), key=lambda form: (form.code, form.version)))


def check_questionnaire(file: str, form: Questionnaire, codes: Codes) -> None:
    """Check one questionnaire."""
    need_unique(file, "areas", [area.code for area in form.areas])
    need_unique(file, "dimensions", [row.code for row in form.dimensions])
    values = [row.value for row in form.band_names]
    need(values == list(range(6)), file, "band_names", "name the bands 0 to 5 in order")
    areas = [area.code for area in form.areas]
    for number, row in enumerate(form.dimensions):
        here = f"dimensions[{number}]"
        need_known(file, f"{here}.area", row.area, areas, "area")
        need_known(file, f"{here}.domain", row.domain, codes.domains, "domain")
        bands = [band.value for band in row.bands]
        for value in range(6):
            need(value in bands, file, f"{here}.bands", f"band {value} is missing")
        need_unique(file, f"{here}.bands", bands, "value")
        need(bands == sorted(bands), file, f"{here}.bands", "bands are not in order")
    total = sum(row.weight for row in form.dimensions)
    need(total == 100, file, "dimensions", f"weights sum to {total}, not 100")
    _check_aggregation(file, form, codes)


def _check_aggregation(file: str, form: Questionnaire, codes: Codes) -> None:
    rules = form.aggregation
    _check_cuts(file, "aggregation.cuts", rules.cuts, codes.system_levels)
    _check_cuts(file, "aggregation.capability_cuts", rules.capability_cuts, codes.capability_levels)
    need_unique(file, "aggregation.domains", [row.domain for row in rules.domains], "domain")
    asked = {row.domain for row in form.dimensions}
    for number, row in enumerate(rules.domains):
        here = f"aggregation.domains[{number}].domain"
        need_known(file, here, row.domain, codes.domains, "domain")
        need(row.domain in asked, file, here, f"no dimension asks about `{row.domain}`")
    ruled = {row.domain for row in rules.domains}
    for domain in codes.domains:
        need(domain in ruled, file, "aggregation.domains", f"no rule for domain `{domain}`")
    need_unique(file, "aggregation.gates", [gate.code for gate in rules.gates])
    for number, gate in enumerate(rules.gates):
        _check_gate(file, f"aggregation.gates[{number}]", gate, form, codes)
    _check_circles(file, rules.gates)


def _check_cuts(file: str, here: str, cuts: tuple[LevelCut, ...], levels: dict[str, int]) -> None:
    for number, cut in enumerate(cuts):
        need_known(file, f"{here}[{number}].level", cut.level, levels, "level")
    whole = sorted(levels, key=lambda code: levels[code]) == [cut.level for cut in cuts]
    need(whole, file, here, "give every level once, lowest first")
    means = [cut.at_least for cut in cuts]
    climbs = all(low < high for low, high in pairwise(means))
    need(climbs and means[0] == 0, file, here, "cuts must start at 0 and climb")


def _check_gate(file: str, here: str, gate: Gate, form: Questionnaire, codes: Codes) -> None:
    by_dimension = gate.dimension is not None and gate.below_band is not None
    by_domain = gate.domain is not None and gate.below_level is not None
    given = (gate.dimension, gate.below_band, gate.domain, gate.below_level)
    pairs = by_dimension != by_domain and sum(value is not None for value in given) == 2
    need(pairs, file, here, "give `dimension` and `below_band`, or `domain` and `below_level`")
    dimensions = [row.code for row in form.dimensions]
    need_known(file, f"{here}.dimension", gate.dimension, dimensions, "dimension")
    need_known(file, f"{here}.domain", gate.domain, codes.domains, "domain")
    need_known(file, f"{here}.below_level", gate.below_level, codes.system_levels, "level")
    need_known(file, f"{here}.to_level", gate.to_level, codes.system_levels, "level")
    need_known(file, f"{here}.limits", gate.limits, [*codes.domains, OVERALL], "domain")


def _check_circles(file: str, gates: tuple[Gate, ...]) -> None:
    graph: dict[str, set[str]] = {}
    for gate in gates:
        if gate.domain is not None:
            graph.setdefault(gate.limits, set()).add(gate.domain)
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        circle = " → ".join(error.args[1])
        need(False, file, "aggregation.gates", f"gates run in a circle: {circle}")

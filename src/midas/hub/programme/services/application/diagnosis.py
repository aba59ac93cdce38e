"""The firm's own diagnosis with the official questionnaire."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from midas.hub.kernel import clock, facts
from midas.hub.kernel.actor import Actor
from midas.hub.kernel.errors import NotValid
from midas.hub.kernel.problems import Problem, words
from midas.hub.kernel.verbs import verb
from midas.hub.programme import events, models
from midas.hub.programme.queries import rulebook
from midas.hub.programme.rules.filing import answer_problems
from midas.hub.programme.rules.maturity import assess
from midas.hub.programme.rules.profile_maturity import Questionnaire
from midas.hub.programme.services.application.draft import open_draft

MOST_NOTE = 2000


@verb
def save_diagnosis(
    *,
    application: UUID,
    answers: Mapping[str, Any],
    complete: bool = False,
    by: Actor,
    now: datetime,
) -> models.Diagnosis:
    """Save answers (dimension → band, or {"band", "note"}); `complete` asks for all of them.

    Saved answers to other dimensions stay; a band of None takes an answer back. The first save
    fixes the questionnaire's version.
    Raises NotValid for unknown dimensions or bands, and for gaps when completing.
    """
    case = open_draft(application, None, by)
    typed = {code: _answer(value) for code, value in answers.items()}
    given = {code: one for code, one in typed.items() if one["band"] is not None}
    diagnosis = _diagnosis(case, now)
    form = rulebook.questionnaire_by_id(diagnosis.questionnaire_id)
    bands = {one.code: [band.value for band in one.bands] for one in form.dimensions}
    asked = {code: one["band"] for code, one in typed.items() if code in given or code not in bands}
    problems = list(answer_problems(bands, asked))
    kept = {code: one for code, one in diagnosis.answers.items() if code not in typed}
    diagnosis.answers = {**kept, **given}
    if complete:
        problems += _gaps(form, diagnosis.answers)
    if problems:
        raise NotValid(*problems)
    diagnosis.completed_at = now if complete else None
    diagnosis.result = _result(case, form, diagnosis.answers) if complete else {}
    diagnosis.save()
    if complete:
        facts.record(
            events.DIAGNOSIS_COMPLETED, subject=case.id, by=by, now=now, moment=diagnosis.moment
        )
    else:
        facts.record(events.APPLICATION_SAVED, subject=case.id, by=by, now=now, part="diagnosis")
    return diagnosis


def _answer(value: Any) -> dict[str, Any]:
    if isinstance(value, Mapping):
        return {"band": value.get("band"), "note": str(value.get("note", ""))[:MOST_NOTE]}
    return {"band": value, "note": ""}


def _diagnosis(case: models.Application, now: datetime) -> models.Diagnosis:
    found = case.diagnoses.filter(moment="T0").first()
    if found is not None:
        return found
    questionnaire = rulebook.maturity_questionnaire(case, clock.today(now))
    return models.Diagnosis(application=case, questionnaire=questionnaire, moment="T0")


def _result(
    case: models.Application, form: Questionnaire, answers: Mapping[str, Any]
) -> dict[str, Any]:
    """What the answers say by the questionnaire's own rules, as JSON."""
    bands = {code: one["band"] for code, one in answers.items()}
    found = assess(form, rulebook.profile_of(case).levels, bands)
    return {
        "overall": found.overall,
        "domains": dict(found.domains),
        "capability": found.capability,
        "track": found.track,
        "tier": found.tier,
        "points": f"{float(found.points):.1f}",
    }


def _gaps(form: Questionnaire, answers: Mapping[str, Any]) -> list[Problem]:
    text = words("“%(question)s” is not answered yet.")
    return [
        Problem(
            text,
            {"question": {"ko": one.name.ko, "en": one.name.en}},
            f"answer-{one.code}",
            "diagnosis-complete",
            form.source,
        )
        for one in form.dimensions
        if one.code not in answers and one.skip_if is None
    ]

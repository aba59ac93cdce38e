"""The rules in force, read from the database into the structs of `rules/profile*.py`.

Rows of the rulebook are never changed, so each is decoded once per process.
"""

import hashlib
from datetime import date
from functools import lru_cache
from uuid import UUID

import msgspec

from midas.hub.kernel.errors import NotPossible
from midas.hub.kernel.problems import Problem, words
from midas.hub.programme import models
from midas.hub.programme.rules import profile_maturity
from midas.hub.programme.rules.deadlines import due_after
from midas.hub.programme.rules.profile import (
    Profile,
    line_version_from,
    questionnaire_on,
)
from midas.hub.programme.rules.profile_line import LineVersion


@lru_cache(maxsize=16)
def profile_by_id(profile_id: UUID) -> Profile:
    """The whole profile of a RuleProfile row."""
    row = models.RuleProfile.objects.get(id=profile_id)
    return msgspec.convert(row.content, Profile)


@lru_cache(maxsize=512)
def terms_by_id(line_version_id: UUID) -> LineVersion:
    """The terms kept in a LineVersion row."""
    return line_version_from(models.LineVersion.objects.get(id=line_version_id).content)


@lru_cache(maxsize=512)
def _profile_id_of(line_version_id: UUID) -> UUID:
    return models.LineVersion.objects.values_list("profile_id", flat=True).get(id=line_version_id)


@lru_cache(maxsize=32)
def questionnaire_by_id(questionnaire_id: UUID) -> profile_maturity.Questionnaire:
    """The questionnaire kept in a Questionnaire row."""
    row = models.Questionnaire.objects.get(id=questionnaire_id)
    return msgspec.convert(row.content, profile_maturity.Questionnaire)


def terms_of(case: "models.Application | models.Lot") -> LineVersion:
    """The terms of the line that this case or lot started on."""
    return terms_by_id(case.line_version_id)


def profile_of(case: "models.Application | models.Lot") -> Profile:
    """The profile that this case or lot started on."""
    return profile_by_id(_profile_id_of(case.line_version_id))


def current_profile_row() -> models.RuleProfile:
    """The profile loaded last; raises NotPossible while none is loaded."""
    row = models.RuleProfile.objects.order_by("-loaded_at", "-id").defer("content").first()
    if row is None:
        text = words("No rule profile is loaded yet.")
        raise NotPossible(Problem(text, rule="profile-loaded"))
    return row


def current_profile() -> Profile:
    """The profile loaded last, decoded."""
    return profile_by_id(current_profile_row().id)


def due_on(case: "models.Application | models.Lot", code: str, day: date) -> date:
    """The last day of the profile's period `code` that begins after `day`."""
    return due_after(profile_of(case).deadline(code), day)


def questionnaire_row_on(profile_id: UUID, code: str, day: date) -> models.Questionnaire:
    """The kept version of a profile's questionnaire in force on a day; raises NotPossible."""
    form = questionnaire_on(profile_by_id(profile_id), code, day)
    if form is None:
        text = words("No questionnaire “%(code)s” is in force on %(day)s.")
        raise NotPossible(Problem(text, {"code": code, "day": str(day)}, rule="in-force"))
    kept = hashlib.sha256(msgspec.json.encode(form, order="sorted")).hexdigest()
    return models.Questionnaire.objects.get(code=code, version=str(form.version), digest=kept)


def maturity_questionnaire(
    case: "models.Application | models.Lot", day: date
) -> models.Questionnaire:
    """The questionnaire with which a case's factory is diagnosed and assessed."""
    profile_id = _profile_id_of(case.line_version_id)
    (code,) = {form.code for form in profile_by_id(profile_id).questionnaires}
    return questionnaire_row_on(profile_id, code, day)

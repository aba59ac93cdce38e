"""Loading a country's rule profile: every version of every line and questionnaire is kept."""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import msgspec

from midas.hub.kernel import facts
from midas.hub.kernel.actor import Actor
from midas.hub.kernel.errors import NotValid
from midas.hub.kernel.policies import require
from midas.hub.kernel.problems import Problem, words
from midas.hub.kernel.verbs import verb
from midas.hub.programme import events, models
from midas.hub.programme.policies import rulebook as policies
from midas.hub.programme.rules.profile import Profile, ProfileError, digest, parse_profile
from midas.hub.programme.rules.profile_line import LineVersion
from midas.hub.programme.rules.profile_maturity import Questionnaire


@verb
def load_profile(*, texts: Mapping[str, str], by: Actor, now: datetime) -> models.RuleProfile:
    """Check and keep a profile (file name → TOML text); equal data is kept once.

    Raises NotValid with file and place of the first fault.
    """
    require(policies.may_load_profile(by))
    try:
        profile = parse_profile(texts)
    except ProfileError as fault:
        text = words("%(file)s, %(path)s: %(message)s")
        params = {"file": fault.file, "path": fault.path or "-", "message": fault.message}
        raise NotValid(Problem(text, params, fault.file, "profile-schema")) from fault
    return keep_profile(profile, by, now)


def _plain(struct: Any) -> Any:
    """Built-in values that are also JSON: days and moments become texts."""
    return msgspec.json.decode(msgspec.json.encode(struct))


def keep_profile(profile: Profile, by: Actor, now: datetime) -> models.RuleProfile:
    """Write a checked profile with its lines and questionnaires, unless equal data is there."""
    row, is_new = models.RuleProfile.objects.get_or_create(
        digest=digest(profile),
        defaults={
            "key": profile.head.key,
            "version": profile.head.version,
            "content": _plain(profile),
            "loaded_at": now,
        },
    )
    if not is_new:
        return row
    versions = [version for line in profile.lines for version in line.versions]
    models.LineVersion.objects.bulk_create(_line_row(row, version) for version in versions)
    for form in profile.questionnaires:
        _keep_questionnaire(form)
    data = {"key": row.key, "version": row.version, "digest": row.digest}
    facts.record(events.RULES_LOADED, subject=row.id, by=by, now=now, **data)
    return row


def _line_row(row: models.RuleProfile, version: LineVersion) -> models.LineVersion:
    return models.LineVersion(
        profile=row,
        code=version.line,
        version=version.version,
        path=version.path,
        tier=version.tiers[0] if version.tiers else "",
        content=_plain(version),
        in_force_from=version.in_force_from,
        in_force_until=version.in_force_until,
    )


def _keep_questionnaire(form: Questionnaire) -> None:
    models.Questionnaire.objects.get_or_create(
        code=form.code,
        version=str(form.version),
        digest=questionnaire_digest(form),
        defaults={"content": _plain(form)},
    )


def questionnaire_digest(form: Questionnaire) -> str:
    """SHA-256 of the canonical JSON, in hex."""
    return hashlib.sha256(msgspec.json.encode(form, order="sorted")).hexdigest()

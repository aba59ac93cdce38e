"""A whole application in one go: start, fill and submit, all or nothing, never twice."""

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from midas.hub.kernel.actor import Actor
from midas.hub.kernel.errors import NotAllowed, NotValid
from midas.hub.kernel.problems import Problem, words
from midas.hub.kernel.verbs import verb
from midas.hub.programme import models
from midas.hub.programme.rules.budget import BudgetDraft, ShareDraft
from midas.hub.programme.services import application as verbs

MOST_KEY = 100


@dataclass(frozen=True, kw_only=True)
class Paper:
    """A document that comes with a filing; `content` is the file itself."""

    code: str
    name: str
    content: bytes

    @classmethod
    def from_base64(cls, code: str, name: str, text: str) -> "Paper":
        """Raises NotValid (field "documents") for a text that is no base64."""
        try:
            content = base64.b64decode(text, validate=True)
        except (binascii.Error, ValueError) as error:
            sentence = words("The content of “%(name)s” is not valid base64.")
            problem = Problem(sentence, {"name": name}, "documents", "base64")
            raise NotValid(problem) from error
        return cls(code=code, name=name, content=content)


@dataclass(frozen=True, kw_only=True)
class Filing:
    """Everything of an application at once; the same names as the verbs that save the parts."""

    lot: UUID
    workplace: UUID
    title: str = ""
    current_level: str = ""
    target_level: str = ""
    supplier: UUID | None = None
    host: UUID | None = None
    bonus: tuple[str, ...] = ()
    declarations: Mapping[str, Any] = field(default_factory=dict)
    plan: Mapping[str, str] = field(default_factory=dict)
    goals: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    lines: tuple[BudgetDraft, ...] = ()
    shares: tuple[ShareDraft, ...] = ()
    answers: Mapping[str, Any] = field(default_factory=dict)
    documents: tuple[Paper, ...] = ()
    is_submitted: bool = True


@verb
def file_application(*, filing: Filing, by: Actor, now: datetime) -> models.Application:
    """Start, fill and (unless it shall stay a draft) submit; raises what those verbs raise."""
    case = verbs.start_application(lot=filing.lot, workplace=filing.workplace, by=by, now=now)
    who: dict[str, Any] = {"application": case.id, "by": by, "now": now}
    verbs.save_basics(
        **who,
        version=None,
        title=filing.title,
        current_level=filing.current_level,
        target_level=filing.target_level,
        supplier=filing.supplier,
        host=filing.host,
        bonus=filing.bonus,
        declarations=filing.declarations,
    )
    verbs.save_plan(**who, version=None, sections=filing.plan, goals=filing.goals)
    verbs.save_budget(**who, version=None, lines=filing.lines, shares=filing.shares)
    if filing.answers:
        verbs.save_diagnosis(**who, answers=filing.answers, complete=filing.is_submitted)
    for paper in filing.documents:
        upload = SimpleUploadedFile(paper.name, paper.content)
        verbs.add_document(**who, code=paper.code, stage="filing", upload=upload)
    if filing.is_submitted:
        return verbs.submit_application(**who, version=None)
    case.refresh_from_db()
    return case


def answer_of(case: models.Application) -> dict[str, Any]:
    """What a machine is told about the application that it filed."""
    return {
        "id": str(case.id),
        "number": case.number,
        "state": case.state,
        "version": case.version,
        "submitted_at": case.submitted_at.isoformat() if case.submitted_at else None,
        "total_cost": case.total_cost,
    }


@verb
def file_once(
    *, filing: Filing, key: str, digest: str, by: Actor, now: datetime
) -> tuple[dict[str, Any], bool]:
    """File under an idempotency key: the answer, and whether it was filed just now.

    The key is remembered in the same transaction as the application, so that whoever got an answer
    gets the same one again and whoever got none may safely try again. Raises NotValid when the key
    was used for another body (`digest` is the SHA-256 of its canonical form).
    """
    if not 1 <= len(key) <= MOST_KEY:
        text = words("Send an Idempotency-Key of 1 to %(most)s letters.")
        raise NotValid(Problem(text, {"most": MOST_KEY}, "Idempotency-Key", "idempotency-key"))
    if by.organisation is None:
        raise NotAllowed(Problem(words("Only members of a firm may apply."), rule="own-factory"))
    try:
        with transaction.atomic():
            request = models.FiledRequest.objects.create(
                organisation=by.organisation, key=key, digest=digest, at=now
            )
    except IntegrityError:
        return _earlier_answer(by.organisation, key, digest), False
    case = file_application(filing=filing, by=by, now=now)
    request.application, request.answer = case, answer_of(case)
    request.save(update_fields=["application", "answer"])
    return request.answer, True


def _earlier_answer(organisation: UUID, key: str, digest: str) -> dict[str, Any]:
    earlier = models.FiledRequest.objects.get(organisation=organisation, key=key)
    if earlier.digest != digest:
        text = words("This Idempotency-Key was used for another application.")
        raise NotValid(Problem(text, {}, "Idempotency-Key", "idempotency-key"))
    return dict(earlier.answer)

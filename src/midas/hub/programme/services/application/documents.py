"""Papers of a case: taken in by the kinds and sizes that the profile allows, never overwritten."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Q, Sum

from midas.hub.kernel import facts, files
from midas.hub.kernel.actor import Actor
from midas.hub.kernel.errors import NotFound, NotValid
from midas.hub.kernel.problems import Problem, words
from midas.hub.kernel.verbs import verb
from midas.hub.programme import events, models
from midas.hub.programme.queries import rulebook
from midas.hub.programme.rules.profile import Profile
from midas.hub.programme.rules.profile_papers import Document
from midas.hub.programme.rules.wording import as_text
from midas.hub.programme.services.application.draft import open_draft

FILING = ("filing", "plan")


@verb
def add_document(
    *, application: UUID, code: str, stage: str, upload: Any, by: Actor, now: datetime
) -> models.CaseDocument:
    """Add a paper to a draft; a paper that is one file replaces its predecessor.

    Raises NotValid (field "file") for an unknown paper and for a file that is empty, too large, of
    the wrong kind or disguised.
    """
    case = open_draft(application, None, by)
    if stage not in FILING:
        text = words("A draft takes papers of the application only.")
        raise NotValid(Problem(text, field="stage", rule="document-stage"))
    return keep_document(case, code=code, stage=stage, upload=upload, by=by, now=now)


def keep_document(
    case: models.Application, *, code: str, stage: str, upload: Any, by: Actor, now: datetime
) -> models.CaseDocument:
    """Take in a paper at any stage, for a verb that locked the case and asked its policy."""
    profile = rulebook.profile_of(case)
    kind = next((one for one in profile.documents if one.code == code), None)
    if kind is None:
        text = words("There is no kind of paper “%(code)s”.")
        raise NotValid(Problem(text, {"code": code}, "file", "document-known"))
    current = case.documents.filter(code=code, stage=stage, replaced_at=None)
    here = Q(code=code, stage=stage, replaced_at=None)
    held = case.documents.aggregate(count=Count("pk", filter=here), total=Sum("file__size"))
    _refuse_too_many(profile, kind, held["count"], held["total"] or 0)
    stored = files.store_upload(
        upload=upload,
        subject=case.id,
        kinds=endings_of(profile, kind),
        max_bytes=limit_of(profile, kind),
        by=by,
        now=now,
    )
    if kind.one_file and held["count"]:
        current.update(replaced_at=now)
    row = models.CaseDocument.objects.create(
        application=case, code=code, stage=stage, file=stored, added_by=by.person, added_at=now
    )
    facts.record(
        events.DOCUMENT_ADDED,
        subject=case.id,
        by=by,
        now=now,
        document=as_text(kind.name),
        file=stored.name,
        code=code,
        stage=stage,
        sha256=stored.sha256,
    )
    return row


def endings_of(profile: Profile, kind: Document) -> set[str]:
    """The file endings welcome for a kind of paper, without dots."""
    types = [one for one in profile.head.file_types if one.code in kind.accepts]
    return {files.ending_of(f"x{ending}") for one in types for ending in one.extensions}


def limit_of(profile: Profile, kind: Document) -> int:
    """The most bytes that one file of this kind may have."""
    types = [one.max_bytes for one in profile.head.file_types if one.code in kind.accepts]
    limits = [kind.max_bytes or max(types, default=0), profile.head.uploads.max_file_bytes]
    return min(*limits, settings.UPLOAD_MAX_BYTES)


def _refuse_too_many(profile: Profile, kind: Document, count: int, used: int) -> None:
    most = profile.head.uploads
    if not kind.one_file and count >= most.max_files_per_document:
        text = words("At most %(most)s files can be added to this paper.")
        params = {"most": most.max_files_per_document}
        raise NotValid(Problem(text, params, "file", "document-files", most.source))
    if used >= most.max_case_bytes:
        text = words("The case already holds as many files as it may.")
        raise NotValid(Problem(text, {}, "file", "case-size", most.source))


@verb
def remove_document(
    *, application: UUID, document: UUID, by: Actor, now: datetime
) -> models.CaseDocument:
    """Take a paper out of a draft; the file itself is kept with the case's history."""
    case = open_draft(application, None, by)
    row = case.documents.filter(id=document, replaced_at=None, stage__in=FILING).first()
    if row is None:
        raise NotFound(Problem(words("There is no such paper in this draft."), field="document"))
    row.replaced_at = now
    row.save(update_fields=["replaced_at"])
    kind = rulebook.profile_of(case).document(row.code)
    facts.record(
        events.DOCUMENT_REMOVED,
        subject=case.id,
        by=by,
        now=now,
        document=as_text(kind.name),
        code=row.code,
    )
    return row

"""Papers of a case, handed out to whoever may read the case."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest

from midas.hub.kernel import files
from midas.hub.kernel.errors import NotFound
from midas.hub.kernel.problems import Problem, words
from midas.hub.programme.queries.visible import case_for


@login_required
def document(request: HttpRequest, application: UUID, document: UUID) -> FileResponse:
    """One file of a case as an attachment; earlier versions stay readable."""
    case = case_for(request.actor, application)
    row = case.documents.select_related("file").filter(id=document).first()
    if row is None:
        raise NotFound(Problem(words("There is no such paper."), field="document"))
    return files.answer(row.file)

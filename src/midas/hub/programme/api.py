"""The programme for machines: JSON in and out, problem details (RFC 9457) for every refusal.

Open to API tokens with the scope `applications.read`; filing needs `applications.write` as well
(`applications.*` covers both).
"""

import functools
import hashlib
from collections.abc import Callable
from typing import Any
from uuid import UUID

import msgspec
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from midas.hub.accounts import public as accounts
from midas.hub.kernel import clock
from midas.hub.kernel.actor import Actor
from midas.hub.kernel.errors import NotAllowed, NotFound, NotValid, Refusal
from midas.hub.kernel.problems import Problem, words
from midas.hub.kernel.refusals import as_json
from midas.hub.programme.models import Lot
from midas.hub.programme.queries.cases import CaseFilters, CaseRow, application_cards, list_cases
from midas.hub.programme.queries.visible import case_for
from midas.hub.programme.rules.budget import BudgetDraft, ShareDraft
from midas.hub.programme.services.filing import Filing, Paper, file_once

Json = dict[str, Any]
View = Callable[..., HttpResponse]
MOST_ROWS = 100
WRITE = frozenset({"*", "applications.*", "applications.write"})


class Cost(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One item of cost."""

    category: str
    item: str
    quantity: int
    unit_price: int


class Share(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What one layer pays."""

    layer: str
    amount: int
    kind: str = "cash"


class Goal(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An outcome measure today and as promised, as decimal texts."""

    now: str
    goal: str


class Attached(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A document with its content in base64."""

    code: str
    name: str
    content: str


class Body(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The body of `POST /api/applications/`; `lot` is an id or "2026-N-0100/1"."""

    lot: str
    workplace: UUID
    title: str = ""
    current_level: str = ""
    target_level: str = ""
    supplier: UUID | None = None
    host: UUID | None = None
    bonus: list[str] = []
    declarations: dict[str, Any] = {}
    plan: dict[str, str] = {}
    goals: dict[str, Goal] = {}
    budget: list[Cost] = []
    funding: list[Share] = []
    diagnosis: dict[str, int] = {}
    documents: list[Attached] = []
    submit: bool = True


def actor_of(request: HttpRequest) -> Actor:
    """Who asks, as the middleware of accounts found out."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


def answers_json(view: View) -> View:
    """Refusals of the view become problem details; visitors are asked for a token."""

    @functools.wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            if not actor_of(request).is_signed_in():
                text = words("Send an API token: Authorization: Bearer midas_…")
                response = as_json(NotAllowed(Problem(text, rule="sign-in")))
                response.status_code = 401
                response["WWW-Authenticate"] = "Bearer"
                return response
            return view(request, *args, **kwargs)
        except Refusal as refusal:
            return as_json(refusal)

    return answered


@accounts.needs_scope("applications.read")
@require_http_methods(["GET", "HEAD", "POST"])
@answers_json
def applications(request: HttpRequest) -> HttpResponse:
    """GET lists what the actor may see, page by page; POST files an application."""
    return _file(request) if request.method == "POST" else _list(request)


@accounts.needs_scope("applications.read")
@require_safe
@answers_json
def application(request: HttpRequest, application_id: UUID) -> HttpResponse:
    """One application."""
    case = case_for(actor_of(request), application_id)
    card = application_cards([case.id])[case.id]
    return JsonResponse(msgspec.to_builtins(card))


def _require_write(actor: Actor) -> None:
    scopes = getattr(actor, "scopes", None)
    if scopes is not None and not WRITE & scopes:
        text = words("The API token lacks the scope %(scope)s.")
        raise NotAllowed(Problem(text, {"scope": "applications.write"}, rule="token-scope"))


def _file(request: HttpRequest) -> HttpResponse:
    _require_write(actor_of(request))
    body = _body(request.body)
    digest = hashlib.sha256(msgspec.json.encode(body, order="sorted")).hexdigest()
    answer, is_new = file_once(
        filing=_filing(body),
        key=request.headers.get("Idempotency-Key", ""),
        digest=digest,
        by=actor_of(request),
        now=clock.now(),
    )
    response = JsonResponse(answer, status=201)
    response["Location"] = reverse("programme-api:application", args=[answer["id"]])
    if not is_new:
        response["Idempotency-Replayed"] = "true"
    return response


def _body(content: bytes) -> Body:
    try:
        return msgspec.json.decode(content, type=Body)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        text = words("The body does not fit: %(reason)s")
        raise NotValid(Problem(text, {"reason": str(error)}, "body", "schema")) from error


def _filing(body: Body) -> Filing:
    return Filing(
        lot=lot_id(body.lot),
        workplace=body.workplace,
        title=body.title,
        current_level=body.current_level,
        target_level=body.target_level,
        supplier=body.supplier,
        host=body.host,
        bonus=tuple(body.bonus),
        declarations=body.declarations,
        plan=body.plan,
        goals={code: {"now": one.now, "goal": one.goal} for code, one in body.goals.items()},
        lines=tuple(
            BudgetDraft(one.category, one.item, one.quantity, one.unit_price) for one in body.budget
        ),
        shares=tuple(ShareDraft(one.layer, one.amount, one.kind) for one in body.funding),
        answers=body.diagnosis,
        documents=tuple(
            Paper.from_base64(one.code, one.name, one.content) for one in body.documents
        ),
        is_submitted=body.submit,
    )


def lot_id(text: str) -> UUID:
    """A lot by its id or by notice and serial; raises NotFound."""
    try:
        return UUID(text)
    except ValueError:
        number, _, serial = text.partition("/")
    if serial.isdecimal():
        rows = Lot.objects.filter(call__notice_number=number, serial=int(serial[:4]))
        found = rows.values_list("id", flat=True).first()
        if found is not None:
            return found
    raise NotFound(Problem(words("There is no such lot."), field="lot"))


def _list(request: HttpRequest) -> HttpResponse:
    asked = request.GET
    try:
        wanted = CaseFilters(
            state=asked.get("state", ""),
            lot=lot_id(asked["lot"]) if asked.get("lot") else None,
            line=asked.get("line", ""),
            province=UUID(asked["province"]) if asked.get("province") else None,
            text=asked.get("q", ""),
        )
        size = min(max(int(asked.get("size", 25)), 1), MOST_ROWS)
    except ValueError as error:
        text = words("A parameter of the address is not valid.")
        raise NotValid(Problem(text, {}, "query", "schema")) from error
    page = list_cases(actor_of(request), wanted, asked.get("page", ""), size)
    rows = [_row(row) for row in page.rows]
    return JsonResponse({"rows": rows, "before": page.before, "after": page.after})


def _row(row: CaseRow) -> Json:
    found: Json = msgspec.to_builtins(row)
    return found

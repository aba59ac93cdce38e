"""One page per verb that a button offers: what it does, what it asks for, and its refusals.

Rows of `Action` join a verb's form with its service (`action_rows*.py`). Which buttons a case shows
follows from the lifecycle tables and the policies; nothing here decides anything.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from midas.hub.kernel import clock
from midas.hub.kernel.actor import Actor
from midas.hub.kernel.errors import NotFound
from midas.hub.kernel.lifecycle import Lifecycle
from midas.hub.kernel.policies import Decision, require
from midas.hub.kernel.problems import Problem, words
from midas.hub.programme.forms.actions import ActionForm, ConfirmForm
from midas.hub.programme.models import Application
from midas.hub.programme.queries.visible import case_for
from midas.hub.ui.forms import attempt


def the_case(case: Application) -> Iterable[Application]:
    """The case itself, for verbs that are done to an application."""
    return (case,)


@dataclass(frozen=True, kw_only=True)
class Action:
    """A verb with its words, its form and its service.

    `things` yields what in a case the verb may be done to (the case itself, its project, a claim);
    `call` turns thing and cleaned data into arguments of the service beside `by` and `now`.
    """

    verb: str
    label: str
    effect: str
    done: str
    service: Callable[..., Any]
    call: Callable[[Any, dict[str, Any]], dict[str, Any]]
    may: Callable[[Actor, Any], Decision]
    lifecycle: Lifecycle
    things: Callable[[Application], Iterable[Any]] = the_case
    form: type[ActionForm] = ConfirmForm
    tone: str = "secondary"
    template: str = "programme/action.html"
    ready: Callable[[Any, Actor], bool] = lambda _thing, _actor: True


@dataclass(frozen=True)
class Button:
    """An action that this actor may take on this case now."""

    verb: str
    label: str
    url: str
    tone: str
    about: str = ""

    @property
    def primary(self) -> bool:
        """True for the one thing that is asked for."""
        return self.tone == "primary"


def offered(
    actions: Iterable[Action], actor: Actor, case: Application
) -> Iterator[tuple[Action, Any]]:
    """Every action with the thing of the case that this actor may do it to now."""
    for action in actions:
        for thing in action.things(case):
            if action.verb not in action.lifecycle.verbs_from(thing.state):
                continue
            if action.ready(thing, actor) and action.may(actor, thing):
                yield action, thing


def button(action: Action, case: Application, thing: Any) -> Button:
    """The button for an offered action."""
    args = [case.id, action.verb] if thing is case else [case.id, action.verb, thing.id]
    url = reverse("programme:do" if thing is case else "programme:do-thing", args=args)
    about = "" if thing is case else str(thing)
    return Button(action.verb, _(action.label), url, action.tone, about)


def _found(action: Action, case: Application, wanted: UUID | None) -> Any:
    for thing in action.things(case):
        if wanted is None or thing.id == wanted:
            return thing
    raise NotFound(Problem(words("There is no such thing in this case.")))


@login_required
def do(
    request: HttpRequest,
    actions: dict[str, Action],
    application: UUID,
    verb: str,
    thing: UUID | None = None,
) -> HttpResponse:
    """Show an action's page, or do it; a refusal comes back on the form with what was typed."""
    action = actions.get(verb)
    case = case_for(request.actor, application)
    if action is None:
        raise NotFound(Problem(words("There is no such action.")))
    found = _found(action, case, thing)
    require(action.may(request.actor, found))
    action.lifecycle.target_of(action.verb, found.state)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = action.form(*sent, thing=found, actor=request.actor)
    if form.is_valid():
        values = action.call(found, form.cleaned_data)
        attempt(form, action.service, **values, by=request.actor, now=clock.now())
        if not form.errors:
            messages.success(request, _(action.done))
            return redirect("programme:case", case.id)
    context = {
        "action": action,
        "case": case,
        "thing": found,
        "form": form,
        "label": _(action.label),
        "effect": _(action.effect),
        "has_file": form.is_multipart(),
    }
    return render(request, action.template, context, status=422 if form.errors else 200)

"""One page per verb that a button offers: what it does, what it asks for, and its refusals.

Rows of `Action` join a verb's form with its service (`action_rows_*.py`). Which buttons a case
shows follows from the lifecycle tables and the policies; nothing here decides anything.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from midas.hub.kernel import clock
from midas.hub.kernel.actor import Actor
from midas.hub.kernel.errors import NotFound, NotPossible
from midas.hub.kernel.lifecycle import Lifecycle
from midas.hub.kernel.policies import Decision, require
from midas.hub.kernel.problems import Problem, words
from midas.hub.programme.forms.actions import ActionForm, ConfirmForm
from midas.hub.programme.models import Application
from midas.hub.programme.queries import rulebook
from midas.hub.programme.queries.visible import visible_to
from midas.hub.programme.rules.separation import DUTIES_OF_VERB
from midas.hub.programme.services.separation import require_separate, separation_problem
from midas.hub.ui.forms import attempt

NOT_ASKED = words("This is not asked for at the moment.")


def the_case(case: Application) -> Iterable[Any]:
    """The case itself, for verbs that are done to an application."""
    return (case,)


def itself(thing: Any) -> Any:
    """The thing whose own state counts."""
    return thing


def unnamed(_thing: Any) -> str:
    """No further words: the label says everything."""
    return ""


def no_more(_thing: Any, _actor: Actor) -> dict[str, Any]:
    """Nothing but the form is shown."""
    return {}


def always(_thing: Any, _actor: Actor) -> bool:
    """Nothing beside state and policy has to be asked."""
    return True


@dataclass(frozen=True, kw_only=True)
class Action:
    """A verb with its words, its form and its service.

    `things` yields what in a case the verb may be done to (the case itself, its project, a claim);
    `call` turns thing and cleaned data into arguments of the service beside `by` and `now`.
    `holder` is whose state is asked of `lifecycle`, by any of `steps` (the verb's own name if there
    are none); a verb without a lifecycle rests on `ready` alone. `place` is the part of the case
    that shows the button: "case", or "claim" and "panel" for small ones beside their thing.
    `asked` says whether the verb is waited for now; `lands` is where one goes afterwards, unless
    one `stays` on the page.
    """

    verb: str
    label: str
    effect: str
    done: str
    service: Callable[..., Any]
    call: Callable[[Any, dict[str, Any]], dict[str, Any]]
    may: Callable[[Actor, Any], Decision]
    lifecycle: Lifecycle | None = None
    steps: tuple[str, ...] = ()
    holder: Callable[[Any], Any] = itself
    things: Callable[[Application], Iterable[Any]] = the_case
    about: Callable[[Any], str] = unnamed
    form: type[ActionForm] = ConfirmForm
    tone: str = "secondary"
    template: str = "programme/actions/action.html"
    more: Callable[[Any, Actor], dict[str, Any]] = no_more
    ready: Callable[[Any, Actor], bool] = always
    asked: Callable[[Any, Actor], bool] = always
    place: str = "case"
    lands: str = "case"
    stays: bool = False

    def fits(self, thing: Any) -> bool:
        """True when the lifecycle's table has a step for the thing as it is."""
        if self.lifecycle is None:
            return True
        open_now = set(self.lifecycle.verbs_from(self.holder(thing).state))
        return bool(open_now & set(self.steps or (self.verb,)))

    def require_open(self, thing: Any, actor: Actor) -> None:
        """Raise NotPossible when the verb is out of order now."""
        if self.lifecycle is not None and not self.fits(thing):
            step = (self.steps or (self.verb,))[0]
            self.lifecycle.target_of(step, self.holder(thing).state)
        if not self.ready(thing, actor):
            raise NotPossible(Problem(NOT_ASKED, rule="lifecycle"))


@dataclass(frozen=True)
class Button:
    """An action that this actor may take on this case now."""

    verb: str
    label: str
    url: str
    tone: str
    about: str = ""
    thing: Any = None

    @property
    def primary(self) -> bool:
        """True for the one thing that is asked for."""
        return self.tone == "primary"


def offered(
    actions: Iterable[Action], actor: Actor, case: Application
) -> Iterator[tuple[Action, Any]]:
    """Every action with the thing of the case that this actor may do it to now."""
    for action in actions:
        found = (
            thing
            for thing in action.things(case)
            if action.fits(thing) and action.may(actor, thing) and action.ready(thing, actor)
        )
        first = next(found, None)
        if first is not None and not _is_kept_apart(action, case, actor):
            yield action, first
            yield from ((action, thing) for thing in found)


def _is_kept_apart(action: Action, case: Application, actor: Actor) -> bool:
    if action.verb not in DUTIES_OF_VERB:
        return False
    return separation_problem(action.verb, case.id, actor) is not None


def button(action: Action, case: Application, thing: Any, actor: Actor) -> Button:
    """The button for an offered action; primary only while it is asked for."""
    args = [case.id, action.verb] if thing is case else [case.id, action.verb, thing.id]
    url = reverse("programme:do" if thing is case else "programme:do-thing", args=args)
    tone = action.tone
    if tone == "primary" and not action.asked(thing, actor):
        tone = "secondary"
    return Button(action.verb, _(action.label), url, tone, action.about(thing), thing)


def _found(action: Action, case: Application, wanted: UUID | None) -> Any:
    for thing in action.things(case):
        if wanted is None or thing.id == wanted:
            return thing
    raise NotFound(Problem(words("There is no such thing in this case.")))


def perform(
    request: HttpRequest, action: Action, case: Application, wanted: UUID | None
) -> HttpResponse:
    """Show an action's page, or do it; a refusal comes back on the form with what was typed."""
    thing, actor = _found(action, case, wanted), request.actor  # type: ignore[attr-defined]
    require(action.may(actor, thing))
    if action.verb in DUTIES_OF_VERB:
        require_separate(action.verb, case.id, actor)
    form = _form(request, action, thing, actor)
    if not form.is_bound:
        action.require_open(thing, actor)
    elif form.is_valid():
        values = action.call(thing, form.cleaned_data)
        attempt(form, action.service, **values, by=actor, now=clock.now())
        if not form.errors:
            messages.success(request, _(action.done))
            return redirect(_landing(request, action, case))
    context = _context(action, case, thing, form, actor)
    return render(request, action.template, context, status=422 if form.errors else 200)


def _form(request: HttpRequest, action: Action, thing: Any, actor: Actor) -> ActionForm:
    """The form of this request; a button that only changes its shape sends nothing to the verb."""
    if request.method != "POST":
        return action.form(thing=thing, actor=actor)
    if "shape" in request.POST:
        return action.form.reshaped(request.POST, thing=thing, actor=actor)
    return action.form(request.POST, request.FILES, thing=thing, actor=actor)


def _landing(request: HttpRequest, action: Action, case: Application) -> str:
    """Back to the case, or to the list for somebody who no longer sees it."""
    if action.stays:
        return request.path
    actor = request.actor  # type: ignore[attr-defined]
    if not visible_to(actor).filter(id=case.id).exists():
        return reverse("programme:cases")
    return reverse(f"programme:{action.lands}", args=[case.id])


def _context(
    action: Action, case: Application, thing: Any, form: ActionForm, actor: Actor
) -> dict[str, Any]:
    back = reverse(f"programme:{action.lands}", args=[case.id])
    label = _(action.label)
    name = case.number or case.title or _("Application")
    return {
        "action": action,
        "case": case,
        "thing": thing,
        "form": form,
        "label": label,
        "effect": _(action.effect),
        "about": action.about(thing),
        "is_dangerous": action.tone == "danger",
        "has_file": form.is_multipart(),
        "profile": rulebook.profile_of(case),
        "back": back,
        "crumbs": [
            (_("Cases"), reverse("programme:cases")),
            (name, reverse("programme:case", args=[case.id])),
            (label, ""),
        ],
        **action.more(thing, actor),
    }

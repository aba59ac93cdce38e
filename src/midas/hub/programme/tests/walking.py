"""People at their browsers, for tests of buttons: each follows theirs and fills in the forms."""

import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from midas.hub.kernel.actor import Actor
from midas.hub.programme.models import Application
from midas.hub.programme.tests import makers
from midas.hub.programme.tests.browsing import browser
from midas.hub.programme.views.action_list import actions_for, small_actions_for

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)
BUTTON = re.compile(r'class="button[^"]*" href="(/(?:cases|assessments|lots|applications)/[^"]+/)"')


@dataclass
class Clock:
    """The moment that pages take for the present; tests move it."""

    moment: datetime = makers.NOW

    def now(self) -> datetime:
        """The moment itself."""
        return self.moment


def address(actor: Actor, case: Application, verb: str) -> str:
    """Where the actor's button for a verb leads; fails when no page shows such a button."""
    case = Application.objects.select_related("lot__call").get(id=case.id)
    every = [*actions_for(actor, case), *small_actions_for(actor, case, "claim", "panel")]
    found = [one.url for one in every if one.verb == verb]
    assert found, f"{verb} is not offered, only {[one.verb for one in every]}"
    return found[0]


@dataclass
class Walk:
    """A case with the people who act in it, through the pages alone."""

    case: Application
    clients: dict[Any, Client] = field(default_factory=dict)

    def client(self, actor: Actor) -> Client:
        """The actor's browser, the same one every time."""
        key = (actor.person, actor.organisation)
        if key not in self.clients:
            self.clients[key] = browser(actor)
        return self.clients[key]

    def press(self, actor: Actor, verb: str, **typed: Any) -> Any:
        """Open the page behind a button, send its form, and expect it to be done."""
        url = address(actor, self.case, verb)
        page = self.client(actor).get(url)
        assert page.status_code == 200, (verb, page.status_code)
        answer = self.client(actor).post(url, typed)
        assert answer.status_code == 302, (verb, faults(answer))
        assert self.client(actor).get(answer["Location"]).status_code == 200
        self.case.refresh_from_db()
        return answer

    def look(self, *actors: Actor) -> list[str]:
        """Every button that the pages of the case show leads somewhere; hands back where."""
        found = []
        for actor in actors:
            for name in ("case", "case-money"):
                page = self.client(actor).get(reverse(f"programme:{name}", args=[self.case.id]))
                if page.status_code == 404:  # not this actor's case
                    break
                assert page.status_code == 200, (actor.kind, name, page.status_code)
                for url in BUTTON.findall(page.content.decode()):
                    answer = self.client(actor).get(url)
                    assert answer.status_code == 200, (actor.kind, url, answer.status_code)
                    found.append(url)
        return found


def faults(answer: Any) -> list[str]:
    """What a page says is wrong."""
    form = (answer.context or {}).get("form")
    if form is None:
        return [f"status {answer.status_code}"]
    return [f"{name}: {text}" for name, texts in form.errors.items() for text in texts]


def pdf(name: str = "paper.pdf") -> SimpleUploadedFile:
    """A small file with true content."""
    return SimpleUploadedFile(name, makers.PDF)


def paper(code: str) -> SimpleUploadedFile:
    """A file of an ending that a kind of paper welcomes."""
    if "pdf" in makers.profile().document(code).accepts:
        return pdf(f"{code}.pdf")
    return SimpleUploadedFile(f"{code}.png", PNG)

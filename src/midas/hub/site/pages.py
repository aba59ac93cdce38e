"""The front page, how the programme works, and help."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template import TemplateDoesNotExist

from midas.hub.kernel import clock
from midas.hub.programme import public as programme

TOPICS = (
    "apply",
    "levels",
    "money",
    "decisions",
    "privacy",
    "keyboard",
)


def home(request: HttpRequest) -> HttpResponse:
    """The programme explained to a factory owner; people who are signed in see their work."""
    if request.actor.is_signed_in():
        return redirect("site:work")
    context = {"lots": programme.open_lots(clock.now())[:6], "progress": programme.progress()}
    return render(request, "site/home.html", context)


def how(request: HttpRequest) -> HttpResponse:
    """The way of a case, step by step, and who does what."""
    return render(request, "site/how.html", {"targets": programme.targets()})


def help_index(request: HttpRequest) -> HttpResponse:
    """All help pages."""
    return render(request, "site/help/index.html", {"topics": TOPICS})


def help_topic(request: HttpRequest, topic: str) -> HttpResponse:
    """One help page."""
    if topic not in TOPICS:
        raise Http404
    try:
        return render(request, f"site/help/{topic}.html", {"topic": topic})
    except TemplateDoesNotExist as missing:
        raise Http404 from missing


def glossary(request: HttpRequest) -> HttpResponse:
    """The programme's words: code word, legal term, plain word."""
    return render(request, "site/help/glossary.html", {"terms": programme.glossary()})

"""The work list, the search and the progress of long work: what a person sees first."""

from itertools import groupby

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from midas.hub.accounts import public as accounts
from midas.hub.kernel import clock
from midas.hub.kernel.models import JobRun
from midas.hub.kernel.problems import Text
from midas.hub.kernel.texts import fill, in_language
from midas.hub.kernel.work import WorkItem
from midas.hub.programme import public as programme

FAR = clock.date.max


def _in_groups(items: list[WorkItem]) -> list[tuple[str, list[WorkItem]]]:
    """Tasks under their headings; the heading with the earliest due day first."""
    items = sorted(items, key=lambda one: (one.due_on or FAR, one.about))
    first_due: dict[Text, int] = {}
    for one in items:
        first_due.setdefault(one.group, len(first_due))
    items.sort(key=lambda one: first_due[one.group])
    return [
        (in_language(group), list(some)) for group, some in groupby(items, lambda one: one.group)
    ]


@login_required
def work(request: HttpRequest) -> HttpResponse:
    """What waits for the person in the organisation acted for, by when."""
    today = clock.today()
    items = programme.work_for(request.actor)
    late = sum(1 for one in items if one.due_on and one.due_on < today)
    return render(
        request,
        "site/work.html",
        {
            "groups": _in_groups(items),
            "count": len(items),
            "late": late,
            "today": today,
            "notices": [
                {"sentence": fill(one.text, one.params), "link": one.link, "at": one.created_at}
                for one in accounts.latest_notices(request.actor.person, 5)
            ],
        },
    )


def search(request: HttpRequest) -> HttpResponse:
    """Calls, and the cases and organisations that the visitor may see."""
    text = request.GET.get("q", "").strip()[:100]
    found = programme.search(request.actor, text) if len(text) > 1 else []
    return render(request, "site/search.html", {"text": text, "found": found})


@login_required
def jobs(request: HttpRequest) -> HttpResponse:
    """The long work that the person started, and how far it is."""
    rows = JobRun.objects.filter(started_by=request.actor.person).order_by("-created_at")[:50]
    return render(request, "site/jobs.html", {"jobs": rows})

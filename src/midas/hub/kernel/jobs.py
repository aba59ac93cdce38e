"""Long work outside the request: queued in the database with the change that asked for it.

A room writes its work in its own `jobs.py` with `@task`; a verb calls `enqueue`, a person sees the
progress through `of_person`. The queue, the schedule and the retries are procrastinate's.
"""

import functools
import json
import traceback
from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.sql import queries
from procrastinate.tasks import Task

from midas.hub.kernel import clock
from midas.hub.kernel.actor import Actor
from midas.hub.kernel.errors import Refusal
from midas.hub.kernel.models import JobRun
from midas.hub.kernel.texts import say

Work = Callable[..., dict[str, Any] | None]


def task(*, retries: int = 0, wait: int = 10) -> Callable[[Work], "Task[Any, Any, Any]"]:
    """Declare `work(job_id, **values)` as a task that `enqueue` can start.

    What it returns becomes `JobRun.result` and must be plain JSON. It is tried again `retries`
    times, `wait` seconds later and then ever more; a refusal is final at once.
    """

    def declare(work: Work) -> "Task[Any, Any, Any]":
        @functools.wraps(work)
        def run(context: Any, job_id: str, **values: Any) -> None:
            _run(work, UUID(job_id), values, is_last=context.job.attempts >= retries)

        strategy = RetryStrategy(max_attempts=retries, exponential_wait=wait) if retries else False
        name = f"{work.__module__}.{work.__name__}"
        return app.task(name=name, retry=strategy, pass_context=True)(run)

    return declare


def periodic(cron: str) -> Callable[[Callable[[datetime], None]], "Task[Any, Any, Any]"]:
    """Declare `work(now)` as something that every worker together does once at each cron time."""

    def declare(work: Callable[[datetime], None]) -> "Task[Any, Any, Any]":
        @functools.wraps(work)
        def run(timestamp: int) -> None:
            work(clock.now())

        name = f"{work.__module__}.{work.__name__}"
        queued = app.task(name=name, queueing_lock=name, pass_context=False)(run)
        return app.periodic(cron=cron)(queued)

    return declare


def enqueue(
    work: "Task[Any, Any, Any] | str", *, title: str, by: Actor, now: datetime, **values: Any
) -> JobRun:
    """Queue a task in the current transaction; it starts after the commit, never without it.

    A verb, which stands below its room's `jobs.py`, names the task by its dotted name. `title` is
    marked with `words`, so that its starter reads it in either language; `values` are plain JSON.
    """
    name = work if isinstance(work, str) else work.name
    job = JobRun.objects.create(task=name, title=title, started_by=by.person, created_at=now)
    app.configure_task(name, allow_unknown=False).defer(job_id=str(job.id), **values)
    return job


def report(job_id: UUID, done: int, total: int, message: str = "") -> None:
    """Say how far a running job is; seen at once when called outside the work's transactions."""
    JobRun.objects.filter(id=job_id).update(done=done, total=total, message=message[:500])


def of_person(person: UUID) -> "QuerySet[JobRun]":
    """The jobs that a person started, the newest first."""
    return JobRun.objects.filter(started_by=person).order_by("-created_at", "-id")


def run_waiting(limit: int = 1000) -> int:
    """Run the queued jobs here and now, one after another: for tests and scripts.

    Answers how many it ran. An error of the work is raised here, after it was noted on the job.
    """
    connector, ran = app.connector.get_sync_connector(), 0
    while ran < limit:
        job = connector.execute_query_one(queries["fetch_job"], queues=None, worker_id=None)
        if job["id"] is None:
            return ran
        ran += 1
        end = "failed"
        try:
            _call(job)
            end = "succeeded"
        finally:
            connector.execute_query(
                queries["finish_job"], job_id=job["id"], status=end, delete_job=False
            )
    return ran


def _call(job: dict[str, Any]) -> None:
    found, values = app.tasks[job["task_name"]], job["args"]
    if isinstance(values, str):  # Django's connection hands JSON out as it is written
        values = json.loads(values)
    context = [_Inline(attempts=10**6)] if found.pass_context else []
    found.func(*context, **values)


class _Inline:
    """Stands for procrastinate's job context: the one try of a job that runs inline."""

    def __init__(self, attempts: int) -> None:
        self.attempts = attempts

    @property
    def job(self) -> "_Inline":
        return self


def _run(work: Work, job_id: UUID, values: dict[str, Any], *, is_last: bool) -> None:
    """Run one try of a job and keep its row true: running, then done, waiting or failed."""
    row = JobRun.objects.filter(id=job_id)
    row.update(state=JobRun.State.RUNNING)
    try:
        result = work(job_id, **values)
    except Refusal as refusal:
        problems = [{"text": one.text, "params": dict(one.params)} for one in refusal.problems]
        row.update(result={"problems": json.loads(json.dumps(problems, default=str))})
        _fail(row, " ".join(say(problem) for problem in refusal.problems))
    except Exception as error:
        if is_last:
            _fail(row, "".join(traceback.format_exception_only(error)).strip())
        else:
            row.update(state=JobRun.State.WAITING)
        raise
    else:
        row.update(state=JobRun.State.DONE, result=result or {}, ended_at=clock.now())


def _fail(row: "QuerySet[JobRun]", reason: str) -> None:
    row.update(state=JobRun.State.FAILED, message=reason[:500], ended_at=clock.now())

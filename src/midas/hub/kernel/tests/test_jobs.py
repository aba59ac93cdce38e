"""Jobs start with the commit, show their progress and keep how they ended."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import TaskNotFound

from midas.hub.kernel import jobs
from midas.hub.kernel.actor import Actor
from midas.hub.kernel.errors import NotPossible
from midas.hub.kernel.ids import new_id
from midas.hub.kernel.models import JobRun
from midas.hub.kernel.problems import Problem

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
BY = Actor(person=new_id(), name="김하나")


def count_up(job_id: UUID, *, up_to: int) -> dict[str, Any]:
    """Count, reporting each step."""
    for number in range(up_to):
        jobs.report(job_id, number + 1, up_to, f"at {number}")
    return {"counted": up_to}


def refuse(job_id: UUID) -> None:
    """Refuse, as a verb does."""
    raise NotPossible(Problem("Not before %(day)s.", {"day": "Monday"}))


def break_down(job_id: UUID) -> None:
    """Fail, as code with a mistake does."""
    raise RuntimeError("no more paper")


@pytest.fixture(autouse=True)
def _tasks() -> Iterator[None]:
    before = dict(app.tasks)
    for work in (count_up, refuse, break_down):
        jobs.task(retries=2)(work)
    yield
    app.tasks.clear()
    app.tasks.update(before)


def start(work: Any, **values: Any) -> JobRun:
    """Queue one of the works above."""
    name = f"{__name__}.{work.__name__}"
    return jobs.enqueue(name, title="Counting", by=BY, now=NOW, **values)


@pytest.mark.django_db
def test_a_job_runs_reports_and_keeps_its_result() -> None:
    job = start(count_up, up_to=3)
    assert job.state == JobRun.State.WAITING
    assert jobs.run_waiting() == 1
    job.refresh_from_db()
    assert (job.state, job.done, job.total, job.message) == ("done", 3, 3, "at 2")
    assert job.result == {"counted": 3}
    assert job.ended_at is not None
    assert jobs.run_waiting() == 0
    assert list(jobs.of_person(BY.person)) == [job]  # type: ignore[arg-type]


@pytest.mark.django_db
def test_a_refusal_ends_a_job_with_its_sentence() -> None:
    job = start(refuse)
    jobs.run_waiting()
    job.refresh_from_db()
    assert (job.state, job.message) == ("failed", "Not before Monday.")
    assert job.result["problems"][0]["params"] == {"day": "Monday"}


@pytest.mark.django_db
def test_an_error_is_noted_on_the_job_and_raised() -> None:
    job = start(break_down)
    with pytest.raises(RuntimeError):
        jobs.run_waiting()
    job.refresh_from_db()
    assert (job.state, job.message) == ("failed", "RuntimeError: no more paper")
    assert ProcrastinateJob.objects.get().status == "failed"


@pytest.mark.django_db
def test_an_error_with_tries_left_leaves_the_job_waiting() -> None:
    job = start(break_down)

    class Context:
        attempts = 1

        @property
        def job(self) -> "Context":
            return self

    task = app.tasks[f"{__name__}.break_down"]
    with pytest.raises(RuntimeError):
        task.func(Context(), job_id=str(job.id))
    job.refresh_from_db()
    assert job.state == JobRun.State.WAITING
    queued = ProcrastinateJob.objects.get().procrastinate_job
    assert task.get_retry_exception(exception=RuntimeError(), job=queued) is not None


@pytest.mark.django_db
def test_a_rolled_back_verb_queues_nothing() -> None:
    from django.db import transaction

    with pytest.raises(RuntimeError), transaction.atomic():
        start(count_up, up_to=1)
        raise RuntimeError
    assert not ProcrastinateJob.objects.exists()
    assert not JobRun.objects.exists()


@pytest.mark.django_db
def test_an_unknown_task_is_refused_at_once() -> None:
    with pytest.raises(TaskNotFound):
        jobs.enqueue("nowhere.at_all", title="x", by=BY, now=NOW)

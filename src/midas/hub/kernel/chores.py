"""What the ground floor's workers do by the clock."""

from datetime import datetime, timedelta
from typing import Any

from procrastinate.contrib.django import app

from midas.hub.kernel import clock, files, jobs
from midas.hub.kernel.log import seal

KEPT_HOURS = 24 * 30


@jobs.periodic("17 * * * *")
def sweep_files(now: datetime) -> None:
    """Remove uploads whose verb was rolled back."""
    files.sweep(now)


@jobs.periodic("* * * * *")
def seal_facts(now: datetime) -> None:
    """Take the facts of the last minutes into the log."""
    seal.seal(whole=False)


@jobs.periodic("2 15 * * *")  # times are UTC: just after midnight in Seoul
def sign_daily_root(now: datetime) -> None:
    """Sign the root of the day that has ended, over every fact there is."""
    seal.seal()
    seal.sign_root(now, day=clock.today(now - timedelta(hours=1)))


@app.periodic(cron="* * * * *")
@app.task(name="midas.hub.kernel.chores.requeue_stalled", pass_context=True)
async def requeue_stalled(context: Any, timestamp: int) -> None:
    """Queue again what a killed worker had begun; every task must bear being run twice."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs():
        await manager.retry_job(job)
    await manager.prune_stalled_workers(seconds_since_heartbeat=60)


@app.periodic(cron="41 3 * * *")
@app.task(name="midas.hub.kernel.chores.forget_old_jobs", pass_context=True)
async def forget_old_jobs(context: Any, timestamp: int) -> None:
    """Remove finished entries of the queue after a month; `JobRun` keeps what people see."""
    await context.app.job_manager.delete_old_jobs(nb_hours=KEPT_HOURS)

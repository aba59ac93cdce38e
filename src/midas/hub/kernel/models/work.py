"""Long work with visible progress, and the pulse of the workers."""

from django.db import models

from midas.hub.kernel.ids import new_id


class JobRun(models.Model):
    """One piece of long work that a person started: what, how far, how it ended."""

    class State(models.TextChoices):
        WAITING = "waiting"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"

    id = models.UUIDField(primary_key=True, default=new_id)
    task = models.CharField(max_length=100)
    title = models.CharField(max_length=200)
    started_by = models.UUIDField(null=True, db_index=True)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    message = models.CharField(max_length=500, blank=True)
    result = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.title} ({self.state})"


class Heartbeat(models.Model):
    """When a worker last said that it lives."""

    name = models.CharField(max_length=50, primary_key=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} {self.at:%H:%M:%S}"

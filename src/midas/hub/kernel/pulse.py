"""The pulse of the workers: each says now and then that it lives."""

from datetime import datetime, timedelta

from midas.hub.kernel.models import Heartbeat

FRESH = timedelta(seconds=30)


def beat(name: str, now: datetime) -> None:
    """Say that the worker of this name lives."""
    Heartbeat.objects.update_or_create(name=name, defaults={"at": now})


def is_beating(name: str, now: datetime) -> bool:
    """True when the worker of this name has been heard of within half a minute."""
    return Heartbeat.objects.filter(name=name, at__gte=now - FRESH).exists()

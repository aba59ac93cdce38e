"""A tiny room for the test: one verb, one fact, one handler whose second effect would fail."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.apps import AppConfig


class DurabilityConfig(AppConfig):
    """Declares the fact and subscribes the handler."""

    name = "tests.durability"
    label = "durability"

    def ready(self) -> None:
        from midas.hub.kernel import facts
        from midas.hub.kernel.models import Fact, Heartbeat

        self.kind = facts.declare("durability.note_left", "a note was left")

        def on_note_left(fact: Fact) -> None:
            Heartbeat.objects.create(name=str(fact.subject), at=fact.at)

        facts.on(self.kind, on_note_left)


def leave_note(*, key: UUID, by: Any, now: datetime) -> None:
    """Record one fact about `key`, as any verb does."""
    from django.apps import apps

    from midas.hub.kernel import facts
    from midas.hub.kernel.verbs import verb

    kind = apps.get_app_config("durability").kind  # type: ignore[attr-defined]

    @verb
    def leave(*, by: Any, now: datetime) -> None:
        facts.record(kind, subject=key, by=by, now=now)

    leave(by=by, now=now)

"""Wiring of the room `programme`."""

from django.apps import AppConfig


class ProgrammeConfig(AppConfig):
    """See README.md beside this file."""

    name = "midas.hub.programme"
    label = "programme"

    def ready(self) -> None:
        """Subscribe the notices to their facts."""
        from midas.hub.programme import (  # needs the models
            handlers,
            handlers_assessment,
            handlers_project,
        )

        for module in (handlers, handlers_assessment, handlers_project):
            module.subscribe()

"""Wiring of the room `programme`."""

from importlib import import_module
from importlib.util import find_spec

from django.apps import AppConfig

HANDLERS = ("handlers", "handlers_assessment", "handlers_project")


class ProgrammeConfig(AppConfig):
    """See README.md beside this file."""

    name = "midas.hub.programme"
    label = "programme"

    def ready(self) -> None:
        """Subscribe the notices to their facts."""
        for module in HANDLERS:
            name = f"{self.name}.{module}"
            if find_spec(name):
                import_module(name).subscribe()

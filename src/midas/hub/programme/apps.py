"""Wiring of the room `programme`."""

from django.apps import AppConfig


class ProgrammeConfig(AppConfig):
    """See README.md beside this file."""

    name = "midas.hub.programme"
    label = "programme"

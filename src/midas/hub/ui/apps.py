"""Wiring of the room `ui`."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """See README.md beside this file."""

    name = "midas.hub.ui"
    label = "ui"

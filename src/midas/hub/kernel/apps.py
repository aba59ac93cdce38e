"""Wiring of the ground floor."""

from django.apps import AppConfig


class KernelConfig(AppConfig):
    """Facts, log, files, jobs, pages."""

    name = "midas.hub.kernel"
    label = "kernel"

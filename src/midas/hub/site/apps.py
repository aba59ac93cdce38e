"""Wiring of the room `site`."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    """See README.md beside this file."""

    name = "midas.hub.site"
    label = "site"

"""Wiring of the room `accounts`."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """See README.md beside this file."""

    name = "midas.hub.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Load the facts of the room and register the ways to reach people."""
        from midas.hub.accounts import events  # noqa: F401  # after the apps are loaded
        from midas.hub.accounts.notifiers import (  # needs the models
            register_configured_notifiers,
        )

        register_configured_notifiers()

"""Wiring of the room `accounts`."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """See README.md beside this file."""

    name = "midas.hub.accounts"
    label = "accounts"

"""Tables of people and organisations."""

from midas.hub.accounts.models.people import Person

__all__ = ["Person"]

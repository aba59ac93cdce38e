"""Words for codes of this room: kinds, roles, regions."""

from typing import Any
from uuid import UUID

from django.template import Library

from midas.hub.accounts.models import Organisation, Role
from midas.hub.accounts.places import atlas, place
from midas.hub.kernel.texts import language

register = Library()


@register.filter
def kind_words(kind: str) -> Any:
    """The name of a kind of organisation."""
    return dict(Organisation.Kind.choices).get(kind, kind)


@register.filter
def role_words(role: str) -> Any:
    """The name of a role."""
    return dict(Role.choices).get(role, role)


@register.filter
def region_words(region_id: UUID) -> str:
    """A region with its province, in the reader's language."""
    one = place(region_id)
    names = atlas()
    return names.full_name_en(one.id) if language() == "en" else names.full_name(one.id)

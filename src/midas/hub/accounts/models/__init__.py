"""Tables of people, organisations, places, taxonomies, standing, tokens and notices."""

from midas.hub.accounts.models.memberships import Invitation, Membership, Role
from midas.hub.accounts.models.notices import Notice
from midas.hub.accounts.models.organisations import Organisation, Workplace
from midas.hub.accounts.models.people import Person
from midas.hub.accounts.models.places import (
    Region,
    RegionSuccession,
    TechnoParkTerritory,
)
from midas.hub.accounts.models.standing import Standing
from midas.hub.accounts.models.taxonomies import Industry, IndustryLink, Technology
from midas.hub.accounts.models.tokens import ApiToken

__all__ = [
    "ApiToken",
    "Industry",
    "IndustryLink",
    "Invitation",
    "Membership",
    "Notice",
    "Organisation",
    "Person",
    "Region",
    "RegionSuccession",
    "Role",
    "Standing",
    "TechnoParkTerritory",
    "Technology",
    "Workplace",
]

"""Fixtures of the room's tests."""

import pytest

from midas.hub.accounts import places


@pytest.fixture(autouse=True)
def fresh_atlas() -> None:
    """Rows of the last test are gone; so is what was remembered of them."""
    places.forget()

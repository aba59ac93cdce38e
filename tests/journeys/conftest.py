"""One served demonstration and one browser for all journeys; the long journey comes last."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from midas.hub.ui.tests.chromium import chromium
from tests.durability.harness import Hub
from tests.journeys.visitor import Visitor

LOADING_SECONDS = 300


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever the order: what moves the clock of the demonstration on comes after the rest."""
    items.sort(key=lambda one: one.get_closest_marker("moves_the_clock") is not None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """The installed Chromium; without one the journeys are skipped."""
    with chromium() as found:
        yield found


@pytest.fixture(scope="session")
def hub(browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hub]:
    """The whole demonstration in a folder of its own, as `make run` serves it."""
    folder = tmp_path_factory.mktemp("demonstration")
    made = Hub(folder, arguments=("--demo",), start_seconds=LOADING_SECONDS)
    try:
        made.start()
        yield made
        made.stop()
    finally:
        made.kill()  # what a failed start left behind


@pytest.fixture
def visitor(browser: Any, hub: Hub) -> Iterator[Callable[..., Visitor]]:
    """Opens windows; what a window found wrong on the way fails the test at its end."""
    opened: list[Visitor] = []

    def open_window(**how: Any) -> Visitor:
        opened.append(Visitor(browser, hub, **how))
        return opened[-1]

    yield open_window
    faults = [fault for one in opened for fault in one.faults]
    for one in opened:
        one.context.close()
    assert not faults, "\n".join(dict.fromkeys(faults))
